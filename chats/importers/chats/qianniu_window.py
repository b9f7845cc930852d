"""Text copied from a Qianniu chat window."""

from accounts.nicks import normalise_nick
from chats.attribution.columns import SYSTEM
from chats.importers.base import FileRefused, Notice, Parsed, Refusal, ShopContext
from chats.importers.chats.conversations import Chats, Said, add_conversation
from chats.importers.chats.speakers import SYSTEM_SPEAKERS, cast, known_agent
from chats.importers.chats.window_parts import parts
from chats.importers.chats.window_scan import Heard, Transcript, looks_like_transcript, scan
from chats.importers.importer import Importer
from chats.importers.reading.source import Source

SNIFFED_LINES = 400
LONGEST_QUOTE = 200  # characters of a refused text that are kept


class QianniuWindow(Importer):
    """A window copy: who says what when, without saying who is the agent."""

    kind = "qianniu_window"
    zh, en = "千牛聊天窗口文本", "Qianniu window copy"

    def recognises(self, source: Source) -> bool:
        return source.container == "text" and looks_like_transcript(source.text, SNIFFED_LINES)

    def parse(self, source: Source, context: ShopContext) -> Parsed:
        chats = Chats()
        transcript = _scan_surely(source.text, context, chats)
        if all(one.wall is None for one in transcript.heard):
            raise FileRefused("no-message-readable", line=transcript.heard[0].line, column="时间")
        said = _all_said(transcript, chats)
        for conversation in _conversations(said, context):
            add_conversation(chats, conversation, cast(_names(conversation, context), context), context)
        return chats.parsed(self.kind, context.timezone)


def _scan_surely(text: str, context: ShopContext, chats: Chats) -> Transcript:
    """Scan; where several names could be the buyer's, those that never appear in the file's usual
    header form are taken for text that happens to end in a time ("预约 2026-5-9 10:00")."""
    transcript = scan(text)
    strangers = {one.speaker: one.line for one in reversed(transcript.heard)}
    strangers = {name: line for name, line in strangers.items() if _is_stranger(name, context)}
    usual = transcript.usual_form()
    sure = {one.speaker for one in transcript.heard if one.form == usual and one.speaker in strangers}
    doubtful = {name: line for name, line in strangers.items() if name not in sure}
    if not sure or not doubtful:
        return transcript
    for name, line in doubtful.items():
        chats.notices.append(Notice("header-read-as-text", {"line": str(line), "found": name}))
    return scan(text, frozenset(doubtful))


def _is_stranger(name: str, context: ShopContext) -> bool:
    told = normalise_nick(name) == normalise_nick(context.buyer)
    return not told and name not in SYSTEM_SPEAKERS and known_agent(name, context) is None


def _all_said(transcript: Transcript, chats: Chats) -> list[Said]:
    """Every message with a possible time; the others are refused."""
    said: list[Said] = []
    walls = (one.wall for one in transcript.heard if one.wall is not None)
    said.extend(_before_first(transcript, next(walls, 0), chats))
    for one in transcript.heard:
        if one.wall is None:
            chats.refusals.append(_bad_time(one))
        else:
            said.extend(_said(one, one.wall))
    return said


def _said(one: Heard, wall: int) -> list[Said]:
    of_system = one.speaker in SYSTEM_SPEAKERS
    return [
        Said(
            part.by or one.speaker,
            wall,
            SYSTEM if of_system else part.kind,
            part.text,
            one.line if part.offset == 0 else one.body_line + part.offset,
            one.receiver,
            part.of_buyer or of_system,
        )
        for part in parts(one.body)
    ]


def _before_first(transcript: Transcript, wall: int, chats: Chats) -> list[Said]:
    """Notices and cards above the first header take its time; other text has no time: refused."""
    if not any(line.strip() for line in transcript.preamble):
        return []
    said: list[Said] = []
    for part in parts(transcript.preamble):
        if part.by or part.of_buyer:
            said.append(Said(part.by, wall, part.kind, part.text, part.offset + 1, "", part.of_buyer))
        elif part.text:
            raw = {"text": part.text[:LONGEST_QUOTE]}
            chats.refusals.append(Refusal(1, "", "text-before-header", raw, raw))
    return said


def _bad_time(one: Heard) -> Refusal:
    text = "\n".join(one.body).strip()[:LONGEST_QUOTE]
    raw = {"speaker": one.speaker, "time": one.written_time, "text": text}
    return Refusal(one.line, "时间", "bad-chat-time", {"found": one.written_time}, raw)


def _names(said: list[Said], context: ShopContext) -> list[str]:
    """The names that need a role: speakers, and receivers where one side is a known agent.

    A receiver that no agent talks to (`买家 --> 店铺`) may be a word for the shop as a whole.
    """
    pairs = dict.fromkeys(
        (one.speaker, one.receiver)
        for one in said
        if not one.of_buyer and (one.kind != SYSTEM or one.receiver)
    )
    names: list[str] = []
    for speaker, receiver in pairs:
        names.append(speaker)
        if receiver and len(_strangers((speaker, receiver), context)) < 2:
            names.append(receiver)
    return list(dict.fromkeys(names))


def _strangers(pair: tuple[str, str], context: ShopContext) -> list[str]:
    return [name for name in pair if known_agent(name, context) is None]


def _conversations(said: list[Said], context: ShopContext) -> list[list[Said]]:
    """The file as one conversation; several buyers are told apart where every header names both sides."""
    buyers = {pair: _strangers(pair, context) for pair in {(one.speaker, one.receiver) for one in said}}
    if context.buyer or any(not pair[1] or len(names) != 1 for pair, names in buyers.items()):
        return [said]
    by_buyer: dict[str, list[Said]] = {}
    for one in said:
        buyer = normalise_nick(buyers[one.speaker, one.receiver][0])
        by_buyer.setdefault(buyer, []).append(one)
    return list(by_buyer.values())
