"""Addresses of reports."""

from django.urls import path

from reports.credit.order_views import order
from reports.funnel import views as funnel
from reports.glossary import views as figures
from reports.leaderboard import views as leaderboard
from reports.lost_sales.causes import views as lost_sale_causes
from reports.lost_sales.desk import views as lost_sale_desk
from reports.lost_sales.form import views as lost_sales
from reports.orders import views as orders
from reports.reasons import views as reasons
from reports.routes import board, books, library, loop, safety, weekly, workbench

app_name = "reports"
urlpatterns = [
    path("s/<int:shop_id>/leaderboard/", leaderboard.leaderboard, name="leaderboard"),
    path(
        "s/<int:shop_id>/leaderboard/file.<str:kind>", leaderboard.leaderboard_file, name="leaderboard_file"
    ),
    path("s/<int:shop_id>/orders/", orders.orders, name="orders"),
    path("s/<int:shop_id>/orders/file.<str:kind>", orders.orders_file, name="orders_file"),
    path("s/<int:shop_id>/orders/<int:order_id>/", order, name="order"),
    path("s/<int:shop_id>/funnel/", funnel.funnel, name="funnel"),
    path("s/<int:shop_id>/funnel/file.<str:kind>", funnel.funnel_file, name="funnel_file"),
    path("s/<int:shop_id>/lost-sales/", lost_sales.lost_sales, name="lost_sales"),
    path("s/<int:shop_id>/lost-sales/rows/<int:entry_id>/", lost_sales.lost_sale_save, name="lost_sale_save"),
    path(
        "s/<int:shop_id>/lost-sales/rows/<int:entry_id>/talk/",
        lost_sales.lost_sale_talk,
        name="lost_sale_talk",
    ),
    path(
        "s/<int:shop_id>/lost-sales/<int:form_id>/best-answer/",
        lost_sales.lost_sale_best,
        name="lost_sale_best",
    ),
    path(
        "s/<int:shop_id>/lost-sales/<int:form_id>/hand-in/",
        lost_sales.lost_sale_submit,
        name="lost_sale_submit",
    ),
    path("s/<int:shop_id>/lost-sales/<int:form_id>/add/", lost_sales.lost_sale_add, name="lost_sale_add"),
    path("s/<int:shop_id>/lost-sales/desk/", lost_sale_desk.desk, name="lost_sale_desk"),
    path("s/<int:shop_id>/lost-sales/reviews/", lost_sale_desk.reviews, name="lost_sale_reviews"),
    path(
        "s/<int:shop_id>/lost-sales/reviews/<int:entry_id>/",
        lost_sale_desk.review,
        name="lost_sale_review",
    ),
    path("s/<int:shop_id>/lost-sales/reasons/", reasons.reasons, name="lost_sale_reasons"),
    path("s/<int:shop_id>/lost-sales/causes/", lost_sale_causes.causes, name="lost_sale_causes"),
    path("s/<int:shop_id>/lost-sales/causes/rows/", lost_sale_causes.rows, name="lost_sale_rows"),
    path("s/<int:shop_id>/figures/", figures.metrics, name="metrics"),
    *books.urlpatterns,
    *board.urlpatterns,
    *library.urlpatterns,
    *loop.urlpatterns,
    *safety.urlpatterns,
    *weekly.urlpatterns,
    *workbench.urlpatterns,
]
