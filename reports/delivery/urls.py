"""Addresses of delivery."""

from django.urls import path

from reports.delivery import views

urlpatterns = [
    path("s/<int:shop_id>/weekly/subscriptions/", views.report_subscriptions, name="report_subscriptions"),
    path("s/<int:shop_id>/weekly/subscriptions/save/", views.subscription_save, name="subscription_save"),
    path("s/<int:shop_id>/weekly/subscriptions/robots/new/", views.hook_add, name="hook_add"),
    path("s/<int:shop_id>/weekly/subscriptions/robots/<int:hook_id>/", views.hook_change, name="hook_change"),
    path(
        "s/<int:shop_id>/weekly/subscriptions/deliveries/<int:delivery_id>/again/",
        views.delivery_again,
        name="delivery_again",
    ),
    path("s/<int:shop_id>/weekly/<str:week>/send/", views.weekly_send, name="weekly_send"),
]
