"""A real installation for the tests that need one: the supervisor with its web server, worker and scheduler, a database
and files of its own, on free ports of the loopback. What it does is awaited, never slept for."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.visitor import Visitor

ROOT = Path(__file__).resolve().parents[1]
LANE_DATABASE = os.environ.get("DATABASE_URL", "")
LANE_REDIS = os.environ.get("REDIS_URL", "")
# What an installation reads: the test run's own values must not leak into it.
OURS = (
    *("DATABASE_URL", "REDIS_URL", "VAR_DIR", "SITE_URL", "ALLOWED_HOSTS", "DEMO", "DEBUG", "EMAIL_URL", "PORT"),
    *("SECRET_KEY", "DEFAULT_FROM_EMAIL", "TRUSTED_PROXIES", "JOB_LEASE_SECONDS", "DJANGO_SETTINGS_MODULE"),
)
GRACE_SECONDS = 20
Found = TypeVar("Found")


def until(condition: Callable[[], Found], what: str, seconds: float = 40) -> Found:
    """What the condition gives once it is true; an error that says what never came."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds} s")
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def process_table() -> dict[int, tuple[int, str]]:
    """Parent and command line of every living process, by pid."""
    table = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                table[int(folder.name)] = (int(parent), command)
    return table


def descendants(pid: int) -> dict[int, str]:
    """The command lines of a process's children and theirs."""
    table, found, left = process_table(), {}, [pid]
    while left:
        above = left.pop()
        below = {child: command for child, (parent, command) in table.items() if parent == above}
        found |= below
        left += below
    return found


class Redis:
    """A Redis server of one house, which a test may stop and start again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ["--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        with (self.folder / "redis.log").open("ab") as log:
            self.process = subprocess.Popen(["redis-server", *options, "--dir", str(self.folder)], stdout=log)
        until(lambda: listens(self.port), "Redis")

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


def sibling_database(name: str, template: str = "") -> str:
    """The address of a fresh database beside the lane's, empty or copied."""
    with administration() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
    return urlunsplit(urlsplit(LANE_DATABASE)._replace(path=f"/{name}"))


def drop_database(name: str) -> None:
    with administration() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextlib.contextmanager
def administration() -> Iterator[Any]:
    import psycopg2

    connection = psycopg2.connect(urlunsplit(urlsplit(LANE_DATABASE)._replace(scheme="postgresql")))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


class House:
    """One installation. `start` it, visit it, kill parts of it, look into its tables; the fixture ends it."""

    def __init__(self, folder: Path, database: str = "", **environment: str) -> None:
        self.folder, self.database = folder, database
        self.var = folder / "var"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.redis = Redis(folder) if LANE_REDIS else None
        self.supervisor: subprocess.Popen[bytes] | None = None
        self.known: set[int] = set()
        self.environment = {key: value for key, value in os.environ.items() if key not in OURS} | {
            "VAR_DIR": str(self.var),
            "SECRET_KEY": secrets.token_urlsafe(64),
            "SITE_URL": self.url,
            "PORT": str(self.port),
            "DATABASE_URL": database,
            "REDIS_URL": self.redis.url if self.redis else "",
            "DEMO": "1",
            "PYTHONUNBUFFERED": "1",
            **environment,
        }

    # --- starting and ending ----------------------------------------------------------------------------------------

    def run(self, *command: str, seconds: float = 300) -> str:
        """Runs a program of the project to its end; what it printed."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=seconds,
            check=False,
        )
        assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout[-3000:]}"
        return done.stdout

    def start(self) -> "House":
        """What `make run` starts; back once every part has been heard of."""
        with self.log.open("ab") as log:
            self.supervisor = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--bind", f"127.0.0.1:{self.port}"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            until(lambda: self.answers("/readyz"), "the house is ready")
        except AssertionError as never:
            raise AssertionError(f"{never}\n{self.said()}") from None
        self.known |= set(self.parts())
        return self

    @property
    def log(self) -> Path:
        return self.folder / "serve.log"

    def said(self) -> str:
        return self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""

    def signal(self, number: signal.Signals) -> None:
        assert self.supervisor is not None
        self.known |= set(self.parts())
        self.supervisor.send_signal(number)

    def ended(self) -> bool:
        """Whether the supervisor and everything it ever started are gone."""
        return (self.supervisor is None or self.supervisor.poll() is not None) and not self.left_over()

    def left_over(self) -> set[int]:
        return self.known & set(process_table())

    def close(self) -> None:
        """Ends what is left, politely first."""
        if self.supervisor is not None and self.supervisor.poll() is None:
            self.signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.supervisor.wait(GRACE_SECONDS)
        for pid in self.left_over():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.supervisor is not None:
            self.supervisor.kill()
            self.supervisor.wait()
        if self.redis:
            self.redis.stop()

    # --- its parts --------------------------------------------------------------------------------------------------

    def parts(self) -> dict[int, str]:
        return descendants(self.supervisor.pid) if self.supervisor else {}

    def part(self, name: str) -> int:
        """The pid of `web`, `worker` or `scheduler`: the supervisor's own child of that name."""
        assert self.supervisor is not None
        words = {"web": "gunicorn", "worker": " worker", "scheduler": " beat" if self.redis else " scheduler"}
        supervisor = self.supervisor.pid
        for pid, (parent, command) in process_table().items():
            if parent == supervisor and words[name] in command:
                return pid
        return 0

    def renderer(self) -> int:
        """The pid of the process that makes a PDF just now."""
        return next((pid for pid, command in self.parts().items() if "pdf_child.py" in command), 0)

    def kill_part(self, name: str) -> set[int]:
        """SIGKILL for a part and its own children, as a machine short of memory does; the pids that were killed."""
        pid = self.part(name)
        gone = {pid, *descendants(pid)}
        self.known |= gone
        for victim in gone:
            with contextlib.suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
        return gone

    # --- looking ----------------------------------------------------------------------------------------------------

    def visitor(self, name: str = "") -> Visitor:
        """Somebody in front of the house; signed in when one of the demonstration's names is given."""
        visitor = Visitor(self.url)
        if name:
            visitor.sign_in(name)
        return visitor

    def answers(self, path: str) -> bool:
        with contextlib.suppress(OSError):
            return Visitor(self.url).get(path).status == 200
        return False

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the tables hold now, or the change of a row (for the clock of a heartbeat, say)."""
        if self.database:
            import psycopg2

            address = urlunsplit(urlsplit(self.database)._replace(scheme="postgresql"))
            connection = psycopg2.connect(address, options="-c statement_timeout=20000")
        else:
            connection = sqlite3.connect(self.var / "db.sqlite3", timeout=20)
            statement = statement.replace("%s", "?")
        with contextlib.closing(connection), connection, contextlib.closing(connection.cursor()) as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def value(self, statement: str, *values: Any) -> Any:
        found = self.rows(statement, *values)
        return found[0][0] if found else None


class Builder:
    """Prepares one installation a session, as `make run` does, and copies it for each test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.copies = 0
        self.prefix = f"house_{secrets.token_hex(4)}"
        self.databases: list[str] = []
        database = self.new_database()
        self.template = House(folder, database)
        try:
            self.template.run("scripts/prepare.py")
        finally:
            self.template.close()

    def new_database(self, template: str = "") -> str:
        if not LANE_DATABASE:
            return ""
        name = f"{self.prefix}_{len(self.databases)}"
        self.databases.append(name)
        return sibling_database(name, template)

    def copy(self, **environment: str) -> House:
        self.copies += 1
        folder = self.folder / f"copy-{self.copies}"
        (folder / "var").mkdir(parents=True)
        (folder / "var" / "static").symlink_to(self.template.var / "static")
        if not LANE_DATABASE:
            with (
                contextlib.closing(sqlite3.connect(self.template.var / "db.sqlite3")) as source,
                contextlib.closing(sqlite3.connect(folder / "var" / "db.sqlite3")) as target,
            ):
                source.backup(target)
        if (self.template.var / "files").exists():
            shutil.copytree(self.template.var / "files", folder / "var" / "files")
        return House(folder, self.new_database(self.databases[0] if self.databases else ""), **environment)

    def close(self) -> None:
        for name in self.databases:
            drop_database(name)


@pytest.fixture(scope="session")
def builder(tmp_path_factory):
    made = Builder(tmp_path_factory.mktemp("houses"))
    yield made
    made.close()


@pytest.fixture
def new_house(builder):
    """Starts a house with the variables given; ended with the test."""
    houses = []

    def start(**environment: str) -> House:
        house = builder.copy(**environment)
        houses.append(house)
        return house.start()

    yield start
    for house in houses:
        house.close()


@pytest.fixture
def house(new_house):
    """A running house with the demonstration in it."""
    return new_house()


@pytest.fixture(scope="module")
def shared_house(builder):
    """One house for a file of tests that disturb each other in nothing."""
    house = builder.copy()
    try:
        yield house.start()
    finally:
        house.close()
