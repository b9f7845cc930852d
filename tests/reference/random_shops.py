"""Small nasty shops from a seed: few people, few days, and instants crowded on the boundaries."""

import datetime as dt
import random
from dataclasses import dataclass

from tests.reference import rule_book, times
from tests.reference.world import AgentRow, MessageRow, OrderRow, TrafficRow, World

TEXTS = [
    *(
        "在吗",
        "有货吗",
        "谢谢",
        "好的",
        " 谢谢",
        "?",
        "？",
        "付款了吗亲",
        "拍下了",
        "亲还没支付哦",
        "加微信详聊",
    ),
    *(
        "ＷｅｉＸｉｎ同号",
        "VIP",
        "ｖｉｐ价",
        "第一行\n第二行",
        '他说"好,的"',
        "https://item.example/1",
        "",
        "😀",
    ),
]
MEMOS = [*[""] * 12, "已催 小美 11.11", "老板补单", "ＳＤ刷单勿发", "vip", "ＶＩＰ内部单", "加急\n第二行"]
GAPS = [0, 0, 1, 5, 10, 11, 30, 99, 100, 101, 179, 180, 181, 599, 600, 601, 1799, 1800, 1801, 3599, 7200]
GAPS += [300, 301, 86400]
AGENT_NICKS = {
    "小美": ["旺铺:小美", "cntaobao旺铺：小美二号"],
    "小七": ["旺铺:xiaoqi"],
    "阿兰": ["Shop:Lan"],
}
WRITTEN_OTHERWISE = {"旺铺:小美": "cntaobao旺铺：小美", "旺铺:xiaoqi": "旺铺:XiaoQi", "Shop:Lan": "shop：lan"}
ROBOT_NICK = "旺铺:服务助手"
NEWCOMER = "旺铺:新来的"  # not in the roster
MAIN_ACCOUNT = "旺铺"


@dataclass
class Persona:
    """A buyer: the ways in which chats name her (nick, open uid) and the nick of her orders."""

    ways: list[tuple[str, str]]
    order_nick: str


PERSONAS = [
    Persona([("lily", ""), ("Lily", ""), ("cntaobaolily", "")], "LILY"),
    Persona([("rose", "AAE-rose"), ("rose", ""), ("r**e", "AAE-rose")], "rose"),
    Persona([("t**1", "")], "t**1"),  # two people who look alike
    Persona([("t**1", ""), ("t**1", "AAE-tom"), ("", "AAE-tom")], "t**1"),
    Persona([("kate_old", "AAE-kate"), ("kate_new", "AAE-kate"), ("k**w", "AAE-kate")], "kate_new"),
    Persona([("买家甲", ""), ("买家甲", "AAE-jia")], "买家甲"),
    Persona([(MAIN_ACCOUNT, "")], "cntaobao旺铺"),  # internal
    Persona([("peer", ""), ("PEER", "AAE-peer")], "Peer"),  # blocked, in some shops
    Persona([("nina", "")], ""),  # her orders name nobody
    Persona([("ann", "")], "ann"),
    Persona([("bob", "")], "Bob"),
    Persona([("cai", "AAE-cai"), ("c*i", "AAE-cai")], "cai"),
    Persona([], "silent_sam"),  # never chats
]


class Shop:
    """Builds one world; all instants are UTC seconds until they are written as wall-clock times."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.world = World(main_account=self.chance.choice([MAIN_ACCOUNT, ""]))
        self.world.timezone = self.chance.choice(["Asia/Shanghai", "Asia/Shanghai", "Europe/Berlin"])
        self.days = self.chance.randint(3, 6)
        self.first_day = self._first_day()
        self._meet_people()
        self._make_rules()
        self.rules = [version.rules for version in rule_book.versions(self.world)]

    def _first_day(self) -> dt.date:
        if self.world.timezone == "Europe/Berlin":  # the clocks change within the span
            change = self.chance.choice([dt.date(2026, 3, 29), dt.date(2026, 10, 25)])
            return change - dt.timedelta(days=self.chance.randint(0, 3))
        return dt.date(2026, 5, 1) + dt.timedelta(days=self.chance.randint(0, 20))

    def _meet_people(self) -> None:
        names = self.chance.sample(sorted(AGENT_NICKS), self.chance.randint(1, 3))
        self.world.agents = [AgentRow(name, "human", list(AGENT_NICKS[name])) for name in names]
        self.world.agents.append(AgentRow("机器人", "robot", [ROBOT_NICK]))
        self.chance.shuffle(self.world.agents)
        self.agent_nicks = [nick for name in names for nick in AGENT_NICKS[name]]
        if self.chance.random() < 0.2:
            self.agent_nicks.append(self.chance.choice([NEWCOMER, MAIN_ACCOUNT]))
        self.buyers = self.chance.sample(PERSONAS, self.chance.randint(4, 7))
        colleague = AGENT_NICKS[self.chance.choice(names)]
        if self.chance.random() < 0.4:  # internal
            self.buyers.append(Persona([(colleague[0].upper(), "")], colleague[-1]))

    # --- rules -------------------------------------------------------------------------------

    def _make_rules(self) -> None:
        chance = self.chance
        if chance.random() < 0.7:
            self.world.rule_versions.append((None, self._some_rules(first=True)))
        for _ in range(chance.randint(0, 2)):
            day = self.first_day + dt.timedelta(days=chance.randint(0, self.days))
            self.world.rule_versions.append((day, self._some_rules(first=False)))

    def _some_rules(self, first: bool) -> dict[str, str]:
        choices = {
            "excluded_flags": ["1", "2,5"],
            "excluded_memo_phrases": ["补单,刷单", "vip", "补单，内部单"],
            "blocked_buyers": ["peer", "cntaobaoPEER,Lily", "kate_old"],
            "excluded_agents": ["Shop:Lan", "旺铺：小美二号", "旺铺:XIAOQI,shop:lan"],
            "watchwords": ["加微信,weixin", "ＷＥＩＸＩＮ"],
            "closing_phrases": ["谢谢,好的", "？", "VIP价"],
            "first_response_target_seconds": ["0", "10", "30", "100"],
            "service_hours": ["08:00-23:00", "22:00-06:00", "00:00-24:00", "09:30-18:00", "23:59-00:01"],
            "slow_response_seconds": ["0", "100", "180"],
            "long_reception_minutes": ["0", "5", "30"],
            "inquiry_window_hours": ["1", "2", "24", "48", "72"],
            "tie_break": ["last_touch", "most_rounds"],
            "chase_guard_minutes": ["0", "1", "10", "30"],
            "unpaid_days": ["1", "2", "3"],
            "chase_needs_phrase": ["on", "off"],
            "chase_phrases": ["付款,支付", "ＶＩＰ", "?"],
            "aftersale_days": ["0", "1", "2", "15"],
            "judge_rule": ["order_first", "order", "payment"],
            "day_start": ["00:00", "02:00", "06:30"],
            "session_gap_minutes": ["5", "30", "60"],
        }
        names = self.chance.sample(sorted(choices), self.chance.randint(1, 8))
        if not first:  # they come from the first version whatever a later one says, D7.7
            names = [n for n in names if n not in ("day_start", "session_gap_minutes") or len(names) > 5]
        return {name: self.chance.choice(choices[name]) for name in {**dict.fromkeys(names), "tie_break": 1}}

    def _limit(self, name: str, unit: int) -> int:
        """A boundary in seconds from one of the shop's rule versions, exact or a second off."""
        return self.chance.choice(self.rules)[name] * unit + self.chance.choice([-1, 0, 0, 1])

    # --- times -------------------------------------------------------------------------------

    def _wall(self, at: int) -> dt.datetime:
        return times.wall_clock(at, self.world.timezone)

    def _some_instant(self) -> int:
        """An instant of the span, often at the edge of a business day."""
        chance = self.chance
        day = dt.datetime.combine(self.first_day, dt.time()) + dt.timedelta(days=chance.randrange(self.days))
        day_start = self.rules[0]["day_start"]
        if chance.random() < 0.4:
            edge = day + dt.timedelta(minutes=day_start) + dt.timedelta(days=1)
            local = edge + dt.timedelta(seconds=chance.choice([-1801, -1800, -600, -10, -1, 0, 1]))
        elif chance.random() < 0.1:
            local = day + dt.timedelta(hours=2, minutes=chance.randrange(60))  # missing or twice in Berlin
        else:
            local = day + dt.timedelta(seconds=chance.randrange(86400))
        return times.instant(local, self.world.timezone)

    # --- what happens ------------------------------------------------------------------------

    def _agent(self) -> str:
        nick = self.chance.choice([*self.agent_nicks, *self.agent_nicks, ROBOT_NICK])
        return WRITTEN_OTHERWISE.get(nick, nick) if self.chance.random() < 0.2 else nick

    def say(self, persona: Persona, agent: str, direction: str, at: int, kind: str = "") -> None:
        chance = self.chance
        if not persona.ways:
            return
        nick, uid = chance.choice(persona.ways)
        kind = kind or chance.choice(["text"] * 8 + ["image", "card", "auto", "system"])
        text = chance.choice(TEXTS).strip() if kind != "image" else ""
        row = MessageRow(agent, nick, direction, self._wall(at), text, kind, uid)
        self.world.messages.append(row)
        if chance.random() < 0.05:  # the same "?" twice in a second
            self.world.messages.append(MessageRow(**vars(row)))

    def chat(self, persona: Persona, at: int) -> None:
        """Some messages whose gaps crowd on the boundaries, with one agent or several."""
        agent = self._agent()
        for _ in range(self.chance.randint(1, 9)):
            direction = self.chance.choice(["in", "in", "in", "out", "out"])
            self.say(persona, agent, direction, at)
            at += self.chance.choice(GAPS)
            if self.chance.random() < 0.25:
                agent = self._agent()

    def contest(self, persona: Persona) -> None:
        """Several agents talk to one buyer, end in the same second, and then she orders."""
        chance = self.chance
        end = self._some_instant()
        for agent in chance.sample(self.agent_nicks, min(len(self.agent_nicks), 2)):
            at = end - chance.choice([0, 60, 300])
            for _ in range(chance.randint(1, 3)):
                self.say(persona, agent, "in", at, "text")
                at = min(end, at + chance.choice([1, 10, 60]))
                self.say(persona, agent, "out", at, "text")
            self.say(persona, agent, "in", end - chance.choice([0, 90]), "text")
            self.say(persona, agent, "out", end + chance.choice([0, 0, 0, 1]), "text")
        self.order(persona, end + chance.choice([0, 1, 1, 60, 600]))

    def return_after_sale(self, persona: Persona) -> None:
        """The buyer writes again where after-sales ends (D6.1), exactly or a second off."""
        own = [order for order in self.world.orders if order.buyer == persona.order_nick]
        if own:
            order = self.chance.choice(own)
            at = self._instant(order.created) + self._limit("unpaid_days", times.DAY)
            if order.paid:
                at = self._instant(order.paid) + self.chance.choice(
                    [0, self._limit("aftersale_days", times.DAY)]
                )
            self.say(persona, self._agent(), "in", at, "text")

    def order(self, persona: Persona, created: int | None = None) -> None:
        """An order at a boundary of something this buyer or an agent said, and touches around it."""
        chance = self.chance
        created = self._creation(persona) if created is None else created
        paid = None
        if chance.random() < 0.7:
            paid = created + max(0, self._payment_delay())
        amount = chance.choice([1, 990, 5900, 12345, 100000])
        row = OrderRow(self._number(), persona.order_nick, self._wall(created), None, amount)
        row.paid = self._wall(paid) if paid is not None else None
        row.flag = chance.choice([0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5])
        row.memo = chance.choice(MEMOS)
        row.items = chance.choice([1, 1, 2, 7]) if row.flag else chance.choice([1, 1, 2, 7, None])
        row.closed = chance.random() < 0.2
        if self._instant(row.created) > self._instant(row.paid):  # the autumn hour, read as its first
            row.paid = None
        if row.paid and not row.flag:
            row.refunded_fen = chance.choice([0, 0, 0, amount, amount // 2])
        self.world.orders.append(row)
        for _ in range(chance.randint(0, 5)):
            self._touch_around(persona, created, paid)

    def _instant(self, local: dt.datetime | None) -> int:
        return 1 << 60 if local is None else times.instant(local, self.world.timezone)

    def _number(self) -> str:
        return str(self.chance.randrange(10**17, 10**18))

    def _creation(self, persona: Persona) -> int:
        names = {nick for nick, _ in persona.ways}
        heard = [row for row in self.world.messages if row.buyer in names]
        if not heard or self.chance.random() < 0.1:
            return self._some_instant()
        at = self._instant(self.chance.choice(heard).sent_at)
        if self.chance.random() < 0.4:
            return at + self._limit("inquiry_window_hours", times.HOUR)
        return at + self.chance.choice([-1, 0, 0, 1, 60, 600, 3600])

    def _payment_delay(self) -> int:
        return self.chance.choice(
            [
                *(0, 1, 8, 30, 3600, 86400),
                self._limit("chase_guard_minutes", 60),
                self._limit("chase_guard_minutes", 60) + 2,
                self._limit("unpaid_days", times.DAY),
                self._limit("inquiry_window_hours", times.HOUR),
            ]
        )

    def _touch_around(self, persona: Persona, created: int, paid: int | None) -> None:
        """Messages on both sides of the instants that decide closers and chases."""
        window = self._limit("inquiry_window_hours", times.HOUR)
        guard = [created + self._limit("chase_guard_minutes", 60) for _ in range(3)]
        around = [created, created - window, *guard]
        around.append(created + self._limit("unpaid_days", times.DAY))
        if paid is not None:
            around += [paid, paid - window, paid]
        at = self.chance.choice(around) + self.chance.choice([0, 0, 0, 1])
        agent = self._agent()
        self.say(persona, agent, "out", at)
        if self.chance.random() < 0.5:
            self.say(persona, self.chance.choice([agent, ROBOT_NICK]), "in", at)

    def build(self) -> World:
        chance, world = self.chance, self.world
        for persona in self.buyers:
            for _ in range(chance.randint(0, 3)):
                self.chat(persona, self._some_instant())
            for _ in range(chance.choice([0, 1, 1, 2, 3])):
                self.order(persona)
            for _ in range(chance.choice([0, 0, 1, 2])):
                self.contest(persona)
            for _ in range(chance.choice([0, 1, 2])):
                self.return_after_sale(persona)
        world.messages.sort(key=lambda row: row.sent_at)
        self._number_messages()
        self._count_visitors()
        self._rule()
        return world

    def _number_messages(self) -> None:
        share = self.chance.choice([0, 0, 0.5, 1])
        for number, row in enumerate(self.world.messages):
            if self.chance.random() < share:
                row.source_id = f"m{number}"

    def _count_visitors(self) -> None:
        for n in range(self.days):
            visitors = self.chance.randint(0, 500)
            more = self.chance.choice([(None, None), (visitors * 3, visitors // 2)])
            if self.chance.random() < 0.8:
                self.world.traffic.append(TrafficRow(self.first_day + dt.timedelta(n), visitors, *more))

    def _rule(self) -> None:
        """Rulings on orders, manual exclusions and accepted invalid reasons, in some shops."""
        chance, world = self.chance, self.world
        if chance.random() < 0.7:
            return
        known = [nick for agent in world.agents for nick in agent.nicks if nick != ROBOT_NICK]
        for order in chance.sample(world.orders, min(len(world.orders), 2)):
            world.rulings[order.order_no] = chance.choice([*known, None])
        for order in chance.sample(world.orders, min(len(world.orders), 1)):
            order.excluded_manually = True
        whole = [row for row in world.messages if row.buyer and "*" not in row.buyer]
        for row in chance.sample(whole, min(len(whole), 3)):
            world.invalid.add((row.agent, row.buyer, row.sent_at.date()))


def random_shop(seed: int) -> World:
    """The shop of a seed, always the same."""
    return Shop(seed).build()


def span(world: World) -> tuple[dt.date, dt.date]:
    """First and last day that hold everything of a world."""
    instants = [row.sent_at for row in world.messages] + [row.created for row in world.orders]
    instants += [row.paid for row in world.orders if row.paid]
    days = [at.date() for at in instants] + [row.date for row in world.traffic]
    return min(days) - dt.timedelta(days=1), max(days) + dt.timedelta(days=1)


def random_as_of(world: World, seed: int) -> dt.datetime | None:
    """The default, some hour, or the very second in which an inquiry or a chase matures (D6.4, D7.5)."""
    chance = random.Random(-seed - 1)
    first, last = span(world)
    sort = chance.choice(["default", "hour", "inquiry", "order"])
    if sort == "hour":
        hours = chance.randrange(48, 24 * ((last - first).days + 7))
        return dt.datetime.combine(first, dt.time()) + dt.timedelta(hours=hours)
    rules = chance.choice(rule_book.versions(world)).rules
    unpaid = dt.timedelta(days=rules["unpaid_days"])
    off = dt.timedelta(seconds=chance.choice([-1, 0, 0]))
    if sort == "inquiry" and world.messages:
        window = dt.timedelta(hours=rules["inquiry_window_hours"])
        return chance.choice(world.messages).sent_at + window + unpaid + off
    if sort == "order" and world.orders:
        return chance.choice(world.orders).created + unpaid + off
    return None
