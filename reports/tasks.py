"""Background work of the reports app: figures catch up with what was imported."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from accounts.models import Shop
from chats.jobs import queue as jobs
from chats.models import Job, ShopState
from reports.delivery import jobs as build_job
from reports.delivery import sending
from reports.facts import refresh as fact_refresh
from reports.health import auto_texts
from reports.lost_sales.desk import reminders as form_reminders
from reports.lost_sales.form import verbs as lost_sales
from reports.privacy import forgetting
from reports.rules import preview as rule_preview
from reports.rules import save as rule_effect
from reports.weekly import due

# Importing these modules registers the handlers of their jobs.
HANDLERS = (auto_texts, rule_effect, rule_preview, build_job)


@jobs.register("refresh")
def refresh(job: Job, progress: jobs.Progress) -> None:
    """Compute the shop's dirty days. Each chunk of days is its own transaction and may be redone."""
    fact_refresh.refresh(job.shop, progress)
    lost_sales.catch_up(job.shop)


@shared_task
def refresh_forgotten_shops() -> None:
    """Shops with marks that no job is about to clear, say after a worker died between two jobs."""
    marked = Shop.objects.filter(dirty_days__isnull=False).distinct()
    cared_for = Job.objects.filter(kind="refresh", status__in=Job.PENDING).values("shop")
    importing = Job.objects.filter(kind="import", status__in=Job.PENDING).values("shop")
    for shop in marked.exclude(pk__in=cared_for).exclude(pk__in=importing):
        jobs.enqueue(shop, "refresh")


@shared_task
def lost_sale_forms_due() -> None:
    """In every shop with figures: open the forms of days that ended, remind of those that are due soon, and
    mark those whose deadline passed."""
    for state in ShopState.objects.select_related("shop"):
        lost_sales.open_due(state.shop)
        form_reminders.remind_due(state.shop)


@jobs.register(forgetting.KIND)
def delete_texts(job: Job, _progress: jobs.Progress) -> None:
    """Delete the texts of messages that are older than the shop keeps them. Twice deletes nothing more."""
    forgetting.delete_old_texts(job.shop)


@shared_task
def texts_due() -> None:
    """Once a day, let every shop that keeps texts for a time only delete the older ones."""
    for shop in Shop.objects.filter(keep_texts_days__isnull=False):
        if forgetting.texts_due(shop):
            jobs.enqueue(shop, forgetting.KIND)


@shared_task
def weekly_reports_due() -> None:
    """Have built what is due: weeks that ended, missed ones, and reports that late data changed."""
    due.tick()


@shared_task
def reports_to_send() -> None:
    """Send the reports that wait for their recipients."""
    sending.send_due()


@worker_ready.connect
def catch_up_at_start(**_: Any) -> None:
    """Make up for the weeks that were missed while nothing ran, without waiting for beat."""
    weekly_reports_due.apply_async(retry=False)
