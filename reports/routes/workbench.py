"""Addresses of the supervisor's workbench: agents, conversations, chasing, books, rulings, rules."""

from django.urls import path

from reports.chasing import views as chasing
from reports.credit import contest_views, ruling_views
from reports.rules import views as rules
from reports.talks import views as talks

urlpatterns = [
    path("s/<int:shop_id>/chasing/", chasing.chasing_list, name="chasing"),
    path("s/<int:shop_id>/chasing/file.<str:kind>", chasing.chasing_file, name="chasing_file"),
    path("s/<int:shop_id>/chasing/results/", chasing.chasing_results, name="chasing_results"),
    path(
        "s/<int:shop_id>/chasing/results/file.<str:kind>",
        chasing.chasing_results_file,
        name="chasing_results_file",
    ),
    path("s/<int:shop_id>/chasing/<int:order_id>/note/", chasing.chasing_note, name="chasing_note"),
    path(
        "s/<int:shop_id>/chasing/notes/<int:note_id>/remove/",
        chasing.chasing_note_remove,
        name="chasing_note_remove",
    ),
    path("s/<int:shop_id>/chats/", talks.talk_list, name="talks"),
    path("s/<int:shop_id>/chats/file.<str:kind>", talks.talk_list_file, name="talks_file"),
    path("s/<int:shop_id>/chats/<int:buyer_id>/", talks.talk, name="talk"),
    path("s/<int:shop_id>/chats/<int:buyer_id>/file.<str:kind>", talks.talk_file, name="talk_file"),
    path("s/<int:shop_id>/contests/", contest_views.contests, name="contests"),
    path("s/<int:shop_id>/contests/mine/", contest_views.contests_mine, name="contests_mine"),
    path("s/<int:shop_id>/contests/decided/", ruling_views.contests_decided, name="contests_decided"),
    path(
        "s/<int:shop_id>/contests/decided/file.<str:kind>",
        ruling_views.contests_decided_file,
        name="contests_decided_file",
    ),
    path("s/<int:shop_id>/contests/waiting/", contest_views.recomputing, name="contest_waiting"),
    path("s/<int:shop_id>/contests/<int:contest_id>/", contest_views.contest, name="contest"),
    path(
        "s/<int:shop_id>/contests/<int:contest_id>/withdraw/",
        contest_views.contest_withdraw,
        name="contest_withdraw",
    ),
    path("s/<int:shop_id>/orders/<int:order_id>/decide/", contest_views.order_decide, name="order_decide"),
    path("s/<int:shop_id>/rulings/", ruling_views.rulings, name="rulings"),
    path("s/<int:shop_id>/rulings/file.<str:kind>", ruling_views.rulings_file, name="rulings_file"),
    path(
        "s/<int:shop_id>/rulings/<int:ruling_id>/withdraw/",
        contest_views.ruling_withdraw,
        name="ruling_withdraw",
    ),
    path("s/<int:shop_id>/rules/", rules.rules, name="rules"),
    path("s/<int:shop_id>/rules/check/", rules.rules_check, name="rules_check"),
    path("s/<int:shop_id>/rules/preview/<int:preview_id>/", rules.rules_preview, name="rules_preview"),
    path(
        "s/<int:shop_id>/rules/preview/<int:preview_id>/file.<str:kind>",
        rules.rules_preview_file,
        name="rules_preview_file",
    ),
    path("s/<int:shop_id>/rules/preview/<int:preview_id>/save/", rules.rules_save, name="rules_save"),
    path("s/<int:shop_id>/rules/versions/<int:number>/", rules.rules_version, name="rules_version"),
    path(
        "s/<int:shop_id>/rules/versions/<int:number>/file.<str:kind>",
        rules.rules_version_file,
        name="rules_version_file",
    ),
]
