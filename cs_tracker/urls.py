"""Every address of the project."""

from django.contrib import admin
from django.urls import include, path

from cs_tracker import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("", views.home, name="home"),
    path("s/<int:shop_id>/", views.shop_home, name="shop_home"),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("chats.urls")),
    path("", include("reports.urls")),
]
