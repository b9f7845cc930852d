"""Addresses of lost sales causes."""

from reports.lost_sales.causes import views

urlpatterns = [
    *views.causes.urls("s/<int:shop_id>/lost-sales/causes/", "lost_sale_causes", "<str:table>.<str:kind>"),
    *views.rows.urls("s/<int:shop_id>/lost-sales/causes/rows/", "lost_sale_rows"),
]
