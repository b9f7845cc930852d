"""Addresses of lost sales desk."""

from django.urls import path

from reports.lost_sales.desk import views

urlpatterns = [
    path("s/<int:shop_id>/lost-sales/desk/", views.desk, name="lost_sale_desk"),
    path("s/<int:shop_id>/lost-sales/reviews/", views.reviews, name="lost_sale_reviews"),
    path("s/<int:shop_id>/lost-sales/reviews/<int:entry_id>/", views.review, name="lost_sale_review"),
    path("s/<int:shop_id>/lost-sales/remind/", views.remind, name="lost_sale_remind"),
    *views.forms.urls("s/<int:shop_id>/lost-sales/forms/", "lost_sale_forms"),
]
