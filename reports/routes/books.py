"""Addresses of the whole shop's pages: funnel buyers, books, unlinked orders, exclusions, data health."""

from django.urls import path

from reports.views import books, funnel_buyers

urlpatterns = [
    path("s/<int:shop_id>/funnel/buyers/", funnel_buyers.buyers, name="funnel_buyers"),
    path(
        "s/<int:shop_id>/funnel/buyers/file.<str:kind>", funnel_buyers.buyers_file, name="funnel_buyers_file"
    ),
    path("s/<int:shop_id>/books/", books.books, name="books"),
    path("s/<int:shop_id>/books/file.<str:kind>", books.books_file, name="books_file"),
]
