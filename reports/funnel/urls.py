"""Addresses of funnel."""

from reports.funnel import buyers_views, views

urlpatterns = [
    *views.funnel.urls("s/<int:shop_id>/funnel/", "funnel"),
    *buyers_views.buyers.urls("s/<int:shop_id>/funnel/buyers/", "funnel_buyers"),
]
