"""Addresses of receptions."""

from django.urls import path

from reports.receptions import views

urlpatterns = [
    path("s/<int:shop_id>/receptions/", views.receptions, name="receptions"),
    path("s/<int:shop_id>/receptions/file.<str:kind>", views.receptions_file, name="receptions_file"),
]
