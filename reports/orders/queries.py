"""Which orders a person may see, and those that a filter picks (D5.5, D7.6)."""

from collections.abc import Collection
from typing import Any, TypeAlias

from django.db.models import Exists, OuterRef, Q, QuerySet
from django_stubs_ext import WithAnnotations

from accounts.nicks import normalise_nick
from chats.access import ShowsBuyer
from chats.attribution.orders import EXCLUSION_NAMES
from chats.attribution.sales import CLASS_NAMES, EXCLUDED, UNLINKED_CLASS
from chats.models import Credit, Ruling
from chats.spans import Span
from reports.access import PLACE, Assisted, ShownCredit, contested
from reports.orders.sums import in_bucket

CLOCKS = ("created", "paid")
STATES = ("paid", "unpaid", "chased", "recovered", "ruled")
UNLINKED_BECAUSE = {
    "masked": Q(class_code=UNLINKED_CLASS, order__buyer__isnull=False),
    "no_nick": Q(class_code=UNLINKED_CLASS, order__buyer__isnull=True),
}
REASONS = (*UNLINKED_BECAUSE, *EXCLUSION_NAMES[1:])


def _because(reason: str) -> Q:
    """Why an order is unlinked (D2.2) or excluded (D2.7)."""
    return UNLINKED_BECAUSE.get(reason) or Q(class_code=EXCLUDED, excluded_reason=reason)


class Listed(ShowsBuyer):
    """What rows of the list carry besides their columns; `is_ruled`: by a ruling that is in force."""

    is_ruled: bool


ListedCredit: TypeAlias = "WithAnnotations[Credit, Listed]"


def filter_orders(rows: QuerySet[ShownCredit], wanted: dict[str, Any], span: Span) -> QuerySet[ListedCredit]:
    """The orders that the form asks for. A search looks at every day, everything else at the span."""
    if wanted.get("q"):
        rows = rows.filter(_named(wanted["q"]))
    else:
        day = "paid_day" if wanted.get("clock") == "paid" else "created_day"
        rows = rows.filter(**{f"{day}__range": (span.first, span.last)})
    if wanted.get("kind"):
        rows = rows.filter(class_code=CLASS_NAMES.index(wanted["kind"]))
    if wanted.get("bucket"):
        rows = rows.filter(in_bucket(wanted["bucket"]))
    if wanted.get("reason"):
        rows = rows.filter(_because(wanted["reason"]))
    if wanted.get("batch"):
        rows = rows.filter(order__batch_id=wanted["batch"])
    if wanted.get("part") or wanted.get("agent") or wanted.get("team"):
        rows = rows.filter(in_part(wanted.get("part") or "credited", wanted.get("agents", ())))
    return _in_state(rows, wanted.get("state")).select_related("order", "order__buyer")


def in_part(part: str, agents: Collection[int]) -> Q:
    """Orders in which one of the agents has the named part."""
    if part == "contested":
        return Q(contested(agents))
    if part in PLACE:
        return Q(Assisted(agents, PLACE[part]))
    return Q(**{"chaser_id__in" if part == "chased" else "effective_id__in": agents})


def _named(search: str) -> Q:
    """A part of the order's number or of the buyer's nick; a nick that is not shown only as a whole."""
    text = search.strip()
    nick = normalise_nick(text)
    shown = Q(shows_buyer=True, order__buyer__nick__contains=nick)
    return Q(order__order_no__contains=text) | Q(order__buyer__nick=nick) | shown


def _in_state(found: QuerySet[ShownCredit], state: str | None) -> QuerySet[ListedCredit]:
    in_force = Ruling.objects.filter(order=OuterRef("pk"), withdrawn_at=None)
    rows = found.annotate(is_ruled=Exists(in_force))
    conditions = {
        "paid": Q(order__paid_at__isnull=False),
        "unpaid": Q(order__paid_at__isnull=True),
        "chased": Q(chaser_id__isnull=False),
        "recovered": Q(recovered=True),
        "ruled": Q(is_ruled=True),
    }
    return rows.filter(conditions[state]) if state else rows
