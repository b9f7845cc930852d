"""Tables of lost sales as files: the Pareto, agents against causes, and the rows."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Agent
from reports.lost_sales.causes.figures import Causes
from reports.lost_sales.form.page import buyer_shown
from reports.models import LostSaleEntry
from reports.pages.downloads import Cell, Heading
from reports.reasons import taxonomy as reasons

Table = tuple[list[Heading], list[list[Cell]]]


def causes_sheet(found: Causes) -> Table:
    """One row a cause of the Pareto."""
    headings = [
        Heading(_("Cause")),
        Heading(_("Owner")),
        Heading(_("Rows"), "count"),
        Heading(_("Share"), "rate"),
        Heading(_("Amount"), "money"),
        Heading(_("Share of amount"), "rate"),
        Heading(_("Running share"), "rate"),
        Heading(_("Rows before"), "count"),
        Heading(_("Share before"), "rate"),
        Heading(_("Change"), "rate"),
    ]
    rows: list[list[Cell]] = [
        [
            reasons.name(cause.reason),
            cause.reason.get_owner_display(),
            cause.rows,
            cause.row_rate,
            cause.amount_fen,
            cause.amount_rate,
            cause.running_rate,
            cause.rows_before,
            cause.rate_before,
            cause.change,
        ]
        for cause in found.causes
    ]
    return headings, rows


def matrix_sheet(found: Causes, agents: dict[int, Agent]) -> Table:
    """One row an agent, one column a cause, then the team."""
    causes = [one.reason for one in found.causes]
    headings = [Heading(_("Agent")), *(Heading(reasons.name(one), "count") for one in causes)]
    counts = [(agents[pk].name, found.matrix.loc[pk].to_dict()) for pk in found.matrix.index.tolist()]
    counts.append((_("Team"), {one.reason.pk: one.rows for one in found.causes}))
    rows: list[list[Cell]] = [[name, *(one.get(cause.pk, 0) for cause in causes)] for name, one in counts]
    return headings, rows


def rows_sheet(rows: QuerySet[LostSaleEntry]) -> Table:
    """One row a lost sale; buyers as people outside the conversation see them."""
    texts = (_("Day"), _("Agent"), _("Buyer"), _("Product"))
    more = (_("Stage"), _("State"), _("The agent's reason"), _("Reviewed"), _("Reason that counts"))
    last = (_("What I would do differently"), _("Note"), _("Comment"))
    headings = [Heading(text) for text in texts]
    headings += [Heading(_("Amount"), "money"), *(Heading(text) for text in (*more, *last))]
    return headings, [_row(row) for row in rows]


def _row(one: LostSaleEntry) -> list[Cell]:
    return [
        one.form.day.isoformat(),
        one.form.agent.name,
        buyer_shown(one),
        one.product,
        one.amount_fen,
        one.get_stage_display(),
        one.get_state_display(),
        reasons.full_name(one.reason) if one.reason else "",
        one.get_review_display(),
        reasons.full_name(one.final_reason) if one.final_reason else "",
        one.would_do,
        one.note,
        one.comment,
    ]
