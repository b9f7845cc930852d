"""The buyer's talks around one order, with its placing and payment between them."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import AgentKind, AgentNick, Shop
from chats.attribution.columns import AUTO, IN, KINDS
from chats.models import BuyerAlias, Credit, Message

AFTER = dt.timedelta(days=3)
MOST_MESSAGES = 400


@dataclass(frozen=True)
class Entry:
    """One line: a message, or an event of the order (`event` is created or paid).

    `muted` tells automatic, system and robot messages from what people said. `evidence` names the
    decisions (order, payment, chase) that rest on this message.
    """

    at: dt.datetime
    event: str = ""
    agent: str = ""
    incoming: bool = False
    kind: str = ""
    text: str = ""
    muted: bool = False
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """Entries in order of time; `cut` where there were more messages than are shown."""

    entries: list[Entry]
    cut: bool


def aliases(credit: Credit) -> list[int]:
    """Every name in which files know the order's buyer; none where the buyer identifies nobody."""
    buyer = credit.order.buyer
    if buyer is None or buyer.person is None:
        return []
    known = BuyerAlias.objects.filter(shop_id=credit.shop_id, person=buyer.person)
    return list(known.values_list("pk", flat=True))


def messages_between(
    shop: Shop, buyers: Collection[int], first: dt.datetime, last: dt.datetime
) -> list[Message]:
    """The first messages of a buyer with anybody of the shop, in order of time, buyer before agent."""
    if not buyers:
        return []
    rows = Message.objects.filter(shop=shop, sent_at__range=(first, last), buyer_id__in=buyers)
    return list(rows.order_by("sent_at", "direction", "hash")[: MOST_MESSAGES + 1])


def nicks(shop: Shop) -> dict[int, tuple[str, bool]]:
    """Agent's name, and whether it is a robot, by nick id."""
    rows = AgentNick.objects.filter(shop=shop).values_list("pk", "agent__name", "agent__kind")
    return {pk: (name, kind == AgentKind.ROBOT) for pk, name, kind in rows}


def evidence_of(credit: Credit) -> dict[tuple[dt.datetime, int], list[str]]:
    """(instant, hash) of the deciding messages → the decisions that rest on each."""
    found: dict[tuple[dt.datetime, int], list[str]] = {}
    for what in ("order", "payment", "chase"):
        at, message = getattr(credit, f"{what}_evidence_at"), getattr(credit, f"{what}_evidence_hash")
        if at is not None:
            found.setdefault((at, message), []).append(what)
    return found


def timeline(shop: Shop, credit: Credit, window: dt.timedelta) -> Timeline:
    """From `window` before the order was placed to three days after its payment (or placing)."""
    order = credit.order
    last = (order.paid_at or order.created_at) + AFTER
    rows = messages_between(shop, aliases(credit), order.created_at - window, last)
    names, evidence = nicks(shop), evidence_of(credit)
    entries = [_entry(row, names, evidence) for row in rows[:MOST_MESSAGES]]
    entries.append(Entry(order.created_at, event="created"))
    if order.paid_at:
        entries.append(Entry(order.paid_at, event="paid"))
    # A touch in the second of the order counts as before it (D5.2): events follow messages.
    entries.sort(key=lambda entry: (entry.at, bool(entry.event)))
    return Timeline(entries, len(rows) > MOST_MESSAGES)


def talk(shop: Shop, buyers: Collection[int], first: dt.datetime, last: dt.datetime) -> Timeline:
    """What was said with a buyer in a span of time, and nothing else."""
    rows, names = messages_between(shop, buyers, first, last), nicks(shop)
    return Timeline([_entry(row, names, {}) for row in rows[:MOST_MESSAGES]], len(rows) > MOST_MESSAGES)


def _entry(
    row: Message,
    names: dict[int, tuple[str, bool]],
    evidence: dict[tuple[dt.datetime, int], list[str]],
) -> Entry:
    agent, robot = names.get(row.agent_nick_id, ("", False))
    incoming = row.direction == IN
    return Entry(
        at=row.sent_at,
        agent=agent,
        incoming=incoming,
        kind=KINDS[row.kind],
        text=row.text,
        muted=row.kind >= AUTO or (robot and not incoming),
        evidence=tuple(evidence.get((row.sent_at, row.hash), ())),
    )


def deciding_texts(shop: Shop, credit: Credit) -> dict[str, str]:
    """The words of each deciding message, by decision; they may lie outside the timeline."""
    wanted = evidence_of(credit)
    if not wanted:
        return {}
    rows = Message.objects.filter(shop=shop, sent_at__in=[at for at, _hash in wanted])
    found = {(row.sent_at, row.hash): row.text for row in rows}
    return {what: found.get(key, "") for key, decisions in wanted.items() for what in decisions}
