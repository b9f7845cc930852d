"""Addresses of the supervisor's workbench: agents, conversations, chasing, books, rulings, rules."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
