"""Every address of the project."""

from django.contrib import admin
from django.urls import include, path

from cs_tracker import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("chats.urls")),
    path("", include("reports.urls")),
]
