"""Addresses of health."""

from django.urls import path

from reports.health import views

urlpatterns = [
    *views.data_health.urls("s/<int:shop_id>/health/", "health"),
    path("s/<int:shop_id>/health/texts/", views.health_texts, name="health_texts"),
    path("s/<int:shop_id>/health/text/", views.health_text, name="health_text"),
    path("s/<int:shop_id>/health/text/dismiss/", views.health_text_dismiss, name="health_text_dismiss"),
]
