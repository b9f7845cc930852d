"""The weeks of the demo shop, day by day: inquiries, silent sales, parcels asked for, visitors."""

import datetime as dt
import random
from dataclasses import dataclass

from reports.demo.story import sales, scenes
from reports.demo.story import service_phrases as service
from reports.demo.story.book import Book
from reports.demo.story.floor import CLOSES, OPENS, Floor
from reports.demo.story.people import SHOP_NAME, WEEKS
from reports.demo.story.scenes import Turn

INQUIRIES_A_DAY = 43
DEALS_A_DAY = 24.3
FEWEST_DEALS, MOST_DEALS = 21, 29
BUSY_WEEKDAYS = (1.0, 0.96, 0.94, 0.98, 1.02, 1.06, 1.07)  # Monday first
BUSY_HOURS = (
    1.2,
    0.5,
    0.2,
    0.1,
    0.1,
    0.1,
    0.2,
    0.6,
    2,
    5,
    6.5,
    6,
    5,
    5.5,
    6,
    6.2,
    6,
    5.2,
    4.8,
    5.5,
    7,
    7.5,
    6.5,
    4,
)


@dataclass(frozen=True)
class Visitors:
    """The traffic of one day."""

    date: dt.date
    visitors: int
    page_views: int
    bounced: int


@dataclass(frozen=True)
class History:
    """Everything that the files of the demo shop tell."""

    first_day: dt.date
    last_day: dt.date
    book: Book
    traffic: list[Visitors]


def history(today: dt.date, seed: int) -> History:
    """The last nine full ISO weeks and the days of this week before `today`; same input, same story."""
    monday = today - dt.timedelta(days=today.weekday() + 7 * WEEKS)
    floor = Floor(random.Random(seed), monday)  # noqa: S311 - a story, not a secret
    days = [monday + dt.timedelta(days=number) for number in range((today - monday).days)]
    traffic = []
    for day in days:
        _inquiries(floor, day)
        _small_talk(floor, day)
        _silent_orders(floor, day)
        _after_sales(floor, day)
        traffic.append(_visitors(floor, day))
    floor.book.until(dt.datetime.combine(today, dt.time()))
    floor.book.said.sort(key=lambda line: line.at)
    floor.book.orders.sort(key=lambda order: order.created_at)
    return History(monday, today - dt.timedelta(days=1), floor.book, traffic)


def _moment(floor: Floor, day: dt.date, open_only: bool = False) -> dt.datetime:
    """A moment of the day, more often when people shop."""
    while True:
        hour = floor.rng.choices(range(24), BUSY_HOURS)[0]
        at = dt.datetime.combine(day, dt.time(hour, floor.rng.randrange(60), floor.rng.randrange(60)))
        if not open_only or OPENS <= at.time() < CLOSES:
            return at


def _inquiries(floor: Floor, day: dt.date) -> None:
    count = round(floor.rng.gauss(INQUIRIES_A_DAY * BUSY_WEEKDAYS[day.weekday()], 3))
    for at in sorted(_moment(floor, day) for _ in range(count)):
        if OPENS <= at.time() < CLOSES:
            sales.inquiry(floor, floor.next_in_line(at), at)
        elif floor.rng.random() < 0.85:
            sales.night_inquiry(floor, at)
        else:  # the late shift stays a little longer, past midnight
            late = at.replace(hour=23, minute=54)
            sales.inquiry(floor, floor.next_in_line(late), late)


def _silent_orders(floor: Floor, day: dt.date) -> None:
    """Silent sales fill the day up to what the shop sells in the low season."""
    lift = 0.8 * max(0, floor.week(day) - 5)
    wanted = round(floor.rng.gauss(DEALS_A_DAY * BUSY_WEEKDAYS[day.weekday()] + lift, 1.6))
    wanted = min(MOST_DEALS, max(FEWEST_DEALS, wanted))
    sold = sum(order.paid_at is not None and order.paid_at.date() == day for order in floor.book.orders)
    while sold < wanted:
        masked = floor.rng.random() < 0.03
        buyer = floor.book.masked_buyer() if masked else floor.book.new_buyer()
        order = sales.silent_order(floor, _moment(floor, day), buyer)
        sold += order.paid_at is not None and order.paid_at.date() == day


def _after_sales(floor: Floor, day: dt.date) -> None:
    """Buyers of the last days ask for their parcel; the agent who sold answers if on duty."""
    since = dt.datetime.combine(day - dt.timedelta(days=9), dt.time())
    until = dt.datetime.combine(day, dt.time())
    bought = [o for o in floor.book.orders if o.paid_at and since <= o.paid_at < until and "*" not in o.buyer]
    for order in floor.rng.sample(bought, min(len(bought) // 6, floor.rng.randint(6, 10))):
        at = _moment(floor, day, open_only=True)
        agent = floor.on_duty_or_other(order.seller or floor.someone(at), at)
        topic = "damaged" if order.refunded_fen else floor.rng.choice(list(service.AFTER_SALES))
        story = floor.story(agent, at, order.pieces[0][0])
        floor.book.tell(agent, order.buyer, scenes.after_sales(story, service.AFTER_SALES[topic]), at)


def _small_talk(floor: Floor, day: dt.date) -> None:
    """What is no sale: hidden nicks, adverts, colleagues, brushed orders."""
    rng = floor.rng
    if rng.random() < 0.7:
        at = _moment(floor, day, open_only=True)
        story = floor.story(floor.someone(at), at)
        turns = scenes.opening(story) + scenes.questions(story) + scenes.lost(story, "thinking")
        floor.book.tell(story.agent, floor.book.masked_buyer(), turns, at)
    if rng.random() < 0.15:
        _advert(floor, _moment(floor, day, open_only=True))
    if rng.random() < 0.2:
        _colleagues(floor, _moment(floor, day, open_only=True))
    if rng.random() < 0.25:
        _brushed(floor, _moment(floor, day, open_only=True))


def _advert(floor: Floor, at: dt.datetime) -> None:
    who = floor.rng.randrange(len(service.ADVERTISER_NICKS))
    turns = [Turn(scenes.BUYER, text) for text in service.ADVERTS[who]]
    turns.append(Turn(scenes.AGENT, floor.rng.choice(service.ADVERT_ANSWERS)))
    floor.book.tell(floor.someone(at), service.ADVERTISER_NICKS[who], turns, at)


def _colleagues(floor: Floor, at: dt.datetime) -> None:
    """A word between the main account and an agent, which is no reception."""
    story = floor.story(floor.someone(at), at)
    turns = [Turn(scenes.BUYER, story.say(service.COLLEAGUE_ASKS))]
    turns.append(Turn(scenes.AGENT, story.say(service.COLLEAGUE_ANSWERS)))
    floor.book.tell(story.agent, SHOP_NAME, turns, at)


def _brushed(floor: Floor, at: dt.datetime) -> None:
    """An order that only pretends to be one: its memo takes it out of all figures."""
    story, buyer = floor.story(floor.someone(at), at), floor.book.new_buyer()
    if story.chance(0.4):
        at = floor.book.tell(story.agent, buyer, scenes.questions(story), at).ended_at
    order = floor.place(story, buyer, at + dt.timedelta(seconds=40), seller=None)
    order.paid_at = order.created_at + dt.timedelta(seconds=floor.clock.seconds())
    order.memo = floor.rng.choice(service.BRUSH_MEMOS)


def _visitors(floor: Floor, day: dt.date) -> Visitors:
    visitors = round(floor.rng.gauss(1180 * BUSY_WEEKDAYS[day.weekday()], 80))
    visitors = min(1500, max(900, visitors))
    page_views = round(visitors * floor.rng.uniform(3.1, 4.6))
    return Visitors(day, visitors, page_views, round(visitors * floor.rng.uniform(0.45, 0.57)))
