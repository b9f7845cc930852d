"""Why a reception is out of all figures: the first filter that fits (D3.3)."""

from collections.abc import Sequence

import numpy as np

from chats.attribution.conversation import Conversation
from chats.attribution.keys import Flags, Ints
from chats.attribution.people import People
from chats.attribution.phrases import contains_any
from chats.attribution.versions import RuleBook

NONE, INTERNAL, BLOCKED_BUYER, EXCLUDED_AGENT, WATCHWORD, MONOLOGUE = range(6)
FILTER_NAMES = ("", "internal", "blocked_buyer", "excluded_agent", "watchword", "monologue")


def with_watchwords(talk: Conversation, texts: Sequence[str], book: RuleBook) -> Flags:
    """Receptions in which a watchword of their rule version occurs."""
    found = np.zeros(len(talk.day), bool)
    for version, receptions in book.groups(talk.version):
        if not version.rules.watchwords:
            continue
        inside = np.flatnonzero(np.isin(talk.reception, receptions))
        hits = contains_any([texts[place] for place in talk.row[inside]], version.rules.watchwords)
        found[talk.reception[inside[hits]]] = True
    return found


def filtered(
    talk: Conversation, buyer_messages: Ints, texts: Sequence[str] | None, people: People, book: RuleBook
) -> Ints:
    """Filter code of each reception; later assignments win, so the last one written comes first in D3.3."""
    buyer, agent = talk.pair_buyer[talk.reception_pair], talk.pair_agent[talk.reception_pair]
    reason = np.where(buyer_messages == 0, MONOLOGUE, NONE)
    if texts is not None:
        reason[with_watchwords(talk, texts, book)] = WATCHWORD
    for version, receptions in book.groups(talk.version):
        excluded = np.isin(agent[receptions], people.agents_named(version.rules.excluded_agents))
        reason[receptions[excluded]] = EXCLUDED_AGENT
        blocked = np.isin(buyer[receptions], people.buyers_named(version.rules.blocked_buyers))
        reason[receptions[blocked]] = BLOCKED_BUYER
    reason[np.isin(buyer, people.internal_buyers())] = INTERNAL
    return reason
