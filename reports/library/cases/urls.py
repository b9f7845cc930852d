"""Addresses of library cases."""

from django.urls import path

from reports.library.cases import views

urlpatterns = [
    *views.cases.urls("s/<int:shop_id>/library/cases/", "cases"),
    path("s/<int:shop_id>/library/cases/<int:case_id>/", views.case, name="case"),
    path("s/<int:shop_id>/chats/<int:buyer_id>/star/", views.case_new, name="case_new"),
]
