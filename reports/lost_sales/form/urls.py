"""Addresses of lost sales form."""

from django.urls import path

from reports.lost_sales.form import views

urlpatterns = [
    path("s/<int:shop_id>/lost-sales/", views.lost_sales, name="lost_sales"),
    path("s/<int:shop_id>/lost-sales/rows/<int:entry_id>/", views.lost_sale_save, name="lost_sale_save"),
    path("s/<int:shop_id>/lost-sales/rows/<int:entry_id>/talk/", views.lost_sale_talk, name="lost_sale_talk"),
    path(
        "s/<int:shop_id>/lost-sales/<int:form_id>/best-answer/", views.lost_sale_best, name="lost_sale_best"
    ),
    path(
        "s/<int:shop_id>/lost-sales/<int:form_id>/hand-in/", views.lost_sale_submit, name="lost_sale_submit"
    ),
    path("s/<int:shop_id>/lost-sales/<int:form_id>/add/", views.lost_sale_add, name="lost_sale_add"),
]
