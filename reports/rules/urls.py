"""Addresses of rules."""

from django.urls import path

from reports.rules import views

urlpatterns = [
    path("s/<int:shop_id>/rules/", views.rules, name="rules"),
    path("s/<int:shop_id>/rules/check/", views.rules_check, name="rules_check"),
    *views.rules_preview.urls("s/<int:shop_id>/rules/preview/<int:preview_id>/", "rules_preview"),
    path("s/<int:shop_id>/rules/preview/<int:preview_id>/save/", views.rules_save, name="rules_save"),
    *views.rules_version.urls("s/<int:shop_id>/rules/versions/<int:number>/", "rules_version"),
]
