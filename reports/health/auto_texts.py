"""Automatic replies that no file marks: proposals in the background, and a leader's word on them (D2.3)."""

from dataclasses import asdict
from typing import Any

from django.core.cache import cache
from django.db import transaction

from accounts.audit import trail as audit
from accounts.audit.actor import Actor
from accounts.models import Shop
from chats import frames
from chats.credit.slices import ShopData
from chats.jobs import queue as jobs
from chats.models import AutoText, Job, PersonText, ShopState
from chats.store import auto_texts, bulk
from chats.store.dirty import Marks
from reports.metrics.auto_texts import Proposal, propose

LOOK_KIND, MARK_KIND = "auto_text_proposals", "auto_text"
LOOKED_AT_DAYS = 30
KEPT_SECONDS = 24 * 3600
SHOWN_OF_TEXT = 60  # characters in the audit trail


def _key(shop: Shop) -> str:
    """Where the proposals lie: they are those of one state of the shop's figures."""
    state = ShopState.objects.filter(shop=shop).first()
    refreshed = state.refreshed_at.timestamp() if state and state.refreshed_at else 0
    return f"auto_texts:{shop.pk}:{refreshed}"


def known(shop: Shop) -> list[Proposal] | None:
    """The proposals, None while nobody has looked at the shop's latest messages."""
    found = cache.get(_key(shop))
    return None if found is None else [Proposal(**one) for one in found]


def have_looked(shop: Shop) -> None:
    """Have a worker look for proposals, unless one is about to."""
    if not Job.objects.filter(shop=shop, kind=LOOK_KIND, status__in=Job.PENDING).exists():
        jobs.enqueue(shop, LOOK_KIND)


@jobs.register(LOOK_KIND)
def look(job: Job, _progress: jobs.Progress) -> None:
    """Look at the latest LOOKED_AT_DAYS days of the shop's messages, and keep the proposals for a day."""
    key = _key(job.shop)
    cache.set(key, [asdict(one) for one in proposals(job.shop)], KEPT_SECONDS)


def proposals(shop: Shop) -> list[Proposal]:
    """The texts of the latest days that a program seems to send."""
    latest, _order = frames.latest_instants(shop)
    if latest is None:
        return []
    data = ShopData.of(shop)
    messages = frames.messages(data.names, latest - LOOKED_AT_DAYS * 86400, latest, with_text=True)
    days = data.book.business_days(messages["sent_at"].to_numpy())
    return propose(messages, data.people.humans(), days)


def declare(by: Actor, shop: Shop, text: str) -> AutoText | None:
    """Say that a text is an automatic reply; its messages change in the background. None if it is known."""
    with transaction.atomic():
        bulk.lock_shop(shop.pk)
        declared, is_new = AutoText.objects.get_or_create(
            shop=shop, digest=auto_texts.digest(text), defaults={"text": text, "author": by.account}
        )
        if not is_new:
            return None
        PersonText.objects.filter(shop=shop, digest=declared.digest).delete()
        _follow(by, shop, text, True)
    return declared


def leave_to_people(by: Actor, shop: Shop, text: str) -> None:
    """Say that people write a proposed text: it is not proposed again. No message changes."""
    beginning = text[:SHOWN_OF_TEXT]
    with transaction.atomic():
        _said, is_new = PersonText.objects.get_or_create(
            shop=shop,
            digest=auto_texts.digest(text),
            defaults={"beginning": beginning, "author": by.account},
        )
        if is_new:
            audit.note(by, shop, "auto_text_dismissed", beginning, act="dismissed")


def propose_again(by: Actor, said: PersonText) -> None:
    """Let a text be proposed again."""
    with transaction.atomic():
        said.delete()
        audit.note(by, said.shop, "auto_text_dismissed", said.beginning, act="taken back")


def take_back(by: Actor, declared: AutoText) -> None:
    """Say that a text is a person's after all."""
    with transaction.atomic():
        bulk.lock_shop(declared.shop_id)
        shop, text = declared.shop, declared.text
        declared.delete()
        _follow(by, shop, text, False)


def _follow(by: Actor, shop: Shop, text: str, marked: bool) -> None:
    audit.note(by, shop, "auto_text_marked", text[:SHOWN_OF_TEXT], marked=marked)
    jobs.enqueue(shop, MARK_KIND, {"text": text}, by.user)


@jobs.register(MARK_KIND)
def change_kinds(job: Job, _progress: jobs.Progress) -> None:
    """Give the messages of a text the kind that its declaration says now, and have their days computed.

    Only whether it is declared now counts, so jobs may run twice and in any order. The text goes from
    the job with its end: words are kept in messages alone.
    """
    text: Any = job.payload.get("text")
    if text is None:
        return
    with jobs.finish_in_transaction(job):
        bulk.lock_shop(job.shop_id)
        marks = Marks(job.shop)
        declared = AutoText.objects.filter(shop=job.shop, digest=auto_texts.digest(text)).exists()
        changed = (auto_texts.make_auto if declared else auto_texts.make_human)(job.shop, text, marks)
        marks.save()
        Job.objects.filter(pk=job.pk).update(payload={"changed": changed})
        if changed:
            jobs.enqueue(job.shop, "refresh", user=job.created_by)


def declared_texts(shop: Shop) -> list[AutoText]:
    """What the shop declared, newest first."""
    return list(AutoText.objects.filter(shop=shop).select_related("author").order_by("-created_at", "-pk"))


def texts_of_people(shop: Shop) -> list[PersonText]:
    """What somebody said that people write, newest first."""
    return list(PersonText.objects.filter(shop=shop).select_related("author").order_by("-created_at", "-pk"))


def is_changing(shop: Shop) -> bool:
    """Whether messages are about to change their kind."""
    return Job.objects.filter(shop=shop, kind=MARK_KIND, status__in=Job.PENDING).exists()
