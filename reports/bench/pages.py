"""How long each page of a shop takes the server, as its manager sees it first, and in how many queries.

Pages come from the URLconf, so that a new one cannot be forgotten. What only an agent opens is asked for
as one; addresses to which something is only sent, or that lead elsewhere, are listed with their answer.
"""

import datetime as dt
import gc
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pandas as pd
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Agent, Membership, Role, Shop, Team, User
from chats.imports import verbs as ingest
from chats.models import DailyTraffic
from chats.rules.versions import first_rules
from chats.spans import Span
from chats.store import bulk
from reports.bench import synthetic
from reports.bench.measure import Told, erase, timed
from reports.bench.things import Ids, things
from reports.facts import refresh
from reports.leaderboard.board import VIEWS
from reports.lost_sales.form import verbs as lost_sales
from reports.metrics.columns import AGENT_DAY_SUMS
from reports.models import AgentDay

DAYS = 90
ROUNDS = 5
LEADERBOARD_DAYS = 30
LIMIT_SECONDS = 0.300
LIMITS = {"reports:leaderboard": 0.100}
# What else is looked at of a page: the same limit holds for each.
MORE_OF = {
    "reports:leaderboard": [*(f"?view={view}" for view in VIEWS), "?{whole}", "?view=service&{whole}"],
    "reports:agent": ["?{whole}"],
    "reports:receptions": ["?{whole}"],
    "reports:orders": ["?{whole}"],
    "reports:talks": ["?state=chased", "?q=a", "?{whole}"],
    "reports:chasing_results": ["?{whole}"],
    "reports:funnel": ["?{whole}"],
    "reports:books": ["?{whole}"],
    "reports:lost_sale_causes": ["?{whole}"],
}
TEAMS = 5
OK, SERVER_ERROR = 200, 500
# A page is looked at without anything kept from an earlier look.
NOTHING_KEPT = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


@dataclass(frozen=True)
class PageLine:
    """One page: the median of its server times by the clock on the wall and by that of this process's
    processor (which a busy machine does not stretch, and which does not see PostgreSQL), its queries and
    size; `limit_seconds` None for a file."""

    name: str
    address: str
    seconds: float
    cpu_seconds: float
    queries: int
    kilobytes: int
    limit_seconds: float | None
    ratio: float

    @property
    def slow(self) -> bool:
        return self.limit_seconds is not None and self.seconds > self.limit_seconds


@dataclass(frozen=True)
class Skipped:
    """An address that was not measured, and why."""

    name: str
    why: str


def shop_addresses(inside: URLResolver, space: str = "", route: str = "") -> Iterator[tuple[str, list[str]]]:
    """(name, parameters) of every named address below a shop."""
    for one in inside.url_patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from shop_addresses(one, inner, route + str(one.pattern))
        elif isinstance(one, URLPattern) and one.name:
            wanted = list(one.pattern.regex.groupindex)
            if "shop_id" in wanted:
                yield space + one.name, wanted


class PageBench:
    """One run on a shop of its own in the configured database."""

    def __init__(self, messages: int, tell: Told) -> None:
        self.size, self.tell = messages, tell
        self.lines: list[PageLine] = []
        self.skipped: list[Skipped] = []

    def run(self) -> dict[str, Any]:
        """Make the shop, ask for every page, and remove the shop, also when something breaks."""
        self.shop, self.manager = make_shop()
        try:
            fill_shop(self.shop, self.size, self.tell)
            self.measure()
        finally:
            erase(self.shop)
            User.objects.filter(username__startswith=f"{self.manager.username}").delete()
        return self.found()

    def measure(self) -> None:
        """Ask for every page of the shop."""
        worker = User.objects.create(username=f"{self.manager.username}-agent")
        ids = things(self.shop, self.manager, worker)
        span = urlencode({"from": self.shop.state.first_day, "to": self.shop.state.last_day})
        with override_settings(CACHES=NOTHING_KEPT, ALLOWED_HOSTS=["testserver"]):
            readers = [_signed_in(self.manager), _signed_in(worker)]
            self.baseline = self._leaderboard_sql()
            gc.collect()
            gc.freeze()  # as cs_tracker/wsgi.py does
            try:
                self._ask_for_all(readers, ids, span)
            finally:
                gc.unfreeze()

    def _ask_for_all(self, readers: list[Client], ids: Ids, span: str) -> None:
        for name, wanted in sorted(shop_addresses(get_resolver())):
            missing = [one for one in wanted if one not in ids]
            if missing:
                self.skipped.append(Skipped(name, f"needs {', '.join(missing)}"))
                continue
            address = reverse(name, kwargs={one: ids[one] for one in wanted})
            for more in ("", *MORE_OF.get(name, ())):
                self._ask(readers, name, more.format(whole="whole"), address + more.format(whole=span))
        self._ask(readers[1:], "shop_home", "agent", reverse("shop_home", args=[self.shop.pk]))

    def found(self) -> dict[str, Any]:
        """What was measured, ready for JSON."""
        return {
            "database": connection.vendor,
            "messages": self.size,
            "agents": synthetic.AGENTS,
            "days": DAYS,
            "baseline": "SQL of the leaderboard's sums",
            "baseline_seconds": self.baseline,
            "pages": [asdict(line) | {"slow": line.slow} for line in self.lines],
            "skipped": [asdict(one) for one in self.skipped],
        }

    def _leaderboard_sql(self) -> float:
        last = AgentDay.objects.filter(shop=self.shop).latest("day").day
        sums = ", ".join(f"SUM({name})" for name in AGENT_DAY_SUMS)
        sql = (
            f"SELECT agent_id, {sums} FROM {AgentDay._meta.db_table}"  # noqa: S608 (our own names)
            " WHERE shop_id = %s AND day BETWEEN %s AND %s GROUP BY agent_id"
        )
        wanted = [self.shop.pk, last - dt.timedelta(days=LEADERBOARD_DAYS - 1), last]
        return median(timed(lambda: bulk.rows(sql, wanted)) for _ in range(ROUNDS))

    def _ask(self, readers: list[Client], page: str, more: str, address: str) -> None:
        """Time the page as the first of the readers who gets it.

        The first time counts the queries and loads templates, the others are timed.
        """
        name = f"{page} {more}".strip()
        for client in readers:
            with CaptureQueriesContext(connection) as found:
                answer = client.get(address)
                size = len(answer.getvalue())
            queries = len(found)  # the next request empties the log
            if answer.status_code == OK or answer.status_code >= SERVER_ERROR:
                break
        if answer.status_code != OK:
            broken = "BROKEN, " if answer.status_code >= SERVER_ERROR else ""
            self.skipped.append(Skipped(name, f"{broken}answered {answer.status_code}"))
            return
        seconds, cpu_seconds = _medians(lambda: client.get(address).getvalue())
        is_page = answer.headers["Content-Type"].startswith("text/html")
        limit = LIMITS.get(page, LIMIT_SECONDS) if is_page else None
        line = PageLine(
            name, address, seconds, cpu_seconds, queries, size // 1024, limit, seconds / self.baseline
        )
        self.lines.append(line)
        self.tell(f"{name} {seconds * 1000:.0f} ms, {queries} queries{' SLOW' if line.slow else ''}")


def _signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def _medians(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the clock on the wall, and of this process's processor."""
    wall, cpu = [], []
    for _ in range(ROUNDS):
        start = time.process_time()
        wall.append(timed(work))
        cpu.append(time.process_time() - start)
    return median(wall), median(cpu)


def make_shop() -> tuple[Shop, User]:
    """A shop with rules, and its manager."""
    name = f"bench {time.time_ns()}"
    shop = Shop.objects.create(name=name, main_account=synthetic.MAIN_ACCOUNT)
    first_rules(shop)
    manager = User.objects.create(username=name.replace(" ", "-"))
    Membership.objects.create(user=manager, shop=shop, role=Role.MANAGER)
    return shop, manager


def fill_shop(shop: Shop, messages: int, tell: Told) -> None:
    """Messages and orders of DAYS days through the importers, visitors, teams and lost-sale forms."""
    tell(f"making {messages} messages of {DAYS} days")
    season = synthetic.make_year(messages, days=DAYS)
    with tempfile.TemporaryDirectory() as folder:
        chats, orders = Path(folder) / "chats.csv", Path(folder) / "orders.csv"
        synthetic.write_messages(season.messages, chats)
        synthetic.write_orders(_partly_unlinked(season), orders)
        del season
        tell("importing")
        ingest.import_path(shop, chats)
        ingest.import_path(shop, orders)
    tell("computing every day")
    refresh.refresh(shop)
    _teams(shop)
    span = shop.state.span
    assert span is not None, shop  # every day was computed
    _traffic(shop, span)
    lost_sales.open_days(shop, span.last - dt.timedelta(days=6), span.last)


def _partly_unlinked(season: synthetic.Year) -> pd.DataFrame:
    """Of some buyers the file hides the nick, as files do."""
    hidden = np.arange(len(season.orders)) % 50 == 0
    return season.orders.assign(buyer=season.orders["buyer"].mask(hidden, "t**1"))


def _teams(shop: Shop) -> None:
    teams = [Team.objects.create(shop=shop, name=f"team {number}") for number in range(TEAMS)]
    for place, agent in enumerate(Agent.objects.filter(shop=shop).order_by("pk")):
        agent.team, agent.in_roster = teams[place % TEAMS], True
        agent.save(update_fields=["team", "in_roster"])


def _traffic(shop: Shop, span: Span) -> None:
    DailyTraffic.objects.bulk_create(
        DailyTraffic(shop=shop, date=day, visitors=20_000, page_views=70_000, bounced_visitors=9_000)
        for day in span.dates
    )


def as_table(found: dict[str, Any]) -> str:
    """The measurements for people, the slowest page first."""
    base = found["baseline_seconds"]
    lines = [
        f"{found['database']}, {found['messages']} messages, {found['agents']} agents, {found['days']} days",
        f"baseline: {found['baseline']}, {base * 1000:.1f} ms",
        f"{'':40}{'ms':>8}{'cpu':>8}{'ratio':>8}{'queries':>9}{'kB':>7}  limit",
    ]
    for page in sorted(found["pages"], key=lambda one: -one["seconds"]):
        limit = "file" if page["limit_seconds"] is None else f"{page['limit_seconds'] * 1000:.0f} ms"
        lines.append(
            f"{page['name']:40}{page['seconds'] * 1000:>8.0f}{page['cpu_seconds'] * 1000:>8.0f}"
            f"{page['ratio']:>8.1f}{page['queries']:>9}{page['kilobytes']:>7}"
            f"  {limit}{'  SLOW' if page['slow'] else ''}"
        )
    lines += [f"{one['name']:40}{one['why']}" for one in found["skipped"]]
    return "\n".join(lines)
