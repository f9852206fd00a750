"""`make bench` on a small data set: its figures are noise, its keys are what others read."""

import json
import os
import secrets
import subprocess
import sys

import pytest

from tests.running import LANE_DATABASE, ROOT, drop_database, sibling_database

pytestmark = pytest.mark.processes

PAGE_KEYS = {"page", "role", "dataset", "queries", "median_ms", "p95_ms", "bytes", "floor_ms", "ratio_to_floor"}
EXPORT_KEYS = {"what", "rows", "seconds", "baseline_seconds", "ratio", "peak_mb"}


@pytest.fixture
def environment():
    """The lane's kind of database, empty; with its own words for it, since make bench reads no other's."""
    name = f"bench_{secrets.token_hex(4)}"
    database = sibling_database(name) if LANE_DATABASE else ""
    yield os.environ | {"BENCH_DATABASE_URL": database}
    if database:
        drop_database(name)


def test_the_bench_measures_pages_and_documents_on_both_data_sets(environment, tmp_path):
    into = tmp_path / "bench.json"
    command = [sys.executable, "scripts/bench.py", "--cohorts", "1", "--rounds", "2", "--mornings", "4x5x3"]
    command += ["--into", str(into)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280, check=False)

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    told = json.loads(into.read_text())
    assert list(told) == ["pages", "exports", "planner", "ledger", "clashes"]
    assert all(set(row) == PAGE_KEYS for row in told["pages"])
    assert all(set(row) == EXPORT_KEYS for row in told["exports"])
    datasets = {"demonstration", "1 generated", "1000 sessions", "3 editions"}
    assert {row["dataset"] for row in told["pages"]} == datasets
    assert {"board", "project", "agenda events", "logbook axis"} <= {row["page"] for row in told["pages"]}
    assert [(row["size"], row["proven"]) for row in told["planner"]] == [
        ("4x5x3, all morning", True),
        ("4x5x3, hours of presence", True),
    ]
    assert {"seconds", "gap"} <= set(told["planner"][0])
    assert len(told["exports"]) == 4
    assert [(row["calendar"], row["sessions"]) for row in told["clashes"]] == [
        (calendar, sessions) for calendar in ("one a day", "nine months") for sessions in (100, 1000, 10_000)
    ]
    assert "ratio_to_floor" in done.stdout
