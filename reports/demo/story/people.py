"""Who works in the demo shop: five agents with their strengths, their weeks and their shifts."""

from dataclasses import dataclass

from accounts.demo import DEMO_SHOP

SHOP_NAME = DEMO_SHOP
ROBOT_NICK = f"{SHOP_NAME}:服务助手"
TEAMS = ("售前一组", "售前二组")

# The three actions of the case study, by the week (1-9) from which they show in the chats.
PROMO_BRIEFING_WEEK = 6
CHASE_SCRIPT_WEEK = 7
RECOMMENDING_TALK_WEEK = 8
WEEKS = 9


@dataclass(frozen=True)
class Agent:
    """One agent. Shares are 0..1, waits are medians in seconds, `rates` the planned conversion a week.

    The pairs `promo`, `recommend` and `chase` hold the share of chats in which the agent does it
    well before and after the action that trains it.
    """

    username: str
    name: str
    team: str
    first_wait: int
    later_wait: int
    unanswered: float
    promo: tuple[float, float]
    recommend: tuple[float, float]
    chase: tuple[float, float]
    late: bool  # works the late shift in odd weeks
    days_off: tuple[int, int]  # weekdays, Monday is 0
    rates: tuple[int, ...]  # percent; 0 where the agent was not there yet

    @property
    def nick(self) -> str:
        """The sub-account as files show it."""
        return f"{SHOP_NAME}:{self.name}"

    def skill(self, topic: str, week: int) -> float:
        """How often the agent does well at promo, recommend or chase in a week (1-9)."""
        started = {
            "promo": PROMO_BRIEFING_WEEK,
            "recommend": RECOMMENDING_TALK_WEEK,
            "chase": CHASE_SCRIPT_WEEK,
        }[topic]
        shares: tuple[float, float] = getattr(self, topic)
        before, after = shares
        return after if week >= started else before

    def rate(self, week: int) -> float:
        """The conversion planned for a week (1-9); days after the ninth go on like the ninth."""
        return self.rates[min(week, WEEKS) - 1] / 100

    def works(self, week: int, weekday: int) -> bool:
        """Whether the agent has a shift on this weekday."""
        return self.rate(week) > 0 and weekday not in self.days_off

    def is_late(self, week: int) -> bool:
        """Whether the shift of this week is the late one; the shifts change every week."""
        return self.late == bool(week % 2)


# A strong one, a slow one, one who never chases, a new one who does not recommend, an average one.
AGENTS = (
    Agent(
        username="xiaomei",
        name="小美",
        team=TEAMS[0],
        first_wait=8,
        later_wait=14,
        unanswered=0.004,
        promo=(0.8, 0.97),
        recommend=(0.75, 0.92),
        chase=(0.6, 0.85),
        late=False,
        days_off=(0, 3),
        rates=(39, 39, 39, 38, 39, 41, 40, 44, 46),
    ),
    Agent(
        username="xiaoqi",
        name="小琪",
        team=TEAMS[0],
        first_wait=52,
        later_wait=58,
        unanswered=0.05,
        promo=(0.5, 0.85),
        recommend=(0.45, 0.6),
        chase=(0.35, 0.55),
        late=True,
        days_off=(1, 4),
        rates=(26, 25, 26, 26, 25, 27, 27, 31, 34),
    ),
    Agent(
        username="awen",
        name="阿雯",
        team=TEAMS[1],
        first_wait=15,
        later_wait=22,
        unanswered=0.012,
        promo=(0.45, 0.9),
        recommend=(0.5, 0.7),
        chase=(0.0, 0.0),
        late=False,
        days_off=(2, 5),
        rates=(28, 29, 30, 28, 29, 31, 33, 36, 40),
    ),
    Agent(
        username="xiaolu",
        name="小鹿",
        team=TEAMS[1],
        first_wait=21,
        later_wait=30,
        unanswered=0.02,
        promo=(0.2, 0.85),
        recommend=(0.05, 0.65),
        chase=(0.25, 0.6),
        late=True,
        days_off=(6, 2),
        rates=(0, 28, 27, 27, 27, 30, 33, 38, 42),
    ),
    Agent(
        username="xiaojie",
        name="小杰",
        team=TEAMS[0],
        first_wait=13,
        later_wait=20,
        unanswered=0.01,
        promo=(0.5, 0.9),
        recommend=(0.4, 0.75),
        chase=(0.35, 0.65),
        late=False,
        days_off=(1, 5),
        rates=(31, 32, 33, 32, 34, 35, 36, 40, 42),
    ),
)
