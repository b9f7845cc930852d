"""Deliveries: planned together with the report, claimed by one worker, tried again with growing pauses.

A mail that may have left is never sent again by itself: if a worker dies between handing it over and noting
so, the delivery ends as failed with that sentence, and a person decides.
"""

import datetime as dt
import logging
from smtplib import SMTPException

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import User
from chats.spans import ONE_DAY
from reports.access import may_get_report
from reports.delivery import hooks, letters, subscriptions
from reports.models import Delivery, ReportHook, ReportSubscription, WeeklyReport
from reports.weekly import due, revisions

logger = logging.getLogger(__name__)

Status, Channel, Report = Delivery.Status, Delivery.Channel, ReportSubscription.Report
PAUSES_MINUTES = (1, 5, 30, 120, 480)  # after that it failed
SILENT_AFTER = dt.timedelta(minutes=15)
MOST_AT_ONCE = 50

UNSURE = gettext_noop(
    "Sending was interrupted. The mail may or may not have gone out: ask the recipient before sending again."
)
UNWRITTEN = gettext_noop("The email could not be created. The worker log has the error.")
GONE = gettext_noop("The recipient has no access, no address or no subscription any more.")


def plan(report: WeeklyReport, now: dt.datetime | None = None, by_hand: bool = False) -> int:
    """Write down who is to get a report, once; how many recipients that are.

    Only the latest week goes out by itself, so that a catch-up of missed weeks floods no inbox: its first
    revision, and the one that makes its figures final. `by_hand` sends any to those who have not had it.
    """
    if not by_hand and not _goes_out(report, now or timezone.now()):
        return 0
    rows = [
        Delivery(report=report, kind=kind, channel=Channel.MAIL, recipient=f"user:{user.pk}")
        for kind in _kinds(report)
        for user, _wish in subscriptions.recipients(report.shop, kind)
    ]
    rows += [
        Delivery(report=report, kind=Report.SHOP, channel=Channel.HOOK, recipient=f"hook:{hook.pk}")
        for hook in ReportHook.objects.filter(shop=report.shop, active=True).order_by("pk")
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _goes_out(report: WeeklyReport, now: dt.datetime) -> bool:
    if report.revision == 1:
        return report.monday == due.last_week_over(report.shop, now)
    if not revisions.content_of(report)["meta"]["final"]:
        return False
    earlier = WeeklyReport.objects.filter(shop=report.shop, monday=report.monday).exclude(pk=report.pk)
    was_sent = Delivery.objects.filter(report__in=earlier).exists()
    return was_sent and not any(revisions.content_of(one)["meta"]["final"] for one in earlier)


def _kinds(report: WeeklyReport) -> list[str]:
    """The week for all; the month with the week in which it ends."""
    ends = (report.sunday + ONE_DAY).month != report.monday.month
    return [Report.SHOP, Report.OWN, *([Report.MONTH] if ends else [])]


def send_due(now: dt.datetime | None = None) -> int:
    """Send what waits and is due; how many were sent."""
    moment = now or timezone.now()
    _give_up_silent(moment)
    is_due = Q(next_try_at=None) | Q(next_try_at__lte=moment)
    waiting = Delivery.objects.filter(is_due, status=Status.WAITING).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True)[:MOST_AT_ONCE])
    # Each begins at its own time: behind a slow mail server the last ones would look like left for dead.
    return sum(send(pk, now) for pk in ids)


def _give_up_silent(now: dt.datetime) -> None:
    silent = Delivery.objects.filter(status=Status.SENDING, next_try_at__lt=now - SILENT_AFTER)
    silent.update(status=Status.FAILED, error=UNSURE)


def send(pk: int, now: dt.datetime | None = None) -> bool:
    """Send one delivery, if nobody else does; whether it was sent by this call."""
    moment = now or timezone.now()
    taken = Delivery.objects.filter(pk=pk, status=Status.WAITING).update(
        status=Status.SENDING, attempts=F("attempts") + 1, next_try_at=moment, error=""
    )
    if not taken:
        return False
    delivery = Delivery.objects.select_related("report__shop").get(pk=pk)
    try:
        wanted = _hand_over(delivery)
    except (SMTPException, OSError, hooks.NotTaken) as error:
        _try_later(delivery, _words(error), moment)
        return False
    except Exception:  # a letter may break on anything; the others leave all the same, and this one says so
        logger.exception("Delivery %s could not be made.", pk)
        _end(delivery, Status.FAILED, error=UNWRITTEN)
        return False
    if not wanted:
        _end(delivery, Status.FAILED, error=GONE)
        return False
    _end(delivery, Status.SENT, sent_at=timezone.now())
    return True


def _hand_over(delivery: Delivery) -> bool:
    """Give the message to the mail server or the robot; False if the recipient must not have it any more."""
    who, _colon, pk = delivery.recipient.partition(":")
    if who == "hook":
        hook = ReportHook.objects.filter(pk=pk, shop=delivery.report.shop, active=True).first()
        if hook is None:
            return False
        hooks.send(hook, *hooks.markdown(delivery.report))
        return True
    user = User.objects.filter(pk=pk).exclude(email="").first()
    shop = delivery.report.shop
    # Asked again now: access may have ended since the report was built.
    if user is None or not may_get_report(shop, user, delivery.kind):
        return False
    wish = subscriptions.wish_of(shop, user, delivery.kind)
    if not wish.active:
        return False
    letters.letter(delivery.report, delivery.kind, user, wish.formats).send()
    return True


def _words(error: Exception) -> str:
    return str(error) if isinstance(error, hooks.NotTaken) else f"{type(error).__name__}: {error}"


def _try_later(delivery: Delivery, error: str, now: dt.datetime) -> None:
    logger.warning("Delivery %s was not taken: %s", delivery.pk, error)
    if delivery.attempts > len(PAUSES_MINUTES):
        _end(delivery, Status.FAILED, error=error)
        return
    pause = dt.timedelta(minutes=PAUSES_MINUTES[delivery.attempts - 1])
    _end(delivery, Status.WAITING, error=error, next_try_at=now + pause)


def _end(delivery: Delivery, status: str, **more: object) -> None:
    Delivery.objects.filter(pk=delivery.pk, status=Status.SENDING).update(status=status, **more)


def again(delivery: Delivery) -> None:
    """Let a failed delivery be tried once more from the beginning, because a person said so."""
    Delivery.objects.filter(pk=delivery.pk, status=Status.FAILED).update(
        status=Status.WAITING, attempts=0, next_try_at=None, error=""
    )
