"""Addresses of the library: scripts, promotions, cases."""

from django.urls import path

from reports.library.cases import views as cases
from reports.library.promotions import views as promotions
from reports.library.scripts import views as scripts

LIBRARY = "s/<int:shop_id>/library"
SCRIPT = f"{LIBRARY}/scripts/<int:script_id>"
PROMOTION = f"{LIBRARY}/promotions/<int:promotion_id>"

urlpatterns = [
    path(f"{LIBRARY}/scripts/", scripts.scripts, name="scripts"),
    path(f"{LIBRARY}/scripts/file.<str:kind>", scripts.scripts_file, name="scripts_file"),
    path(f"{LIBRARY}/scripts/new/", scripts.script_new, name="script_new"),
    path(f"{SCRIPT}/", scripts.script, name="script"),
    path(f"{SCRIPT}/change/", scripts.script_change, name="script_change"),
    path(f"{SCRIPT}/retire/", scripts.script_retire, name="script_retire"),
    path(f"{LIBRARY}/promotions/", promotions.promotions, name="promotions"),
    path(f"{LIBRARY}/promotions/file.<str:kind>", promotions.promotions_file, name="promotions_file"),
    path(f"{LIBRARY}/promotions/new/", promotions.promotion_new, name="promotion_new"),
    path(f"{PROMOTION}/change/", promotions.promotion_change, name="promotion_change"),
    path(f"{PROMOTION}/withdraw/", promotions.promotion_withdraw, name="promotion_withdraw"),
    path(f"{PROMOTION}/read/", promotions.promotion_read, name="promotion_read"),
    path(f"{LIBRARY}/cases/", cases.cases, name="cases"),
    path(f"{LIBRARY}/cases/file.<str:kind>", cases.cases_file, name="cases_file"),
    path(f"{LIBRARY}/cases/<int:case_id>/", cases.case, name="case"),
    path("s/<int:shop_id>/chats/<int:buyer_id>/star/", cases.case_new, name="case_new"),
]
