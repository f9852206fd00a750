"""Background work. The Job row is the truth; a worker claims it, keeps a lease alive and writes its progress.

Without Redis the worker process looks for rows itself; with Redis, Celery carries their numbers. Both call `execute`.
A job may run again after a crash, so what it does must be safe to do twice.
"""

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from .enums import JobState
from .errors import LeaseLost, Refused
from .models import Heartbeat, Job

log = logging.getLogger(__name__)

Work = Callable[..., None]


@dataclass(frozen=True)
class Registered:
    """A job's function and how many times it is tried."""

    work: Work
    max_attempts: int
    every: timedelta | None


_jobs: dict[str, Registered] = {}


def job(name: str, *, max_attempts: int = 5, every: timedelta | None = None) -> Callable[[Work], Work]:
    """Registers `work(progress, **payload)` under a stable name; with `every` it is also a periodic duty."""

    def register(work: Work) -> Work:
        if name in _jobs:
            raise ValueError(f"Two jobs are called {name}.")
        _jobs[name] = Registered(work, max_attempts, every)
        return work

    return register


def periodic() -> dict[str, timedelta]:
    """The duties that the scheduler starts, with their interval."""
    return {name: known.every for name, known in _jobs.items() if known.every is not None}


def enqueue(name: str, payload: dict[str, Any] | None = None, *, key: str = "", delay: timedelta | None = None) -> Job:
    """Writes the row inside the caller's transaction and sends its number once that is committed.

    With a `key`, work that is already waiting or under way under that key is given back instead of started twice.
    """
    known = _jobs[name]
    now = timezone.now()
    values = {
        "name": name,
        "payload": payload or {},
        "key": key,
        "max_attempts": known.max_attempts,
        "run_after": now + (delay or timedelta()),
        "sent_at": now,
    }
    unfinished = Job.objects.filter(~Q(key=""), key=key, state__in=[JobState.QUEUED, JobState.RUNNING])
    found = unfinished.first()
    if found is None:
        try:
            with transaction.atomic():
                found = Job.objects.create(**values)
        except IntegrityError:  # another request asked for the same a moment ago; its job may even have ended since
            return enqueue(name, payload, key=key, delay=delay)
        else:
            transaction.on_commit(lambda: send(found))
    return found


def send(row: Job) -> None:
    """Hands the number to the broker when there is one. A broker that is down loses nothing: the sweeper sends again."""
    if not settings.REDIS_URL:
        return
    try:
        import_string("core.drivers.run_job").apply_async((row.pk,), eta=row.run_after, retry=False)
    except Exception:
        log.warning("The broker did not take job %s; the sweeper will send it again.", row.pk, exc_info=True)


class Progress:
    """What a running job tells: how far it is and what it is doing. Raises LeaseLost when another worker took over."""

    def __init__(self, pk: int, token: uuid.UUID) -> None:
        self.pk, self.token = pk, token

    def step(self, done: int, total: int, message: str = "") -> None:
        """Writes `done` of `total` steps and a sentence in the reader's words."""
        self.write(done=done, total=total, message=message[:200])

    def beat(self) -> None:
        """Keeps the lease."""
        self.write()

    def write(self, **values: Any) -> None:
        held = Job.objects.filter(pk=self.pk, token=self.token, state=JobState.RUNNING)
        if held.update(heartbeat_at=timezone.now(), **values) != 1:
            raise LeaseLost


def claim(pk: int) -> Job | None:
    """Takes the job if it is waiting or abandoned: one conditional update, so that two workers never both have it."""
    token = uuid.uuid4()
    taken = (
        Job.objects.claimable()
        .filter(pk=pk)
        .update(state=JobState.RUNNING, token=token, heartbeat_at=timezone.now(), attempts=F("attempts") + 1)
    )
    return Job.objects.get(pk=pk) if taken else None


@contextmanager
def heartbeat(progress: Progress, every: float) -> Iterator[None]:
    """Keeps the lease alive from a second thread while the work runs, and says that its worker is alive."""
    stop = threading.Event()

    def keep() -> None:
        while not stop.wait(every):
            try:
                progress.beat()
                beat("worker")
            except LeaseLost:
                break
            except Exception:  # a database that is away for a moment is tried again at the next beat
                log.warning("The heartbeat of job %s failed once.", progress.pk, exc_info=True)
        connection.close()

    thread = threading.Thread(target=keep, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def execute(pk: int) -> bool:
    """Claims and does one job. True when this worker did it (well or badly), False when it was not to be had."""
    if not connection.in_atomic_block:  # the caller's transaction would be lost with its connection
        close_old_connections()
    row = claim(pk)
    if row is None or row.token is None:
        return False
    progress = Progress(row.pk, row.token)
    known = _jobs.get(row.name)
    try:
        if known is None:
            raise Refused(_("This version of the application does not know this work."))
        if row.attempts > row.max_attempts:
            raise Refused(_("The work was interrupted too often and has been stopped."))
        with heartbeat(progress, settings.JOB_LEASE_SECONDS / 3):
            known.work(progress, **row.payload)
    except LeaseLost:
        log.warning("Job %s was taken over by another worker.", pk)
    except Refused as refusal:
        finish(progress, JobState.FAILED, error=refusal.sentence)
    except Exception:
        log.exception("Job %s (%s) failed at attempt %s.", pk, row.name, row.attempts)
        retry_later(progress, row)
    else:
        finish(progress, JobState.DONE)
    return True


def finish(progress: Progress, state: JobState, *, error: str = "") -> None:
    """Closes the row, if the lease is still held."""
    held = Job.objects.filter(pk=progress.pk, token=progress.token, state=JobState.RUNNING)
    held.update(state=state, error=error[:500], finished_at=timezone.now(), token=None)


def retry_later(progress: Progress, row: Job) -> None:
    """An unexpected failure is tried again, later each time; after the last try it says so in words."""
    if row.attempts >= row.max_attempts:
        sentence = _("An unexpected failure stopped the work. Try again, and tell the team if it fails once more.")
        finish(progress, JobState.FAILED, error=sentence)
        return
    held = Job.objects.filter(pk=progress.pk, token=progress.token, state=JobState.RUNNING)
    held.update(
        state=JobState.QUEUED, token=None, run_after=timezone.now() + timedelta(seconds=min(300, 2**row.attempts))
    )


def sweep() -> int:
    """Sends again what a broker lost: due and unclaimed for a while, or abandoned by its worker. Returns how many."""
    if not settings.REDIS_URL:
        return 0
    patience = timezone.now() - timedelta(seconds=settings.JOB_LEASE_SECONDS)
    stuck = list(Job.objects.claimable().filter(sent_at__lt=patience)[:100])
    for row in stuck:
        # Marked first: a worker that is merely busy must not find ever more copies of the same number.
        Job.objects.filter(pk=row.pk).update(sent_at=timezone.now())
        send(row)
    return len(stuck)


def beat(name: str) -> None:
    """Says that a part of the house is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": timezone.now()})


def tick() -> None:
    """One round of the scheduler: heartbeat, sweep, and the periodic duties that are due.

    A duty is claimed by a conditional update of its own row, so that two schedulers start it once.
    """
    beat("scheduler")
    sweep()
    now = timezone.now()
    for name, every in periodic().items():
        row, created = Heartbeat.objects.get_or_create(name=f"duty {name}", defaults={"beat_at": now})
        due = Heartbeat.objects.filter(name=row.name, beat_at__lte=now - every)
        if created or due.update(beat_at=now):
            enqueue(name, key=f"periodic {name}")
