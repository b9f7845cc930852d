"""Our roster template: one row a nick; rows with the same name are one agent (D2.1)."""

import datetime as dt

from accounts.nicks import is_platform_robot, normalise_nick
from chats.attribution.columns import PARSED_AGENTS, frame
from chats.importers.base import Parsed, ShopContext
from chats.importers.importer import Importer
from chats.importers.reading.instants import parse_date
from chats.importers.reading.rows import Row, RowRefused, Values, choose, short, shown
from chats.importers.reading.simple_tables import read_rows
from chats.importers.reading.source import Source

AGENTS = {
    "nick": ("nick", "子账号"),
    "name": ("name", "姓名"),
    "team": ("team", "团队"),
    "kind": ("kind", "类型"),
    "active_from": ("active_from", "入职"),
    "active_to": ("active_to", "离职"),
}
KINDS = {"human": "human", "robot": "robot", "人工": "human", "真人": "human", "机器人": "robot"}
LONGEST_NAME, LONGEST_TEAM = 120, 80


class AgentsTemplate(Importer):
    """nick, name; optional team, kind (human or robot), active_from, active_to."""

    kind = "agents_template"
    zh, en = "客服名单模板", "Agents template"
    columns = AGENTS
    needed = ("nick", "name")

    def parse(self, source: Source, context: ShopContext) -> Parsed:
        """One nick a row; of two rows of one nick the later counts."""
        table, notices = choose(source.tables, self.fits)
        rows, refusals, repeated = read_rows(table, AGENTS, _agent, lambda row: normalise_nick(row["nick"]))
        robots = {normalise_nick(row["nick"]) for row in rows if row["kind"] == "robot"}
        return Parsed(
            kind=self.kind,
            read=len(rows) + len(refusals) + repeated,
            agents=frame(rows, PARSED_AGENTS),
            robots=frozenset(robots),
            refusals=refusals,
            notices=notices,
            repeated=repeated,
        )


def _agent(row: Row) -> Values:
    nick, name = short(row, "nick", LONGEST_NAME), short(row, "name", LONGEST_NAME)
    for ours, text in (("nick", nick), ("name", name)):
        if not text:
            raise RowRefused(ours, "missing-value")
    first, last = _date(row, "active_from"), _date(row, "active_to")
    if first and last and last < first:
        raise RowRefused("active_to", "ends-before-start", found=str(last), start=str(first))
    return {
        "nick": nick,
        "name": name,
        "team": short(row, "team", LONGEST_TEAM),
        "kind": _kind(row, nick),
        "active_from": first,
        "active_to": last,
    }


def _kind(row: Row, nick: str) -> str:
    word = row.value("kind").casefold()
    if not word:
        return "robot" if is_platform_robot(normalise_nick(nick)) else "human"
    if word not in KINDS:
        raise RowRefused("kind", "bad-agent-kind", found=shown(word))
    return KINDS[word]


def _date(row: Row, ours: str) -> dt.date | None:
    text = row.value(ours)
    date = parse_date(text)
    if text and date is None:
        raise RowRefused(ours, "bad-date", found=shown(text))
    return date
