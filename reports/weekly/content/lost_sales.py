"""What was learned and done: causes, forms, actions and rulings of a span (D7.6, D9.6, D9.7)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from django.db.models import Q

from accounts.models import Agent, Shop
from chats.attribution.clock import day_edges, day_number
from chats.attribution.versions import RuleBook
from chats.frames import instant
from chats.models import Credit, Ruling
from chats.spans import Span
from reports.actions import effects as action_effects
from reports.actions.verbs import Followed, running_actions
from reports.lost_sales.causes import figures as lost_sale_figures
from reports.metrics import reasons
from reports.models import LostSaleReason
from reports.weekly.content.cells import Cell, cell, plain, ratio, rounded

Rows = list[dict[str, Any]]


class Lost:
    """Lost-sale rows and forms of a span and of the one before; `as_of` decides which forms are due."""

    def __init__(self, shop: Shop, span: Span, as_of: dt.datetime | None) -> None:
        self.names = dict(Agent.objects.filter(shop=shop).values_list("pk", "name"))
        both = (span, span.before)
        self.counted = [lost_sale_figures.sums_frame(shop, one, self.names) for one in both]
        rows = [lost_sale_figures.span_rows(shop, one, self.names) for one in both]
        self.agreed = [lost_sale_figures.agreed(one) for one in rows]
        never = dt.datetime.min.replace(tzinfo=dt.UTC)
        self.forms = [lost_sale_figures.forms_frame(shop, one, self.names, as_of or never) for one in both]
        self.lost_and_open = [lost_sale_figures.lost_and_open(shop, one, self.names) for one in both]
        self.heads = {row.pk: row for row in LostSaleReason.objects.filter(shop=shop, parent=None)}

    def causes(self) -> dict[str, Any]:
        """Section `causes`."""
        return {"figures": self._cause_figures(), "rows": self._cause_rows(), "agents": self._matrix()}

    def _cause_figures(self) -> dict[str, Cell]:
        now, before = self.counted
        controllable = [reasons.controllable(one) for one in self.counted]
        return {
            "lost_rows": cell(int(now["rows"].sum()), int(before["rows"].sum())),
            "lost_amount_fen": cell(int(now["amount_fen"].sum()), int(before["amount_fen"].sum())),
            "controllable_rate": ratio(*controllable),
        }

    def _cause_rows(self) -> Rows:
        now, before = (reasons.shares(one) for one in self.counted)
        earlier = dict(zip(before["group"], before["row_rate"], strict=True))
        moved = reasons.changes(now, before)
        return [
            {
                **self._reason(int(group)),
                "rows": int(rows),
                "amount_fen": int(fen),
                "row_rate": _share(row_rate),
                "amount_rate": _share(amount_rate),
                "running_rate": _share(running),
                "rate_before": _share(earlier.get(group, 0.0)) if len(before) else None,
                "change": _share(moved[group]),
            }
            for group, rows, fen, row_rate, amount_rate, running in now.itertuples(index=False)
        ]

    def _reason(self, pk: int) -> dict[str, str]:
        head = self.heads[pk]
        return {"reason": head.code, "zh": head.zh, "en": head.en or head.zh, "owner": head.owner}

    def _matrix(self) -> Rows:
        table: Mapping[Any, Mapping[Any, Any]] = reasons.matrix(self.counted[0]).to_dict("index")
        return [
            {
                "agent": int(agent),
                "name": self.names[int(agent)],
                "reason": self.heads[int(group)].code,
                "rows": int(count),
            }
            for agent, counts in table.items()
            for group, count in counts.items()
            if count
        ]

    def form_part(self) -> dict[str, Any]:
        """Section `forms`."""
        on_time = [reasons.on_time(form) for form in self.forms]
        covered = [
            [reasons.covered(rows), lost] for rows, lost in zip(self.counted, self.lost_and_open, strict=True)
        ]
        return {
            "figures": {
                "forms_due": cell(on_time[0][1], on_time[1][1]),
                "forms_on_time_rate": ratio(*on_time),
                "lost_coverage_rate": ratio(*covered),
                "review_agreement_rate": ratio(*((one.part, one.whole) for one in self.agreed)),
            },
            "agents": [
                {"agent": agent, "name": self.names[agent], **counts}
                for agent, counts in _counts(self.forms[0]).items()
            ],
        }


def _share(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else plain(float(value))


def _counts(forms: pd.DataFrame) -> dict[int, dict[str, int]]:
    """Forms of each agent: due, handed in, of these late, and due ones that are missing."""
    told = {
        "due": forms["due"],
        "handed_in": forms["submitted"],
        "late": forms["submitted"] & forms["late"],
        "missing": forms["due"] & ~forms["submitted"],
    }
    counted = pd.DataFrame(told).groupby(forms["agent"], sort=True).sum()
    return {
        int(agent): {name: int(count) for name, count in zip(told, counts, strict=True)}
        for agent, *counts in counted.itertuples()
    }


def actions(shop: Shop, span: Span) -> Rows:
    """Section `actions`: those that ran on a day of the span, with their effect by its end."""
    return [_action(one) for one in running_actions(shop, span)]


def _action(found: Followed) -> dict[str, Any]:
    one, measured = found.action, found.measured
    return {
        "action": one.pk,
        "title": one.title,
        "kind": one.kind,
        "reason": one.reason.code,
        "zh": one.reason.zh,
        "en": one.reason.en or one.reason.zh,
        "team": one.team.name if one.team else None,
        "agents": sorted(agent.name for agent in one.agents.all()),
        "start_day": one.start_day.isoformat(),
        "ended_day": one.ended_day.isoformat() if one.ended_day else None,
        "owner": str(one.owner),
        "effect": {
            name: rounded(action_effects.effect_as_dict(effect))
            for name, effect in (("reason", measured.reason), ("conversion", measured.conversion))
        },
    }


def rulings(shop: Shop, book: RuleBook, span: Span) -> Rows:
    """Section `rulings`: decisions made or withdrawn in the span."""
    edges = day_edges(day_number(span.first), day_number(span.last), book.timezone, book.first.day_start)
    start, end = (instant(edge) for edge in edges)
    within = Q(created_at__gte=start, created_at__lt=end) | Q(withdrawn_at__gte=start, withdrawn_at__lt=end)
    found = Ruling.objects.filter(within, order__shop=shop).select_related("order", "agent", "author")
    rows = list(found.order_by("created_at", "pk"))
    credits = Credit.objects.in_bulk([row.order_id for row in rows])
    names = dict(Agent.objects.filter(shop=shop).values_list("pk", "name"))
    return [_ruling(row, credits.get(row.order_id), names, ZoneInfo(book.timezone)) for row in rows]


def _ruling(row: Ruling, credit: Credit | None, names: dict[int, str], zone: ZoneInfo) -> dict[str, Any]:
    computed = credit.credited_id if credit else None
    return {
        "ruling": row.pk,
        "order_no": row.order.order_no,
        "amount_fen": row.order.amount_fen,
        "paid_day": credit.paid_day.isoformat() if credit and credit.paid_day else None,
        "computed": computed,
        "computed_name": names.get(computed) if computed else None,
        "agent": row.agent_id,
        "name": row.agent.name if row.agent else None,
        "reason": row.reason,
        "author": str(row.author),
        "at": wall(row.created_at, zone),
        "withdrawn_at": wall(row.withdrawn_at, zone),
    }


def wall(at: dt.datetime | None, zone: ZoneInfo) -> str | None:
    """An instant as shop time, to the second."""
    return at.astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S") if at else None
