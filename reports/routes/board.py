"""Addresses of the leaderboard, the agent page and the receptions behind their figures."""

from django.urls import path

from reports.agents import views as agent
from reports.leaderboard import saved_view_pages
from reports.leaderboard import views as leaderboard
from reports.receptions import views as receptions

urlpatterns = [
    path(
        "s/<int:shop_id>/leaderboard/days.<str:kind>",
        leaderboard.leaderboard_days_file,
        name="leaderboard_days_file",
    ),
    path("s/<int:shop_id>/views/", saved_view_pages.view_save, name="view_save"),
    path("s/<int:shop_id>/views/<int:view_id>/", saved_view_pages.view_change, name="view_change"),
    path("s/<int:shop_id>/agents/<int:agent_id>/", agent.agent, name="agent"),
    path("s/<int:shop_id>/agents/<int:agent_id>/file.<str:kind>", agent.agent_file, name="agent_file"),
    path("s/<int:shop_id>/receptions/", receptions.receptions, name="receptions"),
    path("s/<int:shop_id>/receptions/file.<str:kind>", receptions.receptions_file, name="receptions_file"),
]
