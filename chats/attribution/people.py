"""Who is who, as far as attribution asks: agents, robots, and nicks named by rules (D2.1, D2.7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from accounts.nicks import normalise_nick
from chats.attribution.keys import Ints


@dataclass(frozen=True)
class People:
    """`agents`: frame columns.AGENTS. `nick_agent`: normalised nick → agent, all nicks.
    `nick_buyer`: normalised nick → buyer, at least for every nick of an agent, the main account
    and the blocked buyers of any rule version, where such a buyer was met."""

    agents: pd.DataFrame
    nick_agent: Mapping[str, int] = field(default_factory=dict)
    nick_buyer: Mapping[str, int] = field(default_factory=dict)
    main_account: str = ""

    def humans(self) -> Ints:
        humans: Ints = self.agents.loc[self.agents["human"], "agent"].to_numpy(np.int64)
        return humans

    def first_nick_ranks(self) -> tuple[Ints, Ints]:
        """Agents in ascending id, and the rank of each by first nick in code point order (D5.2)."""
        ordered = self.agents.sort_values("agent")
        nicks = ordered["first_nick"].to_numpy()
        rank = np.empty(len(nicks), np.int64)
        rank[sorted(range(len(nicks)), key=nicks.__getitem__)] = np.arange(len(nicks))
        return ordered["agent"].to_numpy(np.int64), rank

    def buyers_named(self, nicks: Iterable[str]) -> Ints:
        """Ids of the buyers with these nicks; unknown ones are left out."""
        named = (self.nick_buyer.get(normalise_nick(nick)) for nick in nicks)
        return np.array(sorted({buyer for buyer in named if buyer is not None}), np.int64)

    def agents_named(self, nicks: Iterable[str]) -> Ints:
        """Ids of the agents with these nicks; unknown ones are left out."""
        named = (self.nick_agent.get(normalise_nick(nick)) for nick in nicks)
        return np.array(sorted({agent for agent in named if agent is not None}), np.int64)

    def internal_buyers(self) -> Ints:
        """Buyers that are the shop itself: its agents and its main account (D2.7, D3.3)."""
        return self.buyers_named([*self.nick_agent, *([self.main_account] if self.main_account else [])])
