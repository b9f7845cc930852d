"""Addresses of credit."""

from django.urls import path

from reports.credit import contest_views, order_views, ruling_views

urlpatterns = [
    path("s/<int:shop_id>/orders/<int:order_id>/", order_views.order, name="order"),
    path("s/<int:shop_id>/orders/<int:order_id>/exclude/", order_views.order_exclude, name="order_exclude"),
    path("s/<int:shop_id>/contests/", contest_views.contests, name="contests"),
    path("s/<int:shop_id>/contests/mine/", contest_views.contests_mine, name="contests_mine"),
    path("s/<int:shop_id>/contests/decided/", ruling_views.contests_decided, name="contests_decided"),
    path(
        "s/<int:shop_id>/contests/decided/file.<str:kind>",
        ruling_views.contests_decided_file,
        name="contests_decided_file",
    ),
    path("s/<int:shop_id>/contests/waiting/", contest_views.recomputing, name="contest_waiting"),
    path("s/<int:shop_id>/contests/<int:contest_id>/", contest_views.contest, name="contest"),
    path(
        "s/<int:shop_id>/contests/<int:contest_id>/withdraw/",
        contest_views.contest_withdraw,
        name="contest_withdraw",
    ),
    path("s/<int:shop_id>/orders/<int:order_id>/decide/", contest_views.order_decide, name="order_decide"),
    path("s/<int:shop_id>/rulings/", ruling_views.rulings, name="rulings"),
    path("s/<int:shop_id>/rulings/file.<str:kind>", ruling_views.rulings_file, name="rulings_file"),
    path(
        "s/<int:shop_id>/rulings/<int:ruling_id>/withdraw/",
        contest_views.ruling_withdraw,
        name="ruling_withdraw",
    ),
]
