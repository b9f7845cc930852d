"""Sums of spans, read from the daily facts: the door through which pages of figures get their numbers."""

import datetime as dt
from collections.abc import Collection, Sequence
from zoneinfo import ZoneInfo

import numpy as np
from django.db.models import Sum
from django.utils import timezone

from accounts.models import Agent, Shop
from chats.attribution.clock import day_edges, day_number
from chats.attribution.filters import NONE
from chats.attribution.versions import RuleBook
from chats.frames import instant, rule_book
from chats.models import DailyTraffic, Reception, ShopState
from chats.spans import ONE_DAY, Preset, Span, last_days, presets
from chats.store import bulk
from reports.metrics.columns import AGENT_DAY_SUMS, SHOP_DAY_SUMS, TRAFFIC
from reports.metrics.compute import LARGEST
from reports.models import AgentDay, ShopDay

WEEK_DAYS = 7

Sums = dict[str, int | None]


def business_day(shop: Shop, instant: dt.datetime, book: RuleBook | None = None) -> dt.date:
    """The business day of an instant: the date of the shop's wall clock − `day_start` (D1.2).

    `book` spares reading the shop's rules where the caller has them.
    """
    wall = instant.astimezone(ZoneInfo(shop.timezone)).replace(tzinfo=None)
    return (wall - dt.timedelta(minutes=(book or rule_book(shop)).first.day_start)).date()


def instants(shop: Shop, span: Span) -> tuple[dt.datetime, dt.datetime]:
    """Closed-open range of the instants of a span of business days (D1.2)."""
    first, last = day_number(span.first), day_number(span.last)
    start, end = day_edges(first, last, shop.timezone, rule_book(shop).first.day_start)
    return instant(start), instant(end)


def today(shop: Shop, now: dt.datetime | None = None, book: RuleBook | None = None) -> dt.date:
    """The business day that is running where the shop is (D1.2): the only "today" of pages and jobs."""
    return business_day(shop, now or timezone.now(), book)


def latest_complete_day(shop: Shop, book: RuleBook | None = None) -> dt.date | None:
    """The last day that is over and for which both chats and orders are here; None without data."""
    state = ShopState.objects.filter(shop=shop).first()
    if state is None or state.last_day is None:
        return None
    book = book or rule_book(shop)
    known_until = business_day(shop, state.as_of, book) if state.as_of else state.last_day
    return min(state.last_day, known_until, today(shop, book=book) - ONE_DAY)


def usual_span(shop: Shop, days: int = WEEK_DAYS) -> tuple[Span, list[Preset]]:
    """The span that a page shows unless told otherwise, the latest complete days with data, and the
    named spans beside it."""
    book = rule_book(shop)
    running, latest = today(shop, book=book), latest_complete_day(shop, book)
    return last_days(days, latest or running - ONE_DAY), presets(running, latest)


def least_to_compare(book: RuleBook, day: dt.date) -> int:
    """With how many mature inquiries a conversion may be ranked or compared, by the rules of a day (D6.7)."""
    return book.rules_on(day_number(day)).min_inquiries_to_rank


def _added_up(
    model: type[AgentDay] | type[ShopDay],
    names: Sequence[str],
    shop: Shop,
    span: Span,
    agents: Collection[Agent | int] | None = None,
    by_agent: bool = False,
) -> list[tuple[int | None, ...]]:
    """The sums of named columns of daily facts; with `by_agent`, a row an agent, whose id comes first.

    Past the ORM: it takes longer over forty sums than the database does.
    """
    sums = [f"CAST({'MAX' if name in LARGEST else 'SUM'}({name}) AS bigint)" for name in names]
    selected = ", ".join(["agent_id", *sums] if by_agent else sums)
    where, wanted = (
        "shop_id = %s AND day BETWEEN %s AND %s",
        [shop.pk, span.first.isoformat(), span.last.isoformat()],
    )
    if agents is not None:
        where += f" AND {bulk.among('agent_id')}"
        wanted.append(bulk.listed([agent if isinstance(agent, int) else agent.pk for agent in agents]))
    grouped = " GROUP BY agent_id" if by_agent else ""
    # Tables and columns are those of our models, the names those of declared figures.
    return bulk.rows(f"SELECT {selected} FROM {model._meta.db_table} WHERE {where}{grouped}", wanted)  # noqa: S608


def _by_name(names: Sequence[str], row: Sequence[int | None]) -> Sums:
    """0 where there is no row to add up."""
    return {name: number or 0 for name, number in zip(names, row, strict=True)}


def span_totals(
    shop: Shop,
    first: dt.date,
    last: dt.date,
    agents: Collection[Agent | int] | None = None,
    names: Sequence[str] | None = None,
) -> Sums:
    """The sums of a span: of the shop, where people count once a day (D6.6), or of some agents.

    All of them, or the named ones. The peak is the largest day's, of several agents the largest agent's.
    """
    model = ShopDay if agents is None else AgentDay
    names = names or (SHOP_DAY_SUMS if agents is None else AGENT_DAY_SUMS)
    return _by_name(names, _added_up(model, names, shop, Span(first, last), agents)[0])


def agent_totals(
    shop: Shop, span: Span, agents: Collection[int] | None, names: Sequence[str] | None = None
) -> dict[int, Sums]:
    """The sums of a span for each of the agents (None: of the shop's) who has any; all, or the named ones."""
    names = names or AGENT_DAY_SUMS
    rows = _added_up(AgentDay, names, shop, span, agents, by_agent=True)
    return {agent: _by_name(names, sums) for agent, *sums in rows if agent is not None}


def agent_days(
    shop: Shop, span: Span, agents: Collection[int], names: Sequence[str] = AGENT_DAY_SUMS
) -> dict[tuple[dt.date, int], Sums]:
    """The sums of each day and agent that has any, by day and agent."""
    rows = AgentDay.objects.filter(shop=shop, day__range=(span.first, span.last), agent__in=agents)
    found = rows.order_by("day", "agent_id").values("day", "agent_id", *names)
    return {(row.pop("day"), row.pop("agent_id")): row for row in found}


def shop_days(shop: Shop, span: Span) -> dict[dt.date, Sums]:
    """The shop's sums of each day that has any."""
    rows = ShopDay.objects.filter(shop=shop, day__range=(span.first, span.last)).values("day", *SHOP_DAY_SUMS)
    return {row.pop("day"): row for row in rows}


def agents_sales(shop: Shop, span: Span) -> dict[dt.date, int]:
    """Σ of the agents' own rows of each day, to hold the shop's books against (D7.3)."""
    rows = AgentDay.objects.filter(shop=shop, day__range=(span.first, span.last))
    return dict(rows.values_list("day").annotate(Sum("sales_fen")).order_by())


def traffic_days(shop: Shop, span: Span) -> dict[dt.date, Sums]:
    """Visitors, page views and bounced visitors of each day with a traffic row; unknown ones are None."""
    rows = DailyTraffic.objects.filter(shop=shop, date__range=(span.first, span.last))
    return {row.pop("date"): row for row in rows.values("date", *TRAFFIC)}


def final_at(book: RuleBook, last: dt.date) -> dt.datetime:
    """The instant from which on every inquiry up to a day is mature (D6.4)."""
    number = day_number(last)
    rules = book.rules_on(number)
    _start, end = day_edges(number, number, book.timezone, book.first.day_start)
    seconds = end + rules.window_seconds + rules.unpaid_seconds
    return dt.datetime.fromtimestamp(seconds, ZoneInfo(book.timezone))


def final_on(book: RuleBook, last: dt.date) -> dt.date:
    """The day from whose data on every inquiry up to a day is mature (D6.4)."""
    return final_at(book, last).date()


def reception_values(
    shop: Shop, span: Span, column: str, flag: str = "", agents: Collection[int] | None = None
) -> dict[int, list[int]]:
    """Agent → the values of a column, ascending, of the receptions that count and have one; with `flag`
    only of those for which it is true.

    Past the ORM, and with its condition written out, so that an index on it gives the answer alone.
    """
    where = f"shop_id = %s AND day BETWEEN %s AND %s AND filtered = {NONE} AND {column} IS NOT NULL"
    wanted: list[object] = [shop.pk, span.first.isoformat(), span.last.isoformat()]
    if flag:
        where += f" AND {flag}"
    if agents is not None:
        where += f" AND {bulk.among('agent_id')}"
        wanted.append(bulk.listed(list(agents)))
    # The table is that of our model, column and flag are those of declared figures.
    asked = f"SELECT agent_id, {column} FROM {Reception._meta.db_table} WHERE {where}"  # noqa: S608
    table = bulk.integers(asked, wanted, 2)
    table = table[np.lexsort((table[:, 1], table[:, 0]))]
    known, starts = np.unique(table[:, 0], return_index=True)
    parts = np.split(table[:, 1], starts[1:])
    return {agent: part.tolist() for agent, part in zip(known.tolist(), parts, strict=False)}
