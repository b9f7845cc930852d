"""Who is who in the reference implementation: agents (D2.1) and buyers (D2.2)."""

import unicodedata
from dataclasses import dataclass

from tests.reference.world import World


def nick_of(written: str) -> str:
    """Nicks are compared NFKC-normalised, case-insensitively, without the `cntaobao` prefix."""
    nick = unicodedata.normalize("NFKC", written).strip().casefold()
    if nick.startswith("cntaobao"):
        nick = nick[len("cntaobao") :].strip()
    return nick


def is_masked(nick: str) -> bool:
    return "*" in nick


@dataclass(frozen=True)
class Buyer:
    """Who stands on the other side: an identified person, or a masked nick as written."""

    identified: bool
    cell: str  # how the exports write this buyer; unique among buyers of the same sort


class People:
    """Resolves nicks to agents' first nicks and to buyers."""

    def __init__(self, world: World) -> None:
        self._first_nick: dict[str, str] = {}
        self._kind: dict[str, str] = {}
        self._meet_agents(world)
        self._main_account = nick_of(world.main_account)
        self._names: list[set[tuple[str, str]]] = []  # connected (nick, …) and (uid, …)
        self._met: list[str] = []  # unmasked nicks as met, chats before orders
        self._meet_buyers(world)

    def _meet_agents(self, world: World) -> None:
        first_of_name: dict[str, str] = {}
        for row in world.agents:
            for written in row.nicks:
                first = first_of_name.setdefault(row.name, nick_of(written))
                self._first_nick[nick_of(written)] = first
                self._kind.setdefault(first, row.kind)
        for message in world.messages:  # unknown ones become human agents (contracts.md)
            nick = nick_of(message.agent)
            self._first_nick.setdefault(nick, nick)
            self._kind.setdefault(self._first_nick[nick], "human")

    def _meet_buyers(self, world: World) -> None:
        written = [(message.buyer, message.open_uid) for message in world.messages]
        written += [(order.buyer, "") for order in world.orders]
        for nick, uid in written:
            names = self._names_of(nick, uid)
            if ("nick", nick_of(nick)) in names:
                self._met.append(nick_of(nick))
            if not names:
                continue
            joined = set(names)
            for other in [group for group in self._names if group & names]:
                joined |= other
                self._names.remove(other)
            self._names.append(joined)

    @staticmethod
    def _names_of(nick: str, uid: str) -> set[tuple[str, str]]:
        """What of a row identifies: the open uid, and the nick unless masked or missing."""
        names = set()
        if uid:
            names.add(("uid", uid))
        if nick_of(nick) and not is_masked(nick_of(nick)):
            names.add(("nick", nick_of(nick)))
        return names

    def agent(self, nick: str) -> str:
        """The first nick of the agent who has this nick."""
        return self._first_nick[nick_of(nick)]

    def is_robot(self, agent: str) -> bool:
        return self._kind[agent] == "robot"

    def buyer(self, nick: str, uid: str = "") -> Buyer:
        """The buyer of a row. CHOICE: an identified buyer without an unmasked nick is written by
        the smallest open uid (there is one uid unless nicks bind several)."""
        names = self._names_of(nick, uid)
        if not names:
            return Buyer(False, nick_of(nick))
        group = self._group(names)
        for met in self._met:
            if ("nick", met) in group:
                return Buyer(True, met)
        return Buyer(True, min(name for _, name in group))

    def knows(self, nick: str) -> bool:
        """Whether this nick identifies a buyer of the shop."""
        names = self._names_of(nick, "")
        return any(group & names for group in self._names)

    def _group(self, names: set[tuple[str, str]]) -> set[tuple[str, str]]:
        return next(group for group in self._names if group & names)

    def nicks(self, buyer: Buyer) -> set[str]:
        """All nicks of a buyer, normalised."""
        if not buyer.identified:
            return {buyer.cell}
        names = next(g for g in self._names if ("nick", buyer.cell) in g or ("uid", buyer.cell) in g)
        return {name for sort, name in names if sort == "nick"}

    def is_own_account(self, buyer: Buyer) -> bool:
        """D3.3, D2.7: one of the buyer's nicks is an agent of the shop or its main account."""
        return any(
            nick in self._first_nick or (nick and nick == self._main_account) for nick in self.nicks(buyer)
        )

    def agent_is_among(self, agent: str, listed: list[str]) -> bool:
        """Whether any nick of the agent is listed (D3.3). CHOICE: any nick, not only the first."""
        return any(self._first_nick.get(nick_of(nick)) == agent for nick in listed)

    def buyer_is_among(self, buyer: Buyer, listed: list[str]) -> bool:
        """Whether any nick of the buyer is listed (D3.3)."""
        return any(nick_of(nick) in self.nicks(buyer) for nick in listed)
