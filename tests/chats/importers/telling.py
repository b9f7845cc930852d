"""Reading a file through the one door and writing what came out as short lines, for golden tests."""

import datetime as dt

from chats.attribution.clock import epoch_to_wall
from chats.attribution.columns import DIRECTIONS, KINDS
from chats.importers.base import FileRefused, Parsed, ShopContext
from chats.importers.registry import parse_file

SHOP = ShopContext(main_account="测试店", agents={"测试店:小颖": "human", "测试店:小林": "human"})
NOBODY_KNOWN = ShopContext()


def read(text: str | bytes, context: ShopContext = SHOP, name: str = "聊天.txt") -> Parsed:
    """The one file's content; raises its refusal."""
    data = text if isinstance(text, bytes) else text.encode()
    [(_, outcome)] = parse_file(name, data, context)
    if isinstance(outcome, FileRefused):
        raise outcome
    return outcome


def wall(epoch: int, timezone: str = "Asia/Shanghai") -> str:
    """`MM-DD HH:MM:SS` shop time of an instant."""
    seconds = int(epoch_to_wall([epoch], timezone)[0])
    return (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds)).strftime("%m-%d %H:%M:%S")


def told(parsed: Parsed) -> list[str]:
    """One line a message: `05-09 09:58:20 tb1 > 小颖 text: 在吗`, with the arrow as it was said."""
    lines = []
    for row in parsed.messages.itertuples():
        pair = (row.buyer, row.agent) if DIRECTIONS[row.direction] == "in" else (row.agent, row.buyer)
        speakers = " > ".join(nick.replace("测试店:", "") for nick in pair)
        text = row.text.replace("\n", "|")
        lines.append(f"{wall(row.sent_at)} {speakers} {KINDS[row.kind]}: {text}".rstrip())
    return lines


def codes(parsed: Parsed) -> list[tuple[int, str]]:
    """(line, code) of every refused row."""
    return [(refusal.line, refusal.code) for refusal in parsed.refusals]


def notices(parsed: Parsed) -> list[str]:
    return [notice.code for notice in parsed.notices]
