"""Administrators look through what has not left: hold it back, correct it, let it leave or not."""

import datetime as dt

import pytest
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from core import jobs
from core.enums import MailState
from core.errors import EditedElsewhere, Refused
from core.models import Job, OutboxMail
from core.outbox import SECRET_HEADER, post, take
from desk import mailroom
from tests import factories as make

pytestmark = pytest.mark.django_db
LIST_QUERIES = 12
LINK = "https://maison.example/l/reply/abcdefghijklmnop1234/"


@pytest.fixture
def admin(db):
    return make.UserFactory(administrator=True)


def write(*to, secret=False, **facts):
    headers = {SECRET_HEADER: "1"} if secret else {}
    facts = {"subject": "Atelier 5", "body": f"Bonjour,\nrépondez : {LINK}"} | facts
    return post(EmailMessage(to=to or ["qui@example.org"], headers=headers, **facts))


def state(mail):
    return OutboxMail.objects.get(pk=mail.pk).state


def held(admin, **facts):
    mail = write(**facts)
    mailroom.hold_mail(actor=admin, mail=mail)
    return OutboxMail.objects.get(pk=mail.pk)


def run_jobs():
    for key in Job.objects.filter(name="core.send_mail").order_by("pk").values_list("pk", flat=True):
        jobs.execute(key)


def test_what_is_held_back_does_not_leave_until_it_is_let(admin):
    mail = held(admin)
    run_jobs()
    assert state(mail) == MailState.HELD

    mailroom.release_mail(actor=admin, mail=mail)
    run_jobs()

    assert state(mail) == MailState.SENT
    for act in (mailroom.hold_mail, mailroom.release_mail, mailroom.discard_mail):
        with pytest.raises(Refused):
            act(actor=admin, mail=mail)


def test_what_is_discarded_never_leaves(admin):
    mail = held(admin)
    mailroom.discard_mail(actor=admin, mail=mail)
    run_jobs()

    assert state(mail) == MailState.DISCARDED
    assert not OutboxMail.objects.visible_to(mail.person or admin).exists()


def test_a_mail_that_is_leaving_is_not_held_and_one_that_its_worker_lost_is(admin):
    mail = write()
    assert take(mail)
    with pytest.raises(Refused, match="part en ce moment"):
        mailroom.hold_mail(actor=admin, mail=mail)

    OutboxMail.objects.update(leaving_at=timezone.now() - dt.timedelta(hours=1))
    mailroom.hold_mail(actor=admin, mail=mail)
    assert not take(mail)


def test_while_messages_are_held_back_all_wait_but_codes(admin):
    for _ in range(2):
        mailroom.hold_all(actor=admin)
    mails, code = [write(), write()], write(secret=True)

    assert {state(mail) for mail in mails} == {MailState.HELD}
    assert state(code) == MailState.WAITING
    with pytest.raises(Refused, match="2 messages"):
        mailroom.release_all(actor=admin, expected=1)
    assert state(mails[0]) == MailState.HELD
    assert mailroom.release_all(actor=admin, expected=2) == 2
    run_jobs()
    assert {state(mail) for mail in [*mails, code, write()]} == {MailState.SENT, MailState.WAITING}


def test_two_at_once_hold_or_let_leave_once(race):
    admin = make.UserFactory(administrator=True)
    mailroom.hold_all(actor=admin)
    write()

    outcomes = race(
        lambda: mailroom.release_all(actor=admin, expected=1), lambda: mailroom.release_all(actor=admin, expected=1)
    )

    assert sorted(isinstance(one, Refused) for one in outcomes) == [False, True]
    assert Job.objects.filter(name="core.send_mail").count() == 1


def test_a_correction_keeps_the_links_and_reads_no_markup(admin):
    mail = held(admin)
    OutboxMail.objects.update(html="<p>Bonjour</p>")
    shown = mailroom.readable(mail)
    assert "abcdefghijklmnop" not in shown

    text = shown.replace("Bonjour", "<b>Bonsoir</b>")
    mailroom.edit_mail(actor=admin, mail=mail, subject="Atelier 6", text=text, seen=1)

    mail.refresh_from_db()
    assert mail.text == f"<b>Bonsoir</b>,\nrépondez : {LINK}"
    assert (mail.subject, mail.html, mail.version) == ("Atelier 6", "", 2)
    with pytest.raises(EditedElsewhere):
        mailroom.edit_mail(actor=admin, mail=mail, subject="Non", text=text, seen=1)
    with pytest.raises(Refused, match="…7…"):
        mailroom.edit_mail(actor=admin, mail=mail, subject="Non", text="…7…", seen=2)


def test_only_what_is_held_is_corrected(admin):
    with pytest.raises(Refused):
        mailroom.edit_mail(actor=admin, mail=write(), subject="Non", text="…", seen=1)


def test_a_mail_to_nobody_goes_to_nobody(admin):
    mail = held(admin)
    OutboxMail.objects.update(to=[])
    mail.refresh_from_db()

    with pytest.raises(Refused, match="personne"):
        mailroom.release_mail(actor=admin, mail=mail)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_a_constant_number_of_queries(admin, sign_in, number, django_assert_num_queries):
    for _ in range(number):
        write()
    client, address = sign_in(admin), reverse("desk:outbox")
    client.get(address)

    with django_assert_num_queries(LIST_QUERIES):
        html = client.get(address).content.decode()

    assert html.count("Atelier 5") == number


def test_an_administrator_looks_through_the_outbox(admin, sign_in):
    client, mail = sign_in(admin), write()
    write(secret=True, subject="Votre code")
    page = reverse("desk:outbox_mail", args=[mail.pk])

    def act(name, **data):
        return client.post(reverse(f"desk:{name}", args=[mail.pk] if "mail" in name else []), data, follow=True)

    assert "Votre code" not in client.get(reverse("desk:outbox")).content.decode()
    assert "ne peut plus être retenu" not in act("hold_mail").content.decode()
    assert act("hold_mail").status_code == 422
    assert "abcdefghijklmnop" not in client.get(page).content.decode()
    assert client.post(page, {"subject": "", "text": "x", "seen": "1"}).status_code == 422
    assert client.post(page, {"subject": "A", "text": "…9…", "seen": "1"}).status_code == 422
    assert client.post(page, {"subject": "A", "text": "B", "seen": "1"}).status_code == 302
    assert client.post(page, {"subject": "A", "text": "B", "seen": "1"}).status_code == 409
    assert "Laisser partir pour 1 personne" in client.get(page).content.decode()
    assert act("hold_all").status_code == 200
    assert act("release_all", expected="7").status_code == 422
    assert "1 message part" in act("release_all", expected="1").content.decode()
    assert client.get(reverse("desk:outbox"), {"state": "sent"}).status_code == 200
