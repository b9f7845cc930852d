"""Addresses of funnel."""

from django.urls import path

from reports.funnel import buyers_views, views

urlpatterns = [
    path("s/<int:shop_id>/funnel/", views.funnel, name="funnel"),
    path("s/<int:shop_id>/funnel/file.<str:kind>", views.funnel_file, name="funnel_file"),
    path("s/<int:shop_id>/funnel/buyers/", buyers_views.buyers, name="funnel_buyers"),
    path(
        "s/<int:shop_id>/funnel/buyers/file.<str:kind>", buyers_views.buyers_file, name="funnel_buyers_file"
    ),
]
