"""What the benchmark measures, each figure beside a baseline of the same run.

Machines are noisy: every pair is timed in turn, several times, and the best of each side is taken.
"""

import datetime as dt
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
from django.db import connection, transaction

from accounts.models import Shop
from chats import frames
from chats.attribution.attribute import attribute
from chats.credit.slices import ShopData
from chats.imports import verbs as ingest
from chats.models import Message
from chats.rules.versions import first_rules
from chats.store import bulk
from reports.bench import synthetic
from reports.bench.duck import Baseline
from reports.facts import refresh
from reports.metrics.columns import AGENT_DAY_SUMS
from reports.metrics.facts import agent_days
from reports.models import AgentDay

ROUNDS = 2
NEW_DAYS = 2
KERNEL_ROUNDS = 3
QUERIES = 30
LEADERBOARD_DAYS = 30
ALL_TIME = (0, 1 << 40)

Told = Callable[[str], None]


class FiguresDiffer(AssertionError):
    """Kernel and SQL baseline disagree, so their times must not be compared."""


@dataclass(frozen=True)
class Line:
    """One measurement: seconds of ours and of the baseline, what the ratio may be at most."""

    name: str
    ours_seconds: float
    baseline: str
    baseline_seconds: float | None
    wanted: str

    @property
    def ratio(self) -> float | None:
        return self.ours_seconds / self.baseline_seconds if self.baseline_seconds else None


def timed(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes by the clock on the wall."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak_megabytes() -> float:
    """The most memory that this process held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Bench:
    """One run on a shop of its own in the configured database."""

    def __init__(self, messages: int, tell: Told) -> None:
        self.size, self.tell = messages, tell
        self.lines: list[Line] = []

    def run(self) -> dict[str, Any]:
        """All measurements; the shop is gone afterwards, also when something breaks."""
        name = f"bench {time.time_ns()}"
        self.shop = Shop.objects.create(name=name, main_account=synthetic.MAIN_ACCOUNT)
        first_rules(self.shop)
        try:
            with tempfile.TemporaryDirectory() as folder:
                self._write_files(Path(folder))
                self._import()
                self._kernel()
                self._refresh()
                self._leaderboard()
        finally:
            erase(self.shop)
        return {
            "database": connection.vendor,
            "messages": self.size,
            "orders": self.size // 20,
            "peak_megabytes": round(peak_megabytes(), 1),
            "lines": [asdict(line) | {"ratio": line.ratio} for line in self.lines],
        }

    def _write_files(self, folder: Path) -> None:
        self.tell(f"making {self.size} messages of one year")
        year = synthetic.make_year(self.size)
        chat_day = year.messages["sent_at"] // 86400
        order_day = year.orders[["created_at", "paid_at"]].max(axis=1) // 86400
        first_new = int(chat_day.iloc[-1]) - NEW_DAYS + 1
        self.chats, self.orders = folder / "chats.csv", folder / "orders.csv"
        synthetic.write_messages(year.messages[chat_day < first_new], self.chats)
        synthetic.write_orders(year.orders[order_day < first_new], self.orders)
        self.new_days: list[list[Path]] = []
        for day in range(first_new, first_new + NEW_DAYS):
            chats, orders = year.messages[chat_day == day], year.orders[order_day == day]
            files = [folder / f"chats{day}.csv"]
            synthetic.write_messages(chats, files[0])
            if len(orders):  # a small shop has days without any
                files.append(folder / f"orders{day}.csv")
                synthetic.write_orders(orders, files[1])
            self.new_days.append(files)

    def _take(self, path: Path) -> None:
        for batch in ingest.import_path(self.shop, path):
            if batch.refused or not batch.added:
                raise AssertionError(f"{path.name}: {batch.added} added, {batch.refused} refused")

    def _import(self) -> None:
        ours, floor = [], []
        for number in range(ROUNDS):
            self.tell(f"import, round {number + 1}")
            if number:
                delete_messages(self.shop)
                self.shop.imports.all().delete()
            ours.append(timed(lambda: self._take(self.chats)))
            floor.append(raw_floor(self.shop))
        self.lines.append(Line("import of messages", min(ours), "raw rows", min(floor), "<= 2"))
        again = timed(lambda: ingest.import_path(self.shop, self._touched_copy()))
        self.lines.append(Line("import, all known", again, "raw rows", min(floor), ""))
        self.lines.append(Line("import of orders", timed(lambda: self._take(self.orders)), "", None, ""))

    def _touched_copy(self) -> Path:
        """The same rows under another checksum, so that each has to be recognised by itself."""
        copy = self.chats.with_name("again.csv")
        copy.write_bytes(self.chats.read_bytes() + b"\n")
        return copy

    def _kernel(self) -> None:
        self.tell("attribution and facts, kernel and DuckDB in turn")
        data = ShopData.of(self.shop)
        messages = data.messages(*ALL_TIME)
        orders = frames.orders(data.names, ALL_TIME, ALL_TIME)
        as_of = frames.default_as_of(self.shop)
        assert as_of is not None, self.shop  # it has messages
        agents, ranks = data.people.first_nick_ranks()
        ranked = data.people.agents.merge(pd.DataFrame({"agent": agents, "nick_rank": ranks}), on="agent")
        duck = Baseline(messages, orders, ranked)

        def kernel() -> pd.DataFrame:
            return agent_days(attribute(messages, orders, data.people, data.book, as_of), orders, as_of)

        require_equal(kernel(), duck.agent_days(as_of))
        ours, baseline = [], []
        for _ in range(KERNEL_ROUNDS):
            ours.append(timed(kernel))
            baseline.append(timed(lambda: duck.agent_days(as_of)))
        self.lines.append(Line("attribution + facts", min(ours), "DuckDB SQL", min(baseline), "<= 0.5"))

    def _refresh(self) -> None:
        self.tell("refresh from scratch, then of one new day")
        everything = timed(lambda: refresh.refresh(self.shop))
        new_days = []
        for files in self.new_days:
            for path in files:
                self._take(path)
            new_days.append(timed(lambda: refresh.refresh(self.shop)))
        self.lines.append(Line("refresh, one new day", min(new_days), "from scratch", everything, "<= 0.05"))

    def _leaderboard(self) -> None:
        self.tell("leaderboard from facts")
        last = AgentDay.objects.filter(shop=self.shop).latest("day").day
        sums = ", ".join(f"SUM({name})" for name in AGENT_DAY_SUMS)
        first = last - dt.timedelta(days=LEADERBOARD_DAYS - 1)
        took = [
            timed(
                lambda: bulk.rows(
                    f"SELECT agent_id, {sums} FROM {AgentDay._meta.db_table}"  # noqa: S608
                    " WHERE shop_id = %s AND day BETWEEN %s AND %s GROUP BY agent_id",
                    [self.shop.pk, first, last],
                )
            )
            for _ in range(QUERIES)
        ]
        self.lines.append(Line("leaderboard query, median", median(took), "", None, "<= 0.020 s"))


def require_equal(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    """Raise FiguresDiffer unless both say the same of every agent and day."""
    names = ["day", "agent", *AGENT_DAY_SUMS]
    left, right = (frame[names].sort_values(names[:2]).to_numpy(np.int64) for frame in (ours, theirs))
    if left.shape != right.shape or not np.array_equal(left, right):
        raise FiguresDiffer("the kernel and DuckDB disagree; compare them before timing them")


def raw_floor(shop: Shop) -> float:
    """Seconds to put the shop's ready message rows into the same table again: COPY or executemany."""
    columns = [field.column for field in Message._meta.concrete_fields if field.column]
    table = Message._meta.db_table
    rows = bulk.rows(
        f"SELECT {', '.join(columns)} FROM {table} WHERE shop_id = %s ORDER BY sent_at, hash",  # noqa: S608
        [shop.pk],
    )
    delete_messages(shop)

    def put() -> None:
        with transaction.atomic():
            bulk.insert(Message, columns, rows)

    return timed(put)


def delete_messages(shop: Shop) -> None:
    """Remove the shop's messages past the ORM."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {Message._meta.db_table} WHERE shop_id = %s", [shop.pk])  # noqa: S608


def erase(shop: Shop) -> None:
    """Remove a shop with everything in it."""
    delete_messages(shop)
    shop.delete()
