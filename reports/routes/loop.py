"""Addresses of what lost sales lead to: actions, scripts, promotions, cases."""

from django.urls import path

from reports.actions import views as actions
from reports.agents import lost_sales_views
from reports.lost_sales.causes import views as lost_sale_causes
from reports.lost_sales.desk import views as lost_sale_desk

urlpatterns = [
    path("s/<int:shop_id>/lost-sales/mine/", lost_sales_views.mine, name="lost_sale_mine"),
    path("s/<int:shop_id>/lost-sales/remind/", lost_sale_desk.remind, name="lost_sale_remind"),
    path("s/<int:shop_id>/lost-sales/forms/", lost_sale_desk.forms, name="lost_sale_forms"),
    path(
        "s/<int:shop_id>/lost-sales/forms/file.<str:kind>",
        lost_sale_desk.forms_file,
        name="lost_sale_forms_file",
    ),
    path(
        "s/<int:shop_id>/lost-sales/causes/<str:table>.<str:kind>",
        lost_sale_causes.causes_file,
        name="lost_sale_causes_file",
    ),
    path(
        "s/<int:shop_id>/lost-sales/causes/rows/file.<str:kind>",
        lost_sale_causes.rows_file,
        name="lost_sale_rows_file",
    ),
    path("s/<int:shop_id>/actions/", actions.actions, name="actions"),
    path("s/<int:shop_id>/actions/file.<str:kind>", actions.actions_file, name="actions_file"),
    path("s/<int:shop_id>/actions/new/", actions.action_new, name="action_new"),
    path("s/<int:shop_id>/actions/<int:action_id>/", actions.action, name="action"),
    path("s/<int:shop_id>/actions/<int:action_id>/change/", actions.action_change, name="action_change"),
    path("s/<int:shop_id>/actions/<int:action_id>/end/", actions.action_end, name="action_end"),
]
