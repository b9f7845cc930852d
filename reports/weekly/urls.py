"""Addresses of weekly."""

from django.urls import path

from reports.weekly import more_views, views

urlpatterns = [
    path("s/<int:shop_id>/weekly/", views.weekly, name="weekly"),
    path("s/<int:shop_id>/weekly/latest/", views.weekly_latest, name="weekly_latest"),
    *more_views.weekly_compare.urls("s/<int:shop_id>/weekly/compare/", "weekly_compare"),
    path("s/<int:shop_id>/weekly/months/<str:month>/", more_views.weekly_month, name="weekly_month"),
    path(
        "s/<int:shop_id>/weekly/months/<str:month>/file.<str:kind>",
        more_views.weekly_month_file,
        name="weekly_month_file",
    ),
    path("s/<int:shop_id>/weekly/<str:week>/", views.weekly_report, name="weekly_report"),
    path("s/<int:shop_id>/weekly/<str:week>/build/", views.weekly_build, name="weekly_build"),
    path("s/<int:shop_id>/weekly/<str:week>/file.<str:kind>", views.weekly_file, name="weekly_file"),
    path("s/<int:shop_id>/my-week/", more_views.my_week, name="my_week"),
]
