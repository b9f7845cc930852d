"""A whole small shop as plain data: who works there, what was said, bought, visited and ruled."""

import datetime as dt
from dataclasses import dataclass, field


@dataclass
class AgentRow:
    """A person or robot with its nicks as written, first nick first (D2.1)."""

    name: str
    kind: str = "human"  # or robot
    nicks: list[str] = field(default_factory=list)


@dataclass
class MessageRow:
    """One message as a file has it (D2.3); `sent_at` is shop-local wall-clock time."""

    agent: str  # nick as written
    buyer: str  # nick as written, "" where only an open uid is given
    direction: str  # in | out
    sent_at: dt.datetime
    text: str = ""
    kind: str = "text"  # text image card auto system
    open_uid: str = ""
    source_id: str = ""


@dataclass
class OrderRow:
    """One order as its newest version says (D2.6); times are shop-local wall-clock time."""

    order_no: str
    buyer: str  # nick as written, "" where the file has none
    created: dt.datetime
    paid: dt.datetime | None = None
    amount_fen: int = 0
    refunded_fen: int = 0
    items: int | None = 1  # None: the file does not say
    flag: int = 0  # 1 red … 5 purple
    memo: str = ""
    closed: bool = False
    excluded_manually: bool = False


@dataclass
class TrafficRow:
    """Visitors of one day (D8)."""

    date: dt.date
    visitors: int
    page_views: int | None = None
    bounced: int | None = None


@dataclass
class World:
    """Everything the figures depend on.

    `rule_versions` are the set_rules commands in the order given: first day (None: from the
    beginning) and values as typed. `rulings` name an agent's nick, or None for nobody (D7.6).
    `invalid` holds the receptions whose `invalid` reason was accepted (D6.1): (agent's nick,
    buyer's nick, day).
    """

    timezone: str = "Asia/Shanghai"
    main_account: str = ""
    agents: list[AgentRow] = field(default_factory=list)
    messages: list[MessageRow] = field(default_factory=list)
    orders: list[OrderRow] = field(default_factory=list)
    traffic: list[TrafficRow] = field(default_factory=list)
    rule_versions: list[tuple[dt.date | None, dict[str, str]]] = field(default_factory=list)
    rulings: dict[str, str | None] = field(default_factory=dict)
    invalid: set[tuple[str, str, dt.date]] = field(default_factory=set)
