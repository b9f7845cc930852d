"""Addresses of scorecards."""

from django.urls import path

from reports.scorecards import views

urlpatterns = [
    *views.scorecard_list.urls("s/<int:shop_id>/scorecards/", "scorecards"),
    path("s/<int:shop_id>/scorecards/change/", views.scorecard_edit, name="scorecard_edit"),
    path("s/<int:shop_id>/scorecards/end/", views.scorecard_end, name="scorecard_end"),
    path("s/<int:shop_id>/scorecards/targets/", views.sales_targets, name="sales_targets"),
]
