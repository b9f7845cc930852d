"""Deletion of texts and of one buyer's names, in lost-sale forms and everything below them as well."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from accounts.audit import trail as audit
from accounts.audit.actor import CLOCK
from accounts.models import Shop, User
from chats.models import BuyerAlias, Job
from chats.privacy import erasure, retention
from chats.store import kept_words
from reports.models import ChatCase, LostSaleEntry, LostSaleForm

KIND = "delete_texts"


def texts_due(shop: Shop) -> bool:
    """Whether the shop deletes old texts and has not done so since its day began."""
    today = kept_words.first_day_kept(shop)
    if today is None:
        return False
    latest = Job.objects.filter(shop=shop, kind=KIND).order_by("-pk").first()
    if latest is None:
        return True
    ended = latest.status in (Job.Status.DONE, Job.Status.FAILED)
    return ended and kept_words.first_day_kept(shop, latest.created_at) != today


def delete_old_texts(shop: Shop, now: dt.datetime | None = None) -> int:
    """Delete what is older than the shop keeps texts; how many texts of messages went."""
    first_kept = kept_words.first_day_kept(shop, now)
    if first_kept is None:
        return 0
    deleted = retention.delete_texts(shop, now)
    forget_seen(LostSaleEntry.objects.filter(form__shop=shop, form__day__lt=first_kept))
    if deleted:
        audit.note(CLOCK, shop, "texts_deleted", texts=deleted, older_than=first_kept.isoformat())
    return deleted


def forget_seen(rows: QuerySet[LostSaleEntry]) -> None:
    """Take what was read in the chat out of lost-sale rows: the product, and the buyer's words behind a
    suggestion. The reason, the amount and what the agent wrote stay."""
    rows.exclude(product="").update(product="")
    for row in rows.filter(suggested_cause__rule="words"):
        cause = row.suggested_cause
        if cause.get("said") != cause.get("phrase"):
            cause = cause | {"said": cause.get("phrase", "")}
            LostSaleEntry.objects.filter(pk=row.pk).update(suggested_cause=cause)


def erase_buyer(shop: Shop, person: int, by: User | None = None) -> None:
    """Erase one buyer everywhere; figures and books stay. Raises erasure.OwnAccount."""
    with transaction.atomic():
        names = erasure.erase(shop, person, by)
        entries = LostSaleEntry.objects.filter(form__shop=shop)
        of_buyer = BuyerAlias.objects.filter(shop=shop, person=person).values("pk")
        forget_seen(entries.filter(buyer__in=of_buyer))
        entries.filter(buyer_name__in=names).update(buyer_name="")
        erasure.without_names(entries, ("note", "would_do", "comment", "buyer_name"), names)
        erasure.without_names(LostSaleForm.objects.filter(shop=shop), ("best_answer",), names)
        erasure.without_names(ChatCase.objects.filter(shop=shop), ("comment",), names)
