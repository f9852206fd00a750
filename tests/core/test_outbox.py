"""Mail leaves through a table: nothing is sent from a request, nothing is lost when the server is away."""

import datetime as dt
import email
import email.policy
import smtplib

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.mail import EmailMultiAlternatives, get_connection, send_mail
from django.db import transaction
from django.utils import timezone

from core import jobs, tasks
from core.enums import JobState, MailState
from core.models import Job, OutboxMail
from core.outbox import SECRET_HEADER, HeldUp, held_up, send_again
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def server_away(monkeypatch):
    """A mail server that refuses the connection until the list is emptied."""
    away = [True]
    plain = get_connection

    def connect(backend):
        if away:
            raise ConnectionRefusedError(111, "Connection refused")
        return plain(backend)

    monkeypatch.setattr("core.outbox.get_connection", connect)
    return away


def write(*, secret=False, html=""):
    message = EmailMultiAlternatives(
        "Code", "Votre code : 1234", "maison@example.org", ["a@example.org"], headers={"X-Plain": "1"}
    )
    if secret:
        message.extra_headers[SECRET_HEADER] = "1"
    if html:
        message.attach_alternative("<x/>", "application/xml")
        message.attach_alternative(html, "text/html")
    message.send()
    return OutboxMail.objects.get()


def work():
    """What the worker does with the one job of a mail, as if its pause had passed."""
    Job.objects.update(run_after=timezone.now())
    jobs.execute(Job.objects.get(name="core.send_mail", state=JobState.QUEUED).pk)


def test_sending_writes_a_row_and_a_job_and_sends_nothing_yet():
    sent = send_mail("Sujet", "Texte", None, ["a@example.org", "b@example.org"])
    row = OutboxMail.objects.get()

    assert sent == 1
    assert (row.to, row.subject, row.state) == (["a@example.org", "b@example.org"], "Sujet", MailState.WAITING)
    assert Job.objects.get().payload == {"mail": row.pk}
    assert mail.outbox == []
    assert "a@example.org" in str(row)


def test_a_rolled_back_change_sends_no_mail():
    with pytest.raises(RuntimeError), transaction.atomic():
        send_mail("Sujet", "Texte", None, ["a@example.org"])
        raise RuntimeError

    assert OutboxMail.objects.count() == 0
    assert Job.objects.count() == 0


def test_the_worker_sends_the_mail_as_it_was_written():
    write(html="<p>Votre code : 1234</p>")
    work()

    (message,) = mail.outbox
    assert (message.subject, message.body, message.to) == ("Code", "Votre code : 1234", ["a@example.org"])
    assert [part[0] for part in message.alternatives] == ["<p>Votre code : 1234</p>"]
    assert message.extra_headers == {"X-Plain": "1"}
    row = OutboxMail.objects.get()
    assert row.state == MailState.SENT
    assert row.sent_at is not None
    assert row.text == "Votre code : 1234"


def test_a_secret_loses_its_text_once_sent_and_its_mark_never_leaves_the_house():
    write(secret=True, html="<p>1234</p>")
    work()

    row = OutboxMail.objects.get()
    assert mail.outbox[0].body == "Votre code : 1234"
    assert SECRET_HEADER not in mail.outbox[0].extra_headers
    assert (row.text, row.html, row.secret) == ("", "", True)


def test_a_mail_is_sent_once_however_often_its_job_runs():
    row = write()
    work()
    tasks.send_mail(None, mail=row.pk)

    assert len(mail.outbox) == 1


def test_a_server_that_is_away_keeps_the_row_and_gets_the_mail_when_it_is_back(server_away):
    write()
    work()
    kept = OutboxMail.objects.get()
    job = Job.objects.get()
    server_away.clear()
    work()

    assert (kept.state, kept.attempts, kept.text) == (MailState.WAITING, 1, "Votre code : 1234")
    assert kept.error.startswith("ConnectionRefusedError")
    assert job.state == JobState.QUEUED
    assert len(mail.outbox) == 1
    assert OutboxMail.objects.get().error == ""


def test_a_mail_whose_job_gave_up_is_queued_again(server_away):
    """A server that is away for a night must not swallow the evening's mails."""
    write()
    Job.objects.update(attempts=11)
    work()
    given_up = Job.objects.get().state
    server_away.clear()
    tasks.send_waiting_mail(None)
    work()

    assert given_up == JobState.FAILED
    assert len(mail.outbox) == 1
    assert OutboxMail.objects.get().state == MailState.SENT


def test_a_mail_that_waits_for_its_job_gets_no_second_one():
    write()
    tasks.send_waiting_mail(None)

    assert Job.objects.count() == 1


def test_a_mail_that_nobody_took_in_three_days_is_marked_and_its_secret_emptied(server_away):
    write(secret=True, html="<p>1234</p>")
    Job.objects.update(state=JobState.FAILED)
    OutboxMail.objects.update(waiting_since=timezone.now() - dt.timedelta(days=3, minutes=1))
    tasks.send_waiting_mail(None)

    row = OutboxMail.objects.get()
    assert (row.state, row.text, row.html) == (MailState.FAILED, "", "")
    assert not Job.objects.filter(state=JobState.QUEUED).exists()


def test_a_plain_mail_that_nobody_took_keeps_its_text():
    write()
    Job.objects.update(state=JobState.FAILED)
    OutboxMail.objects.update(waiting_since=timezone.now() - dt.timedelta(days=4))
    tasks.send_waiting_mail(None)

    row = OutboxMail.objects.get()
    assert (row.state, row.text) == (MailState.FAILED, "Votre code : 1234")


def test_clean_up_removes_the_grounds_old_jobs_and_ended_sessions():
    from django.contrib.sessions.models import Session

    now = timezone.now()
    ended = {"state": JobState.DONE, "finished_at": now - dt.timedelta(days=91)}
    Job.objects.create(name="core.send_mail", **ended)
    kept = [
        Job.objects.create(name="reports.render_document", **ended),
        Job.objects.create(name="core.send_mail", state=JobState.DONE, finished_at=now - dt.timedelta(days=89)),
        Job.objects.create(name="core.send_mail"),
    ]
    Session.objects.create(session_key="old", session_data="", expire_date=now - dt.timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + dt.timedelta(days=1))

    tasks.clean_up(None)

    assert set(Job.objects.values_list("pk", flat=True)) == {row.pk for row in kept}
    assert [row.session_key for row in Session.objects.all()] == ["new"]


def test_a_calendar_travels_with_the_mail_as_an_answer_to_it_and_as_a_file():
    calendar = "BEGIN:VCALENDAR\r\nSUMMARY:é\r\nEND:VCALENDAR\r\n"
    message = EmailMultiAlternatives("Atelier", "Texte", "maison@example.org", ["a@example.org"])
    message.attach_alternative("<p>Texte</p>", "text/html")
    message.attach_alternative(calendar, "text/calendar; method=REQUEST")
    message.attach("atelier.ics", calendar, "text/calendar; method=REQUEST")
    message.send()
    work()

    whole = email.message_from_bytes(mail.outbox[0].message().as_bytes(), policy=email.policy.default)
    parts = [part for part in whole.walk() if part.get_content_type() == "text/calendar"]
    assert [part.get_param("method") for part in parts] == ["REQUEST", "REQUEST"]
    assert [part.get_filename() for part in parts] == [None, "atelier.ics"]
    assert [part.get_content().replace("\r", "") for part in parts] == [calendar.replace("\r", "")] * 2
    inside = [part.get_content_type() for part in next(iter(whole.iter_parts())).iter_parts()]
    assert inside == ["text/plain", "text/html", "text/calendar"]


def test_the_secret_of_a_link_is_forgotten_once_the_mail_has_left():
    link = "https://maison.example/l/reply/abcdefghijklmnop1234/"
    message = EmailMultiAlternatives("Atelier", f"Répondre : {link}", "maison@example.org", ["a@example.org"])
    message.attach_alternative(f'<a href="{link}">Répondre</a>', "text/html")
    message.send()
    waiting = OutboxMail.objects.get()
    work()

    row = OutboxMail.objects.get()
    assert link in mail.outbox[0].body
    assert "abcdefghijklmnop" not in row.text + row.html + waiting.readable_text
    assert row.readable_text == "Répondre : https://maison.example/l/reply/…/"


def test_a_mail_belongs_to_the_account_with_its_address():
    person = make.UserFactory(email="a@example.org")
    row = write()
    send_mail("À deux", "Texte", None, ["a@example.org", "b@example.org"])
    send_mail("À personne que l’on connaisse", "Texte", None, ["c@example.org"])
    secret = write_secret()

    assert list(OutboxMail.objects.visible_to(person)) == [row]
    assert secret.person == person
    assert not OutboxMail.objects.visible_to(AnonymousUser()).exists()


def write_secret():
    EmailMultiAlternatives("Code", "1", None, ["A@example.org"], headers={SECRET_HEADER: "1"}).send()
    return OutboxMail.objects.get(secret=True)


def test_what_a_server_holds_up_is_counted_with_its_age(server_away):
    assert held_up() == HeldUp(0, None)
    row = write()
    assert held_up().number == 0
    work()
    assert held_up() == HeldUp(1, row.waiting_since)
    OutboxMail.objects.update(attempts=0, waiting_since=timezone.now() - dt.timedelta(minutes=6))
    assert held_up().number == 1


def refusing(monkeypatch, code):
    def connect(backend):
        raise smtplib.SMTPRecipientsRefused({"a@example.org": (code, b"no such user")})

    monkeypatch.setattr("core.outbox.get_connection", connect)


@pytest.mark.parametrize(("code", "state"), [(550, MailState.FAILED), (450, MailState.WAITING)])
def test_an_address_that_is_refused_for_good_is_not_tried_again(monkeypatch, code, state):
    refusing(monkeypatch, code)
    write()
    work()

    row = OutboxMail.objects.get()
    assert (row.state, row.attempts) == (state, 1)
    assert row.error.startswith("SMTPRecipientsRefused")
    assert Job.objects.get().state == (JobState.DONE if state == MailState.FAILED else JobState.QUEUED)


def test_what_failed_is_sent_again_at_once_and_what_left_is_not(monkeypatch):
    sent = write()
    work()
    send_mail("Autre", "Texte", None, ["b@example.org"])
    failed = OutboxMail.objects.get(subject="Autre")
    OutboxMail.objects.filter(pk=failed.pk).update(state=MailState.FAILED, attempts=12, error="x")
    Job.objects.filter(key=f"mail {failed.pk}").update(run_after=timezone.now() + dt.timedelta(hours=1))

    assert send_again([sent, failed]) == 1
    jobs.execute(Job.objects.get(key=f"mail {failed.pk}").pk)

    assert [message.subject for message in mail.outbox] == ["Code", "Autre"]
    assert OutboxMail.objects.get(pk=failed.pk).state == MailState.SENT
