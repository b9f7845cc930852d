"""Addresses of agents."""

from django.urls import path

from reports.agents import lost_sales_views, views

urlpatterns = [
    path("s/<int:shop_id>/agents/<int:agent_id>/", views.agent, name="agent"),
    path("s/<int:shop_id>/agents/<int:agent_id>/file.<str:kind>", views.agent_file, name="agent_file"),
    path("s/<int:shop_id>/lost-sales/mine/", lost_sales_views.mine, name="lost_sale_mine"),
]
