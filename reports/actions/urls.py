"""Addresses of actions."""

from django.urls import path

from reports.actions import views

urlpatterns = [
    *views.actions.urls("s/<int:shop_id>/actions/", "actions"),
    path("s/<int:shop_id>/actions/new/", views.action_new, name="action_new"),
    path("s/<int:shop_id>/actions/<int:action_id>/", views.action, name="action"),
    path("s/<int:shop_id>/actions/<int:action_id>/change/", views.action_change, name="action_change"),
    path("s/<int:shop_id>/actions/<int:action_id>/end/", views.action_end, name="action_end"),
]
