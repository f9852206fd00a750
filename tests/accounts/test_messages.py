"""Each person reads again the mails that were sent to them, and nobody else's."""

import pytest
from django.urls import reverse

from core.enums import MailState
from core.models import OutboxMail
from tests import factories as make

pytestmark = pytest.mark.django_db
LIST_QUERIES, MESSAGE_QUERIES = 10, 9
LINK = "https://maison.example/l/reply/abcdefghijklmnop1234/"


def mail(person, **facts):
    facts = {"to": [person.email], "subject": "Atelier 5", "text": f"Bonjour,\nrépondez : {LINK}"} | facts
    return OutboxMail.objects.create(person=person, **facts)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_a_constant_number_of_queries(sign_in, number, django_assert_num_queries):
    person = make.UserFactory()
    for _ in range(number):
        mail(person)
    client = sign_in(person)
    client.get(reverse("accounts:messages"))

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get(reverse("accounts:messages"))

    assert len(response.context["page_obj"]) == number


def test_a_message_is_read_again_without_the_secret_of_its_links(sign_in, django_assert_num_queries):
    person = make.UserFactory()
    row, client = mail(person, text=f"<b>Bonjour</b>,\nrépondez : {LINK}"), sign_in(person)
    client.get(row.get_absolute_url())

    with django_assert_num_queries(MESSAGE_QUERIES):
        html = client.get(row.get_absolute_url()).content.decode()

    assert "&lt;b&gt;Bonjour&lt;/b&gt;,<br>répondez" in html
    assert "abcdefghijklmnop" not in html
    assert "/l/reply/…/" in html


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (MailState.WAITING, "en attente d’envoi"),
        (MailState.SENT, "envoyé"),
        (MailState.FAILED, "n’a pas pu être envoyé"),
    ],
)
def test_a_message_says_whether_it_has_left(sign_in, state, words):
    person = make.UserFactory()
    mail(person, state=state)

    assert words in sign_in(person).get(reverse("accounts:messages")).content.decode()


def test_codes_and_the_messages_of_others_are_not_there(sign_in):
    person = make.UserFactory()
    secret, others = mail(person, secret=True), mail(make.UserFactory())
    client = sign_in(person)

    assert list(client.get(reverse("accounts:messages")).context["page_obj"]) == []
    assert [client.get(row.get_absolute_url()).status_code for row in (secret, others)] == [404, 404]
