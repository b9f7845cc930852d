"""Addresses of receptions."""

from reports.receptions import views

urlpatterns = [
    *views.receptions.urls("s/<int:shop_id>/receptions/", "receptions"),
]
