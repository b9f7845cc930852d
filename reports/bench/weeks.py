"""A year of weekly reports for fifty agents, built by one process and by two side by side: time and memory.

The days are facts made up with a fixed seed; orders and receptions are made for chasing and responses. Each
worker is a process of its own and claims jobs as a Celery worker does, so claims, revisions and the
database's one writer are all in the measurement.
"""

import datetime as dt
import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import django
import numpy as np
from django.db import connection, connections
from django.utils import timezone

from accounts.models import Agent, Shop
from chats.jobs import queue as jobs
from chats.models import Credit, DailyTraffic, Job, Order, ShopState
from chats.rules.versions import first_rules
from reports.bench.measure import peak_megabytes
from reports.bench.synthetic import AGENTS
from reports.metrics.columns import AGENT_DAY_SUMS, SHOP_DAY_SUMS
from reports.models import AgentDay, ShopDay, WeeklyReport
from reports.weekly import due

ORDERS_A_DAY = 140  # a year of the million-message shop
FIRST_MONDAY = dt.date(2025, 1, 6)
SEED = 7
PARTS = ("paid", "recovered", "replied", "ordered", "within")  # in the names of sums that are parts of others
CHUNK = 500

Told = Callable[[str], None]


def run(weeks: int, tell: Told) -> dict[str, Any]:
    """Build `weeks` reports with one worker, throw them away, build them with two; the shop is gone after."""
    shop = Shop.objects.create(name=f"bench weeks {time.time_ns()}", main_account="bench")
    try:
        tell(f"making {weeks} weeks of {AGENTS} agents")
        _fill(shop, weeks)
        found = {workers: _measured(shop, weeks, workers, tell) for workers in (1, 2)}
        stored = WeeklyReport.objects.filter(shop=shop)
        kilobytes = sum(len(text.encode()) for text in stored.values_list("content", flat=True)) / 1024
    finally:
        shop.delete()
    (alone, alone_peak), (together, together_peak) = found[1], found[2]
    return {
        "database": connection.vendor,
        "weeks": weeks,
        "agents": AGENTS,
        "one_worker_seconds": round(alone, 2),
        "two_workers_seconds": round(together, 2),
        "ratio": round(together / alone, 3),
        "peak_megabytes_a_worker": round(max(alone_peak, together_peak), 1),
        "kilobytes_a_report": round(kilobytes / weeks, 1),
    }


def _measured(shop: Shop, weeks: int, workers: int, tell: Told) -> tuple[float, float]:
    """Seconds until every report is there, and the most memory that a worker held."""
    tell(f"building with {workers} worker{'s' if workers > 1 else ''}")
    WeeklyReport.objects.filter(shop=shop).delete()
    Job.objects.filter(shop=shop).delete()
    ids = [_asked(shop, FIRST_MONDAY + number * due.WEEK) for number in range(weeks)]
    connections.close_all()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=django.setup) as pool:
        list(pool.map(_nothing, range(workers * 2)))  # so that starting is not in the measurement
        start = time.perf_counter()
        peaks = list(pool.map(_work_off, ids))
        seconds = time.perf_counter() - start
    built = WeeklyReport.objects.filter(shop=shop).count()
    if built != weeks:
        raise AssertionError(f"{built} reports of {weeks} weeks")
    return seconds, max(peaks)


def _asked(shop: Shop, monday: dt.date) -> int:
    payload = {"monday": monday.isoformat()}
    return Job.objects.create(shop=shop, kind=due.kind_of(monday), payload=payload).pk


def _nothing(number: int) -> int:
    return number


def _work_off(job_id: int) -> float:
    """Do one job as a worker does; the most memory that this process held so far."""
    if not jobs.run(job_id):
        raise AssertionError(f"job {job_id} was not free")
    return peak_megabytes()


def _fill(shop: Shop, weeks: int) -> None:
    """Facts of every agent and day, and the orders behind chasing."""
    chance = np.random.default_rng(SEED)
    rules = first_rules(shop)
    agents = Agent.objects.bulk_create(
        Agent(shop=shop, name=f"agent {number}", first_nick=f"bench:{number}") for number in range(AGENTS)
    )
    days = [FIRST_MONDAY + dt.timedelta(number) for number in range(weeks * 7)]
    AgentDay.objects.bulk_create(
        (AgentDay(shop=shop, day=day, agent=agent, **_sums(chance)) for day in days for agent in agents),
        batch_size=CHUNK,
    )
    ShopDay.objects.bulk_create(
        (ShopDay(shop=shop, day=day, **dict.fromkeys(SHOP_DAY_SUMS, 40)) for day in days), batch_size=CHUNK
    )
    DailyTraffic.objects.bulk_create(
        DailyTraffic(shop=shop, date=day, visitors=4000, page_views=12_000, bounced_visitors=1800)
        for day in days
    )
    for day in days:
        _orders(shop, day, agents, chance, rules.number)
    now = timezone.now()
    ShopState.objects.create(
        shop=shop, first_day=days[0], last_day=days[-1], as_of=now.replace(microsecond=0), refreshed_at=now
    )


def _sums(chance: np.random.Generator) -> dict[str, int]:
    """Any numbers, but a part is never more than its whole."""
    parts = np.array([any(word in name for word in PARTS) for name in AGENT_DAY_SUMS])
    numbers = chance.integers(1, 30, len(AGENT_DAY_SUMS)) + np.where(parts, 0, 30)
    return dict(zip(AGENT_DAY_SUMS, numbers.tolist(), strict=True))


def _orders(
    shop: Shop, day: dt.date, agents: list[Agent], chance: np.random.Generator, rule_version: int
) -> None:
    """The day's orders with their credit; one in twelve is chased after twenty minutes."""
    start = dt.datetime.combine(day, dt.time(8), dt.UTC)
    orders = Order.objects.bulk_create(
        Order(
            shop=shop,
            order_no=f"{day:%Y%m%d}{number:05}",
            created_at=start + dt.timedelta(seconds=60 * number),
            paid_at=start + dt.timedelta(seconds=60 * number + 30),
            amount_fen=int(chance.integers(500, 60_000)),
            version=start,
        )
        for number in range(ORDERS_A_DAY)
    )
    Credit.objects.bulk_create(_credit(shop, order, day, agents, rule_version) for order in orders)


def _credit(shop: Shop, order: Order, day: dt.date, agents: list[Agent], rule_version: int) -> Credit:
    number = int(order.order_no[-5:])
    chased = number % 12 == 0
    agent = agents[number % len(agents)].pk
    return Credit(
        order=order,
        shop=shop,
        created_day=day,
        paid_day=day,
        class_code=1,
        credited_id=agent,
        effective_id=agent,
        chaser_id=agent if chased else None,
        first_chase_at=order.created_at + dt.timedelta(minutes=20) if chased else None,
        recovered=chased,
        rule_version=rule_version,
    )
