"""The rows behind a figure of lost sales, as an address asks for them: every count has exactly its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, F, QuerySet
from django.urls import reverse

from accounts.models import Agent, Shop
from chats.spans import Span
from reports.lost_sales.causes import figures
from reports.models import LostSaleEntry, LostSaleForm, LostSaleReason
from reports.pages.asked import id_from_query

Review = LostSaleEntry.Review
REVIEWED = "any"
TAKEN, SUGGESTED = "taken", "any"
# Shares that lead to these rows: of the counted rows, of their amounts, of the inquiries without a payment,
# of the reviewed rows, of those with a suggestion (lost_sale_sums tells them from the rows).
ROWS, AMOUNTS, COVERED, AGREED, FOLLOWED = FIGURES = (
    "rows",
    "amount",
    "coverage",
    "agreement",
    "suggestions",
)
PAIRS_SHOWN = 30


def url(shop: Shop | int, span: Span, **wanted: object) -> str:
    """The address of the rows of a span; what is None is left out, a list repeats its name."""
    query: dict[str, object] = {"from": span.first.isoformat(), "to": span.last.isoformat()}
    query |= {name: value for name, value in wanted.items() if value is not None}
    address = reverse("reports:lost_sale_rows", args=[getattr(shop, "pk", shop)])
    return f"{address}?{urlencode(query, doseq=True)}"


@dataclass(frozen=True)
class RowFilter:
    """Which rows: `reason` counts (with those below it), `own` is what the agent said, `reviewed` what the
    reviewer put in its place, `owner` the reason's owner. Without one of the words that look at all handed-in
    rows (`own`, `reviewed`, `review`, `suggestion`, `form`, `row`), only rows that statistics count.
    """

    shop: Shop
    span: Span
    agents: Sequence[Agent]  # among whom the reader may look
    named: Sequence[Agent]  # whom the address names; none means all of them
    reason: LostSaleReason | None = None
    own: LostSaleReason | None = None
    reviewed: LostSaleReason | None = None
    owner: str = ""
    review: str = ""
    suggestion: str = ""
    chats_only: bool = False
    form: int = 0
    row: int = 0
    figure: str = ""  # the share from which the reader came, one of FIGURES

    def rows(self) -> QuerySet[LostSaleEntry]:
        """The rows, newest day first."""
        agents = [agent.pk for agent in self.named or self.agents]
        rows = figures.span_rows(self.shop, self.span, agents)
        looks_at_all = self.own or self.reviewed or self.review or self.suggestion or self.form or self.row
        rows = figures.with_invalid(rows) if looks_at_all else figures.counted_rows(rows)
        for test in self._tests():
            rows = rows.filter(**test)
        if self.reason:
            rows = figures.having_reason(rows, self.reason)
        if self.suggestion == TAKEN:
            rows = rows.filter(suggested=F("reason"))
        related = ("form__agent", "form__shop", "buyer", "reviewer", "suggested__parent")
        named = ("reason__parent", "reviewed_reason__parent")
        return rows.select_related(*related, *named).order_by("-form__day", "first_at", "pk")

    def _tests(self) -> list[dict[str, object]]:
        tests: list[dict[str, object]] = []
        if self.own:
            tests.append({"reason": self.own, "review": Review.CHANGED})
        if self.reviewed:
            tests.append({"reviewed_reason": self.reviewed})
        if self.review == REVIEWED:
            tests.append({"review__in": Review.values})
        elif self.review:
            tests.append({"review": self.review})
        if self.suggestion:
            tests.append({"suggested__isnull": False, "reason__isnull": False})
        if self.owner:
            chosen = figures.owned_by(self.shop, self.owner)
            tests.append({"chosen__in": chosen})
        if self.chats_only:
            tests.append({"added_by_hand": False})
        if self.form:
            tests.append({"form": self.form})
        if self.row:
            tests.append({"pk": self.row})
        return tests


def asked(query: Mapping[str, str], shop: Shop, span: Span, agents: Sequence[Agent]) -> RowFilter:
    """What an address asks for; a value that makes no sense counts as not given."""
    get_all = getattr(query, "getlist", lambda name: [query[name]] if name in query else [])
    numbers = {id_from_query(value) for value in get_all("agent")}
    known = LostSaleReason.objects.filter(shop=shop).select_related("parent")
    wanted = {name: id_from_query(query.get(name)) for name in ("reason", "own", "reviewed")}
    found = known.in_bulk([pk for pk in wanted.values() if pk])
    reason, own, reviewed = (found.get(pk) for pk in wanted.values())
    owner, review = query.get("owner", ""), query.get("review", "")
    suggestion = query.get("suggestion", "")
    return RowFilter(
        shop,
        span,
        agents,
        [agent for agent in agents if agent.pk in numbers],
        reason,
        own,
        reviewed,
        owner=owner if owner in LostSaleReason.Owner.values else "",
        review=review if review in (REVIEWED, *Review.values) else "",
        suggestion=suggestion if suggestion in (TAKEN, SUGGESTED) else "",
        chats_only=query.get("chats") == "1",
        form=id_from_query(query.get("form")),
        row=id_from_query(query.get("row")),
        figure=query.get("figure", "") if query.get("figure") in FIGURES else "",
    )


@dataclass(frozen=True)
class Disagreement:
    """How often a reviewer put one reason in place of another (D9.4)."""

    own: LostSaleReason
    reviewed: LostSaleReason
    rows: int
    url: str


def disagreements(shop: Shop, span: Span, agents: Sequence[int]) -> list[Disagreement]:
    """The pairs of a span with the most rows, these first; who reads of hundreds learns from none."""
    changed = figures.span_rows(shop, span, agents).filter(
        review=Review.CHANGED, form__status=LostSaleForm.Status.SUBMITTED, reviewed_reason__isnull=False
    )
    pairs = changed.order_by().values_list("reason", "reviewed_reason").annotate(Count("pk"))
    known = LostSaleReason.objects.filter(shop=shop).select_related("parent").in_bulk()
    ranked = sorted(pairs, key=lambda one: (-one[2], one[:2]))[:PAIRS_SHOWN]
    return [
        Disagreement(known[own], known[other], rows, url(shop, span, own=own, reviewed=other))
        for own, other, rows in ranked
    ]
