"""Addresses of orders."""

from django.urls import path

from reports.orders import views

urlpatterns = [
    path("s/<int:shop_id>/orders/", views.orders, name="orders"),
    path("s/<int:shop_id>/orders/file.<str:kind>", views.orders_file, name="orders_file"),
]
