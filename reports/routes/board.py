"""Addresses of the leaderboard, the agent page and the receptions behind their figures."""

from django.urls import path

from reports.views import receptions

urlpatterns = [
    path("s/<int:shop_id>/receptions/", receptions.receptions, name="receptions"),
    path("s/<int:shop_id>/receptions/file.<str:kind>", receptions.receptions_file, name="receptions_file"),
]
