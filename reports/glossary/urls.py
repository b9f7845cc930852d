"""Addresses of glossary."""

from django.urls import path

from reports.glossary import views

urlpatterns = [
    path("s/<int:shop_id>/figures/", views.metrics, name="metrics"),
]
