"""Addresses of talks."""

from django.urls import path

from reports.talks import views

urlpatterns = [
    path("s/<int:shop_id>/chats/", views.talk_list, name="talks"),
    path("s/<int:shop_id>/chats/file.<str:kind>", views.talk_list_file, name="talks_file"),
    path("s/<int:shop_id>/chats/<int:buyer_id>/", views.talk, name="talk"),
    path("s/<int:shop_id>/chats/<int:buyer_id>/file.<str:kind>", views.talk_file, name="talk_file"),
]
