"""Addresses of talks."""

from reports.talks import views

urlpatterns = [
    *views.talk_list.urls("s/<int:shop_id>/chats/", "talks"),
    *views.talk.urls("s/<int:shop_id>/chats/<int:buyer_id>/", "talk"),
]
