"""Addresses of library promotions."""

from django.urls import path

from reports.library.promotions import views

urlpatterns = [
    *views.promotions.urls("s/<int:shop_id>/library/promotions/", "promotions"),
    path("s/<int:shop_id>/library/promotions/new/", views.promotion_new, name="promotion_new"),
    path(
        "s/<int:shop_id>/library/promotions/<int:promotion_id>/change/",
        views.promotion_change,
        name="promotion_change",
    ),
    path(
        "s/<int:shop_id>/library/promotions/<int:promotion_id>/withdraw/",
        views.promotion_withdraw,
        name="promotion_withdraw",
    ),
    path(
        "s/<int:shop_id>/library/promotions/<int:promotion_id>/read/",
        views.promotion_read,
        name="promotion_read",
    ),
]
