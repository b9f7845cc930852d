"""One buyer's conversation across agents, a page of some days at a time."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from chats.models import Message
from reports.facts.queries import business_day
from reports.talks import events as talks_events
from reports.talks import timeline
from reports.talks.buyer import Conversation
from reports.talks.timeline import Entry

AROUND = dt.timedelta(minutes=30)  # entry cards, transfers and automatic replies stand beside what people say
MESSAGES_A_PAGE = 300
MOST_MESSAGES = 2000  # of one day that alone is longer than a page

Window = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class Page:
    """Some days of a conversation; `earlier` and `later` are the last days of the pages beside it."""

    entries: list[Entry]
    first: dt.date | None
    last: dt.date | None
    earlier: dt.date | None
    later: dt.date | None
    cut: bool


def page(talk: Conversation, at: dt.datetime | None = None, until: dt.date | None = None) -> Page:
    """The days around a moment, the days up to one, or else the latest."""
    day = business_day(talk.shop, at) if at else None
    if day is not None:
        talk.days.setdefault(day, 1)
    days = sorted(talk.days)
    if not days:
        return Page([], None, None, None, None, cut=False)
    last = _last_shown(talk, days, day, until)
    first = _first_shown(talk, days, last)
    shown = set(days[first : last + 1])
    windows = [
        (reception.first_at - AROUND, reception.last_at + AROUND)
        for reception in talk.receptions
        if reception.day in shown
    ]
    if at is not None:
        windows.append((at - AROUND, at + AROUND))
    rows = _messages(talk, merged(windows))
    lines = talks_events.with_stars(_lines(talk, rows[:MOST_MESSAGES], at), talks_events.starred(talk))
    events = talks_events.events(talk, shown)
    later = days[_last_of_next(talk, days, last + 1, MESSAGES_A_PAGE)] if last + 1 < len(days) else None
    return Page(
        timeline.in_order([*lines, *events]),
        days[first],
        days[last],
        days[first - 1] if first else None,
        later,
        len(rows) > MOST_MESSAGES,
    )


def _last_shown(
    talk: Conversation, days: Sequence[dt.date], around: dt.date | None, until: dt.date | None
) -> int:
    """Position of the page's last day: the day asked for has as much before it as behind it."""
    if around is not None:
        return _last_of_next(talk, days, days.index(around), MESSAGES_A_PAGE // 2)
    if until is not None:
        return max((place for place, day in enumerate(days) if day <= until), default=0)
    return len(days) - 1


def _last_of_next(talk: Conversation, days: Sequence[dt.date], first: int, most: int) -> int:
    """Position of the last day of a page that begins with the day at `first`."""
    last, lines = first, talk.days[days[first]]
    while last + 1 < len(days) and lines + talk.days[days[last + 1]] <= most:
        last += 1
        lines += talk.days[days[last]]
    return last


def _first_shown(talk: Conversation, days: Sequence[dt.date], last: int) -> int:
    first, lines = last, talk.days[days[last]]
    while first and lines + talk.days[days[first - 1]] <= MESSAGES_A_PAGE:
        first -= 1
        lines += talk.days[days[first]]
    return first


def merged(windows: Iterable[Window]) -> list[Window]:
    """Windows that do not overlap, in order of time."""
    found: list[Window] = []
    for first, last in sorted(windows):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _messages(talk: Conversation, windows: Collection[Window]) -> list[Message]:
    if not windows:
        return []
    person = talk.alias.person
    buyers = [talk.alias.pk] if person is None else timeline.names_of(talk.shop, person)
    # One question a window: with all windows in one condition the database would read the whole span.
    every = Message.objects.filter(shop=talk.shop, buyer_id__in=buyers)
    first, *others = (every.filter(sent_at__range=window) for window in windows)
    rows = first.union(*others, all=True) if others else first
    return list(rows.order_by("sent_at", "direction", "hash")[: MOST_MESSAGES + 1])


def _lines(talk: Conversation, rows: Sequence[Message], at: dt.datetime | None) -> list[Entry]:
    """A line for each message that may be read; one for each stretch of those that may not."""
    who, evidence = timeline.speakers(talk.shop), timeline.evidence_of(talk.credits)
    if (only := talk.only) is not None:
        rows = [row for row in rows if who.get(row.agent_nick_id, timeline.UNKNOWN).agent_id in only]
    return _aimed(timeline.lines(rows, who, evidence, talk.reader.includes), at)


def _aimed(lines: list[Entry], at: dt.datetime | None) -> list[Entry]:
    """The same lines, the first that is not before the moment marked, else the last."""
    if at is None or not lines:
        return lines
    place = next((i for i, line in enumerate(lines) if line.at >= at), len(lines) - 1)
    lines[place] = replace(lines[place], is_target=True)
    return lines


def agents_of(talk: Conversation) -> Mapping[int, str]:
    """The agents with whom the reader may read this buyer's talks, id → name."""
    return {one.agent_id: one.agent.name for one in talk.readable}


def everything(talk: Conversation) -> Iterator[Entry]:
    """Every line that the reader may see, oldest first."""
    pages = [page(talk)]
    while pages[-1].earlier:
        pages.append(page(talk, until=pages[-1].earlier))
    for one in reversed(pages):
        yield from one.entries
