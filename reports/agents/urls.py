"""Addresses of agents."""

from django.urls import path

from reports.agents import lost_sales_views, views

urlpatterns = [
    *views.agent.urls("s/<int:shop_id>/agents/<int:agent_id>/", "agent"),
    path("s/<int:shop_id>/lost-sales/mine/", lost_sales_views.mine, name="lost_sale_mine"),
]
