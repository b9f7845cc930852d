"""Addresses of the audit trail and of privacy: what is stored, for how long, one buyer's data."""

from django.urls import path

from reports.privacy import audit_views
from reports.privacy import views as privacy

urlpatterns = [
    path("s/<int:shop_id>/audit/", audit_views.audit, name="audit"),
    path("s/<int:shop_id>/audit/file.<str:kind>", audit_views.audit_file, name="audit_file"),
    path("s/<int:shop_id>/stored/", privacy.stored, name="stored"),
    path("s/<int:shop_id>/privacy/", privacy.privacy, name="privacy"),
    path("s/<int:shop_id>/privacy/find/", privacy.privacy_find, name="privacy_find"),
    path("s/<int:shop_id>/privacy/buyers/<int:buyer_id>/", privacy.privacy_buyer, name="privacy_buyer"),
    path(
        "s/<int:shop_id>/privacy/buyers/<int:buyer_id>/data.xlsx",
        privacy.privacy_export,
        name="privacy_export",
    ),
    path("s/<int:shop_id>/privacy/buyers/<int:buyer_id>/erase/", privacy.privacy_erase, name="privacy_erase"),
]
