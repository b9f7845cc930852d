"""Addresses of library scripts."""

from django.urls import path

from reports.library.scripts import views

urlpatterns = [
    *views.scripts.urls("s/<int:shop_id>/library/scripts/", "scripts"),
    path("s/<int:shop_id>/library/scripts/new/", views.script_new, name="script_new"),
    path("s/<int:shop_id>/library/scripts/<int:script_id>/", views.script, name="script"),
    path(
        "s/<int:shop_id>/library/scripts/<int:script_id>/change/", views.script_change, name="script_change"
    ),
    path(
        "s/<int:shop_id>/library/scripts/<int:script_id>/retire/", views.script_retire, name="script_retire"
    ),
]
