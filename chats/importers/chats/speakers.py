"""Who is agent and who is buyer among the names of a conversation (D2.1, D2.2)."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.nicks import PLATFORM_PREFIX, is_platform_robot, is_sub_account, normalise_nick
from chats.importers.base import MappingNeeded, ShopContext

SYSTEM_SPEAKERS = frozenset({"系统消息", "系统提示", "系统通知", "系统"})


def bare_nick(written: str) -> str:
    """A nick as people read it: stripped, without the platform's `cntaobao`."""
    return written.strip().removeprefix(PLATFORM_PREFIX).strip()


def is_robot(nick: str, context: ShopContext) -> bool:
    """Whether an agent's nick is a robot's: the platform's own, or one of the roster."""
    name = normalise_nick(nick)
    return is_platform_robot(name) or context.agents.get(name) == "robot"


def _folded_names(context: ShopContext) -> dict[str, str]:
    return {_folded(name): nick for name, nick in context.display_names.items()}


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


def known_agent(written: str, context: ShopContext) -> str | None:
    """The agent's nick behind a name, if the shop knows it or it can only be an agent's; else None."""
    nick = normalise_nick(written)
    main = normalise_nick(context.main_account)
    told = normalise_nick(context.agent)
    if nick in context.agents or (nick and nick in (main, told)):
        return bare_nick(written)
    if is_sub_account(nick) or is_platform_robot(nick):
        return bare_nick(written)
    return _folded_names(context).get(_folded(written))


@dataclass(frozen=True)
class Cast:
    """The roles of one conversation: the one buyer, and the agent's nick behind each other name."""

    buyer: str
    agents: dict[str, str] = field(default_factory=dict)  # name as written -> nick

    def agent(self, name: str) -> str | None:
        """The agent's nick behind a name as written; None if the name is the buyer's."""
        return self.agents.get(name)


def cast(names: Iterable[str], context: ShopContext, buyer: str = "") -> Cast:
    """Tell agents from the buyer; `buyer` is the one whom the source names, if it does.

    Where the source or a person named the buyer, all others are agents. Raises MappingNeeded where
    neither side can be told, or where more than one name is left that could be the buyer's.
    """
    spoken = list(dict.fromkeys(names))
    named = buyer or context.buyer
    if named:
        return _cast_around(named, spoken, context)
    agents = {name: nick for name in spoken if (nick := known_agent(name, context)) is not None}
    agents |= _told_in_short(spoken, agents, context) | _main_accounts(spoken, agents)
    strangers = [name for name in spoken if name not in agents]
    certain = agents or context.agent
    if not certain or len({normalise_nick(name) for name in strangers}) != 1:
        raise MappingNeeded([bare_nick(name) for name in (strangers or spoken)])
    return Cast(bare_nick(strangers[0]), agents)


def _told_in_short(spoken: list[str], agents: dict[str, str], context: ShopContext) -> dict[str, str]:
    """Some windows show a sub-account without its shop: `小美` is the `店:小美` whom a person named."""
    told = normalise_nick(context.agent)
    short = told.partition(":")[2]
    if not short or told in map(normalise_nick, agents.values()):
        return {}
    unknown = (name for name in spoken if name not in agents)
    return {name: bare_nick(context.agent) for name in unknown if normalise_nick(name) == short}


def _main_accounts(spoken: list[str], agents: dict[str, str]) -> dict[str, str]:
    """Names that are the main account of a sub-account who speaks too."""
    nicks = map(normalise_nick, agents.values())
    mains = {nick.partition(":")[0] for nick in nicks if is_sub_account(nick)}
    return {name: bare_nick(name) for name in spoken if name not in agents and normalise_nick(name) in mains}


def _cast_around(buyer: str, spoken: list[str], context: ShopContext) -> Cast:
    """Everybody but the buyer is an agent; a lone unknown one is the agent whom somebody named."""
    others = [name for name in spoken if normalise_nick(name) != normalise_nick(buyer)]
    agents = {name: known_agent(name, context) for name in others}
    unknown = [name for name in others if agents[name] is None]
    lone = len(unknown) == 1 and context.agent and bare_nick(context.agent) not in agents.values()
    fallback = {name: bare_nick(context.agent) if lone else bare_nick(name) for name in unknown}
    return Cast(bare_nick(buyer), {name: agents[name] or fallback[name] for name in others})
