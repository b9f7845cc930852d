"""Addresses of rules."""

from django.urls import path

from reports.rules import views

urlpatterns = [
    path("s/<int:shop_id>/rules/", views.rules, name="rules"),
    path("s/<int:shop_id>/rules/check/", views.rules_check, name="rules_check"),
    path("s/<int:shop_id>/rules/preview/<int:preview_id>/", views.rules_preview, name="rules_preview"),
    path(
        "s/<int:shop_id>/rules/preview/<int:preview_id>/file.<str:kind>",
        views.rules_preview_file,
        name="rules_preview_file",
    ),
    path("s/<int:shop_id>/rules/preview/<int:preview_id>/save/", views.rules_save, name="rules_save"),
    path("s/<int:shop_id>/rules/versions/<int:number>/", views.rules_version, name="rules_version"),
    path(
        "s/<int:shop_id>/rules/versions/<int:number>/file.<str:kind>",
        views.rules_version_file,
        name="rules_version_file",
    ),
]
