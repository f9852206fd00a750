"""Links in mails: one person, one purpose, until a day, used once."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory

from core.dates import now
from core.errors import Refused
from core.links import check, link_of, make_link, prolong, revoke, use
from core.models import Link
from tests import factories as make

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()


@pytest.fixture
def person(db):
    return make.UserFactory()


def follow(token, purpose="reply"):
    return link_of(purpose)(RequestFactory().get("/"), token=token)


def sent(person, subject=7, days=3):
    return make_link(person, "reply", subject, now() + dt.timedelta(days=days))


def test_a_link_leads_to_its_person_and_row_and_keeps_no_secret(person):
    token = sent(person)
    link = follow(token)

    assert (link.user, link.subject) == (person, 7)
    assert token not in str(Link.objects.values())


@pytest.mark.parametrize(("token", "purpose"), [("wrong", "reply"), (None, "poll")])
def test_an_unknown_link_or_one_for_something_else_is_not_found(person, token, purpose):
    good = sent(person)
    with pytest.raises(Http404):
        follow(token or good, purpose)


def test_reading_uses_nothing_up_and_acting_does_once(person):
    link = follow(sent(person))
    check(link, ANYBODY)
    check(link, person)
    with transaction.atomic():
        use(link, ANYBODY)

    with pytest.raises(Refused, match="déjà"), transaction.atomic():
        use(link, ANYBODY)


def test_each_reason_has_its_sentence(person):
    other, token = make.UserFactory(), sent(person)
    with pytest.raises(Refused, match="quelqu’un d’autre"):
        check(follow(token), other)
    with time_machine.travel(now() + dt.timedelta(days=4)), pytest.raises(Refused, match="expiré"):
        check(follow(token), ANYBODY)
    revoke("reply", 7)
    with pytest.raises(Refused, match="retiré"):
        check(follow(token), ANYBODY)


def test_links_are_withdrawn_for_one_person_or_for_all(person):
    other = make.UserFactory()
    sent(person), sent(other), sent(other, subject=8)

    assert revoke("reply", 7, person) == 1
    assert revoke("reply", 7) == 1
    assert Link.objects.filter(revoked_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_uses_at_once_one_wins(person, race):
    link = follow(sent(person))

    def act():
        with transaction.atomic():
            return use(link, ANYBODY)

    outcomes = race(act, act)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Link", "Refused"]


def test_links_can_be_prolonged_but_for_those_that_are_over(person):
    good, used = follow(sent(person)), follow(sent(person))
    with transaction.atomic():
        use(used, ANYBODY)
    later = now() + dt.timedelta(days=30)

    assert prolong("reply", 7, later) == 1

    good.refresh_from_db()
    assert good.expires_at == later
