"""What is promised when a part dies: real processes of ours are killed, and everything asked for is still done once."""

import datetime as dt
import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.running import until

pytestmark = pytest.mark.processes

PROGRAMME = {"kind": "programme", "cohort": "cooperations-2021", "language": "fr"}
ASK = "/reports/new/?kind=programme&cohort=cooperations-2021"


def ask_for_the_report(visitor):
    answer = visitor.post("/reports/new/", PROGRAMME, form=ASK)
    assert answer.status == 200
    return answer.path


def job_of(house, path):
    """state, attempts and file of the document at an address."""
    rows = house.rows(
        "SELECT j.state, j.attempts, d.file_id FROM reports_document d JOIN core_job j ON j.id = d.job_id WHERE d.id = %s",
        int(path.rstrip("/").rpartition("/")[2]),
    )
    return rows[0]


def files_of(house):
    folder = house.var / "files"
    return [path for path in folder.rglob("*") if path.is_file() and "health" not in path.parts]


def test_a_worker_killed_in_the_middle_of_a_pdf_still_ends_in_one_pdf(new_house):
    house = new_house(JOB_LEASE_SECONDS="3")
    visitor = house.visitor("admin")
    before = len(files_of(house))
    path = ask_for_the_report(visitor)
    renderer = until(house.renderer, "the PDF is being made")

    killed = house.kill_part("worker")
    until(lambda: job_of(house, path)[0] == "done", "the killed job is done", 90)

    state, attempts, file = job_of(house, path)
    assert (state, attempts) == ("done", 2)
    assert file is not None
    assert renderer in killed
    assert len(files_of(house)) == before + 1
    assert house.value("SELECT count(*) FROM reports_document") == 1
    assert visitor.get(f"{path}download/").content.startswith(b"%PDF")


def test_a_killed_supervisor_leaves_no_orphan(house):
    visitor = house.visitor("admin")
    ask_for_the_report(visitor)
    until(house.renderer, "the PDF is being made")
    everybody = set(house.parts())

    house.signal(signal.SIGKILL)

    assert len(everybody) >= 6
    until(house.ended, "all the parts are gone", 40)


def test_after_a_killed_supervisor_the_next_start_ends_what_was_begun(new_house):
    house = new_house(JOB_LEASE_SECONDS="3")
    path = ask_for_the_report(house.visitor("admin"))
    until(house.renderer, "the PDF is being made")
    house.signal(signal.SIGKILL)
    until(house.ended, "all the parts are gone", 40)

    house.start()

    until(lambda: job_of(house, path)[0] == "done", "the job of before is done", 60)
    assert house.visitor("admin").get(f"{path}download/").content.startswith(b"%PDF")


@pytest.mark.parametrize("busy", [False, True], ids=["idle", "making a PDF"])
def test_ctrl_c_ends_everything_within_ten_seconds(house, busy):
    if busy:
        ask_for_the_report(house.visitor("admin"))
        until(house.renderer, "the PDF is being made")

    house.signal(signal.SIGINT)

    until(house.ended, "all the parts are gone", 10)
    assert house.supervisor.returncode == 0


@pytest.mark.parametrize("name", ["web", "worker", "scheduler"])
def test_a_part_that_dies_is_started_again(house, name):
    first = house.part(name)
    killed = house.kill_part(name)

    until(lambda: house.part(name) not in {0, *killed}, f"a new {name}")

    assert first in killed
    until(lambda: house.answers("/readyz"), "the house is ready again")


@pytest.mark.parametrize("name", ["worker", "scheduler"])
def test_the_light_turns_red_when_a_part_is_dead_for_a_minute(house, name):
    """The supervisor is frozen, so that it cannot help; the minute is taken off the clock of the dead part's heartbeat."""
    visitor = house.visitor()
    os.kill(house.supervisor.pid, signal.SIGSTOP)
    house.kill_part(name)

    def red():
        house.rows("UPDATE core_heartbeat SET beat_at = %s WHERE name = %s", long_ago(house), name)
        answer = visitor.get("/readyz")
        return answer.status == 503 and f'"{name}": false' in answer.text

    until(red, f"red without {name}", 20)
    assert visitor.get("/healthz").status == 200
    os.kill(house.supervisor.pid, signal.SIGCONT)
    until(lambda: house.answers("/readyz"), "green again")


def long_ago(house):
    moment = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=61)
    return moment if house.database else moment.strftime("%Y-%m-%d %H:%M:%S.%f")


def test_fifty_people_at_once_are_all_answered(house):
    names = ["admin", "facilitator", "slowfest", "la-boucle", "ludosens"]
    visitors = [house.visitor(name) for name in names]
    paths = ["/", "/projects/", "/agenda/", "/reports/", "/cohorts/cooperations-2021/"]

    with ThreadPoolExecutor(50) as crowd:
        asked = [crowd.submit(visitors[n % 5].get, paths[n // 10]) for n in range(50)]
        statuses = [future.result().status for future in asked]

    assert statuses.count(200) == 50


def test_documents_asked_for_by_many_at_once_are_each_made_once(house):
    people = [house.visitor(name) for name in ("admin", "facilitator", "admin", "facilitator")]

    with ThreadPoolExecutor(4) as crowd:
        paths = list(crowd.map(ask_for_the_report, people))

    assert len(set(paths)) == 2
    for path in set(paths):
        until(lambda path=path: job_of(house, path)[0] == "done", "the document", 90)
        assert job_of(house, path)[1] == 1
