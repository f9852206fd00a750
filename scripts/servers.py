"""Private PostgreSQL and Redis servers for one test run: on free ports of the loopback, ended with the run.

`DATABASE_TEST_URL` and `REDIS_TEST_URL` name servers to use instead. A server that is missing ends the run with the
package to install; it never shortens it.
"""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

START_SECONDS = 30
TRIES = 3


class Missing(Exception):
    """A server's programs are not installed; the text says which package holds them."""


def free_port() -> int:
    """A port that was free a moment ago; who loses the race for it tries again."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def as_child(stop: signal.Signals, user: str = "") -> list[str]:
    """A prefix: the command ends when we are killed, and runs as `user` when given."""
    if not shutil.which("setpriv"):
        return []
    identity = [f"--reuid={user}", f"--regid={user}", "--init-groups"] if user else []
    return ["setpriv", *identity, "--pdeathsig", stop.name.removeprefix("SIG"), "--"]


def postgres_programs() -> Path:
    """The folder of initdb and postgres: Debian keeps it outside PATH, one per version."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += Path("/usr/lib/postgresql").glob("*/bin")
    usable = [f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()]
    if not usable:
        raise Missing("PostgreSQL is needed for the tests: apt-get install postgresql")
    return max(usable, key=lambda folder: int(folder.parent.name) if folder.parent.name.isdigit() else 0)


def ready(process: subprocess.Popen, log: Path, title: str) -> bool:
    """Waits for the server's own word; False when it ended first, as it does on a port that was taken meanwhile."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if "ready to accept connections" in log.read_text(errors="replace").lower():
            return True
        time.sleep(0.02)
    if process.poll() is None:
        end(process, signal.SIGKILL)
        sys.exit(f"{title} was not ready within {START_SECONDS} s:\n{log.read_text()[-2000:]}")
    return False


def end(process: subprocess.Popen, stop: signal.Signals) -> None:
    """Ends one server, by force when it does not go."""
    if process.poll() is None:
        process.send_signal(stop)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def started(
    command_for: Callable[[int], tuple[list[str], str]], log: Path, stop: signal.Signals, title: str
) -> Iterator[int]:
    """Starts `command_for(port)` on a free port, trying again when the port was taken meanwhile; gives the port."""
    for _ in range(TRIES):
        port = free_port()
        command, text = command_for(port)
        with log.open("wb") as out:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=out)
        process.stdin.write(text.encode())
        process.stdin.close()
        if ready(process, log, title):
            try:
                yield port
            finally:
                end(process, stop)
            return
    sys.exit(f"{title} did not start in {TRIES} tries:\n{log.read_text()[-2000:]}")


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server that holds nothing but its maintenance database."""
    if given := os.environ.get("DATABASE_TEST_URL"):
        yield given
        return
    programs = postgres_programs()
    user = "postgres" if os.getuid() == 0 else ""  # the server refuses to run as root
    password = secrets.token_urlsafe(24)
    with tempfile.TemporaryDirectory(prefix="cooperations-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "password").write_text(password)
        if user:
            for path in (folder, folder / "password"):
                shutil.chown(path, user, user)
        initdb = [
            *as_child(signal.SIGINT, user),
            *(str(programs / "initdb"), "--pgdata", str(folder / "data"), "--username", "house"),
            *("--pwfile", str(folder / "password"), "--auth", "scram-sha-256", "--encoding", "UTF8"),
            *("--locale", "C.UTF-8", "--no-sync", "--no-instructions"),
        ]
        done = subprocess.run(initdb, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"PostgreSQL could not make its data folder:\n{done.stdout}{done.stderr}")
        # Nothing here outlives the run, so nothing waits for the disk.
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": "200",
        }

        def command(port: int) -> tuple[list[str], str]:
            settings = [f"--{key}={value}" for key, value in (options | {"port": port}).items()]
            return [
                *as_child(signal.SIGINT, user),
                str(programs / "postgres"),
                "-D",
                str(folder / "data"),
                *settings,
            ], ""

        # SIGINT is PostgreSQL's fast shutdown: it closes the connections that a killed test left open.
        with started(command, folder / "log", signal.SIGINT, "PostgreSQL") as port:
            yield f"postgres://house:{password}@127.0.0.1:{port}/postgres"


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """The address of an empty Redis server that writes nothing to the disk."""
    if given := os.environ.get("REDIS_TEST_URL"):
        yield given
        return
    program = shutil.which("redis-server")
    if not program:
        raise Missing("Redis is needed for the tests: apt-get install redis-server")
    password = secrets.token_urlsafe(24)
    with tempfile.TemporaryDirectory(prefix="cooperations-redis-", ignore_cleanup_errors=True) as name:

        def command(port: int) -> tuple[list[str], str]:
            # By standard input, since a password among the arguments shows in the list of processes.
            settings = f'port {port}\nbind 127.0.0.1\nrequirepass {password}\nsave ""\nappendonly no\ndir {name}\n'
            return [*as_child(signal.SIGTERM), program, "-"], settings

        with started(command, Path(name) / "log", signal.SIGTERM, "Redis") as port:
            yield f"redis://:{password}@127.0.0.1:{port}/0"
