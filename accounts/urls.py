"""Addresses of accounts."""

from django.urls import path

from accounts.people import invitation_views
from accounts.people import views as people_views
from accounts.sign_in import account_views, views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("setup/", views.setup, name="setup"),
    path("preferences/", views.preferences, name="preferences"),
    path("password/", account_views.password, name="password"),
    path("account/", account_views.account, name="account"),
    path("join/<str:token>/", invitation_views.join, name="join"),
    path("s/<int:shop_id>/people/", people_views.people_page, name="people"),
    path("s/<int:shop_id>/people/settings/", people_views.shop_settings, name="people_settings"),
    path("s/<int:shop_id>/people/teams/new/", people_views.team_new, name="people_team_new"),
    path("s/<int:shop_id>/people/teams/<int:team_id>/", people_views.team, name="people_team"),
    path("s/<int:shop_id>/people/teams/<int:team_id>/end/", people_views.team_end, name="people_team_end"),
    path("s/<int:shop_id>/people/members/<int:user_id>/", people_views.member, name="people_member"),
    path("s/<int:shop_id>/people/members/<int:user_id>/end/", people_views.member_end, name="people_end"),
    path(
        "s/<int:shop_id>/people/members/<int:user_id>/second-factor/",
        people_views.second_factor_end,
        name="people_second_factor",
    ),
    path(
        "s/<int:shop_id>/people/members/<int:user_id>/password/",
        invitation_views.password_link,
        name="people_password",
    ),
    path("s/<int:shop_id>/people/invitations/new/", invitation_views.invitation_new, name="people_invite"),
    path(
        "s/<int:shop_id>/people/invitations/<int:invitation_id>/withdraw/",
        invitation_views.invitation_withdraw,
        name="people_withdraw",
    ),
]
