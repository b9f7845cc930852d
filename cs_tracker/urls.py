"""Every address of the project."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from cs_tracker import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}img/mark.svg")),
    path("", views.home, name="home"),
    path("s/<int:shop_id>/", views.shop_home, name="shop_home"),
    path("admin/login/", views.admin_sign_in),  # in place of one that does not slow guessers down
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("accounts.sign_in.allauth_urls")),
    path("", include("chats.urls")),
    path("", include("reports.urls")),
]
