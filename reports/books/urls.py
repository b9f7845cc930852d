"""Addresses of books."""

from reports.books import unlinked_views, views

urlpatterns = [
    *views.books.urls("s/<int:shop_id>/books/", "books"),
    *unlinked_views.queue.urls("s/<int:shop_id>/books/unlinked/", "books_unlinked"),
]
