"""Jobs: claimed once, finished once, tried again after an error, given up after three times."""

import datetime as dt
import time
from collections.abc import Callable

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Shop, Team
from chats.jobs import queue as jobs
from chats.models import Job

LONG_AGO = dt.timedelta(hours=1)


@pytest.fixture
def shop(db) -> Shop:
    return Shop.objects.create(name="晓美家")


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> Callable[[jobs.Handler], None]:
    """Return a function that makes a handler the one of kind "work"."""
    return lambda handler: monkeypatch.setitem(jobs.HANDLERS, "work", handler)


def a_job(shop: Shop, **fields) -> Job:
    return Job.objects.create(shop=shop, **{"kind": "work"} | fields)


def running(shop: Shop, silent_for: dt.timedelta = dt.timedelta(), **fields) -> Job:
    fields = {"attempts": 1} | fields
    return a_job(shop, status="running", heartbeat_at=timezone.now() - silent_for, **fields)


def age(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - LONG_AGO)


def test_a_job_is_written_down_at_once_and_woken_after_the_commit(
    shop, django_user_model, wake_ups, django_capture_on_commit_callbacks
) -> None:
    wu = django_user_model.objects.create(username="wu")

    with django_capture_on_commit_callbacks() as after_commit:
        job = jobs.enqueue(shop, "work", {"day": "2026-05-01"}, wu)

    assert (job.status, job.kind, job.payload, job.created_by) == (
        "queued",
        "work",
        {"day": "2026-05-01"},
        wu,
    )
    assert wake_ups == []
    after_commit[0]()
    assert wake_ups == [job.pk]


def test_a_broker_that_is_down_breaks_no_page(shop, monkeypatch, caplog) -> None:
    monkeypatch.undo()  # the real wake-up again

    def refuse(*args, **kwargs):
        raise ConnectionError("nobody there")

    monkeypatch.setattr(jobs.current_app, "send_task", refuse)

    jobs.wake(7)

    assert "job 7 (nobody there)" in caplog.text


def test_a_job_is_done_by_the_handler_of_its_kind(shop, handled) -> None:
    def work(job: Job, progress: jobs.Progress) -> None:
        progress(0, 2, force=True)
        Team.objects.create(shop=job.shop, name=job.payload["name"])

    handled(work)
    job = a_job(shop, payload={"name": "早班"})

    assert jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.status, job.attempts, job.done, job.total, job.message) == ("done", 1, 2, 2, "")
    assert job.finished_at is not None
    assert [team.name for team in Team.objects.all()] == ["早班"]


def test_a_job_that_is_done_is_not_done_again(shop, handled) -> None:
    handled(lambda job, progress: Team.objects.create(shop=job.shop, name="once"))
    job = a_job(shop)

    assert [jobs.run(job.pk), jobs.run(job.pk)] == [True, False]
    assert Team.objects.count() == 1


def test_a_job_that_was_deleted_is_let_go(db) -> None:
    assert not jobs.run(404)


def test_a_job_whose_worker_is_alive_is_left_to_it(shop) -> None:
    assert jobs.claim(running(shop).pk) is None


def test_a_job_whose_worker_fell_silent_is_taken_over(shop) -> None:
    job = jobs.claim(running(shop, silent_for=LONG_AGO).pk)

    assert job is not None
    assert (job.status, job.attempts) == ("running", 2)


def test_one_shop_does_one_job_of_a_kind_at_a_time(shop) -> None:
    running(shop, kind="refresh")
    second = a_job(shop, kind="refresh")
    of_another_kind = a_job(shop, kind="import")
    of_another_shop = a_job(Shop.objects.create(name="小七家"), kind="refresh")

    claimed = [jobs.claim(job.pk) for job in (second, of_another_kind, of_another_shop)]

    assert claimed == [None, of_another_kind, of_another_shop]


def test_the_end_of_a_job_wakes_the_one_that_waited_for_it(shop, handled, wake_ups) -> None:
    handled(lambda job, progress: None)
    first, second, _third = a_job(shop), a_job(shop), a_job(shop)
    a_job(shop, kind="another")

    jobs.run(first.pk)

    assert wake_ups == [second.pk]


def test_an_error_puts_the_job_back_in_line_and_keeps_a_sentence(shop, handled, caplog) -> None:
    handled(lambda job, progress: 1 / 0)
    job = a_job(shop)

    jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.status, job.attempts, job.message) == ("queued", 1, jobs.BROKE)
    assert "ZeroDivisionError" in caplog.text


def test_after_three_errors_a_job_has_failed(shop, handled) -> None:
    handled(lambda job, progress: 1 / 0)
    job = a_job(shop)

    assert [jobs.run(job.pk) for _ in range(4)] == [True, True, True, False]

    job.refresh_from_db()
    assert (job.status, job.attempts, job.message) == ("failed", 3, jobs.BROKE)
    assert job.finished_at is not None


def test_work_that_cannot_succeed_fails_at_once_with_its_own_sentence(shop, handled) -> None:
    def refuse(job: Job, progress: jobs.Progress) -> None:
        raise jobs.JobFailed("The file is gone.")

    handled(refuse)
    job = a_job(shop)

    jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.status, job.attempts, job.message) == ("failed", 1, "The file is gone.")


def test_a_kind_nobody_handles_is_an_error_like_any_other(shop) -> None:
    job = a_job(shop, kind="unheard-of")

    jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.status, job.message) == ("queued", jobs.BROKE)


def test_a_worker_that_lost_its_job_commits_nothing(shop, handled) -> None:
    def work(job: Job, progress: jobs.Progress) -> None:
        Job.objects.filter(pk=job.pk).update(attempts=2)  # another worker took it over
        with jobs.finish_in_transaction(job):
            Team.objects.create(shop=job.shop, name="twice")

    handled(work)
    job = a_job(shop)

    jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.status, job.attempts) == ("running", 2)
    assert Team.objects.count() == 0


def test_rows_and_the_end_of_a_job_are_committed_together_or_not_at_all(shop, handled) -> None:
    def work(job: Job, progress: jobs.Progress) -> None:
        with jobs.finish_in_transaction(job):
            Team.objects.create(shop=job.shop, name="half done")
            raise ValueError

    handled(work)
    job = a_job(shop)

    jobs.run(job.pk)

    job.refresh_from_db()
    assert job.status == "queued"
    assert Team.objects.count() == 0


def test_progress_is_written_at_most_once_a_second_unless_forced(shop, django_assert_num_queries) -> None:
    progress = jobs.Progress(running(shop))

    with django_assert_num_queries(2):
        for done in range(1000):
            progress(done, 1000)
        progress(1000, 1000, force=True)

    job = Job.objects.get()
    assert (job.done, job.total) == (1000, 1000)


def test_progress_tells_a_worker_that_it_lost_its_job(shop) -> None:
    job = running(shop)
    Job.objects.update(attempts=2)

    with pytest.raises(jobs.ClaimLost):
        jobs.Progress(job)(1, 2)


def test_the_sweep_wakes_forgotten_jobs_and_leaves_the_others(shop, wake_ups) -> None:
    silent = running(shop, silent_for=LONG_AGO, kind="import")
    oldest, second = a_job(shop, kind="refresh"), a_job(shop, kind="refresh")
    behind_a_running_one = a_job(shop, kind="report")
    running(shop, kind="report")
    just_queued = a_job(shop, kind="new")
    a_job(shop, status="done")
    for job in (oldest, second, behind_a_running_one):
        age(job)

    assert jobs.sweep() == [silent.pk, oldest.pk]
    assert wake_ups == [silent.pk, oldest.pk]
    just_queued.refresh_from_db()
    assert just_queued.status == "queued"


def test_the_sweep_gives_up_a_job_that_was_stopped_three_times(shop, wake_ups) -> None:
    job = running(shop, silent_for=LONG_AGO, attempts=3)

    assert jobs.sweep() == []

    job.refresh_from_db()
    assert (job.status, job.message) == ("failed", jobs.STOPPED)


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_request_leaves_no_job_and_wakes_nobody(wake_ups) -> None:
    shop = Shop.objects.create(name="晓美家")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.enqueue(shop, "work")
        1 / 0  # noqa: B018

    assert (Job.objects.count(), wake_ups) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_a_worker_busy_with_one_long_step_still_gives_signs_of_life(handled, settings) -> None:
    settings.JOB_STALE_SECONDS = 0.4
    beats = set()

    def work(job: Job, progress: jobs.Progress) -> None:
        deadline = time.monotonic() + 20
        while len(beats) < 3 and time.monotonic() < deadline:
            time.sleep(0.05)
            beats.update(Job.objects.values_list("heartbeat_at", flat=True))

    handled(work)
    job = a_job(Shop.objects.create(name="晓美家"))

    jobs.run(job.pk)

    assert len(beats) == 3
    assert Job.objects.get().status == "done"
