"""Every address of the project, and who gets in: what a new page adds its line to.

The addresses come from the URLconf. Readers are those of tests/safety/world.py, whose objects all belong
to Xiaomei and her shop.
"""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

MEMBERS = {"agent", "colleague", "other supervisor", "supervisor", "manager"}
SIGNED_IN = MEMBERS | {"stranger"}
EVERYBODY = SIGNED_IN | {"anonymous"}
LEADERS = {"other supervisor", "supervisor", "manager"}
MANAGER = {"manager"}
HERS = {"agent", "supervisor", "manager"}  # what belongs to Xiaomei
HER_LEADERS = {"supervisor", "manager"}
ONLY_HER = {"agent"}
NOBODY: set[str] = set()

# Parameters that name a thing of a shop.
THINGS = {
    "note_id",
    "action_id",
    "agent_id",
    "team_id",
    "user_id",
    "order_id",
    "batch_id",
    "invitation_id",
    "form_id",
    "entry_id",
    "buyer_id",
    "contest_id",
    "ruling_id",
    "preview_id",
    "view_id",
    "hook_id",
    "delivery_id",
    "script_id",
    "promotion_id",
    "case_id",
}

# Who gets in. Addresses to which one only sends something stand in SENT as well.
ALLOWED: dict[str, set[str]] = {
    "healthz": EVERYBODY,
    "favicon.ico": EVERYBODY,
    "home": SIGNED_IN,
    "shop_home": MEMBERS,
    "admin/login/": NOBODY,  # leads those who are not signed in to the one page for that
    "accounts:sign_in": EVERYBODY,
    "accounts:sign_out": EVERYBODY,
    "accounts:setup": NOBODY,  # once anybody has an account
    "accounts:preferences": EVERYBODY,
    "accounts:password": SIGNED_IN,
    "accounts:account": SIGNED_IN,
    "account_login": EVERYBODY,
    "account_logout": EVERYBODY,
    "account_inactive": EVERYBODY,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "account_reset_password": EVERYBODY,
    "account_reset_password_done": EVERYBODY,
    "account_reset_password_from_key": EVERYBODY,  # whoever has the link
    "account_reset_password_from_key_done": EVERYBODY,
    "account_reauthenticate": SIGNED_IN,
    "account_email": SIGNED_IN,
    "account_confirm_email": EVERYBODY,  # whoever has the link
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": SIGNED_IN,  # between the password and the code; else it leads elsewhere
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": NOBODY,  # without a second factor
    "mfa_view_recovery_codes": NOBODY,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": NOBODY,
    "socialaccount_connections": SIGNED_IN,
    "socialaccount_login_cancelled": EVERYBODY,
    "socialaccount_login_error": EVERYBODY,
    "dingtalk_login": NOBODY,  # unless set up
    "dingtalk_callback": NOBODY,
    "wecom_login": NOBODY,
    "wecom_callback": NOBODY,
    "accounts:join": EVERYBODY,  # whoever has the link
    "accounts:people": LEADERS,
    "accounts:people_settings": MANAGER,
    "accounts:people_team_end": MANAGER,
    "accounts:people_second_factor": MANAGER,
    "accounts:people_team_new": MANAGER,
    "accounts:people_team": MANAGER,
    "accounts:people_member": MANAGER,
    "accounts:people_end": MANAGER,
    "accounts:people_password": MANAGER,
    "accounts:people_invite": MANAGER,
    "accounts:people_withdraw": MANAGER,
    "chats:imports": LEADERS,
    "chats:imports_latest": LEADERS,
    "chats:imports_template": LEADERS,
    "chats:imports_file": LEADERS,
    "chats:imports_refused": LEADERS,
    "chats:agent_new": MANAGER,
    "chats:agent": MANAGER,
    "reports:leaderboard": MEMBERS,
    "reports:leaderboard_file": MEMBERS,
    "reports:leaderboard_days_file": LEADERS,
    "reports:agent": HERS,
    "reports:agent_file": HERS,
    "reports:view_save": MEMBERS,
    "reports:view_change": ONLY_HER,
    "reports:receptions": MEMBERS,
    "reports:receptions_file": MEMBERS,
    "reports:orders": MEMBERS,
    "reports:orders_file": MEMBERS,
    "reports:order": HERS,
    "reports:talks": MEMBERS,
    "reports:chasing": MEMBERS,
    "reports:chasing_file": MEMBERS,
    "reports:chasing_results": MEMBERS,
    "reports:chasing_results_file": MEMBERS,
    "reports:chasing_note": HERS,
    "reports:chasing_note_remove": HERS,
    "reports:talks_file": MEMBERS,
    "reports:talk": HERS,
    "reports:talk_file": HERS,
    "reports:funnel": MANAGER,  # and supervisors of all teams
    "reports:funnel_file": MANAGER,
    "reports:funnel_buyers": MANAGER,
    "reports:funnel_buyers_file": MANAGER,
    "reports:books": MANAGER,
    "reports:books_file": MANAGER,
    "reports:books_unlinked": MANAGER,
    "reports:books_unlinked_file": MANAGER,
    "reports:order_exclude": HER_LEADERS,
    "reports:health": MANAGER,
    "reports:health_file": MANAGER,
    "reports:health_texts": MANAGER,
    "reports:health_text": NOBODY,  # a text that nobody proposed
    "reports:health_text_dismiss": NOBODY,
    "reports:contests": LEADERS,
    "reports:contest": HER_LEADERS,
    "reports:contest_waiting": MEMBERS,
    "reports:contest_withdraw": ONLY_HER,
    "reports:contests_mine": MEMBERS,
    "reports:contests_decided": LEADERS,
    "reports:contests_decided_file": LEADERS,
    "reports:order_decide": HER_LEADERS,
    "reports:rulings": LEADERS,
    "reports:rulings_file": LEADERS,
    "reports:ruling_withdraw": HER_LEADERS,
    "reports:rules": LEADERS,
    "reports:rules_check": MANAGER,
    "reports:rules_preview": MANAGER,
    "reports:rules_preview_file": MANAGER,
    "reports:rules_save": MANAGER,
    "reports:rules_version": LEADERS,
    "reports:rules_version_file": LEADERS,
    "reports:metrics": MEMBERS,
    "reports:audit": MANAGER,
    "reports:audit_file": MANAGER,
    "reports:stored": MEMBERS,
    "reports:privacy": MANAGER,
    "reports:privacy_find": MANAGER,
    "reports:privacy_buyer": MANAGER,
    "reports:privacy_export": MANAGER,
    "reports:privacy_erase": MANAGER,
    "reports:lost_sales": MEMBERS,
    "reports:lost_sale_save": ONLY_HER,
    "reports:lost_sale_talk": HERS,
    "reports:lost_sale_best": ONLY_HER,
    "reports:lost_sale_submit": ONLY_HER,
    "reports:lost_sale_add": ONLY_HER,
    "reports:lost_sale_desk": LEADERS,
    "reports:lost_sale_reviews": LEADERS,
    "reports:lost_sale_review": HER_LEADERS,
    "reports:lost_sale_causes": LEADERS,
    "reports:lost_sale_reasons": MANAGER,
    "reports:lost_sale_rows": MEMBERS,
    "reports:weekly": MANAGER,  # and supervisors of all teams
    "reports:weekly_latest": MANAGER,
    "reports:weekly_report": MANAGER,
    "reports:weekly_build": MANAGER,
    "reports:weekly_file": MANAGER,
    "reports:weekly_compare": MANAGER,
    "reports:weekly_compare_file": MANAGER,
    "reports:weekly_month": MANAGER,
    "reports:weekly_month_file": MANAGER,
    "reports:scorecards": MEMBERS,
    "reports:scorecards_file": MEMBERS,
    "reports:scorecard_edit": MANAGER,
    "reports:scorecard_end": MANAGER,
    "reports:sales_targets": MANAGER,
    "reports:report_subscriptions": MEMBERS,
    "reports:subscription_save": MEMBERS,
    "reports:hook_add": MANAGER,
    "reports:hook_change": MANAGER,
    "reports:delivery_again": MANAGER,
    "reports:weekly_send": MANAGER,
    "reports:my_week": {"agent", "colleague"},
    "reports:lost_sale_rows_file": MEMBERS,
    "reports:lost_sale_causes_file": LEADERS,
    "reports:lost_sale_forms": LEADERS,
    "reports:lost_sale_forms_file": LEADERS,
    "reports:lost_sale_remind": LEADERS,
    "reports:lost_sale_mine": MEMBERS,
    "reports:actions": LEADERS,
    "reports:actions_file": LEADERS,
    "reports:action_new": LEADERS,
    "reports:action": HER_LEADERS,
    "reports:action_change": HER_LEADERS,
    "reports:action_end": HER_LEADERS,
    "reports:scripts": MEMBERS,
    "reports:scripts_file": MEMBERS,
    "reports:script": MEMBERS,
    "reports:script_new": MEMBERS,
    "reports:script_change": MEMBERS,
    "reports:script_retire": LEADERS,
    "reports:promotions": MEMBERS,
    "reports:promotions_file": MEMBERS,
    "reports:promotion_new": LEADERS,
    "reports:promotion_change": LEADERS,
    "reports:promotion_withdraw": LEADERS,
    "reports:promotion_read": {"agent", "colleague"},
    "reports:cases": MEMBERS,
    "reports:cases_file": MEMBERS,
    "reports:case": HER_LEADERS,
    "reports:case_new": HER_LEADERS,
}
SENT: dict[str, dict[str, str]] = {
    "reports:chasing_note": {"channel": "phone"},
    "reports:chasing_note_remove": {},
    "reports:health_text_dismiss": {},
    "reports:view_save": {"page": "leaderboard", "name": "x"},
    "reports:view_change": {"wish": "first"},
    "accounts:sign_out": {},
    "account_logout": {},
    "accounts:preferences": {"theme": "dark"},
    "accounts:people_settings": {},
    "accounts:people_team_end": {},
    "accounts:people_second_factor": {},
    "accounts:people_password": {},
    "accounts:people_withdraw": {},
    "reports:privacy_find": {"name": "lily"},
    "reports:privacy_erase": {"sure": "on"},
    "reports:lost_sale_save": {"note": "x"},
    "reports:lost_sale_best": {"best_answer": "x"},
    "reports:lost_sale_submit": {},
    "reports:lost_sale_add": {},
    "reports:lost_sale_review": {"decision": "accept"},
    "reports:lost_sale_remind": {},
    "reports:action_end": {"do": "end"},
    "reports:script_retire": {"do": "retire"},
    "reports:promotion_read": {"seen": ""},
    "reports:weekly_build": {},
    "reports:weekly_send": {},
    "reports:subscription_save": {"report": "own", "mode": "off"},
    "reports:hook_change": {"remove": ""},
    "reports:delivery_again": {},
    "reports:hook_add": {},
    "reports:scorecard_end": {},
    "reports:contest_withdraw": {},
    "reports:order_decide": {"winner": "nobody", "reason": "x"},
    "reports:ruling_withdraw": {},
    "reports:rules_check": {},
    "reports:rules_save": {},
}
ELSEWHERE = {name for name in ALLOWED if name.startswith(("dingtalk_", "wecom_"))}
OPEN = {name for name, readers in ALLOWED.items() if "anonymous" in readers} | {"accounts:setup", *ELSEWHERE}
READERS = ("anonymous", "stranger", "agent", "colleague", "other supervisor", "supervisor", "manager")


def patterns(inside: URLResolver, space: str = "", route: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(name, or route where there is none; pattern) of every address."""
    for one in inside.url_patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from patterns(one, inner, route + str(one.pattern))
        else:
            yield (f"{space}{one.name}" if one.name else route + str(one.pattern)), one


EVERY = dict(patterns(get_resolver()))
ADMIN = {name for name in EVERY if name.startswith(("admin:", "admin/"))} - {"admin/login/"}


def parameters(name: str) -> list[str]:
    return list(EVERY[name].pattern.regex.groupindex)
