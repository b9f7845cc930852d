"""Addresses of leaderboard."""

from django.urls import path

from reports.leaderboard import saved_view_pages, views

urlpatterns = [
    *views.leaderboard.urls("s/<int:shop_id>/leaderboard/", "leaderboard"),
    path("s/<int:shop_id>/leaderboard/days.<str:kind>", views.leaderboard_days, name="leaderboard_days_file"),
    path("s/<int:shop_id>/views/", saved_view_pages.view_save, name="view_save"),
    path("s/<int:shop_id>/views/<int:view_id>/", saved_view_pages.view_change, name="view_change"),
]
