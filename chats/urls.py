"""Addresses of chats."""

from django.urls import URLPattern, URLResolver

app_name = "chats"
urlpatterns: list[URLPattern | URLResolver] = []
