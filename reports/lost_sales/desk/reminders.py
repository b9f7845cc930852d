"""Reminders of open lost-sale forms: by a click of a supervisor, and by the clock before the deadline."""

import datetime as dt
import logging
from collections.abc import Collection, Iterable
from smtplib import SMTPException

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.access import own_agents
from accounts.mail import can_mail
from accounts.models import Agent, Shop, User
from chats.frames import rule_book
from chats.jobs import queue as jobs
from chats.models import Job
from reports.lost_sales.desk.completion import CountedForm, counted
from reports.lost_sales.form.verbs import deadline
from reports.models import FormReminder, LostSaleForm

logger = logging.getLogger(__name__)

REMIND_BEFORE = dt.timedelta(minutes=60)  # so long before its deadline the clock reminds of a form
PAUSE = dt.timedelta(hours=1)  # nobody is reminded of the same form twice within it


def waiting(shop: Shop) -> QuerySet[CountedForm]:
    """Open forms with rows that are still lost."""
    return counted(LostSaleForm.objects.filter(shop=shop, status=LostSaleForm.Status.OPEN)).filter(rows__gt=0)


@transaction.atomic
def remind(
    shop: Shop, forms: Iterable[LostSaleForm], author: User | None, now: dt.datetime | None = None
) -> list[FormReminder]:
    """Remind the agents of these forms, by page and mail; not of those reminded within the last hour."""
    now = now or timezone.now()
    asked = [form.pk for form in forms]
    locked = LostSaleForm.objects.select_for_update().filter(pk__in=asked, shop=shop)
    still_open = list(locked.filter(status=LostSaleForm.Status.OPEN).order_by("day", "pk"))
    recent = FormReminder.objects.filter(form__in=still_open, created_at__gt=now - PAUSE)
    told = set(recent.values_list("form_id", flat=True))
    kept = [
        FormReminder.objects.create(form=form, author=author) for form in still_open if form.pk not in told
    ]
    if kept and can_mail():
        jobs.enqueue(shop, "remind", {"reminders": [one.pk for one in kept]}, user=author)
    return kept


def remind_due(shop: Shop, now: dt.datetime | None = None) -> list[FormReminder]:
    """Remind of the forms whose deadline is near, each once."""
    now, book = now or timezone.now(), rule_book(shop)
    by_clock = FormReminder.objects.filter(form=OuterRef("pk"), author=None)
    fresh = waiting(shop).filter(~Exists(by_clock), late=False)
    due = [form for form in fresh if now < deadline(book, form.day) <= now + REMIND_BEFORE]
    return remind(shop, due, None, now) if due else []


def unread(agents: QuerySet[Agent] | Collection[Agent]) -> list[FormReminder]:
    """The latest reminder of each open form of the agents, oldest day first."""
    open_forms = LostSaleForm.objects.filter(agent__in=agents, status=LostSaleForm.Status.OPEN)
    found = FormReminder.objects.filter(form__in=open_forms).select_related("form__agent", "author")
    latest = {one.form_id: one for one in found.order_by("created_at", "pk")}
    return sorted(latest.values(), key=lambda one: (one.form.day, one.form_id))


def note_seen(reminders: Iterable[FormReminder], now: dt.datetime | None = None) -> None:
    """The agent has them before their eyes."""
    fresh = [one.form_id for one in reminders if one.seen_at is None]
    if fresh:
        FormReminder.objects.filter(form__in=fresh, seen_at=None).update(seen_at=now or timezone.now())


@jobs.register("remind")
def mail_reminders(job: Job, _progress: jobs.Progress) -> None:
    """Mail the reminders to agents whose account has an address; forms handed in meanwhile need none."""
    related = ("form__agent__user", "form__shop")
    wanted = FormReminder.objects.filter(
        pk__in=job.payload["reminders"], form__shop=job.shop, form__status=LostSaleForm.Status.OPEN
    )
    for reminder in wanted.select_related(*related).order_by("pk"):
        user = reminder.form.agent.user
        if user is None or not user.is_active or not user.email:
            continue
        # Asked again now: their access may have ended since somebody reminded them.
        if own_agents(user, job.shop).filter(pk=reminder.form.agent_id).exists():
            _mail(reminder, user)


def _mail(reminder: FormReminder, user: User) -> None:
    form = reminder.form
    with translation.override(user.language):
        told = {"day": f"{form.day:%Y-%m-%d}", "shop": form.shop.name}
        subject = _("Lost-sale form of %(day)s") % told
        text = _(
            "Your lost-sale form of %(day)s (%(shop)s) is still open.\n"
            "Sign in and fill it in: it takes about three minutes."
        )
        try:
            send_mail(subject, text % told, None, [user.email])
        except (SMTPException, OSError) as error:
            logger.warning("The mail with a reminder was not taken: %s", error)
