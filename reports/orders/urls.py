"""Addresses of orders."""

from reports.orders import views

urlpatterns = [
    *views.orders.urls("s/<int:shop_id>/orders/", "orders"),
]
