"""Background work of the reports app: figures catch up with what was imported."""

from celery import shared_task

from accounts.models import Shop
from chats import jobs
from chats.models import Job, ShopState
from reports import lost_sales, rollup

WAITS_OR_RUNS = (Job.Status.QUEUED, Job.Status.RUNNING)


@jobs.register("refresh")
def refresh(job: Job, progress: jobs.Progress) -> None:
    """Compute the shop's dirty days. Each chunk of days is its own transaction and may be redone."""
    rollup.refresh(job.shop, progress)
    lost_sales.catch_up(job.shop)


@shared_task
def refresh_forgotten_shops() -> None:
    """Shops with marks that no job is about to clear, say after a worker died between two jobs."""
    marked = Shop.objects.filter(dirty_days__isnull=False).distinct()
    cared_for = Job.objects.filter(kind="refresh", status__in=WAITS_OR_RUNS).values("shop")
    importing = Job.objects.filter(kind="import", status__in=WAITS_OR_RUNS).values("shop")
    for shop in marked.exclude(pk__in=cared_for).exclude(pk__in=importing):
        jobs.enqueue(shop, "refresh")


@shared_task
def lost_sale_forms_due() -> None:
    """Open the forms of days that ended, and mark those whose deadline passed, in every shop with figures."""
    for state in ShopState.objects.select_related("shop"):
        lost_sales.open_due(state.shop)
