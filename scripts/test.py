"""Runs every test on SQLite and again on PostgreSQL with Redis; each lane is a pytest run of its own.

In a lane the quick tests run side by side, then those that start real processes or a browser run alone, since two
of these on two cores time each other out. Arguments go to pytest: `make test ARGS="tests/fund -k overdrawn"`.
`LANE=sqlite` or `LANE=postgres` runs one lane only.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import servers

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "build" / "tests"
QUICK, ALONE = "not journey and not processes", "journey or processes"
NOTHING_COLLECTED = 5
OUTCOMES = ("failed", "passed", "skipped", "error")


def lane_environment(database: str, redis: str, var: str) -> dict[str, str]:
    """Our own variables only: an installation's database, files and mail must never meet a test."""
    ours = {
        *("DATABASE_URL", "REDIS_URL", "VAR_DIR", "SITE_URL", "ALLOWED_HOSTS", "DEMO", "DEBUG", "EMAIL_URL", "PORT"),
        *("SECRET_KEY", "DEFAULT_FROM_EMAIL", "TRUSTED_PROXIES", "JOB_LEASE_SECONDS", "DJANGO_SETTINGS_MODULE"),
    }
    env = {key: value for key, value in os.environ.items() if key not in ours}
    env |= {"VAR_DIR": var}
    if database:
        env |= {"DATABASE_URL": database, "REDIS_URL": redis}
    return env


def read_report(report: Path) -> Counter[str]:
    """Outcomes counted by pytest's own report; a missing one means that pytest itself died."""
    totals: Counter[str] = Counter()
    if not report.exists():
        totals["error"] += 1
        return totals
    for suite in ET.parse(report).getroot().iter("testsuite"):  # noqa: S314 - written by the pytest we just ran
        count = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
        totals["failed"] += count["failures"]
        totals["error"] += count["errors"]
        totals["skipped"] += count["skipped"]
        totals["passed"] += count["tests"] - count["failures"] - count["errors"] - count["skipped"]
    return totals


def split_marks(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Takes `-m EXPRESSION` out of the arguments, since pytest would let it replace the phase's own."""
    if "-m" not in arguments[:-1]:
        return arguments, []
    place = arguments.index("-m")
    return arguments[:place] + arguments[place + 2 :], [f"({arguments[place + 1]})"]


def run_pytest(lane: str, phase: str, env: dict[str, str], arguments: list[str]) -> tuple[int, Counter[str]]:
    """One pytest run; its exit code and its outcomes."""
    report = REPORTS / f"{lane}-{'quick' if phase == QUICK else 'alone'}.xml"
    report.unlink(missing_ok=True)
    arguments, marks = split_marks(arguments)
    workers = ["-n", "2", "--dist", "loadfile"] if phase == QUICK else ["-n", "0"]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-m",
        " and ".join([*marks, f"({phase})"]),
        f"--junitxml={report}",
        *workers,
        *arguments,
    ]
    code = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=False).returncode
    if code == NOTHING_COLLECTED:
        return 0, Counter()
    return code, read_report(report)


def run_lane(lane: str, arguments: list[str]) -> tuple[bool, Counter[str]]:
    """Both phases of a lane, with its servers around them."""
    totals: Counter[str] = Counter()
    well = True
    with contextlib.ExitStack() as stack:
        database = redis = ""
        if lane == "postgres":
            database, redis = stack.enter_context(servers.postgres()), stack.enter_context(servers.redis())
        var = stack.enter_context(tempfile.TemporaryDirectory(prefix="cooperations-", ignore_cleanup_errors=True))
        env = lane_environment(database, redis, var)
        for phase in (QUICK, ALONE):
            code, outcomes = run_pytest(lane, phase, env, arguments)
            well = well and code == 0
            totals += outcomes
    return well, totals


def closing(totals: Counter[str], seconds: float) -> str:
    """Counts and time, in pytest's words."""
    words = [f"{totals[outcome]} {outcome}{'s' * (outcome == 'error' and totals[outcome] > 1)}" for outcome in OUTCOMES]
    counts = ", ".join(word for word, outcome in zip(words, OUTCOMES, strict=True) if totals[outcome]) or "no tests ran"
    minutes, rest = divmod(int(seconds), 60)
    clock = f" ({minutes // 60}:{minutes % 60:02}:{rest:02})" if seconds >= 60 else ""
    return f"{counts} in {seconds:.2f}s{clock}"


def main() -> int:
    arguments = sys.argv[1:]
    lanes = [os.environ["LANE"]] if os.environ.get("LANE") else ["sqlite", "postgres"]
    if not set(lanes) <= {"sqlite", "postgres"}:
        sys.exit("LANE is sqlite or postgres.")
    REPORTS.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are ended
    begin = time.monotonic()
    all_well, total, lines = True, Counter(), []
    for lane in lanes:
        print(f"\n── {lane} ──", flush=True)
        start = time.monotonic()
        try:
            well, outcomes = run_lane(lane, arguments)
        except servers.Missing as missing:
            print(missing, file=sys.stderr)
            return 2
        lines.append(f"{lane}: {closing(outcomes, time.monotonic() - start)}")
        all_well, total = all_well and well, total + outcomes
    print("\n" + "\n".join(lines))
    all_well = all_well and bool(total["passed"])
    print(f" {closing(total, time.monotonic() - begin)} ".center(80, "="), flush=True)
    return 0 if all_well else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
