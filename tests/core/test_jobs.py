"""Background work: one row, one lease, one end. With real processes: tests/processes."""

import datetime as dt
import uuid

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from core import drivers, jobs
from core.enums import JobState
from core.errors import LeaseLost, Refused
from core.models import Heartbeat, Job

pytestmark = pytest.mark.django_db

LONG_AGO = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    """Jobs of a test are registered in a copy, and the house's own duties stay out of it."""
    known = {}
    monkeypatch.setattr(jobs, "_jobs", known)
    return known


@pytest.fixture
def calls():
    """A job that notes what it was called with."""
    seen = []
    jobs.job("test.note", max_attempts=2)(lambda progress, **payload: seen.append(payload))
    return seen


@pytest.fixture
def broker(monkeypatch, settings):
    """Redis as the edge of the house: what was handed to it."""
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    sent = []
    monkeypatch.setattr(drivers.run_job, "apply_async", lambda args, **options: sent.append((args[0], options)))
    return sent


def reload(row):
    row.refresh_from_db()
    return row


def abandoned(row, *, attempts=1):
    """The row as a worker leaves it that was killed an hour ago."""
    Job.objects.filter(pk=row.pk).update(
        state=JobState.RUNNING, token=uuid.uuid4(), heartbeat_at=timezone.now() - LONG_AGO, attempts=attempts
    )
    return reload(row)


# --- asking ---------------------------------------------------------------------------------------------------------


def test_enqueue_writes_a_waiting_row(calls):
    row = jobs.enqueue("test.note", {"pk": 7})

    assert (row.state, row.payload, row.max_attempts, row.attempts) == (JobState.QUEUED, {"pk": 7}, 2, 0)
    assert str(row) == f"test.note #{row.pk} (queued)"


def test_enqueue_of_an_unknown_job_is_a_programming_error():
    with pytest.raises(KeyError):
        jobs.enqueue("test.nothing")


def test_two_jobs_cannot_have_one_name(calls):
    with pytest.raises(ValueError, match=r"test\.note"):
        jobs.job("test.note")(print)


def test_enqueue_gives_back_what_is_unfinished_under_the_key(calls):
    first = jobs.enqueue("test.note", {"n": 1}, key="same")
    second = jobs.enqueue("test.note", {"n": 2}, key="same")
    jobs.execute(first.pk)
    third = jobs.enqueue("test.note", {"n": 3}, key="same")

    assert second.pk == first.pk
    assert third.pk != first.pk
    assert calls == [{"n": 1}]


def test_enqueue_without_a_key_never_joins_another(calls):
    assert jobs.enqueue("test.note").pk != jobs.enqueue("test.note").pk


def test_enqueue_that_loses_the_race_for_a_key_takes_the_winner(calls, monkeypatch):
    """Two requests look at once, both find nothing: the constraint lets one in, the other takes its row."""
    winner = jobs.enqueue("test.note", key="same")
    blind = [True]
    plain = Job.objects.all().__class__.first

    def first(rows):
        return None if blind and blind.pop() else plain(rows)

    monkeypatch.setattr("core.models.JobQuerySet.first", first)

    assert jobs.enqueue("test.note", key="same").pk == winner.pk
    assert Job.objects.count() == 1


def test_enqueue_that_loses_the_race_to_a_job_that_ended_meanwhile_starts_its_own(calls, monkeypatch):
    winner = jobs.enqueue("test.note", key="same")
    looks = []
    plain = Job.objects.all().__class__.first

    def first(rows):
        looks.append(1)
        if len(looks) == 1:
            return None
        Job.objects.filter(pk=winner.pk).update(state=JobState.DONE)
        return plain(rows)

    monkeypatch.setattr("core.models.JobQuerySet.first", first)

    row = jobs.enqueue("test.note", key="same")

    assert row.pk != winner.pk
    assert row.state == JobState.QUEUED


def test_the_number_is_sent_after_the_commit_only(calls, broker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        row = jobs.enqueue("test.note", delay=dt.timedelta(minutes=1))

    assert broker == []
    for send in waiting:
        send()
    assert broker == [(row.pk, {"eta": row.run_after, "retry": False})]


def test_a_rolled_back_request_leaves_no_job_and_sends_no_number(calls, broker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Refused), transaction.atomic():
        jobs.enqueue("test.note")
        raise Refused("Non.")

    assert Job.objects.count() == 0
    assert broker == []


def test_without_redis_nothing_is_sent(calls, settings, monkeypatch, django_capture_on_commit_callbacks):
    settings.REDIS_URL = ""
    monkeypatch.setattr(drivers.run_job, "apply_async", lambda *a, **k: pytest.fail("sent"))

    with django_capture_on_commit_callbacks(execute=True):
        row = jobs.enqueue("test.note")

    assert reload(row).state == JobState.QUEUED


def test_a_broker_that_is_down_loses_nothing(calls, settings, monkeypatch, caplog, django_capture_on_commit_callbacks):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    def refuse(*args, **options):
        raise ConnectionError("refused")

    monkeypatch.setattr(drivers.run_job, "apply_async", refuse)

    with django_capture_on_commit_callbacks(execute=True):
        row = jobs.enqueue("test.note")

    assert reload(row).state == JobState.QUEUED
    assert f"did not take job {row.pk}" in caplog.text


# --- claiming -------------------------------------------------------------------------------------------------------


def test_a_job_is_claimed_once(calls):
    row = jobs.enqueue("test.note")

    first, second = jobs.claim(row.pk), jobs.claim(row.pk)

    assert first.state == JobState.RUNNING
    assert first.attempts == 1
    assert first.token is not None
    assert second is None


def test_a_job_that_is_not_due_is_not_claimed(calls):
    row = jobs.enqueue("test.note", delay=dt.timedelta(minutes=1))

    assert jobs.claim(row.pk) is None
    assert jobs.execute(row.pk) is False


def test_a_held_lease_is_respected_and_a_lost_one_is_taken_over(calls, settings):
    settings.JOB_LEASE_SECONDS = 30
    row = jobs.enqueue("test.note")
    held = jobs.claim(row.pk)
    Job.objects.filter(pk=row.pk).update(heartbeat_at=timezone.now() - dt.timedelta(seconds=29))
    still_held = jobs.claim(row.pk)
    Job.objects.filter(pk=row.pk).update(heartbeat_at=timezone.now() - dt.timedelta(seconds=31))
    taken = jobs.claim(row.pk)

    assert still_held is None
    assert taken.attempts == 2
    assert taken.token != held.token


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED])
def test_a_finished_job_is_never_claimed(calls, state):
    row = jobs.enqueue("test.note")
    Job.objects.filter(pk=row.pk).update(state=state, heartbeat_at=timezone.now() - LONG_AGO)

    assert jobs.claim(row.pk) is None


# --- doing ----------------------------------------------------------------------------------------------------------


def test_execute_does_the_work_and_closes_the_row(calls):
    row = jobs.enqueue("test.note", {"pk": 7})

    did = jobs.execute(row.pk)

    assert did is True
    assert calls == [{"pk": 7}]
    assert reload(row).state == JobState.DONE
    assert row.finished
    assert row.percent == 100
    assert row.finished_at is not None
    assert row.token is None


def test_progress_is_written_while_the_work_runs():
    seen = []

    @jobs.job("test.steps")
    def steps(progress):
        progress.step(1, 3, "m" * 300)
        seen.append(Job.objects.get(pk=progress.pk))
        progress.beat()

    jobs.execute(jobs.enqueue("test.steps").pk)

    assert (seen[0].done, seen[0].total, len(seen[0].message), seen[0].percent) == (1, 3, 200, 33)
    assert not seen[0].finished


def test_percent_reaches_100_only_when_the_work_is_done():
    assert Job(state=JobState.RUNNING, done=3, total=3).percent == 99
    assert Job(state=JobState.RUNNING, done=0, total=0).percent == 0
    assert Job(state=JobState.DONE, done=0, total=0).percent == 100


def test_a_refusal_fails_the_job_with_its_sentence_and_is_not_tried_again():
    @jobs.job("test.refuses")
    def refuses(progress):
        raise Refused("Le projet n’a plus de structure.")

    row = jobs.enqueue("test.refuses")
    jobs.execute(row.pk)

    assert (reload(row).state, row.error) == (JobState.FAILED, "Le projet n’a plus de structure.")
    assert row.finished_at is not None


def test_an_unexpected_failure_is_tried_again_later_and_then_told_in_words(settings, caplog):
    @jobs.job("test.breaks", max_attempts=2)
    def breaks(progress):
        raise RuntimeError("secret detail")

    row = jobs.enqueue("test.breaks")
    jobs.execute(row.pk)
    first = reload(row)
    waits = (first.run_after - timezone.now()).total_seconds()
    Job.objects.filter(pk=row.pk).update(run_after=timezone.now())

    assert (first.state, first.token, first.attempts) == (JobState.QUEUED, None, 1)
    assert 0 < waits <= 2
    jobs.execute(row.pk)
    assert reload(row).state == JobState.FAILED
    assert row.error
    assert "secret detail" not in row.error
    assert "secret detail" in caplog.text


def test_the_pause_between_two_tries_grows_and_stays_below_five_minutes():
    row = Job.objects.create(name="test.note", state=JobState.RUNNING, token=uuid.uuid4(), attempts=11, max_attempts=12)

    jobs.retry_later(jobs.Progress(row.pk, row.token), row)

    assert 295 < (reload(row).run_after - timezone.now()).total_seconds() <= 300


def test_a_job_that_kills_its_workers_is_stopped(calls):
    row = abandoned(jobs.enqueue("test.note"), attempts=2)

    did = jobs.execute(row.pk)

    assert did is True
    assert calls == []
    assert reload(row).state == JobState.FAILED
    assert row.error


def test_a_job_of_another_version_fails_in_words(registry):
    row = Job.objects.create(name="test.gone")

    jobs.execute(row.pk)

    assert reload(row).state == JobState.FAILED
    assert row.error


def test_a_worker_that_lost_its_lease_writes_nothing_more(caplog):
    """The second worker's row stays as the second worker wrote it, whatever the first one still does."""
    other = uuid.uuid4()

    @jobs.job("test.slow")
    def slow(progress):
        Job.objects.filter(pk=progress.pk).update(token=other, done=1, total=2)
        progress.step(2, 2)
        pytest.fail("went on")

    row = jobs.enqueue("test.slow")
    did = jobs.execute(row.pk)

    assert did is True
    assert (reload(row).state, row.token, row.done, row.total) == (JobState.RUNNING, other, 1, 2)
    assert "taken over" in caplog.text


@pytest.mark.parametrize("how", ["done", "refused", "broken"])
def test_the_end_of_a_worker_without_lease_changes_nothing(how):
    other = uuid.uuid4()

    @jobs.job("test.slow")
    def slow(progress):
        Job.objects.filter(pk=progress.pk).update(token=other)
        if how == "refused":
            raise Refused("Non.")
        if how == "broken":
            raise RuntimeError

    row = jobs.enqueue("test.slow")
    jobs.execute(row.pk)

    assert (reload(row).state, row.token, row.error) == (JobState.RUNNING, other, "")


def test_more_steps_done_than_there_are_is_a_failure_of_the_work():
    @jobs.job("test.overshoots", max_attempts=1)
    def overshoots(progress):
        with transaction.atomic():
            progress.step(4, 3)

    row = jobs.enqueue("test.overshoots")
    jobs.execute(row.pk)

    assert reload(row).state == JobState.FAILED


# --- the heartbeat --------------------------------------------------------------------------------------------------


class Beats:
    """A progress whose beats are told what to do, one after the other."""

    pk = 1

    def __init__(self, *outcomes):
        self.outcomes = list(outcomes)

    def beat(self):
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome


@pytest.fixture
def worker_beats(monkeypatch):
    """The heartbeat's thread has a connection of its own, which a test's transaction would block."""
    names = []
    monkeypatch.setattr(jobs, "beat", names.append)
    return names


def until(condition):
    deadline = timezone.now() + dt.timedelta(seconds=5)
    while not condition():
        assert timezone.now() < deadline


def test_the_lease_is_kept_while_the_work_runs_and_the_worker_is_heard_of(worker_beats):
    """A document of three minutes must not make the worker look dead."""
    progress = Beats(None, OperationalError("away for a moment"), None, LeaseLost())

    with jobs.heartbeat(progress, 0.001):
        until(lambda: not progress.outcomes)

    assert worker_beats == ["worker", "worker"]


def test_a_short_job_beats_not_at_all(worker_beats):
    with jobs.heartbeat(Beats(), 60):
        pass

    assert worker_beats == []


# --- sweeping and duties --------------------------------------------------------------------------------------------


def test_without_redis_there_is_nothing_to_sweep(calls, settings):
    settings.REDIS_URL = ""
    jobs.enqueue("test.note")
    Job.objects.update(sent_at=timezone.now() - LONG_AGO)

    assert jobs.sweep() == 0


def test_the_sweeper_sends_again_what_the_broker_lost_once_per_lease(calls, broker):
    lost, fresh, later = jobs.enqueue("test.note"), jobs.enqueue("test.note"), jobs.enqueue("test.note", delay=LONG_AGO)
    dead = abandoned(jobs.enqueue("test.note"))
    Job.objects.exclude(pk=fresh.pk).update(sent_at=timezone.now() - LONG_AGO)

    swept, again = jobs.sweep(), jobs.sweep()

    assert (swept, again) == (2, 0)
    assert {pk for pk, _options in broker} == {lost.pk, dead.pk}
    assert later.pk not in {pk for pk, _options in broker}


def test_beat_moves_the_row_of_its_name():
    jobs.beat("worker")
    Heartbeat.objects.update(beat_at=timezone.now() - LONG_AGO)
    jobs.beat("worker")

    row = Heartbeat.objects.get()
    assert timezone.now() - row.beat_at < dt.timedelta(seconds=5)
    assert str(row).startswith("worker ")


def test_a_duty_is_started_once_by_two_schedulers_and_again_when_it_is_due():
    jobs.job("test.duty", every=dt.timedelta(hours=1))(lambda progress: None)
    jobs.job("test.no_duty")(lambda progress: None)

    jobs.tick()
    jobs.tick()
    once = list(Job.objects.values_list("name", "key"))
    Job.objects.update(state=JobState.DONE)
    jobs.tick()
    not_due = Job.objects.count()
    Heartbeat.objects.filter(name="duty test.duty").update(beat_at=timezone.now() - LONG_AGO)
    jobs.tick()
    Job.objects.update(state=JobState.DONE)
    jobs.tick()

    assert once == [("test.duty", "periodic test.duty")]
    assert not_due == 1
    assert Job.objects.count() == 2
    assert Heartbeat.objects.filter(name="scheduler").exists()


# --- Celery's two tasks ---------------------------------------------------------------------------------------------


def test_celery_carries_a_number_to_the_same_work(calls):
    row = jobs.enqueue("test.note", {"n": 1})

    drivers.run_job(row.pk)
    drivers.run_job(row.pk)

    assert calls == [{"n": 1}]
    assert Heartbeat.objects.filter(name="worker").exists()


def test_celery_runs_the_rounds_of_the_scheduler():
    drivers.run_tick()

    assert set(Heartbeat.objects.values_list("name", flat=True)) == {"worker", "scheduler"}


@pytest.mark.django_db(transaction=True)
def test_a_worker_lets_go_of_a_connection_that_broke_between_two_jobs(calls):
    row = jobs.enqueue("test.note", {"n": 1})
    connection.ensure_connection()
    connection.errors_occurred = True
    connection.close_at = 0

    assert jobs.execute(row.pk) is True
    assert reload(row).state == JobState.DONE
