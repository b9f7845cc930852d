"""The demo shop at work: who is on duty, who buys what, and how shares keep to their plan."""

import datetime as dt
import random
from collections import Counter, defaultdict

from reports.demo.story.book import Book, Order
from reports.demo.story.chance import PaymentClock, Steered
from reports.demo.story.goods import PRODUCTS, Product, due, promotion_of
from reports.demo.story.people import AGENTS, Agent
from reports.demo.story.scenes import Story

OPENS, LATE_SHIFT, EARLY_ENDS, CLOSES = dt.time(8, 30), dt.time(16), dt.time(16, 30), dt.time(23, 30)
LATE_SHARE = (0.025, 0.045)  # of orders paid: those that took longer than ten minutes, before and after
REFUNDED, PARTLY_REFUNDED = 0.045, 0.02


class Floor:
    """The state of the shop while its weeks pass; `monday` is the first day."""

    def __init__(self, rng: random.Random, monday: dt.date) -> None:
        self.rng, self.monday = rng, monday
        self.book = Book(rng)
        self.clock = PaymentClock(rng)
        self.converts = {agent.username: Steered(rng) for agent in AGENTS}
        self.leaves_unpaid = {agent.username: Steered(rng) for agent in AGENTS}
        self.silent_unpaid, self.pays_late = Steered(rng), Steered(rng)
        self.lost_buyers: list[str] = []
        self.inquiries: dict[int, Counter[str]] = defaultdict(Counter)  # by week and agent

    def week(self, day: dt.date) -> int:
        """The week of a day, 1 for the first."""
        return (day - self.monday).days // 7 + 1

    def on_duty(self, at: dt.datetime) -> list[Agent]:
        """Who has a shift at this moment; someone always has."""
        week = self.week(at.date())
        working = [agent for agent in AGENTS if agent.works(week, at.weekday())]
        late, early = at.time() >= LATE_SHIFT, at.time() < EARLY_ENDS
        fitting = [a for a in working if (a.is_late(week) and late) or (not a.is_late(week) and early)]
        return fitting or working

    def someone(self, at: dt.datetime) -> Agent:
        """Any agent on duty."""
        return self.rng.choice(self.on_duty(at))

    def next_in_line(self, at: dt.datetime) -> Agent:
        """The agent on duty to whom the platform gives the next inquiry: who had few gets more."""
        had = self.inquiries[self.week(at.date())]
        duty = self.on_duty(at)
        agent = self.rng.choices(duty, [1 / (3 + had[agent.username]) ** 2 for agent in duty])[0]
        had[agent.username] += 1
        return agent

    def on_duty_or_other(self, agent: Agent, at: dt.datetime) -> Agent:
        """This agent if on duty, else a colleague."""
        return agent if agent in self.on_duty(at) else self.someone(at)

    def story(self, agent: Agent, at: dt.datetime, product: Product | None = None) -> Story:
        """A talk of this agent about a piece, by chance or the one given."""
        chosen = product or self.rng.choice(PRODUCTS)
        others = [other for other in PRODUCTS if other is not chosen]
        kin = [other for other in others if other.group == chosen.group]
        week = self.week(at.date())
        other = self.rng.choice(kin if self.rng.random() < 0.7 else others)
        colour = self.rng.choice(chosen.colours)
        return Story(self.rng, agent, week, chosen, other, colour, promotion_of(week))

    def in_hours(self, at: dt.datetime) -> dt.datetime:
        """This moment, or the next morning's start if the shop is closed then."""
        if OPENS <= at.time() < CLOSES:
            return at
        day = at.date() if at.time() < OPENS else at.date() + dt.timedelta(days=1)
        return dt.datetime.combine(day, OPENS) + dt.timedelta(seconds=self.rng.randint(120, 3600))

    def place(self, story: Story, buyer: str, at: dt.datetime, seller: Agent | None) -> Order:
        """The buyer orders; advised buyers take a second piece more often."""
        pieces = [(story.product, story.colour)]
        advised = seller is not None and story.does_well("recommend")
        if self.rng.random() < (0.3 if advised else 0.12):
            pieces.append((story.other, self.rng.choice(story.other.colours)))
        if self.rng.random() < 0.05:
            pieces.append(pieces[0])
        goods, postage = due([product for product, _ in pieces], story.promotion)
        number = self.book.next_number()
        order = Order(number, buyer, at, None, pieces, goods, postage, seller=seller)
        self.book.orders.append(order)
        return order

    def pay(self, order: Order, at: dt.datetime) -> None:
        """The money comes; some of it goes back later."""
        order.paid_at = at
        luck = self.rng.random()
        if luck < REFUNDED:
            order.refunded_fen = order.amount_fen
        elif luck < REFUNDED + PARTLY_REFUNDED and len(order.pieces) > 1:
            order.refunded_fen = min(order.pieces[-1][0].fen, order.goods_fen - 100)

    def pay_at_once(self, order: Order) -> None:
        """As nearly all buyers do: within ten minutes, half of them within eight seconds."""
        self.pay(order, order.created_at + dt.timedelta(seconds=self.clock.seconds()))

    def late_share(self, day: dt.date) -> float:
        """The share of paying buyers who need more than ten minutes; chasing raises it."""
        return LATE_SHARE[self.week(day) >= 7]
