"""What every importer shares: what it is told, what it returns, how it refuses. Knows no Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class Refusal:
    """One row that was not taken. `raw` holds only columns that we may store, so never a
    receiver's name, address, phone, mail or payment account; it can be fixed and uploaded again.
    `code` and `params` make the sentence in `wording`."""

    line: int
    column: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Notice:
    """Something a person should know about a file that was taken (masked nicks, unknown status)."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


class FileRefused(Exception):
    """A whole file that cannot be taken; `code` and `params` make the sentence in `wording`."""

    def __init__(self, code: str, /, line: int = 0, column: str = "", **params: str) -> None:
        super().__init__(code)
        self.code, self.line, self.column, self.params = code, line, column, params


class MappingNeeded(FileRefused):
    """A chat whose agent side cannot be told: it waits until a person names agent or buyer."""

    def __init__(self, speakers: list[str]) -> None:
        super().__init__("mapping-needed", speakers="、".join(speakers))
        self.speakers = speakers


@dataclass(frozen=True)
class ShopContext:
    """What the shop already knows, as far as reading a file needs it."""

    timezone: str = "Asia/Shanghai"
    main_account: str = ""
    agents: Mapping[str, str] = field(default_factory=dict)  # normalised nick -> human | robot
    display_names: Mapping[str, str] = field(default_factory=dict)  # agent's name -> nick
    agent: str = ""  # told by the person who imports (--agent)
    buyer: str = ""  # (--buyer)


@dataclass
class Parsed:
    """What one file holds. `read` counts its data rows: rows of the frames + refusals + repeated.

    `repeated` rows stand in the file twice under one id and count as unchanged.
    """

    kind: str
    read: int
    messages: pd.DataFrame | None = None  # columns.PARSED_MESSAGES
    orders: pd.DataFrame | None = None  # columns.PARSED_ORDERS, one row an order
    items: pd.DataFrame | None = None  # columns.PARSED_ITEMS
    traffic: pd.DataFrame | None = None  # columns.PARSED_TRAFFIC
    agents: pd.DataFrame | None = None  # columns.PARSED_AGENTS
    platform: pd.DataFrame | None = None  # columns.PARSED_PLATFORM
    robots: frozenset[str] = frozenset()  # normalised nicks that this file shows to be robots
    refusals: list[Refusal] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    repeated: int = 0
    absent: frozenset[str] = frozenset()  # columns of `orders` that this file does not have
