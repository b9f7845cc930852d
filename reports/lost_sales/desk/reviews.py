"""What a supervisor decides about a handed-in row: accept, change, return, or take it back (D9.4)."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Agent, Shop, User
from chats.jobs import queue as jobs
from chats.models import DirtyDay, InvalidInquiry
from reports.metrics.taxonomy import INVALID
from reports.models import LostSaleEntry, LostSaleForm, LostSaleReason

Review = LostSaleEntry.Review


class NotReviewable(Exception):
    """Only handed-in rows with a reason that are still lost can be reviewed."""


def reviewable(shop: Shop, agents: QuerySet[Agent]) -> QuerySet[LostSaleEntry]:
    """Handed-in rows of the agents that are still lost, newest day first."""
    rows = LostSaleEntry.objects.filter(
        form__shop=shop,
        form__agent__in=agents,
        form__status=LostSaleForm.Status.SUBMITTED,
        state=LostSaleEntry.State.OPEN,
        reason__isnull=False,
    )
    related = ("form__agent", "form__shop", "buyer", "reviewer")
    named = ("reason__parent", "suggested__parent", "reviewed_reason__parent")
    return rows.select_related(*related, *named).order_by("-form__day", "form__agent", "pk")


def is_invalid(reason: LostSaleReason | None) -> bool:
    """Whether the reason says that it was no real inquiry."""
    return reason is not None and (reason.parent or reason).code == INVALID


def accept(entry: LostSaleEntry, reviewer: User) -> None:
    """The agent's reason stands. An accepted "invalid" takes the inquiry out of all figures."""
    _decide(entry, reviewer, Review.ACCEPTED)


def change(entry: LostSaleEntry, reviewer: User, reason: LostSaleReason, comment: str = "") -> None:
    """Another reason counts; the agent's stays recorded."""
    _decide(entry, reviewer, Review.CHANGED, reason, comment)


def give_back(entry: LostSaleEntry, reviewer: User, comment: str) -> None:
    """The agent is to look at the row again, and reads why."""
    _decide(entry, reviewer, Review.RETURNED, comment=comment)


def withdraw(entry: LostSaleEntry, reviewer: User) -> None:
    """Take the decision back; an inquiry that was taken out as invalid counts again."""
    _decide(entry, reviewer, "")


@transaction.atomic
def _decide(
    entry: LostSaleEntry,
    reviewer: User,
    review: str,
    reason: LostSaleReason | None = None,
    comment: str = "",
) -> None:
    form = entry.form
    if form.status != LostSaleForm.Status.SUBMITTED or entry.reason is None:
        raise NotReviewable
    if entry.state != LostSaleEntry.State.OPEN:
        raise NotReviewable
    entry.review, entry.reviewed_reason, entry.comment = review, reason, comment.strip()
    entry.reviewer = reviewer if review else None
    entry.reviewed_at = timezone.now() if review else None
    entry.save(update_fields=["review", "reviewed_reason", "comment", "reviewer", "reviewed_at"])
    decided = review in (Review.ACCEPTED, Review.CHANGED)
    _rule_on_inquiry(entry, reviewer, decided and is_invalid(entry.final_reason))


def _rule_on_inquiry(entry: LostSaleEntry, reviewer: User, invalid: bool) -> None:
    """Note that the reception is no inquiry, or take that back, and have the day's figures computed."""
    if entry.buyer_id is None:
        return
    form = entry.form
    key = {"shop": form.shop, "day": form.day, "agent": form.agent, "buyer": entry.buyer}
    if invalid:
        _row, changed = InvalidInquiry.objects.get_or_create(**key, defaults={"author": reviewer})
    else:
        deleted, _models = InvalidInquiry.objects.filter(**key).delete()
        changed = deleted > 0
    if changed:
        DirtyDay.objects.create(shop=form.shop, day=form.day, source=DirtyDay.Source.MESSAGES)
        jobs.enqueue(form.shop, "refresh", user=reviewer)
