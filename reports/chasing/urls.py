"""Addresses of chasing."""

from django.urls import path

from reports.chasing import views

urlpatterns = [
    path("s/<int:shop_id>/chasing/", views.chasing_list, name="chasing"),
    path("s/<int:shop_id>/chasing/file.<str:kind>", views.chasing_file, name="chasing_file"),
    path("s/<int:shop_id>/chasing/results/", views.chasing_results, name="chasing_results"),
    path(
        "s/<int:shop_id>/chasing/results/file.<str:kind>",
        views.chasing_results_file,
        name="chasing_results_file",
    ),
    path("s/<int:shop_id>/chasing/<int:order_id>/note/", views.chasing_note, name="chasing_note"),
    path(
        "s/<int:shop_id>/chasing/notes/<int:note_id>/remove/",
        views.chasing_note_remove,
        name="chasing_note_remove",
    ),
]
