"""The talks of the demo shop as scripts: who says what, in which order, before any time is set."""

import random
from dataclasses import dataclass

from reports.demo.story import phrases
from reports.demo.story.chance import pick
from reports.demo.story.goods import Product, Promotion
from reports.demo.story.people import Agent
from reports.demo.story.topics import GROUP_TOPICS, STOCK_ANSWERS, TOPICS

BUYER, AGENT, ROBOT, ORDER = "buyer", "agent", "robot", "order"
TEXT, IMAGE, CARD, AUTO, SYSTEM = "text", "image", "card", "auto", "system"


@dataclass(frozen=True)
class Turn:
    """One line of a script. ORDER is the moment at which the buyer orders; `wait` fixes a pause."""

    who: str
    text: str = ""
    kind: str = TEXT
    wait: int = 0


@dataclass(frozen=True)
class Story:
    """What one talk is about, and how well this agent sells in this week (1-9)."""

    rng: random.Random
    agent: Agent
    week: int
    product: Product
    other: Product
    colour: str
    promotion: Promotion

    def say(self, options: tuple[str, ...]) -> str:
        """One of the lines with its places filled."""
        return self.rng.choice(options).format(
            p=self.product.short,
            q=self.other.short,
            m=self.product.material,
            s=self.product.size,
            c=self.colour,
            price=self.product.price,
            qprice=self.other.price,
            promo=self.promotion.text,
            gift=self.promotion.gift,
            link=self.product.link,
        )

    def chance(self, share: float) -> bool:
        """Yes in this share of all cases."""
        return self.rng.random() < share

    def does_well(self, topic: str) -> bool:
        """Whether the agent gets promo, recommend or chase right this time."""
        return self.chance(self.agent.skill(topic, self.week))


def opening(story: Story) -> list[Turn]:
    """How the buyer comes in: item card, robot or auto reply, a hello."""
    turns = []
    if story.chance(0.55):
        card = phrases.ENTRY_CARD.format(title=story.product.title, price=story.product.price)
        turns.append(Turn(BUYER, card, AUTO))
    if story.chance(0.3):
        turns += _through_the_robot(story)
    elif story.chance(0.4):
        turns += [Turn(BUYER, story.say(phrases.HELLOS))]
        if story.chance(0.35):
            turns.append(Turn(AGENT, story.say(phrases.AUTO_REPLIES), AUTO))
        turns.append(Turn(AGENT, story.say(phrases.ANSWER_HELLOS)))
    if story.chance(0.3):
        turns.append(Turn(BUYER, story.product.link, CARD))
    return turns


def _through_the_robot(story: Story) -> list[Turn]:
    return [
        Turn(ROBOT + BUYER, story.say(phrases.HELLOS)),
        Turn(ROBOT, story.say(phrases.ROBOT_HELLOS), AUTO),
        Turn(ROBOT + BUYER, story.say(phrases.ASKS_HUMAN)),
        Turn(AGENT, phrases.TRANSFER_FROM_ROBOT.format(agent=story.agent.nick), SYSTEM),
    ]


def _topic(story: Story, name: str) -> list[Turn]:
    beginnings, sequels = TOPICS[name]
    asks, answers = story.rng.choice(beginnings)
    turns = [Turn(BUYER, story.say(asks))]
    if name in ("size", "material") and story.chance(0.12):
        turns.append(Turn(BUYER, "[图片]", IMAGE))
    turns.append(Turn(AGENT, story.say(answers)))
    if story.chance(0.6):
        asks, answers = story.rng.choice(sequels)
        turns += [Turn(BUYER, story.say(asks)), Turn(AGENT, story.say(answers))]
        if "图" in turns[-2].text:
            turns.append(Turn(AGENT, "[图片]", IMAGE))
    elif story.chance(0.4):
        turns.append(Turn(BUYER, story.say(phrases.ACKNOWLEDGES)))
    return turns


def _promo(story: Story, well: bool) -> list[Turn]:
    answers = phrases.PROMO_GOOD if well else phrases.PROMO_WEAK
    return [Turn(BUYER, story.say(phrases.ASK_PROMO)), Turn(AGENT, story.say(answers))]


def _advice(story: Story, well: bool) -> list[Turn]:
    answers = phrases.ADVICE_GOOD if well else phrases.ADVICE_WEAK
    turns = [Turn(BUYER, story.say(phrases.ASK_ADVICE)), Turn(AGENT, story.say(answers))]
    if well:
        turns.append(Turn(AGENT, story.other.link, CARD))
        turns.append(Turn(BUYER, story.say(phrases.MURMURS)))
    return turns


def questions(story: Story, lost_by: str = "") -> list[Turn]:
    """What is asked and answered. A sale lost by promo or recommend shows the weak answer."""
    turns = []
    for name in story.rng.sample(GROUP_TOPICS[story.product.group], story.rng.choice((1, 1, 2, 2, 3))):
        turns += _topic(story, name)
    if lost_by == "promo" or story.chance(0.35):
        turns += _promo(story, well=lost_by != "promo" and story.does_well("promo"))
    elif story.chance(0.5) and story.does_well("promo"):
        turns.append(Turn(AGENT, story.say(phrases.ALWAYS_OFFERS)))
    if lost_by == "recommend" or story.chance(0.3):
        turns += _advice(story, well=lost_by != "recommend" and story.does_well("recommend"))
    if story.chance(0.15):
        turns.append(Turn(BUYER, story.say(phrases.MURMURS)))
    return turns


def ordered_in_chat(story: Story, paid: bool) -> list[Turn]:
    """The buyer orders while they talk; the words after it tell whether the money came."""
    words = phrases.BUYS if paid else phrases.UNPAID_WORDS
    turns = [Turn(ORDER), Turn(BUYER, story.say(words))]
    turns.append(Turn(AGENT, story.say(phrases.AFTER_ORDER if paid else phrases.UNPAID_ANSWERS)))
    if paid and story.chance(0.6):
        turns.append(Turn(BUYER, story.say(phrases.PAID_WORDS)))
    return turns


def leaves_to_order_later(story: Story) -> list[Turn]:
    """The buyer goes, and will order without another word."""
    return [Turn(BUYER, story.say(phrases.BUYS_LATER)), Turn(AGENT, story.say(phrases.WAITS))]


def lost(story: Story, cause: str) -> list[Turn]:
    """The last words of a sale that is lost, by its cause."""
    last_words, answers = phrases.LOST_ENDINGS[cause]
    if not last_words:
        return []
    turns = [Turn(BUYER, story.say(last_words))]
    wait = story.rng.randint(240, 800) if cause == "slow" else 0
    if cause == "slow" or story.chance(0.8):
        turns.append(Turn(AGENT, story.say(answers), wait=wait))
    if cause in ("price", "stock", "style", "competitor") and story.does_well("recommend"):
        turns += [Turn(AGENT, story.say(phrases.WON_BACK)), Turn(BUYER, story.say(phrases.ACKNOWLEDGES))]
    return turns


def lost_cause(story: Story) -> str:
    """Why this agent loses a sale in this week: what training cures fades after it."""
    agent, week = story.agent, story.week
    return pick(
        story.rng,
        {
            "promo": 30 * (1 - agent.skill("promo", week)),
            "recommend": 30 * (1 - agent.skill("recommend", week)),
            "slow": 12 if agent.first_wait > 40 else 2,
            "price": 12,
            "stock": 6,
            "style": 8,
            "thinking": 14,
            "silent": 12,
            "delivery": 6,
            "competitor": 5,
        },
    )


def nobody_answers(story: Story) -> list[Turn]:
    """A question that the agent overlooks."""
    asks = story.rng.choice(TOPICS[story.rng.choice(("material", "stock", "shipping"))][0])[0]
    return [Turn(BUYER, story.say(asks)), Turn(BUYER, story.rng.choice(("?", "在吗", "人呢")), wait=150)]


def returns(story: Story) -> list[Turn]:
    """A buyer who asked before comes back."""
    return [Turn(BUYER, story.say(phrases.RETURNS)), Turn(AGENT, story.say(STOCK_ANSWERS))]


def night_question(story: Story) -> list[Turn]:
    """Late at night: an auto reply is all there is."""
    return [
        Turn(BUYER, story.say(phrases.NIGHT_ASKS)),
        Turn(AGENT, story.say(phrases.NIGHT_AUTO_REPLIES), AUTO),
    ]


def morning_answer(story: Story) -> list[Turn]:
    """The next morning's answer, before the buyer says anything more."""
    return [
        Turn(AGENT, phrases.OFFLINE_MESSAGE.format(agent=story.agent.nick), SYSTEM),
        Turn(AGENT, story.say(phrases.MORNING_ANSWERS)),
    ]


def chase(story: Story, well: bool) -> list[Turn]:
    """One payment chase, with a reason and an offer or without tact."""
    turns = [Turn(AGENT, story.say(phrases.CHASE_GOOD if well else phrases.CHASE_WEAK))]
    if well and story.chance(0.3):
        turns.append(Turn(AGENT, story.say(phrases.ALWAYS_OFFERS)))
    return turns


def after_sales(story: Story, topic: tuple[tuple[str, ...], ...]) -> list[Turn]:
    """A talk about a parcel, an exchange, an invoice."""
    asks, answers, follow_ups, last_words = topic
    turns = [Turn(BUYER, story.say(asks)), Turn(AGENT, story.say(answers))]
    if story.chance(0.7):
        turns += [Turn(BUYER, story.say(follow_ups)), Turn(AGENT, story.say(last_words))]
    if story.chance(0.4):
        turns.append(Turn(BUYER, story.say(phrases.ACKNOWLEDGES)))
    return turns
