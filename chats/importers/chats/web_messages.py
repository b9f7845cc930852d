"""Messages as the pages of Qianniu's web history show them: speaker, date, time, text, picture."""

from collections.abc import Iterable

from chats.attribution.columns import IMAGE, SYSTEM
from chats.importers.base import FileRefused, Notice, Parsed, Refusal, ShopContext
from chats.importers.chats.conversations import Chats, Said, add_conversation
from chats.importers.chats.message_kinds import is_entry_card, kind_of
from chats.importers.chats.speakers import SYSTEM_SPEAKERS, cast
from chats.importers.reading.json_rows import LONGEST_NAME
from chats.importers.reading.wall_times import CLOCK, DATE, wall_seconds

LONGEST_QUOTE = 200  # characters of a refused text that are kept


def page_message(speaker: str, time: str, text: str, picture: str, line: int) -> Said | Refusal:
    """One message of a page; `time` holds date and time. A picture without words has no text."""
    raw = {"sender": speaker[:LONGEST_NAME], "time": time, "text": text[:LONGEST_QUOTE]}
    if not speaker or len(speaker) > LONGEST_NAME:
        return Refusal(line, "sender", "no-speaker", {"found": (speaker or text)[:40] or "-"}, raw)
    wall = wall_seconds(time)
    if wall is None:
        return Refusal(line, "time", "bad-chat-time", {"found": time or "-"}, raw)
    kind = IMAGE if picture and not text else kind_of(text)
    of_system = speaker in SYSTEM_SPEAKERS or kind == SYSTEM
    return Said(
        speaker,
        wall,
        SYSTEM if of_system else kind,
        text,
        line,
        of_buyer=of_system or is_entry_card(text),
    )


def full_time(date: str, time: str) -> str:
    """Date and time in one text; the date may stand in the time itself, or among other words."""
    day, clock = DATE.search(date), CLOCK.search(time)
    if DATE.search(time) or not day or not clock:
        return time if DATE.search(time) else f"{date} {time}".strip()
    return f"{day[0]} {clock[0]}"


def add_page(chats: Chats, messages: Iterable[Said | Refusal], context: ShopContext, buyer: str = "") -> int:
    """Add one page, whose buyer the source may name, and say how many messages it holds."""
    said: list[Said] = []
    for one in messages:
        if isinstance(one, Refusal):
            chats.refusals.append(one)
        else:
            said.append(one)
    if said:
        names = (one.speaker for one in said if not one.of_buyer)
        add_conversation(chats, said, cast(names, context, buyer), context)
    return len(said)


def finished(chats: Chats, kind: str, context: ShopContext, empty: list[str]) -> Parsed:
    """The file, unless not one of its messages could be read; buyers without messages are named."""
    if chats.refusals and not chats.line and not chats.repeated:
        first = chats.refusals[0]
        raise FileRefused("no-message-readable", line=first.line, column=first.column)
    if empty:
        chats.notices.append(Notice("empty-conversations", {"count": str(len(empty)), "example": empty[0]}))
    return chats.parsed(kind, context.timezone)
