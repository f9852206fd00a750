"""Measures the running program: pages beside a bare Django view, the PDFs, the planner. One table, and build/bench.json.

    make bench ARGS="--cohorts 100 --rounds 40"

Starts an installation of its own (SQLite; with BENCH_DATABASE_URL, the address of an empty PostgreSQL database, there),
loads the demonstration, measures, adds generated editions, measures again, and ends what it started.
"""

import argparse
import contextlib
import json
import os
import re
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.visitor import TOKEN, Visitor  # noqa: E402

RESULT = ROOT / "build" / "bench.json"
WARM_UP = 8
TIMING = re.compile(r'app;dur=([\d.]+), db;desc="(\d+)"')
LIMIT_SECONDS = 600
MORNINGS = ["16x17x8", "16x17x12", "16x17x17", "60x80x12", "150x200x16"]


@dataclass(frozen=True)
class Dataset:
    """What is in the database, and whose pages are asked for."""

    name: str
    cohort: str
    project: str
    window: str
    people: dict[str, str]

    def pages(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Page, address and the roles that open it."""
        everybody, team = tuple(self.people), ("administrator", "facilitator")
        project = f"/projects/{self.project}/"
        return [
            ("search", "/search/?q=jardin", everybody),
            ("board", f"/cohorts/{self.cohort}/", team),
            ("projects", "/projects/", everybody),
            ("project", project, everybody),
            ("agenda", "/agenda/", everybody),
            ("agenda events", f"/agenda/events.json?{self.window}", everybody),
            ("logbook axis", f"{project}logbook/horizon-commun/", everybody),
            ("fund", f"{project}fund/", everybody),
        ]


DEMONSTRATION = Dataset(
    "demonstration",
    "cooperations-2021",
    "la-halle-des-transitions",
    "start=2021-05-01&end=2021-06-01",
    {"administrator": "admin", "facilitator": "facilitator", "participant": "slowfest"},
)


def generated(cohorts: int) -> Dataset:
    number = max(1, cohorts // 2)
    slug = f"generated-{number:03}"
    year = 2017 + number % 10
    return Dataset(
        f"{cohorts} generated",
        slug,
        f"{slug}-1",
        f"start={year}-05-01&end={year}-06-01",
        {"administrator": "admin", "facilitator": f"{slug}-facilitator", "participant": f"{slug}-1"},
    )


class Installation:
    """The application as it is served, with the measuring settings, in a folder that goes when it ends."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "serve.log"
        self.environment = {
            **{key: value for key, value in os.environ.items() if key not in {"REDIS_URL", "EMAIL_URL", "DEBUG"}},
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "VAR_DIR": str(folder / "var"),
            "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL", ""),
            "SECRET_KEY": secrets.token_urlsafe(64),
            "SITE_URL": self.url,
            "PORT": str(self.port),
            "DEMO": "1",
        }

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS,
            check=False,
        )
        if done.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    @contextlib.contextmanager
    def served(self) -> Iterator[None]:
        """The real supervisor with web server, worker and scheduler."""
        with self.log.open("ab") as log:
            served = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--bind", f"127.0.0.1:{self.port}"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        try:
            self.wait()
            yield
        finally:
            served.send_signal(signal.SIGTERM)
            served.wait(30)

    def wait(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                if Visitor(self.url).get("/readyz").status == 200:
                    return
            time.sleep(0.05)
        sys.exit(f"The application did not start:\n{self.log.read_text(errors='replace')[-2000:]}")


class Client:
    """One kept connection of a signed-in person, read for its Server-Timing."""

    def __init__(self, installation: Installation, name: str) -> None:
        self.visitor = Visitor(installation.url)
        self.visitor.sign_in(name)
        self.cookie = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.visitor.cookies)
        self.connection = HTTPConnection("127.0.0.1", installation.port, timeout=60)

    def get(self, path: str) -> tuple[float, int, int]:
        """Milliseconds in the server, queries, bytes."""
        self.connection.request("GET", path, headers={"Cookie": self.cookie})
        reply = self.connection.getresponse()
        content = reply.read()
        if reply.status != 200:
            sys.exit(f"{path} answered {reply.status}")
        told = TIMING.search(reply.headers["Server-Timing"] or "")
        if told is None:
            sys.exit(f"{path} tells no Server-Timing")
        return float(told[1]), int(told[2]), len(content)

    def close(self) -> None:
        self.connection.close()


def measure_page(client: Client, page: str, role: str, path: str, dataset: str, rounds: int) -> dict[str, Any]:
    """The page and its floor by turns, so that a noisy moment falls on both."""
    for _round in range(WARM_UP):
        _spent, queries, size = client.get(path)
    _spent, own, _size = client.get("/bench/floor/?queries=0&bytes=0")
    floor = f"/bench/floor/?queries={max(0, queries - own)}&bytes={size}"
    for _round in range(WARM_UP):
        client.get(floor)
    times, floors = [], []
    for _round in range(rounds):
        times.append(client.get(path)[0])
        floors.append(client.get(floor)[0])
    median, bare = statistics.median(times), statistics.median(floors)
    return {
        "page": page,
        "role": role,
        "dataset": dataset,
        "queries": queries,
        "median_ms": round(median, 2),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 2),
        "bytes": size,
        "floor_ms": round(bare, 2),
        "ratio_to_floor": round(median / bare, 2),
    }


def measure_pages(installation: Installation, dataset: Dataset, rounds: int) -> list[dict[str, Any]]:
    measured = []
    for role, name in dataset.people.items():
        client = Client(installation, name)
        for page, path, roles in dataset.pages():
            if role in roles:
                measured.append(measure_page(client, page, role, path, dataset.name, rounds))
                print(".", end="", flush=True)
        client.close()
    return measured


def measure_agendas(installation: Installation, cohorts: int, rounds: int) -> list[dict[str, Any]]:
    """The week view and its feed with 1,000 more sessions in one edition, and for a facilitator of every edition."""
    week = "start=2021-05-17&end=2021-05-24"
    pages = [("week view", "/agenda/?cohort=cooperations-2021&view=week&date=2021-05-17")]
    pages += [("week feed", f"/agenda/events.json?cohort=cooperations-2021&{week}")]
    everywhere = [("agenda", "/agenda/"), ("week feed", f"/agenda/events.json?{week}")]
    measured, client = [], Client(installation, "facilitator")
    for page, path in pages:
        measured.append(measure_page(client, page, "facilitator", path, "1000 sessions", rounds))
    installation.run("-m", "bench.agenda", "facilitate")
    for page, path in everywhere:
        measured.append(measure_page(client, page, "facilitator", path, f"{cohorts + 2} editions", rounds))
    client.close()
    return measured


def measure_exports(installation: Installation, dataset: Dataset) -> list[dict[str, Any]]:
    """The two PDFs as a person waits for them: from the click until the file is there, made by the worker."""
    visitor = Visitor(installation.url)
    visitor.sign_in("admin")
    wanted = {"logbook PDF": {"kind": "logbook", "project": dataset.project}}
    wanted["programme PDF"] = {"kind": "programme", "cohort": dataset.cohort}
    measured = []
    for what, words in wanted.items():
        form = "/reports/new/?" + "&".join(f"{key}={value}" for key, value in words.items())
        token = TOKEN.search(visitor.get(form).text)
        if token is None:
            sys.exit(f"No form at {form}")
        begun = time.perf_counter()
        document = visitor.post("/reports/new/", {**words, "language": "fr"}, form=form).path
        while visitor.get(f"{document}download/").headers.get_content_type() != "application/pdf":
            if time.perf_counter() - begun > LIMIT_SECONDS:
                sys.exit(f"{what} was never finished")
            time.sleep(0.05)
        seconds = time.perf_counter() - begun
        bare = json.loads(installation.run("-m", "bench.pdf", document.strip("/").rpartition("/")[2]))
        measured.append(
            {
                "what": f"{what} ({dataset.name})",
                "rows": bare["rows"],
                "seconds": round(seconds, 2),
                "baseline_seconds": round(bare["seconds"], 2),
                "ratio": round(seconds / bare["seconds"], 2),
                "peak_mb": bare["peak_mb"],
            }
        )
        print(".", end="", flush=True)
    return measured


def measure_planner(installation: Installation, sizes: list[str]) -> list[dict[str, Any]]:
    """Mornings of these sizes, each planned with everybody there and with hours of presence."""
    print(".", end="", flush=True)
    return [
        json.loads(line) for line in installation.run("-m", "bench.planner", *sizes).splitlines() if line[:1] == "{"
    ]


def table(rows: list[dict[str, Any]]) -> str:
    """The rows under their keys, numbers to the right."""
    if not rows:
        return ""
    keys = list(rows[0])
    cells = [keys, *([str(row[key]) for key in keys] for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(keys))]
    left = [isinstance(rows[0][key], str) for key in keys]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if words else cell.rjust(width)
            for cell, width, words in zip(line, widths, left, strict=True)
        ).rstrip()
        for line in cells
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures the running program.")
    parser.add_argument("--cohorts", type=int, default=100, help="generated editions of the second data set")
    parser.add_argument("--rounds", type=int, default=40, help="times each page and its floor are asked for")
    parser.add_argument("--mornings", nargs="*", default=MORNINGS, help="funders x bearers x rounds for the planner")
    parser.add_argument("--into", type=Path, default=RESULT, help="where the same figures go as JSON")
    options = parser.parse_args()
    pages, exports = [], []
    with tempfile.TemporaryDirectory(prefix="cooperations-bench-") as name:
        installation = Installation(Path(name))
        installation.run("scripts/prepare.py")
        with installation.served():
            pages += measure_pages(installation, DEMONSTRATION, options.rounds)
            exports += measure_exports(installation, DEMONSTRATION)
        generation = installation.run("manage.py", "generate", "--cohorts", str(options.cohorts)).strip()
        with installation.served():
            pages += measure_pages(installation, generated(options.cohorts), options.rounds)
            exports += measure_exports(installation, generated(options.cohorts))
        clashes = json.loads(installation.run("-m", "bench.agenda", "clashes"))
        installation.run("-m", "bench.agenda", "fill")
        with installation.served():
            pages += measure_agendas(installation, options.cohorts, options.rounds)
        planner = measure_planner(installation, options.mornings)
    result = {"pages": pages, "exports": exports, "planner": planner, "ledger": [], "clashes": clashes}
    options.into.parent.mkdir(exist_ok=True)
    options.into.write_text(json.dumps(result, indent=1) + "\n")
    tables = "\n\n".join(map(table, (pages, exports, planner, clashes)))
    print(f"\n\n{generation}\n\n{tables}\n\nAlso in {os.path.relpath(options.into)}.")


if __name__ == "__main__":
    main()
