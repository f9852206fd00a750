"""An invitation followed twice at the same moment makes one person one part."""

import pytest

from accounts.models import User
from core.errors import Refused
from projects import actions
from projects.models import Invitation, Participant
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


def kinds(outcomes):
    return sorted(type(outcome).__name__ for outcome in outcomes)


def test_two_acceptances_by_a_newcomer_make_one_account(race):
    invitation = make.InvitationFactory(email="camille@example.org")

    def come_in():
        fresh = Invitation.objects.get(pk=invitation.pk)
        return actions.accept_as_new(invitation=fresh, name="Camille", password="une phrase assez longue")

    outcomes = race(come_in, come_in)

    assert kinds(outcomes) == ["Refused", "User"]
    assert User.objects.filter(email="camille@example.org").count() == 1
    assert Participant.objects.filter(membership=invitation.membership).count() == 1


def test_two_acceptances_by_one_account_make_one_part(race):
    person = make.UserFactory()
    invitation = make.InvitationFactory(email=person.email)

    def accept():
        return actions.accept(actor=person, invitation=Invitation.objects.get(pk=invitation.pk))

    outcomes = race(accept, accept)

    assert [type(outcome) for outcome in outcomes if outcome is not None] == [Refused]
    assert Participant.objects.filter(membership=invitation.membership, user=person).count() == 1
