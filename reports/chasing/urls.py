"""Addresses of chasing."""

from django.urls import path

from reports.chasing import views

urlpatterns = [
    *views.chasing_list.urls("s/<int:shop_id>/chasing/", "chasing"),
    *views.chasing_results.urls("s/<int:shop_id>/chasing/results/", "chasing_results"),
    path("s/<int:shop_id>/chasing/<int:order_id>/note/", views.chasing_note, name="chasing_note"),
    path(
        "s/<int:shop_id>/chasing/notes/<int:note_id>/remove/",
        views.chasing_note_remove,
        name="chasing_note_remove",
    ),
]
