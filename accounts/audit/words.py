"""What an entry of the audit trail says, in the reader's language."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.audit.trail import ACTIONS
from accounts.models import AuditEntry, Role
from accounts.ui import formats

VERSION = re.compile(r"version (\d+)")
# What callers of audit.note call their details → what people call them. Anything else is shown as it is.
LABELS = {
    "act": _("act"),
    "active": _("active"),
    "again": _("asked again"),
    "channel": _("channel"),
    "contest": _("contest"),
    "contests": _("contests"),
    "ended": _("ended"),
    "marked": _("marked"),
    "removed": _("taken away"),
    "user": _("account"),
    "added": _("rows added"),
    "agent": _("agent"),
    "agents": _("agents"),
    "amount_fen": _("amount"),
    "before": _("before"),
    "after": _("after"),
    "changed": _("rows changed"),
    "changes": _("changes"),
    "comment": _("comment"),
    "day": _("day"),
    "decision": _("decision"),
    "days": _("days"),
    "excluded": _("excluded"),
    "files": _("files"),
    "file": _("file"),
    "job": _("job"),
    "kinds": _("kinds of files"),
    "lines": _("figures"),
    "messages": _("messages"),
    "method": _("method"),
    "mode": _("mode"),
    "name": _("name"),
    "names": _("names of files"),
    "older_than": _("older than"),
    "orders": _("orders"),
    "page": _("page"),
    "reason": _("reason"),
    "recipients": _("recipients"),
    "refused": _("rows refused"),
    "refused_files": _("files refused"),
    "role": _("role"),
    "roles": _("roles"),
    "rows": _("rows"),
    "rule_set": _("rule set"),
    "targets": _("sales targets"),
    "team": _("team"),
    "teams": _("teams"),
    "texts": _("texts"),
    "valid_from": _("valid from"),
    "verdict": _("verdict"),
    "version": _("version"),
    "what": _("what"),
}
VALUES = {
    "added": _("added"),
    "brought back": _("in use again"),
    "case": _("good or bad case"),
    "changed": _("changed"),
    "connected": _("connected"),
    "created": _("created"),
    "deleted": _("deleted"),
    "disconnected": _("disconnected"),
    "dismissed": _("no longer proposed"),
    "ended": _("ended"),
    "good": _("good"),
    "improve": _("to improve"),
    "joined": _("joined"),
    "link for a new password": _("link for a new password"),
    "mail changed": _("mail changed"),
    "mail confirmed": _("mail confirmed"),
    "phone": _("phone"),
    "promotion": _("promotion"),
    "removed": _("taken away"),
    "renamed": _("renamed"),
    "renewed": _("renewed"),
    "resumed": _("resumed"),
    "retired": _("retired"),
    "script": _("script"),
    "taken away": _("taken away"),
    "taken back": _("taken back"),
    "withdrawn": _("withdrawn"),
    "accept": _("accepted"),
    "change": _("changed"),
    "return": _("returned"),
    "withdraw": _("taken back"),
    "retire": _("retired"),
    "restore": _("in use again"),
    "rename": _("renamed"),
    "add": _("added"),
} | dict(Role.choices)

# The address from which a file came → what people call it. Each page that sends files is named (a test asks).
PAGES = {
    "actions_file": _("actions"),
    "agent_file": _("agent's page"),
    "audit_file": _("audit trail"),
    "books_file": _("books"),
    "books_unlinked_file": _("unlinked orders"),
    "cases_file": _("cases"),
    "chasing_file": _("orders to chase"),
    "chasing_results_file": _("results of chasing"),
    "contests_decided_file": _("decided contests"),
    "funnel_buyers_file": _("buyers of the funnel"),
    "funnel_file": _("shop funnel"),
    "health_file": _("data health"),
    "imports_refused": _("refused rows of an import"),
    "leaderboard_days_file": _("leaderboard, day by day"),
    "leaderboard_file": _("leaderboard"),
    "lost_sale_causes_file": _("causes of lost sales"),
    "lost_sale_forms_file": _("lost-sale forms"),
    "lost_sale_rows_file": _("lost-sale rows"),
    "orders_file": _("orders"),
    "privacy_export": _("data of a buyer"),
    "promotions_file": _("promotions"),
    "receptions_file": _("receptions"),
    "rules_preview_file": _("preview of rules"),
    "rules_version_file": _("effect of a rule version"),
    "rulings_file": _("rulings"),
    "scorecards_file": _("scorecards"),
    "scripts_file": _("scripts"),
    "talk_file": _("conversation"),
    "talks_file": _("conversations"),
    "weekly_compare_file": _("comparison of weeks"),
    "weekly_file": _("weekly report"),
    "weekly_month_file": _("monthly report"),
}


def add_words(labels: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Words for details that other rooms note, such as the parameters of the rules."""
    for known, added in ((LABELS, labels), (VALUES, values)):
        known.update({name: words for name, words in added.items() if name not in known})


def action(entry: AuditEntry) -> str:
    """What was done."""
    return str(ACTIONS.get(entry.action, entry.action))


def actor(entry: AuditEntry) -> str:
    """Who did it: a person, a command, or the clock."""
    return entry.actor_name or gettext("by itself")


def details(entry: AuditEntry) -> str:
    """The rest in words: “rows added: 120 · day: 2026-05-11”; changes as “before → after”."""
    told = dict(entry.details)
    parts = []
    if "before" in told and "after" in told:
        parts.append(_change(told.pop("before"), told.pop("after")))
    if "page" in told:
        told["page"] = str(PAGES.get(told["page"], told["page"]))
    parts += [_told(name, value) for name, value in told.items() if value not in ("", [], {})]
    return " · ".join(part for part in parts if part)


def _change(before: Any, after: Any) -> str:
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        return f"{_value(before)} → {_value(after)}"
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return " · ".join(
        f"{_label(name)}: {_value(before.get(name, ''))} → {_value(after.get(name, ''))}" for name in names
    )


def _told(name: str, value: Any) -> str:
    if name.endswith("_fen") and isinstance(value, int):
        return f"{_label(name)}: {formats.money(value)}"
    return f"{_label(name)}: {_value(value)}"


def _label(name: str) -> str:
    return str(LABELS.get(name, name.replace("_", " ")))


def _value(value: Any) -> str:
    if value is True or value is False:
        return gettext("yes") if value else gettext("no")
    if value is None or value == "":
        return gettext("nothing")
    if isinstance(value, Mapping):
        return ", ".join(f"{_label(str(name))} {_value(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_value, value))
    if isinstance(value, str) and (version := VERSION.fullmatch(value)):
        return gettext("version %(number)s") % {"number": version[1]}
    return str(VALUES.get(value, value)) if isinstance(value, str) else str(value)
