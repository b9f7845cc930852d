"""Addresses of credit."""

from django.urls import path

from reports.credit import contest_views, order_views, ruling_views

urlpatterns = [
    path("s/<int:shop_id>/orders/<int:order_id>/", order_views.order, name="order"),
    path("s/<int:shop_id>/orders/<int:order_id>/exclude/", order_views.order_exclude, name="order_exclude"),
    path("s/<int:shop_id>/contests/", contest_views.contests, name="contests"),
    path("s/<int:shop_id>/contests/mine/", contest_views.contests_mine, name="contests_mine"),
    *ruling_views.contests_decided.urls("s/<int:shop_id>/contests/decided/", "contests_decided"),
    path("s/<int:shop_id>/contests/waiting/", contest_views.recomputing, name="contest_waiting"),
    path("s/<int:shop_id>/contests/<int:contest_id>/", contest_views.contest, name="contest"),
    path(
        "s/<int:shop_id>/contests/<int:contest_id>/withdraw/",
        contest_views.contest_withdraw,
        name="contest_withdraw",
    ),
    path("s/<int:shop_id>/orders/<int:order_id>/decide/", contest_views.order_decide, name="order_decide"),
    *ruling_views.rulings.urls("s/<int:shop_id>/rulings/", "rulings"),
    path(
        "s/<int:shop_id>/rulings/<int:ruling_id>/withdraw/",
        contest_views.ruling_withdraw,
        name="ruling_withdraw",
    ),
]
