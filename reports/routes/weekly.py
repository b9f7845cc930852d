"""Addresses of weekly reports, subscriptions and scorecards."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
