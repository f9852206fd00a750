import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from core.errors import Refused
from core.models import OutboxMail
from projects import actions
from projects.models import Invitation, Participant
from tests import factories as make
from tests.projects.inviting import NEW, invite, link_in

pytestmark = pytest.mark.django_db


def test_following_the_link_reads_and_writes_nothing(actor, membership, client):
    _invitation, link = invite(actor, membership)

    response = client.get(link)

    html = response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    assert actor.name in html
    assert membership.structure.name in html
    assert Invitation.objects.get().state == "pending"


def test_a_new_person_comes_in_and_lands_on_the_project(actor, membership, client):
    _invitation, link = invite(actor, membership, "Camille@Example.org")

    response = client.post(link, NEW)

    person = User.objects.get(email="camille@example.org")
    address = EmailAddress.objects.get(user=person)
    assert response["Location"] == "/projects/passerelles/"
    assert client.session["_auth_user_id"] == str(person.pk)
    assert person.check_password(NEW["password"])
    assert (address.verified, address.primary) == (True, True)
    assert Participant.objects.get().membership == membership
    assert client.get("/projects/passerelles/collective/").status_code == 200


def test_followed_twice_it_lands_on_the_object(actor, membership, client, sign_in):
    _invitation, link = invite(actor, membership)
    client.post(link, NEW)

    assert client.get(link)["Location"] == "/projects/passerelles/"
    assert client.post(link, NEW)["Location"] == "/projects/passerelles/"
    client.logout()
    assert client.get(link)["Location"] == "/accounts/login/?next=%2Fprojects%2Fpasserelles%2F"
    assert sign_in(make.UserFactory()).get(link).status_code == 410
    assert Participant.objects.count() == 1


def test_whoever_left_does_not_come_back_by_the_used_link(actor, membership, client):
    _invitation, link = invite(actor, membership)
    client.post(link, NEW)
    part = Participant.objects.get()
    actions.end_participation(actor=actor, participant=part, ends_on=part.starts_on)

    client.get(link)
    client.post(link)

    part.refresh_from_db()
    assert part.ends_on is not None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"password": "court"}, "password"),
        ({"password": "camille@example.org"}, "password"),
        ({"password": ""}, "password"),
        ({"password": "x" * 201}, "password"),
    ],
)
def test_a_weak_password_or_no_name_is_refused_beside_the_field(typed, field, actor, membership, client):
    _invitation, link = invite(actor, membership)

    response = client.post(link, NEW | typed)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert "password" not in response.context["form"].initial
    assert not User.objects.filter(email="camille@example.org").exists()


@pytest.mark.parametrize("email", ["camille@example.org", "CAMILLE@EXAMPLE.ORG"])
def test_somebody_with_an_account_signs_in_then_accepts(email, actor, membership, client, sign_in):
    person = make.UserFactory(email="camille@example.org")
    _invitation, link = invite(actor, membership, email)

    asked = client.get(link).content.decode()
    ignored = client.post(link, NEW)
    signed_in = sign_in(person)
    confirm = signed_in.get(link).content.decode()
    accepted = signed_in.post(link)

    assert f"/accounts/login/?next={link}" in asked
    assert ignored.status_code == 200
    assert "Accepter l’invitation" in confirm
    assert accepted["Location"] == "/projects/passerelles/"
    assert User.objects.filter(email="camille@example.org").count() == 1
    assert Participant.objects.get().user == person


def test_a_further_confirmed_address_is_the_persons_own(actor, membership, sign_in):
    person = make.UserFactory()
    EmailAddress.objects.create(user=person, email="Camille@example.org", verified=True)
    _invitation, link = invite(actor, membership)

    assert sign_in(person).post(link).status_code == 302
    assert Participant.objects.get().user == person


def test_an_address_that_is_not_confirmed_gives_no_right(actor, membership, sign_in):
    person = make.UserFactory()
    EmailAddress.objects.create(user=person, email="camille@example.org", verified=False)
    invitation, link = invite(actor, membership)

    response = sign_in(person).post(link)

    assert response.status_code == 200
    assert "autre adresse" in response.content.decode()
    with pytest.raises(Refused, match="autre adresse"):
        actions.accept(actor=person, invitation=invitation)
    assert not Participant.objects.exists()


def test_an_unknown_link_answers_404(client):
    assert client.get("/invitations/nothing-behind-it/").status_code == 404
    assert client.post("/invitations/nothing-behind-it/", NEW).status_code == 404


def test_an_invitation_to_a_structure_that_left_is_over(actor, membership, client):
    _invitation, link = invite(actor, membership)
    actions.leave(actor=actor, membership=membership, left_on=membership.joined_on)

    assert client.get(link).status_code == 410


@pytest.mark.parametrize(
    ("role", "before", "after"),
    [
        ("administrator", "member", "administrator"),
        ("facilitator", "member", "facilitator"),
        ("facilitator", "administrator", "administrator"),
    ],
)
def test_a_place_in_the_team_gives_its_role(role, before, after, actor, client):
    cohort = make.CohortFactory(slug="suivante") if role == "facilitator" else None
    person = make.UserFactory(role=before, is_example=True)
    invitation = actions.invite(actor=actor, email=person.email, role=role, cohort=cohort)

    actions.accept(actor=person, invitation=invitation)

    person.refresh_from_db()
    assert person.role == after
    assert (cohort is None) or list(cohort.facilitators.all()) == [person]


def test_a_new_member_of_the_team_sets_the_second_factor_up_at_once(actor, client):
    actions.invite(actor=actor, email="camille@example.org", role="administrator")

    response = client.post(link_in(OutboxMail.objects.get()), NEW)

    assert response["Location"] == "/"
    assert client.get("/")["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("account_reauthenticate"))
    assert User.objects.get(email="camille@example.org").role == Role.ADMINISTRATOR


def test_accepting_twice_at_once_gives_one_membership(actor, membership):
    invitation, _link = invite(actor, membership)
    opened_twice = Invitation.objects.get(pk=invitation.pk)
    actions.accept_as_new(invitation=invitation, **NEW)

    with pytest.raises(Refused):
        actions.accept_as_new(invitation=opened_twice, **NEW)
    with pytest.raises(Refused):
        actions.accept(actor=User.objects.get(email="camille@example.org"), invitation=opened_twice)

    assert (Participant.objects.count(), User.objects.filter(email="camille@example.org").count()) == (1, 1)


def test_accepting_by_an_old_link_that_was_replaced_meanwhile_is_refused(actor, membership):
    invitation, _link = invite(actor, membership)
    opened_before = Invitation.objects.get(pk=invitation.pk)
    actions.resend(actor=actor, invitation=invitation)

    with pytest.raises(Refused):
        actions.accept_as_new(invitation=opened_before, **NEW)


def test_somebody_who_takes_part_already_accepts_without_a_second_part(actor, membership):
    person = make.UserFactory()
    invitation, _link = invite(actor, membership, person.email)
    make.ParticipantFactory(membership=membership, user=person)

    actions.accept(actor=person, invitation=invitation)

    assert Participant.objects.count() == 1


@pytest.mark.parametrize("posted", [NEW, {}])
def test_a_link_that_dies_while_the_page_is_open_says_so(posted, actor, membership, client, sign_in, monkeypatch):
    person = make.UserFactory()
    invitation, link = invite(actor, membership, "camille@example.org" if posted else person.email)
    visitor = client if posted else sign_in(person)

    def too_late(**kwargs):
        Invitation.objects.filter(pk=invitation.pk).update(revoked_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
        raise Refused("Trop tard.")

    monkeypatch.setattr(actions, "accept_as_new", too_late)
    monkeypatch.setattr(actions, "accept", too_late)

    assert visitor.post(link, posted).status_code == 410


def test_a_refusal_of_the_account_stands_beside_the_form(actor, membership, client, monkeypatch):
    _invitation, link = invite(actor, membership)

    def refuse(**kwargs):
        raise Refused("Ce nom ne va pas.", field="name")

    monkeypatch.setattr(actions, "accept_as_new", refuse)

    response = client.post(link, NEW)

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["name"])
