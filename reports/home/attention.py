"""What waits for somebody, each with a number and the page that lists it: the top of the first page."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import F, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import is_leader, own_agents, sees_whole_shop, visible_agents
from accounts.models import Shop, User
from accounts.ui import formats
from chats.access import visible_receptions
from chats.attribution.filters import NONE
from chats.frames import rule_book
from chats.models import ShopState
from chats.spans import ONE_DAY, Span, last_days
from reports.chasing import queries as chasing
from reports.credit.queries import contests_answered, contests_open
from reports.facts import queries
from reports.figures import rows_behind
from reports.library.promotions.verbs import promotions_unread
from reports.lost_sales.desk import reminders as form_reminders
from reports.metrics.columns import BOOKED, MUCH_UNLINKED
from reports.metrics.compute import value
from reports.metrics.definitions import METRICS
from reports.models import AgentDay, ShopDay

FORM_DAYS = 14
LOOK_BACK_DAYS = 30
BOOK_DAYS = 92
URGENT, SOON, KNOW = "bad", "warn", "info"


@dataclass(frozen=True)
class Attention:
    """One thing that waits: `level` is URGENT, SOON or KNOW; `number` as it is read."""

    code: str
    text: str
    number: str
    url: str
    level: str
    icon: str


def of(user: User, shop: Shop) -> list[Attention]:
    """Everything that waits for the user in the shop, the most urgent first; what is 0 is left out."""
    agents = list(visible_agents(user, shop).values_list("pk", flat=True))
    whole = sees_whole_shop(user, shop)
    leads = is_leader(user, shop)
    found = [
        *((_books(shop), _unlinked(shop)) if whole else ()),
        _unpaid(user, shop),
        _waiting(user, shop),
        _forms(user, shop, agents, leads),
        _contests(user, shop, leads),
        _answered(user, shop),
        _promotions(user, shop),
        _provisional(shop, agents, whole),
    ]
    order = (URGENT, SOON, KNOW)
    return sorted((one for one in found if one), key=lambda one: order.index(one.level))


def unpaid_to_chase(user: User, shop: Shop) -> int:
    """Unpaid orders that can still be won, in which the user's agents have a part or the last word."""
    as_of = chasing.now_of(shop)
    if as_of is None:
        return 0
    return chasing.due(chasing.seen(user, shop), rule_book(shop), as_of).count()


def _unpaid(user: User, shop: Shop) -> Attention | None:
    count = unpaid_to_chase(user, shop)
    text = ngettext("unpaid order to chase now", "unpaid orders to chase now", count)
    return _counted("unpaid", text, count, reverse("reports:chasing", args=[shop.pk]), URGENT, "bell")


def _counted(code: str, text: str, count: int, url: str, level: str, icon: str) -> Attention | None:
    return Attention(code, text, formats.count(count), url, level, icon) if count else None


def latest_day(shop: Shop) -> dt.date | None:
    """The last day of the data, today at the latest."""
    state = ShopState.objects.filter(shop=shop).first()
    return min(state.last_day, queries.today(shop)) if state and state.last_day else None


def _waiting(user: User, shop: Shop) -> Attention | None:
    """Talks of the latest day whose last words nobody answered (D4.3)."""
    day = latest_day(shop)
    if day is None:
        return None
    rows = visible_receptions(user, shop).filter(day=day, filtered=NONE, unanswered_rounds__gt=0)
    count = rows.count()
    text = ngettext("talk without an answer on %(day)s", "talks without an answer on %(day)s", count)
    url = rows_behind.address(shop, "unanswered_rounds", Span(day, day))
    return _counted("waiting", text % {"day": f"{day:%m-%d}"}, count, url, URGENT, "chat")


def _forms(user: User, shop: Shop, agents: Collection[int], leads: bool) -> Attention | None:
    """Forms with something to fill in that were not handed in: those of the desk's last fourteen days, or
    all that agents find on their own page."""
    today = queries.today(shop)
    waiting = form_reminders.waiting(shop).filter(day__lte=today)
    if leads:
        waiting = waiting.filter(agent__in=agents, day__gte=today - FORM_DAYS * ONE_DAY)
    else:
        waiting = waiting.filter(agent__in=own_agents(user, shop))
    count = waiting.count()
    page = "reports:lost_sale_desk" if leads else "reports:lost_sales"
    text = ngettext("lost-sale form to submit", "lost-sale forms to submit", count)
    return _counted("forms", text, count, reverse(page, args=[shop.pk]), SOON, "form")


def _contests(user: User, shop: Shop, leads: bool) -> Attention | None:
    count = contests_open(user, shop)
    if leads:
        text = ngettext("contest to decide", "contests to decide", count)
        return _counted("contests", text, count, reverse("reports:contests", args=[shop.pk]), SOON, "orders")
    text = ngettext("of your contests waits for a decision", "of your contests wait for a decision", count)
    return _counted("contests", text, count, reverse("reports:contests_mine", args=[shop.pk]), KNOW, "orders")


def _answered(user: User, shop: Shop) -> Attention | None:
    count = contests_answered(user, shop)
    text = ngettext("of your contests was answered", "of your contests were answered", count)
    return _counted("answers", text, count, reverse("reports:contests_mine", args=[shop.pk]), KNOW, "orders")


def _promotions(user: User, shop: Shop) -> Attention | None:
    count = promotions_unread(user, shop)
    text = ngettext("promotion to read", "promotions to read", count)
    return _counted("promotions", text, count, reverse("reports:promotions", args=[shop.pk]), SOON, "info")


def books_not_balanced(shop: Shop) -> list[dt.date]:
    """Days of the last quarter whose buckets do not add up to what was paid, or whose agents' rows do not
    add up to the agents' bucket (D7.3); a defect, so there should never be any."""
    day = latest_day(shop)
    if day is None:
        return []
    between = (day - BOOK_DAYS * ONE_DAY, day)
    rows = AgentDay.objects.filter(shop=shop, day__range=between).values_list("day").order_by()
    agents = dict(rows.annotate(Sum("sales_fen")))
    found = ShopDay.objects.filter(shop=shop, day__range=between).values_list("day", *BOOKED).order_by("day")
    return [
        day
        for day, paid, credited, *others in found
        if paid != credited + sum(others) or credited != agents.get(day, 0)
    ]


def _books(shop: Shop) -> Attention | None:
    days = books_not_balanced(shop)
    if not days:
        return None
    text = ngettext("day whose books do not balance", "days whose books do not balance", len(days))
    url = _days_url("reports:books", shop, Span(days[0], days[-1]))
    return _counted("books", text, len(days), url, URGENT, "books")


def _days_url(page: str, shop: Shop, span: Span) -> str:
    days = urlencode({"from": span.first, "to": span.last})
    return f"{reverse(page, args=[shop.pk])}?{days}"


def unlinked_share(shop: Shop, span: Span) -> float | None:
    """The share of what was paid in a span by buyers whom nobody knows (D5.5)."""
    sums = queries.span_totals(shop, span.first, span.last)
    return (sums["unlinked_fen"] or 0) / sums["paid_fen"] if sums["paid_fen"] else None


def _unlinked(shop: Shop) -> Attention | None:
    until = queries.latest_complete_day(shop)
    if until is None:
        return None
    span = last_days(queries.WEEK_DAYS, until)
    share = unlinked_share(shop, span)
    if share is None or share < MUCH_UNLINKED:
        return None
    text = _("of the last week's payments belong to buyers without a nick")
    url = _days_url("reports:books_unlinked", shop, span)
    return Attention("unlinked", text, formats.rate(share), url, SOON, "unlink")


def provisional_days(shop: Shop, span: Span, agents: Collection[int] | None) -> list[dt.date]:
    """Days of a span with inquiries whose outcome can still change (D6.4); of the shop where no agents
    are named."""
    rows = ShopDay.objects if agents is None else AgentDay.objects.filter(agent__in=agents)
    found = rows.filter(shop=shop, day__range=(span.first, span.last), inquiries__gt=F("mature_inquiries"))
    return list(found.order_by("day").values_list("day", flat=True).distinct())


def _provisional(shop: Shop, agents: Collection[int], whole: bool) -> Attention | None:
    day = latest_day(shop)
    if day is None:
        return None
    days = provisional_days(shop, last_days(LOOK_BACK_DAYS, day), None if whole else agents)
    if not days:
        return None
    span = Span(days[0], days[-1])
    sums = queries.span_totals(shop, span.first, span.last, None if whole else agents)
    count = int(value(METRICS["open_inquiries"], sums) or 0)
    text = ngettext(
        "inquiry can still pay (%(days)s provisional)",
        "inquiries can still pay (%(days)s provisional)",
        count,
    ) % {"days": ngettext("%(count)s day", "%(count)s days", len(days)) % {"count": len(days)}}
    url = rows_behind.address(shop, "open_inquiries", span, once_a_day=whole)
    return _counted("provisional", text, count, url, KNOW, "clock")
