import logging

import pytest
from django.conf import settings

from core.logs import HideSecrets
from tests import factories as make

TOKEN = "vEry-secret_0123456789abcdefghijklmnopqrst"


def line(message, *args):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, None)
    assert HideSecrets().filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    ("address", "written"),
    [
        (f"/invitations/{TOKEN}/", "/invitations/…/"),
        (f"/funding-day/me/{TOKEN}/", "/funding-day/me/…/"),
        (f"/agenda/feed/{TOKEN}.ics", "/agenda/feed/….ics"),
        (f"/accounts/password/reset/key/{TOKEN}/", "/accounts/password/reset/key/…/"),
        (f"/l/reply/{TOKEN}/", "/l/reply/…/"),
        ("/invitations/new/", "/invitations/new/"),
        ("/projects/passerelles/", "/projects/passerelles/"),
    ],
)
def test_a_line_of_the_log_holds_no_secret(address, written):
    assert line("%s: %s", "Gone", address) == f"Gone: {written}"
    assert line(f"Gone: {address}") == f"Gone: {written}"


def test_a_line_whose_facts_are_no_text_is_left_alone():
    assert line("%d rows", 3) == "3 rows"
    assert line("%(n)d rows", {"n": 3}) == "3 rows"


def test_every_handler_hides_secrets():
    assert settings.LOGGING["handlers"]
    assert all("secrets" in handler["filters"] for handler in settings.LOGGING["handlers"].values())


@pytest.mark.django_db
def test_a_refused_acceptance_leaves_no_secret_in_the_log(client, caplog):
    make.InvitationFactory(token=TOKEN)
    caplog.handler.addFilter(HideSecrets())
    django = logging.getLogger("django.request")
    django.addHandler(caplog.handler)
    try:
        assert client.post(f"/invitations/{TOKEN}/", {}).status_code == 422
    finally:
        django.removeHandler(caplog.handler)
        caplog.handler.filters.clear()

    assert "/invitations/…/" in caplog.text
    assert TOKEN not in caplog.text
