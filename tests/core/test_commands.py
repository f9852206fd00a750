"""The three processes of the house, each run here in this one. With real ones: tests/processes."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.core.management import call_command
from django.db import OperationalError

from core import jobs
from core.management.commands import scheduler, serve, worker
from core.models import Heartbeat, Job


@pytest.fixture(autouse=True)
def signals_are_put_back():
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def ask_to_end():
    os.kill(os.getpid(), signal.SIGTERM)


# --- worker and scheduler -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_worker_does_the_oldest_job_first_and_ends_when_asked(monkeypatch):
    monkeypatch.setattr(jobs, "_jobs", {})
    done = []

    @jobs.job("test.note")
    def note(progress, number):
        done.append(number)
        if number == 2:
            ask_to_end()

    for number in (1, 2, 3):
        jobs.enqueue("test.note", {"number": number})
    call_command("worker")

    assert done == [1, 2]
    assert Heartbeat.objects.filter(name="worker").exists()
    assert Job.objects.filter(state="queued").count() == 1


@pytest.mark.django_db
def test_the_worker_waits_for_work_and_outlives_a_database_that_is_away(monkeypatch, capsys):
    waits, looks = [], []

    def look(self):
        looks.append(1)
        if len(looks) == 2:
            raise OperationalError("gone")
        if len(looks) == 4:
            ask_to_end()
        return False

    monkeypatch.setattr(worker.Command, "one", look)
    monkeypatch.setattr(worker.time, "sleep", waits.append)
    call_command("worker")

    assert waits == [pytest.approx(0.075), 2, 0.25, 0.25]
    assert "The database did not answer: gone" in capsys.readouterr().err


def test_the_scheduler_goes_its_rounds_and_outlives_a_database_that_is_away(monkeypatch, capsys):
    rounds = []

    def tick():
        rounds.append(1)
        if len(rounds) == 1:
            raise OperationalError("gone")
        ask_to_end()

    monkeypatch.setattr(scheduler, "tick", tick)
    monkeypatch.setattr(scheduler, "close_old_connections", lambda: None)
    monkeypatch.setattr(scheduler, "ROUND_SECONDS", 0.001)
    call_command("scheduler")

    assert len(rounds) == 2
    assert "The database did not answer: gone" in capsys.readouterr().err


# --- supervisor -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("redis", "worker_words", "scheduler_words"),
    [
        ("", ("manage.py", "worker"), ("manage.py", "scheduler")),
        ("redis://127.0.0.1:1/0", ("celery", "worker"), ("celery", "beat")),
    ],
)
def test_the_house_is_a_web_server_a_worker_and_a_scheduler(settings, redis, worker_words, scheduler_words):
    settings.REDIS_URL = redis
    commands = serve.Command().commands({"bind": "127.0.0.1:1234", "web_workers": 3})
    said = {name: " ".join(command) for name, command in commands.items()}

    assert list(said) == ["web", "worker", "scheduler"]
    assert "gunicorn atis_platform.wsgi:application --bind 127.0.0.1:1234" in said["web"]
    assert "--worker-class gthread --workers 3" in said["web"]
    assert all(word in said["worker"] for word in worker_words)
    assert all(word in said["scheduler"] for word in scheduler_words)


@pytest.fixture
def parts(monkeypatch):
    """Stand-ins of the three parts: small Python programs."""
    monkeypatch.setattr(serve, "RESTART_PAUSE_SECONDS", 0)

    def stand_in(**programs):
        commands = {name: [sys.executable, "-c", program] for name, program in programs.items()}
        monkeypatch.setattr(serve.Command, "commands", lambda self, options: commands)

    return stand_in


LIVES = "import time; time.sleep(60)"


def end_when(condition):
    """Asks this process to end once the condition holds, as a person at the keyboard would."""

    def watch():
        deadline = time.monotonic() + 20
        while not condition() and time.monotonic() < deadline:
            time.sleep(0.01)
        ask_to_end()

    thread = threading.Thread(target=watch)
    thread.start()
    return thread


def test_the_supervisor_starts_a_part_again_and_ends_them_all(parts, monkeypatch, tmp_path, capsys):
    marks = tmp_path / "marks"
    started = []
    plain = serve.Command.start

    def start(self, command):
        started.append(plain(self, command))
        return started[-1]

    monkeypatch.setattr(serve.Command, "start", start)
    # It ends at its first start and lives from the second on.
    once = f"import os, time; first = not os.path.exists({str(marks)!r}); open({str(marks)!r}, 'a').close()\n"
    parts(web=LIVES, worker=once + "if not first: time.sleep(60)")
    thread = end_when(lambda: len(started) == 3)
    call_command("serve")
    thread.join()

    assert all(child.poll() is not None for child in started)
    assert "worker ended with 0; starting it again." in capsys.readouterr().err


def test_a_part_that_does_not_want_to_end_is_ended(monkeypatch):
    monkeypatch.setattr(serve, "GRACE_SECONDS", 0)
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", stubborn], stdout=subprocess.PIPE)
    assert child.stdout.read(1) == b"1"

    serve.Command().stop({"web": child})
    child.stdout.close()

    assert child.wait(5) == -signal.SIGKILL
