"""Addresses of privacy."""

from django.urls import path

from reports.privacy import audit_views, views

urlpatterns = [
    *audit_views.audit.urls("s/<int:shop_id>/audit/", "audit"),
    path("s/<int:shop_id>/stored/", views.stored, name="stored"),
    path("s/<int:shop_id>/privacy/", views.privacy, name="privacy"),
    path("s/<int:shop_id>/privacy/find/", views.privacy_find, name="privacy_find"),
    path("s/<int:shop_id>/privacy/buyers/<int:buyer_id>/", views.privacy_buyer, name="privacy_buyer"),
    path(
        "s/<int:shop_id>/privacy/buyers/<int:buyer_id>/data.xlsx", views.privacy_export, name="privacy_export"
    ),
    path("s/<int:shop_id>/privacy/buyers/<int:buyer_id>/erase/", views.privacy_erase, name="privacy_erase"),
]
