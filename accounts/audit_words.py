"""What an entry of the audit trail says, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.audit import ACTIONS
from accounts.models import AuditEntry, Role

# What callers of audit.note call their details → what people call them. Anything else is shown as it is.
LABELS = {
    "act": _("act"),
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
    "before": _("before"),
    "after": _("after"),
    "changed": _("rows changed"),
    "changes": _("changes"),
    "comment": _("comment"),
    "day": _("day"),
    "decision": _("decision"),
    "days": _("days"),
    "files": _("files"),
    "file": _("file"),
    "job": _("job"),
    "kinds": _("kinds of files"),
    "messages": _("messages"),
    "method": _("method"),
    "name": _("name"),
    "names": _("names of files"),
    "older_than": _("older than"),
    "orders": _("orders"),
    "page": _("page"),
    "reason": _("reason"),
    "refused": _("rows refused"),
    "refused_files": _("files refused"),
    "role": _("role"),
    "roles": _("roles"),
    "rows": _("rows"),
    "rule_set": _("rule set"),
    "teams": _("teams"),
    "texts": _("texts"),
    "valid_from": _("valid from"),
    "version": _("version"),
}
VALUES = {
    "added": _("added"),
    "changed": _("changed"),
    "connected": _("connected"),
    "created": _("created"),
    "deleted": _("deleted"),
    "disconnected": _("disconnected"),
    "ended": _("ended"),
    "joined": _("joined"),
    "link for a new password": _("link for a new password"),
    "mail changed": _("mail changed"),
    "mail confirmed": _("mail confirmed"),
    "phone": _("phone"),
    "removed": _("taken away"),
    "renewed": _("renewed"),
    "resumed": _("resumed"),
    "retired": _("retired"),
    "taken away": _("taken away"),
    "taken back": _("taken back"),
    "accept": _("accepted"),
    "change": _("changed"),
    "return": _("returned"),
    "withdraw": _("taken back"),
    "retire": _("retired"),
    "restore": _("in use again"),
    "rename": _("renamed"),
    "add": _("added"),
} | dict(Role.choices)


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
    parts += [f"{_label(name)}: {_value(value)}" for name, value in told.items() if value not in ("", [], {})]
    return " · ".join(part for part in parts if part)


def _change(before: Any, after: Any) -> str:
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        return f"{_value(before)} → {_value(after)}"
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return " · ".join(
        f"{_label(name)}: {_value(before.get(name, ''))} → {_value(after.get(name, ''))}" for name in names
    )


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
    return str(VALUES.get(value, value)) if isinstance(value, str) else str(value)
