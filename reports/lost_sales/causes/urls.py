"""Addresses of lost sales causes."""

from django.urls import path

from reports.lost_sales.causes import views

urlpatterns = [
    path("s/<int:shop_id>/lost-sales/causes/", views.causes, name="lost_sale_causes"),
    path("s/<int:shop_id>/lost-sales/causes/rows/", views.rows, name="lost_sale_rows"),
    path(
        "s/<int:shop_id>/lost-sales/causes/<str:table>.<str:kind>",
        views.causes_file,
        name="lost_sale_causes_file",
    ),
    path(
        "s/<int:shop_id>/lost-sales/causes/rows/file.<str:kind>", views.rows_file, name="lost_sale_rows_file"
    ),
]
