"""Addresses of books."""

from django.urls import path

from reports.books import unlinked_views, views

urlpatterns = [
    path("s/<int:shop_id>/books/", views.books, name="books"),
    path("s/<int:shop_id>/books/file.<str:kind>", views.books_file, name="books_file"),
    path("s/<int:shop_id>/books/unlinked/", unlinked_views.queue, name="books_unlinked"),
    path(
        "s/<int:shop_id>/books/unlinked/file.<str:kind>",
        unlinked_views.queue_file,
        name="books_unlinked_file",
    ),
]
