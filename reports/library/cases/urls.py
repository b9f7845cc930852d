"""Addresses of library cases."""

from django.urls import path

from reports.library.cases import views

urlpatterns = [
    path("s/<int:shop_id>/library/cases/", views.cases, name="cases"),
    path("s/<int:shop_id>/library/cases/file.<str:kind>", views.cases_file, name="cases_file"),
    path("s/<int:shop_id>/library/cases/<int:case_id>/", views.case, name="case"),
    path("s/<int:shop_id>/chats/<int:buyer_id>/star/", views.case_new, name="case_new"),
]
