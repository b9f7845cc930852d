"""Addresses of what lost sales lead to: actions, scripts, promotions, cases."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
