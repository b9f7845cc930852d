"""Addresses of reasons."""

from django.urls import path

from reports.reasons import views

urlpatterns = [
    path("s/<int:shop_id>/lost-sales/reasons/", views.reasons, name="lost_sale_reasons"),
]
