"""Addresses of reports."""

from django.urls import path

from reports.views import figures, funnel, leaderboard, orders

app_name = "reports"
urlpatterns = [
    path("s/<int:shop_id>/leaderboard/", leaderboard.leaderboard, name="leaderboard"),
    path(
        "s/<int:shop_id>/leaderboard/file.<str:kind>", leaderboard.leaderboard_file, name="leaderboard_file"
    ),
    path("s/<int:shop_id>/orders/", orders.orders, name="orders"),
    path("s/<int:shop_id>/orders/file.<str:kind>", orders.orders_file, name="orders_file"),
    path("s/<int:shop_id>/orders/<int:order_id>/", orders.order, name="order"),
    path("s/<int:shop_id>/funnel/", funnel.funnel, name="funnel"),
    path("s/<int:shop_id>/funnel/file.<str:kind>", funnel.funnel_file, name="funnel_file"),
    path("s/<int:shop_id>/figures/", figures.metrics, name="metrics"),
]
