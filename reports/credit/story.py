"""Why an order has its class and who is credited, in sentences (D5.7)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Agent, Shop
from accounts.nicks import is_masked
from accounts.ui import formats
from chats.attribution.rules import CHOICES, Rules, RuleVersion
from chats.attribution.sales import CLASS_NAMES
from chats.credit import variants as order_variants
from chats.frames import rule_book
from chats.models import ChaseNote, Credit, Ruling
from reports.access import ReadableTalks
from reports.rules.words import value_text
from reports.talks import timeline
from reports.talks.events import noted_by

EXCLUDED_BECAUSE = {
    "flag": gettext_lazy("The seller's flag on it has a colour that the shop excludes."),
    "memo": gettext_lazy("Its memo contains a phrase that the shop excludes."),
    "own_account": gettext_lazy("The buyer is an account of the shop itself."),
    "manual": gettext_lazy("Somebody excluded it by hand."),
}


@dataclass(frozen=True)
class Variant:
    """Whom one judge rule would credit under each tie-break; `agents` go with `OrderStory.tie_breaks`."""

    label: str
    agents: tuple[tuple[str | None, bool], ...]
    in_force: bool


@dataclass(frozen=True)
class Decision:
    """One closer or chaser with the deciding message and the runner-up (D5.7).

    `is_closed` says that the message belongs to a talk that the reader may not read.
    """

    what: str
    label: str
    agent: str
    at: dt.datetime
    text: str
    is_closed: bool
    runner_up: str | None
    runner_up_at: dt.datetime | None


@dataclass(frozen=True)
class Assist:
    """Another agent with a part in the order, without money (D5.6)."""

    agent: str
    order: bool
    payment: bool


class OrderStory:
    """All that the page of one order says to one reader, besides its timeline.

    Agents whom the reader may not read have neither names nor words in it, as in the conversation.
    """

    def __init__(self, shop: Shop, credit: Credit, reader: ReadableTalks) -> None:
        self.shop, self.credit, self.order, self.reader = shop, credit, credit.order, reader
        self.version = self._version()
        self.names = dict(Agent.objects.filter(shop=shop).values_list("pk", "name"))
        in_force = Ruling.objects.filter(order=self.order, withdrawn_at=None)
        self.ruling = in_force.select_related("agent", "author").first()
        self.kind = CLASS_NAMES[credit.class_code]

    def _version(self) -> RuleVersion:
        versions = rule_book(self.shop).versions
        number = self.credit.rule_version
        return next((version for version in versions if version.number == number), versions[0])

    @property
    def rules(self) -> Rules:
        return self.version.rules

    @property
    def window(self) -> dt.timedelta:
        return dt.timedelta(seconds=self.rules.window_seconds)

    @property
    def is_attributed(self) -> bool:
        """Whether agents could earn this order at all: it is linked and not excluded."""
        return self.kind not in ("unlinked", "excluded")

    def agent(self, agent: int | None) -> str | None:
        """An agent's name; a colleague's is not shown."""
        if agent is None:
            return None
        return self.names.get(agent, "?") if self.reader.includes(agent) else _("another agent")

    def why(self) -> list[str]:
        """The sentences: class first, then credit, then ruling."""
        sentences = [getattr(self, f"_why_{self.kind}")()]
        if self.is_attributed:
            sentences.append(self._who_is_credited())
        if self.ruling:
            sentences.append(self._ruled(self.ruling))
        return sentences

    def _why_consulted(self) -> str:
        closer, at = self.credit.order_closer_id, self.credit.order_evidence_at
        assert at is not None, "a talk made it consulted"
        told = {
            "agent": self.agent(closer),
            "at": formats.instant(at, seconds=True),
            "hours": self.rules.inquiry_window_hours,
        }
        if self.rules.tie_break == "most_rounds":
            return (
                _(
                    "Consulted: in the %(hours)s h before the order was placed %(agent)s answered this"
                    " buyer most often, last at %(at)s."
                )
                % told
            )
        return (
            _(
                "Consulted: the last agent who talked with this buyer in the %(hours)s h before the order was"
                " placed is %(agent)s, at %(at)s."
            )
            % told
        )

    def _why_chased(self) -> str:
        closer, at = self.credit.payment_closer_id, self.credit.payment_evidence_at
        assert at is not None, "a message made it chased"
        waited = (at - self.order.created_at).total_seconds()
        return _(
            "Chased: nobody had talked with this buyer in the %(hours)s h before the order, but %(agent)s"
            " wrote %(waited)s after it was placed, at %(at)s, and then it was paid."
        ) % {
            "hours": self.rules.inquiry_window_hours,
            "agent": self.agent(closer),
            "waited": formats.duration(waited),
            "at": formats.instant(at, seconds=True),
        }

    def _why_silent(self) -> str:
        told = {"hours": self.rules.inquiry_window_hours, "minutes": self.rules.chase_guard_minutes}
        if self.order.paid_at is None:
            return (
                _(
                    "Silent: in the %(hours)s h before the order no agent talked with this buyer."
                    " It is not paid."
                )
                % told
            )
        return (
            _(
                "Silent: in the %(hours)s h before the order no agent talked with this buyer, and none wrote"
                " between %(minutes)s min after it and its payment."
            )
            % told
        )

    def _why_unlinked(self) -> str:
        buyer = self.order.buyer
        if buyer is None or not buyer.written:
            return _("Unlinked: the file names no buyer, so no chat can be found. It is never called silent.")
        if is_masked(buyer.written):
            return _(
                "Unlinked: the platform masked the buyer's nick (%(nick)s), so nobody can tell whose it is."
                " Two equal masked nicks may be two people. It is never called silent."
            ) % {"nick": buyer.written}
        return _("Unlinked: the buyer identifies nobody. It is never called silent.")

    def _why_excluded(self) -> str:
        reason = EXCLUDED_BECAUSE.get(self.credit.excluded_reason, "")
        return _("Excluded: it stays in the books but in no agent's figures. %(reason)s") % {"reason": reason}

    def _who_is_credited(self) -> str:
        told = {
            "agent": self.agent(self.credit.credited_id),
            "rule": value_text("judge_rule", self.rules.judge_rule),
        }
        if self.credit.credited_id is None:
            return _("By the shop's rule nobody is credited (%(rule)s).") % told
        if self.order.paid_at is None:
            return _("%(agent)s would be credited if it were paid, by the shop's rule (%(rule)s).") % told
        return _("%(agent)s is credited with it, by the shop's rule (%(rule)s).") % told

    def _ruled(self, ruling: Ruling) -> str:
        told = {
            "author": str(ruling.author),
            "at": formats.instant(ruling.created_at, seconds=True),
            "agent": self.agent(ruling.agent_id),
            "reason": ruling.reason,
        }
        if ruling.agent is None:
            return _("Ruling by %(author)s, %(at)s: nobody is credited. %(reason)s") % told
        return _("Ruling by %(author)s, %(at)s: %(agent)s is credited. %(reason)s") % told

    def window_in_words(self) -> str:
        """From when to when a talk counts for this order (D5.2)."""
        return _("%(first)s to %(last)s (%(hours)s h before the order was placed)") % {
            "first": formats.instant(self.order.created_at - self.window, seconds=True),
            "last": formats.instant(self.order.created_at, seconds=True),
            "hours": self.rules.inquiry_window_hours,
        }

    def chasing_in_words(self) -> str:
        """From when to when a message counts as a chase (D5.4)."""
        created = self.order.created_at
        last = self.order.paid_at or created + dt.timedelta(seconds=self.rules.unpaid_seconds)
        first = created + dt.timedelta(seconds=self.rules.guard_seconds)
        if last <= first:
            return _("none: it was paid within %(minutes)s min") % {"minutes": self.rules.chase_guard_minutes}
        return _("after %(first)s, up to %(last)s") % {
            "first": formats.instant(first, seconds=True),
            "last": formats.instant(last, seconds=True),
        }

    def tie_breaks(self) -> list[str]:
        """The tie-breaks, as columns of `variants`."""
        return [value_text("tie_break", name) for name in CHOICES["tie_break"]]

    def variants(self) -> list[Variant]:
        """What each judge rule would say under each tie-break, computed from the buyer's messages; each
        answer with a mark whether it is that of the shop's rules."""
        found = order_variants.variants(self.shop, self.order)
        rules = self.rules
        return [
            Variant(
                value_text("judge_rule", rule),
                tuple(
                    (self.agent(found[rule, tie]), (rule, tie) == (rules.judge_rule, rules.tie_break))
                    for tie in CHOICES["tie_break"]
                ),
                rule == rules.judge_rule,
            )
            for rule in CHOICES["judge_rule"]
            if found
        ]

    def decisions(self) -> list[Decision]:
        """Order closer, payment closer and chaser, each with the message that decided."""
        texts = timeline.deciding_texts(self.shop, self.credit)
        return list(self._decisions(texts))

    def _decisions(self, texts: dict[str, str]) -> Iterator[Decision]:
        credit = self.credit
        for what, agent, label in (
            ("order", credit.order_closer_id, _("Order closer")),
            ("payment", credit.payment_closer_id, _("Payment closer")),
            ("chase", credit.chaser_id, _("Chaser")),
        ):
            if agent is not None:
                readable = self.reader.includes(agent)
                yield Decision(
                    what,
                    label,
                    self.agent(agent) or "",
                    getattr(credit, f"{what}_evidence_at"),
                    texts.get(what, "") if readable else "",
                    not readable,
                    self.agent(getattr(credit, f"{what}_runner_up_id", None)),
                    getattr(credit, f"{what}_runner_up_at", None),
                )

    def assists(self) -> list[Assist]:
        """The agents who had a part in the order and are not credited."""
        return [
            Assist(self.agent(agent) or "", bool(before), bool(behind))
            for agent, before, behind in self.credit.assists
        ]

    def notes(self) -> list[tuple[ChaseNote, str, str]]:
        """Chases of the order that somebody wrote down: each with who chased, and the words of the note."""
        found = self.order.chase_notes.select_related("agent", "author")
        return [(note, *noted_by(note, self.reader)) for note in found]
