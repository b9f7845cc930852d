"""Addresses of weekly reports, subscriptions and scorecards."""

from django.urls import URLPattern, path

from reports.delivery import views as deliveries
from reports.scorecards import views as scorecards
from reports.weekly import more_views
from reports.weekly import views as weekly

urlpatterns: list[URLPattern] = [
    path("s/<int:shop_id>/weekly/", weekly.weekly, name="weekly"),
    path("s/<int:shop_id>/weekly/latest/", weekly.weekly_latest, name="weekly_latest"),
    path("s/<int:shop_id>/weekly/compare/", more_views.weekly_compare, name="weekly_compare"),
    path(
        "s/<int:shop_id>/weekly/compare/file.<str:kind>",
        more_views.weekly_compare_file,
        name="weekly_compare_file",
    ),
    path("s/<int:shop_id>/weekly/months/<str:month>/", more_views.weekly_month, name="weekly_month"),
    path(
        "s/<int:shop_id>/weekly/months/<str:month>/file.<str:kind>",
        more_views.weekly_month_file,
        name="weekly_month_file",
    ),
    path(
        "s/<int:shop_id>/weekly/subscriptions/", deliveries.report_subscriptions, name="report_subscriptions"
    ),
    path(
        "s/<int:shop_id>/weekly/subscriptions/save/", deliveries.subscription_save, name="subscription_save"
    ),
    path("s/<int:shop_id>/weekly/subscriptions/robots/new/", deliveries.hook_add, name="hook_add"),
    path(
        "s/<int:shop_id>/weekly/subscriptions/robots/<int:hook_id>/",
        deliveries.hook_change,
        name="hook_change",
    ),
    path(
        "s/<int:shop_id>/weekly/subscriptions/deliveries/<int:delivery_id>/again/",
        deliveries.delivery_again,
        name="delivery_again",
    ),
    path("s/<int:shop_id>/weekly/<str:week>/send/", deliveries.weekly_send, name="weekly_send"),
    path("s/<int:shop_id>/weekly/<str:week>/", weekly.weekly_report, name="weekly_report"),
    path("s/<int:shop_id>/weekly/<str:week>/build/", weekly.weekly_build, name="weekly_build"),
    path("s/<int:shop_id>/weekly/<str:week>/file.<str:kind>", weekly.weekly_file, name="weekly_file"),
    path("s/<int:shop_id>/my-week/", more_views.my_week, name="my_week"),
    path("s/<int:shop_id>/scorecards/", scorecards.scorecard_list, name="scorecards"),
    path("s/<int:shop_id>/scorecards/file.<str:kind>", scorecards.scorecards_file, name="scorecards_file"),
    path("s/<int:shop_id>/scorecards/change/", scorecards.scorecard_edit, name="scorecard_edit"),
    path("s/<int:shop_id>/scorecards/end/", scorecards.scorecard_end, name="scorecard_end"),
    path("s/<int:shop_id>/scorecards/targets/", scorecards.sales_targets, name="sales_targets"),
]
