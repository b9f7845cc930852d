"""What was said with a buyer, as lines to show: around one order, or in a span of time."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from accounts.models import AgentKind, AgentNick, Shop
from chats.attribution.columns import AUTO, IN, KINDS
from chats.models import BuyerAlias, Credit, Message

AFTER = dt.timedelta(days=3)
MOST_MESSAGES = 400
HIDDEN = "hidden"

MayRead = Callable[[int | None], bool]  # whether the talk of an agent may be read (ReadableTalks.includes)


@dataclass(frozen=True)
class Mark:
    """That a decision about an order (order, payment, chase) rests on a message (D5.7)."""

    what: str
    credit: Credit


@dataclass(frozen=True)
class Entry:
    """One line: a message, or an event (`event` is not empty) that `about` tells more of.

    `muted` tells automatic, system and robot messages from what people said. `evidence` names the
    decisions that rest on this message. `count` and `until` belong to talks that the reader may not read.
    `is_starred`: the message belongs to a passage of the case library.
    """

    at: dt.datetime
    event: str = ""
    agent: str = ""
    agent_id: int | None = None
    incoming: bool = False
    kind: str = ""
    text: str = ""
    muted: bool = False
    evidence: tuple[Mark, ...] = ()
    about: Any = None
    count: int = 0
    until: dt.datetime | None = None
    is_target: bool = False
    is_starred: bool = False


@dataclass(frozen=True)
class Timeline:
    """Entries in order of time; `cut` where there were more messages than are shown."""

    entries: list[Entry]
    cut: bool


@dataclass(frozen=True)
class Speaker:
    """Who stands behind an agent's nick."""

    agent_id: int | None
    name: str
    robot: bool


UNKNOWN = Speaker(None, "", False)
Marks = Mapping[tuple[dt.datetime, int], Collection[Mark]]


def names_of(shop: Shop, person: int) -> list[int]:
    """Every name (alias) in which files know a person."""
    return list(BuyerAlias.objects.filter(shop=shop, person=person).values_list("pk", flat=True))


def aliases(credit: Credit) -> list[int]:
    """Every name of the order's buyer; none where the buyer identifies nobody."""
    buyer = credit.order.buyer
    return [] if buyer is None or buyer.person is None else names_of(credit.shop, buyer.person)


def messages_between(
    shop: Shop, buyers: Collection[int], first: dt.datetime, last: dt.datetime
) -> list[Message]:
    """The first messages of a buyer with anybody of the shop, in order of time, buyer before agent."""
    if not buyers:
        return []
    rows = Message.objects.filter(shop=shop, sent_at__range=(first, last), buyer_id__in=buyers)
    return list(rows.order_by("sent_at", "direction", "hash")[: MOST_MESSAGES + 1])


def speakers(shop: Shop) -> dict[int, Speaker]:
    """Who speaks, by nick id."""
    rows = AgentNick.objects.filter(shop=shop).values_list("pk", "agent_id", "agent__name", "agent__kind")
    return {pk: Speaker(agent, name, kind == AgentKind.ROBOT) for pk, agent, name, kind in rows}


def evidence_of(credits: Iterable[Credit]) -> dict[tuple[dt.datetime, int], list[Mark]]:
    """(instant, hash) of the deciding messages → the decisions that rest on each."""
    found: dict[tuple[dt.datetime, int], list[Mark]] = {}
    for credit in credits:
        for what in ("order", "payment", "chase"):
            at, message = getattr(credit, f"{what}_evidence_at"), getattr(credit, f"{what}_evidence_hash")
            if at is not None:
                found.setdefault((at, message), []).append(Mark(what, credit))
    return found


def timeline(shop: Shop, credit: Credit, window: dt.timedelta, may_read: MayRead) -> Timeline:
    """From `window` before the order was placed to three days after its payment (or placing).

    Of agents whom `may_read` leaves out it says only that somebody talked with the buyer, and when.
    """
    order = credit.order
    last = (order.paid_at or order.created_at) + AFTER
    rows = messages_between(shop, aliases(credit), order.created_at - window, last)
    entries = lines(rows[:MOST_MESSAGES], speakers(shop), evidence_of([credit]), may_read)
    entries.append(Entry(order.created_at, event="created", about=credit))
    if order.paid_at:
        entries.append(Entry(order.paid_at, event="paid", about=credit))
    return Timeline(in_order(entries), len(rows) > MOST_MESSAGES)


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Lines by time. A touch in the second of the order counts as before it (D5.2): events follow messages.

    Why a talk is out of the figures stands above its first message, as does who starred a passage and why.
    """
    ranks = {"filtered": 0, "case": 0, "": 1}
    return sorted(entries, key=lambda entry: (entry.at, ranks.get(entry.event, 2)))


def talk(
    shop: Shop, buyers: Collection[int], first: dt.datetime, last: dt.datetime, may_read: MayRead
) -> Timeline:
    """What was said with a buyer in a span of time, as far as it may be read, and nothing else."""
    rows = messages_between(shop, buyers, first, last)
    return Timeline(lines(rows[:MOST_MESSAGES], speakers(shop), {}, may_read), len(rows) > MOST_MESSAGES)


def lines(
    rows: Iterable[Message], who: Mapping[int, Speaker], evidence: Marks, may_read: MayRead
) -> list[Entry]:
    """A line for each message that may be read; one for each stretch of those that may not."""
    found: list[Entry] = []
    for row in rows:
        if may_read(who.get(row.agent_nick_id, UNKNOWN).agent_id):
            found.append(said(row, who, evidence))
        elif found and found[-1].event == HIDDEN:
            found[-1] = replace(found[-1], count=found[-1].count + 1, until=row.sent_at)
        else:
            found.append(Entry(row.sent_at, event=HIDDEN, count=1, until=row.sent_at))
    return found


def said(row: Message, who: Mapping[int, Speaker], evidence: Marks, is_target: bool = False) -> Entry:
    """The line of one message."""
    speaker = who.get(row.agent_nick_id, UNKNOWN)
    incoming = row.direction == IN
    return Entry(
        at=row.sent_at,
        agent=speaker.name,
        agent_id=speaker.agent_id,
        incoming=incoming,
        kind=KINDS[row.kind],
        text=row.text,
        muted=row.kind >= AUTO or (speaker.robot and not incoming),
        evidence=tuple(evidence.get((row.sent_at, row.hash), ())),
        is_target=is_target,
    )


def deciding_texts(shop: Shop, credit: Credit) -> dict[str, str]:
    """The words of each deciding message, by decision; they may lie outside the timeline.

    Whoever shows them asks first whether the reader may read the agent's talk.
    """
    wanted = evidence_of([credit])
    if not wanted:
        return {}
    rows = Message.objects.filter(shop=shop, sent_at__in=[at for at, _hash in wanted])
    found = {(row.sent_at, row.hash): row.text for row in rows}
    return {mark.what: found.get(key, "") for key, marks in wanted.items() for mark in marks}
