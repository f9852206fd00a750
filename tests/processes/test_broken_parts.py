"""Redis or the mail server away: pages answer within three seconds, nothing is lost, all is done when it is back."""

import asyncio
import contextlib
import re
import threading
import time

import pytest

from tests.running import LANE_REDIS, free_port, listens, until

pytestmark = pytest.mark.processes

PROGRAMME = {"kind": "programme", "cohort": "cooperations-2021", "language": "fr"}
PAGES = ("/", "/projects/", "/agenda/", "/cohorts/cooperations-2021/", "/reports/", "/healthz")


class MailServer:
    """Takes mails on a port of the loopback and keeps their text: as much SMTP as Django's client speaks."""

    def __init__(self, port: int) -> None:
        self.port, self.mails, self.refuses = port, [], False
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        self.server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self.serve, "127.0.0.1", port), self.loop
        ).result(5)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())

        say("220 ready")
        while line := (await reader.readline()).decode().strip():
            word = line.partition(" ")[0].upper()
            if word == "MAIL" and self.refuses:
                say("451 not now")
                await writer.drain()
                continue
            if word == "DATA":
                say("354 go on")
                mail = await reader.readuntil(b"\r\n.\r\n")
                self.mails.append(mail.decode())
            say("221 bye" if word == "QUIT" else "250 ok")
            await writer.drain()
            if word == "QUIT":
                break
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    def stop(self) -> None:
        async def close() -> None:
            self.server.close()
            await self.server.wait_closed()

        asyncio.run_coroutine_threadsafe(close(), self.loop).result(5)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


@pytest.fixture
def mail_server():
    """Starts a mail server on a port; ended with the test."""
    servers = []

    def start(port: int) -> MailServer:
        servers.append(MailServer(port))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


LAST = "FROM core_outboxmail WHERE secret ORDER BY id DESC LIMIT 1"  # the code asked for, not what the day brings


def codes(server):
    """The mails with a code: the reminders of the day leave on the same road."""
    return [mail for mail in server.mails if "/l/notices/" not in mail and "text/calendar" not in mail]


def ask_for_a_code(visitor):
    return visitor.post("/accounts/login/code/", {"email": "slowfest@demo.example"})


def test_a_mail_is_sent_by_the_worker_and_its_secret_emptied(new_house, mail_server):
    port = free_port()
    server = mail_server(port)
    house = new_house(EMAIL_URL=f"smtp://127.0.0.1:{port}/")

    answer = ask_for_a_code(house.visitor())

    assert answer.status == 200
    until(lambda: codes(server), "the mail")
    assert "slowfest@demo.example" in codes(server)[0]
    until(lambda: house.value("SELECT state " + LAST) == "sent", "the row is marked")
    assert house.rows("SELECT text, html, secret " + LAST) == [("", "", True)]


def test_a_mail_server_that_is_away_delays_no_page_and_loses_no_mail(new_house, mail_server):
    port = free_port()
    house = new_house(EMAIL_URL=f"smtp://127.0.0.1:{port}/")
    visitor = house.visitor()

    begun = time.monotonic()
    answer = ask_for_a_code(visitor)
    seconds = time.monotonic() - begun
    until(lambda: house.value("SELECT attempts " + LAST), "a first try")

    assert answer.status == 200
    assert seconds < 3
    assert house.value("SELECT state " + LAST) == "waiting"
    assert "ConnectionRefusedError" in house.value("SELECT error " + LAST)
    server = mail_server(port)
    until(lambda: codes(server), "the mail", 90)
    until(lambda: house.value("SELECT state " + LAST) == "sent", "the row is marked")
    assert len(codes(server)) == 1


def test_what_a_refusing_server_keeps_back_is_said_and_leaves_once_it_accepts(new_house, mail_server):
    port = free_port()
    server = mail_server(port)
    server.refuses = True
    house = new_house(EMAIL_URL=f"smtp://127.0.0.1:{port}/")
    team, page = house.visitor("facilitator"), "/agenda/publication/cooperations-2021/"
    draft = house.value("SELECT id FROM agenda_session WHERE state = %s AND starts_at IS NOT NULL", "draft")
    waiting = "SELECT count(*) FROM core_outboxmail WHERE state = 'waiting'"
    invited = waiting + " AND CAST(parts AS TEXT) <> '[]'"  # with a calendar: not what else the day brings
    published = team.post(page, {"chosen": "1", "sessions": str(draft), "people": "16"})
    assert published.status == 200
    until(lambda: house.value(invited + " AND attempts > 0") == 16, "each was tried", 60)
    until(lambda: house.value(waiting + " AND attempts = 0") == 0, "and all the others", 60)
    kept_back = house.value(waiting)

    assert kept_back >= 16
    assert f"{kept_back} attendent" in team.get("/agenda/").text
    assert f"{kept_back} attendent" in team.get(page).text
    assert "not now" in house.value(invited.replace("count(*)", "error") + " LIMIT 1")
    assert server.mails == []
    server.refuses = False
    assert team.post(f"/agenda/{draft}/mails/again/", {}, form=f"/agenda/{draft}/").status == 200

    until(lambda: house.value(invited) == 0, "all of them leave, and the rows are marked", 60)
    invitations = [mail for mail in server.mails if "text/calendar" in mail]
    assert len({re.search("^To: (.*)$", mail, re.MULTILINE)[1].strip() for mail in invitations}) == 16
    assert len(invitations) == 16
    assert f"{kept_back} attendent" not in team.get("/agenda/").text


if LANE_REDIS:
    # Only a house with Redis can lose it; the other one has nothing to stop.

    def test_without_redis_pages_answer_and_what_is_asked_for_waits(new_house):
        house = new_house(JOB_LEASE_SECONDS="3")
        visitor = house.visitor("admin")
        house.redis.stop()
        assert not listens(house.redis.port)

        times = []
        for path in PAGES:
            begun = time.monotonic()
            assert visitor.get(path).status == 200, path
            times.append((time.monotonic() - begun, path))
        begun = time.monotonic()
        signed_in = house.visitor("slowfest")
        times.append((time.monotonic() - begun, "signing in"))
        begun = time.monotonic()
        form = "/reports/new/?kind=programme&cohort=cooperations-2021"
        document = visitor.post("/reports/new/", PROGRAMME, form=form)
        times.append((time.monotonic() - begun, "asking for a document"))

        assert [slow for slow in times if slow[0] > 3] == []
        assert signed_in.get("/projects/").status == 200
        assert document.status == 200
        begun = time.monotonic()
        light = visitor.get("/readyz")
        assert time.monotonic() - begun < 3
        assert light.status == 503
        assert '"broker": false' in light.text
        assert house.value("SELECT state FROM core_job WHERE name = %s", "reports.render_document") == "queued"

        house.redis.start()
        until(
            lambda: house.value("SELECT state FROM core_job WHERE name = %s", "reports.render_document") == "done",
            "the document is made once Redis is back",
            120,
        )
        until(lambda: house.answers("/readyz"), "green again")
        assert visitor.get(f"{document.path}download/").content.startswith(b"%PDF")

    def test_a_killed_child_of_the_worker_loses_nothing(new_house):
        """Celery's own pool: the child that makes the PDF is killed, its parent goes on."""
        import os
        import signal

        house = new_house(JOB_LEASE_SECONDS="3")
        visitor = house.visitor("admin")
        form = "/reports/new/?kind=programme&cohort=cooperations-2021"
        document = visitor.post("/reports/new/", PROGRAMME, form=form)
        renderer = until(house.renderer, "the PDF is being made")
        from tests.running import process_table

        os.kill(process_table()[renderer][0], signal.SIGKILL)

        until(
            lambda: house.value("SELECT state FROM core_job WHERE name = %s", "reports.render_document") == "done",
            "the document is made by another child",
            120,
        )
        assert visitor.get(f"{document.path}download/").content.startswith(b"%PDF")
