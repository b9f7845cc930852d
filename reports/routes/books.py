"""Addresses of the whole shop's pages: funnel buyers, books, unlinked orders, exclusions, data health."""

from django.urls import path

from reports.books import unlinked_views
from reports.books import views as books
from reports.credit.order_views import order_exclude
from reports.funnel import buyers_views
from reports.health import views as health

urlpatterns = [
    path("s/<int:shop_id>/funnel/buyers/", buyers_views.buyers, name="funnel_buyers"),
    path(
        "s/<int:shop_id>/funnel/buyers/file.<str:kind>", buyers_views.buyers_file, name="funnel_buyers_file"
    ),
    path("s/<int:shop_id>/books/", books.books, name="books"),
    path("s/<int:shop_id>/books/file.<str:kind>", books.books_file, name="books_file"),
    path("s/<int:shop_id>/books/unlinked/", unlinked_views.queue, name="books_unlinked"),
    path(
        "s/<int:shop_id>/books/unlinked/file.<str:kind>",
        unlinked_views.queue_file,
        name="books_unlinked_file",
    ),
    path("s/<int:shop_id>/orders/<int:order_id>/exclude/", order_exclude, name="order_exclude"),
    path("s/<int:shop_id>/health/", health.data_health, name="health"),
    path("s/<int:shop_id>/health/file.<str:kind>", health.health_file, name="health_file"),
    path("s/<int:shop_id>/health/texts/", health.health_texts, name="health_texts"),
    path("s/<int:shop_id>/health/text/", health.health_text, name="health_text"),
    path("s/<int:shop_id>/health/text/dismiss/", health.health_text_dismiss, name="health_text_dismiss"),
]
