"""What the first page after signing in shows: a week's key figures, the latest imports, the next steps."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts import formats
from accounts.models import Agent, Shop
from chats.frames import rule_book
from chats.spans import Span, last_days
from reports.queries import WEEK_DAYS, latest_complete_day, least_to_compare, span_totals


@dataclass(frozen=True)
class Tile:
    """One stat tile, its figure already written out."""

    label: str
    value: str
    change: formats.Change | None
    note: str
    hint: str
    rule: str


def week(shop: Shop, agents: Sequence[Agent] | None = None) -> tuple[Span, list[Tile]] | None:
    """The latest complete 7 days and their tiles against the 7 days before; None without data."""
    until = latest_complete_day(shop)
    if until is None:
        return None
    span = last_days(WEEK_DAYS, until)
    now, before = (span_totals(shop, one.first, one.last, agents) for one in (span, span.before))
    tiles = _service_tiles(now, before, enough=least_to_compare(rule_book(shop), until))
    return span, (_shop_tiles(now, before) if agents is None else _agent_tiles(now, before)) + tiles


def _shop_tiles(now: dict[str, int], before: dict[str, int]) -> list[Tile]:
    return [
        _amount(_("Paid in the shop"), "paid_fen", now, before, _("All payments of the days."), "D7.3"),
        _amount(_("Sales of the agents"), "agents_fen", now, before, _sales_hint(), "D7.2"),
        _share(
            _("Share of service"),
            _service_share(now),
            _service_share(before),
            "",
            _("Agents' sales of all paid amounts whose buyer is known."),
            "D7.4",
        ),
    ]


def _agent_tiles(now: dict[str, int], before: dict[str, int]) -> list[Tile]:
    return [
        _amount(_("Sales"), "sales_fen", now, before, _sales_hint(), "D7.2"),
        _count(_("Paid orders"), "paid_orders", now, before, _("Paid orders credited."), "D7.4"),
    ]


def _service_tiles(now: dict[str, int], before: dict[str, int], enough: int) -> list[Tile]:
    conversion = [_ratio(one, "mature_paid_final", "mature_inquiries") for one in (now, before)]
    # Of few inquiries any change is chance, and an arrow beside it would be read as praise or blame.
    compared = conversion[1] if min(now["mature_inquiries"], before["mature_inquiries"]) >= enough else None
    reply = [_ratio(one, "replied", "receptions") for one in (now, before)]
    mature = _("of %(count)s mature inquiries") % {"count": formats.count(now["mature_inquiries"])}
    received = _("of %(count)s receptions") % {"count": formats.count(now["receptions"])}
    return [
        _share(_("Inquiry conversion"), conversion[0], compared, mature, _conversion_hint(), "D6.3"),
        _count(_("Inquiries"), "inquiries", now, before, _("Buyers who asked before buying."), "D6.1"),
        _count(_("Receptions"), "receptions", now, before, _("Buyers served, per agent and day."), "D3.2"),
        _share(_("Reply rate"), *reply, received, _("Receptions in which a person answered."), "D4.4"),
        _first_response(now, before),
    ]


def _sales_hint() -> str:
    return _("Paid orders credited to agents, booked on the day of payment.")


def _conversion_hint() -> str:
    return _("Inquiries that led to a paid order, of those whose time to buy is over.")


def _first_response(now: dict[str, int], before: dict[str, int]) -> Tile:
    ours, theirs = (_ratio(one, "first_response_seconds_sum", "replied") for one in (now, before))
    return Tile(
        _("First response"),
        formats.duration(ours),
        formats.change(ours, theirs, "duration", better="down"),
        "",
        _("Mean wait for the first answer of a person."),
        "D4.2",
    )


def _amount(label: str, name: str, now: dict[str, int], before: dict[str, int], hint: str, rule: str) -> Tile:
    moved = formats.change(now[name], before[name], "money")
    return Tile(label, formats.money(now[name]), moved, "", hint, rule)


def _count(label: str, name: str, now: dict[str, int], before: dict[str, int], hint: str, rule: str) -> Tile:
    moved = formats.change(now[name], before[name], "count")
    return Tile(label, formats.count(now[name]), moved, "", hint, rule)


def _share(label: str, now: float | None, before: float | None, note: str, hint: str, rule: str) -> Tile:
    return Tile(label, formats.rate(now), formats.change(now, before, "rate"), note, hint, rule)


def _ratio(one: dict[str, int], part: str, whole: str) -> float | None:
    return one[part] / one[whole] if one[whole] else None


def _service_share(one: dict[str, int]) -> float | None:
    linked = one["paid_fen"] - one["unlinked_fen"] - one["excluded_fen"]
    return one["agents_fen"] / linked if linked else None
