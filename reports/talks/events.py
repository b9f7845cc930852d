"""What happened between the words of a conversation: orders, noted chases, lost-sale rows, filters, stars."""

import datetime as dt
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chats.attribution.filters import FILTER_NAMES
from chats.attribution.sales import CLASS_NAMES
from chats.models import ChaseNote, Credit, Reception, Ruling
from reports.access import ReadableTalks
from reports.models import ChatCase, LostSaleEntry
from reports.reasons import taxonomy as reasons
from reports.talks import timeline
from reports.talks.buyer import Conversation
from reports.talks.queries import FILTER_LABELS
from reports.talks.timeline import Entry


@dataclass(frozen=True)
class Ruled:
    """A ruling with the name of the agent to whom it gives the order, "" where the reader may not know it."""

    ruling: Ruling
    agent: str


@dataclass(frozen=True)
class OrderEvent:
    """An order at one of its moments: who is credited, and what a supervisor ruled (D7.6)."""

    credit: Credit
    kind: str
    agent: str
    rulings: tuple[Ruled, ...]


@dataclass(frozen=True)
class Bought:
    """An order of the buyer with its class, and the messages that decided it as (decision, instant)."""

    credit: Credit
    kind: str
    moments: tuple[tuple[str, dt.datetime], ...]


def bought(talk: Conversation) -> list[Bought]:
    """The buyer's orders as far as the reader may see them, newest first."""
    found = []
    for credit in reversed(talk.credits):
        marks = timeline.evidence_of([credit])
        moments = sorted((at, mark.what) for (at, _hash), some in marks.items() for mark in some)
        kind = CLASS_NAMES[credit.class_code]
        found.append(Bought(credit, kind, tuple((what, at) for at, what in moments)))
    return found


def events(talk: Conversation, days: Set[dt.date]) -> list[Entry]:
    """Everything of these business days that the reader may see."""
    return [
        *_orders(talk, days),
        *(_note(talk, one) for day, one in talk.notes if day in days),
        *_lost(talk, days),
        *(_filtered(one) for one in talk.readable if one.filtered and one.day in days),
    ]


def _orders(talk: Conversation, days: Set[dt.date]) -> Iterator[Entry]:
    """Placing and payment of the orders; colleagues of whom the reader may see nothing have no name."""
    named = talk.shop.agents.values_list("pk", "name")
    names: dict[int | None, str] = {pk: name for pk, name in named if talk.reader.includes(pk)}
    rulings: dict[int, list[Ruled]] = {}
    ruled = Ruling.objects.filter(order__in=[one.pk for one in talk.credits]).select_related("author")
    for one in ruled.order_by("created_at"):
        rulings.setdefault(one.order_id, []).append(Ruled(one, names.get(one.agent_id, "")))
    for credit in talk.credits:
        about = OrderEvent(
            credit,
            CLASS_NAMES[credit.class_code],
            names.get(credit.effective_id, ""),
            tuple(rulings.get(credit.pk, ())),
        )
        if credit.created_day in days:
            yield Entry(credit.order.created_at, event="created", about=about)
        if credit.order.paid_at and credit.paid_day in days:
            yield Entry(credit.order.paid_at, event="paid", about=about)


def _note(talk: Conversation, note: ChaseNote) -> Entry:
    by, words = noted_by(note, talk.reader)
    return Entry(note.chased_at, event="note", agent=by, text=words, about=note)


def noted_by(note: ChaseNote, reader: ReadableTalks) -> tuple[str, str]:
    """Who chased outside the chat, and the words of the note; a colleague's name and words are not shown."""
    if note.agent_id is None:
        return str(note.author), note.note
    agent = note.agent if reader.includes(note.agent_id) else None
    return (agent.name, note.note) if agent else (_("another agent"), "")


def _lost(talk: Conversation, days: Set[dt.date]) -> Iterator[Entry]:
    """The rows of lost-sale forms about this buyer."""
    rows = LostSaleEntry.objects.filter(form__shop=talk.shop, form__day__in=days, buyer=talk.alias.pk)
    named = ("form__agent", "reason__parent", "reviewed_reason__parent", "reviewer")
    for row in rows.select_related(*named):
        if talk.reader.includes(row.form.agent_id) and (talk.only is None or row.form.agent_id in talk.only):
            yield Entry(row.last_at, event="lost", agent=row.form.agent.name, about=row)


def _filtered(reception: Reception) -> Entry:
    name = FILTER_NAMES[reception.filtered]
    return Entry(reception.first_at, event="filtered", agent=reception.agent.name, about=name)


def starred(talk: Conversation) -> list[ChatCase]:
    """The passages of this conversation in the case library that the reader may read here."""
    person = talk.alias.person
    names = [talk.alias.pk] if person is None else timeline.names_of(talk.shop, person)
    rows = ChatCase.objects.filter(shop=talk.shop, buyer__in=names).select_related("agent", "author")
    return [
        row
        for row in rows
        if talk.reader.includes(row.agent_id) and (talk.only is None or row.agent_id in talk.only)
    ]


def with_stars(lines: Iterable[Entry], cases: Iterable[ChatCase]) -> list[Entry]:
    """The same lines, those of starred passages marked, and above each passage who starred it and why."""
    found = list(lines)
    for case in cases:
        inside = [
            place
            for place, line in enumerate(found)
            if line.agent_id == case.agent_id and case.first_at <= line.at <= case.last_at
        ]
        for place in inside:
            found[place] = replace(found[place], is_starred=True)
        if inside:
            found.append(Entry(case.first_at, event="case", agent=case.agent.name, about=case))
    return found


def event_text(entry: Entry) -> str:
    """An event in words; the text of a message."""
    match entry.event:
        case "created":
            return _("Order placed")
        case "paid":
            return _("Order paid")
        case "note":
            return _("Chased outside the chat: %(channel)s") % {"channel": entry.about.get_channel_display()}
        case "lost":
            return _reason(entry.about)
        case "filtered":
            return _("Not in the figures: %(reason)s") % {"reason": FILTER_LABELS[entry.about]}
        case "case":
            return _("Case library (%(verdict)s): %(comment)s") % {
                "verdict": entry.about.get_verdict_display(),
                "comment": entry.about.comment,
            }
        case "hidden":
            said = ngettext(
                "Another agent talked with this buyer (%(count)s message)",
                "Another agent talked with this buyer (%(count)s messages)",
                entry.count,
            )
            return said % {"count": entry.count}
    return entry.text


def _reason(row: LostSaleEntry) -> str:
    if row.state == LostSaleEntry.State.RECOVERED:
        return _("Lost-sale form: bought meanwhile")
    if row.final_reason is None:
        return _("Lost-sale form: still without a reason")
    return _("Lost-sale reason: %(reason)s") % {"reason": reasons.full_name(row.final_reason)}
