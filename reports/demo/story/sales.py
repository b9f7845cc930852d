"""Inquiries, orders and payment chases of the demo shop, each from the first word to the money."""

import datetime as dt

from reports.demo.story import phrases, scenes
from reports.demo.story.book import Order
from reports.demo.story.floor import Floor
from reports.demo.story.people import Agent
from reports.demo.story.scenes import Story, Turn
from reports.demo.story.service_phrases import CHASE_MEMO, GIFT_MEMOS

UNPAID_SHARE = 0.042  # of all inquiries: an order is made and never paid
UNPAID_SHARE_UNCHASED = 0.085  # where nobody ever chases
SILENT_UNPAID_SHARE = 0.15
HANDED_OVER, COMES_BACK, OLD_BUYER = 0.04, 0.5, 0.05
MINUTE, HOUR = 60, 3600


def inquiry(floor: Floor, agent: Agent, at: dt.datetime) -> None:
    """One buyer asks one agent (sometimes a second), and buys or not as planned for the agent."""
    story = floor.story(agent, at)
    buyer = _returning_buyer(floor) or floor.book.new_buyer()
    if story.chance(agent.unanswered):
        floor.converts[agent.username].book(agent.rate(story.week), False)
        floor.book.tell(agent, buyer, scenes.nobody_answers(story), at)
    elif _converts(floor, agent, story.week):
        _sale(floor, story, buyer, at)
    elif floor.leaves_unpaid[agent.username].draw(_unpaid_share(agent) / (1 - agent.rate(story.week))):
        _unpaid_sale(floor, story, buyer, at)
    else:
        _lost_sale(floor, story, buyer, at)


def silent_order(floor: Floor, at: dt.datetime, buyer: str) -> Order:
    """An order without a word before it; unpaid ones may be chased by whoever is on duty."""
    story = floor.story(floor.someone(at), at)
    order = floor.place(story, buyer, at, seller=None)
    if floor.silent_unpaid.draw(SILENT_UNPAID_SHARE):
        _chase_in_vain(floor, story, order)
    else:
        _money_comes(floor, story, order)
    return order


def night_inquiry(floor: Floor, at: dt.datetime) -> None:
    """A question after closing time, answered the next morning by the early shift."""
    morning = dt.datetime.combine(at.date() + dt.timedelta(days=at.hour >= 12), dt.time(8, 31))
    morning += dt.timedelta(seconds=floor.rng.randint(0, 2400))
    evening = floor.week(at.date())
    early = [agent for agent in floor.on_duty(morning) if agent.rate(evening) > 0]
    agent = floor.rng.choice(early)
    story, buyer = floor.story(agent, at), floor.book.new_buyer()
    question = scenes.night_question(story)
    if at.hour < 12:  # small hours belong to the robot
        question = [Turn(scenes.ROBOT + scenes.BUYER, question[0].text), _robot_line(story)]
    else:
        floor.converts[agent.username].book(agent.rate(story.week), False)
    floor.book.tell(agent, buyer, question, at)
    turns = scenes.morning_answer(story)
    answers_back = story.chance(0.6)
    if answers_back:
        turns.append(Turn(scenes.BUYER, story.say(phrases.MORNING_REPLIES), wait=floor.rng.randint(60, 3000)))
        turns.append(Turn(scenes.AGENT, story.say(phrases.ALWAYS_OFFERS)))
    telling = floor.book.tell(agent, buyer, turns, morning)
    if answers_back and _converts(floor, agent, story.week):
        order = floor.place(story, buyer, telling.ended_at + dt.timedelta(minutes=2), agent)
        floor.pay_at_once(order)
        if at.hour >= 12:  # the night's inquiry has come to a sale as well
            floor.converts[agent.username].book(0.0, True)


def _robot_line(story: Story) -> Turn:
    return Turn(scenes.ROBOT, story.say(phrases.ROBOT_HELLOS), scenes.AUTO)


def _returning_buyer(floor: Floor) -> str:
    if floor.lost_buyers and floor.rng.random() < OLD_BUYER:
        return floor.lost_buyers.pop(floor.rng.randrange(len(floor.lost_buyers)))
    return ""


def _converts(floor: Floor, agent: Agent, week: int) -> bool:
    return floor.converts[agent.username].draw(agent.rate(week))


def _unpaid_share(agent: Agent) -> float:
    return UNPAID_SHARE if agent.chase[0] else UNPAID_SHARE_UNCHASED


def _sale(floor: Floor, story: Story, buyer: str, at: dt.datetime) -> None:
    way = story.rng.random()
    colleagues = [agent for agent in floor.on_duty(at) if agent is not story.agent]
    if way < HANDED_OVER and colleagues:
        _handed_over(floor, story, buyer, at, floor.rng.choice(colleagues))
        return
    turns = scenes.opening(story) + scenes.questions(story)
    if way < 0.75:
        telling = floor.book.tell(story.agent, buyer, turns + scenes.ordered_in_chat(story, paid=True), at)
        created = telling.ordered_at or at
    else:
        turns += scenes.leaves_to_order_later(story)
        telling = floor.book.tell(story.agent, buyer, turns, at)
        created = _later(floor, story, buyer, telling.ended_at, tomorrow=way > 0.9)
    order = floor.place(story, buyer, created, story.agent)
    if story.chance(0.1):
        order.memo = story.say(GIFT_MEMOS)
    _money_comes(floor, story, order)


def _later(floor: Floor, story: Story, buyer: str, ended: dt.datetime, tomorrow: bool) -> dt.datetime:
    """When a buyer who left the chat orders: the same evening or, often after a word, next day."""
    if not tomorrow:
        return ended + dt.timedelta(seconds=floor.rng.randint(12 * MINUTE, 3 * HOUR))
    at = dt.datetime.combine(ended.date() + dt.timedelta(days=1), dt.time(9))
    at += dt.timedelta(seconds=floor.rng.randint(0, 12 * HOUR))
    if not story.chance(COMES_BACK):
        return at
    agent = floor.on_duty_or_other(story.agent, at)
    again = floor.story(agent, at, story.product)
    telling = floor.book.tell(agent, buyer, scenes.returns(again), at)
    floor.converts[agent.username].book(agent.rate(again.week), True)
    return telling.ended_at + dt.timedelta(seconds=floor.rng.randint(30, 900))


def _handed_over(floor: Floor, story: Story, buyer: str, at: dt.datetime, second: Agent) -> None:
    """A colleague takes over in the middle; the sale is an inquiry of both."""
    first = floor.book.tell(story.agent, buyer, scenes.opening(story) + scenes.questions(story), at)
    other = floor.story(second, at, story.product)
    notice = phrases.TRANSFER.format(from_agent=story.agent.nick, agent=second.nick)
    turns = [Turn(scenes.AGENT, notice, scenes.SYSTEM), *scenes.questions(other)]
    turns += scenes.ordered_in_chat(other, paid=True)
    telling = floor.book.tell(second, buyer, turns, first.ended_at + dt.timedelta(seconds=20))
    floor.converts[second.username].book(second.rate(other.week), True)
    order = floor.place(other, buyer, telling.ordered_at or telling.ended_at, second)
    floor.pay_at_once(order)


def _unpaid_sale(floor: Floor, story: Story, buyer: str, at: dt.datetime) -> None:
    turns = scenes.opening(story) + scenes.questions(story) + scenes.ordered_in_chat(story, paid=False)
    telling = floor.book.tell(story.agent, buyer, turns, at)
    order = floor.place(story, buyer, telling.ordered_at or at, story.agent)
    _chase_in_vain(floor, story, order)


def _lost_sale(floor: Floor, story: Story, buyer: str, at: dt.datetime) -> None:
    cause = scenes.lost_cause(story)
    turns = scenes.opening(story) + scenes.questions(story, lost_by=cause) + scenes.lost(story, cause)
    floor.book.tell(story.agent, buyer, turns, at)
    if cause in ("thinking", "price", "silent"):
        floor.lost_buyers.append(buyer)
        del floor.lost_buyers[:-120]


def _money_comes(floor: Floor, story: Story, order: Order) -> None:
    """Most pay at once; the others by themselves or after a chase."""
    if not floor.pays_late.draw(floor.late_share(order.created_at.date())):
        floor.pay_at_once(order)
        return
    chaser, chased_at = _chase(floor, story, order, eagerness=1.3)
    if chaser is None:
        seconds = round(700 * 40 ** floor.rng.random())
        floor.pay(order, order.created_at + dt.timedelta(seconds=seconds))
        return
    paid_at = chased_at + dt.timedelta(seconds=floor.rng.randint(90, 1500))
    floor.pay(order, paid_at)
    if story.chance(0.6):
        answer = [Turn(scenes.BUYER, story.say(phrases.CHASE_ANSWERS))]
        answer.append(Turn(scenes.AGENT, story.say(phrases.CHASE_THANKS)))
        floor.book.tell(chaser, order.buyer, answer, paid_at + dt.timedelta(seconds=25))


def _chase_in_vain(floor: Floor, story: Story, order: Order) -> None:
    chaser, chased_at = _chase(floor, story, order, eagerness=0.6)
    if chaser and story.chance(0.3):
        refusal = [Turn(scenes.BUYER, story.say(phrases.CHASE_REFUSALS))]
        refusal.append(Turn(scenes.AGENT, story.say(phrases.CHASE_RESIGNS)))
        floor.book.tell(chaser, order.buyer, refusal, chased_at + dt.timedelta(minutes=9))


def _chase(floor: Floor, story: Story, order: Order, eagerness: float) -> tuple[Agent | None, dt.datetime]:
    """Who chased the order and when; nobody if the agent on duty then does not chase."""
    well = story.does_well("chase")
    delay = floor.rng.randint(13, 75) if well else floor.rng.randint(60, 1300)
    at = floor.in_hours(order.created_at + dt.timedelta(minutes=delay))
    agent = floor.on_duty_or_other(story.agent, at)
    told = floor.story(agent, at, story.product)
    if not told.chance(min(1.0, agent.skill("chase", told.week) * eagerness)):
        return None, at
    telling = floor.book.tell(agent, order.buyer, scenes.chase(told, well), at)
    if told.chance(0.5):
        order.memo = CHASE_MEMO.format(name=agent.name, day=f"{at.month}.{at.day}")
    return agent, telling.ended_at
