import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import User
from core.errors import Refused
from core.links import digest
from core.models import OutboxMail, TrailEntry
from projects import actions
from projects.models import Invitation
from tests import factories as make
from tests.projects.inviting import NEW, invite, link_in
from tests.strict import run_on_commit

pytestmark = pytest.mark.django_db


# --- sending -------------------------------------------------------------------------------------------------------


def test_an_invitation_leaves_by_mail_and_its_secret_stays_there(actor, membership):
    invitation, link = invite(actor, membership, "Camille@Example.ORG")

    token = link.split("/")[2]
    mail = OutboxMail.objects.get()
    assert invitation.email == "camille@example.org"
    assert mail.to == ["camille@example.org"]
    assert mail.secret
    assert membership.project.name in mail.subject
    assert invitation.digest == digest(token)
    assert all(token not in str(row) for row in Invitation.objects.values())
    assert token not in str(list(TrailEntry.objects.values()))
    assert TrailEntry.objects.get().verb == "invited"


def test_the_text_of_the_mail_is_forgotten_once_sent(actor, membership, mailoutbox):
    from core.outbox import deliver

    invite(actor, membership)
    deliver(OutboxMail.objects.get())

    assert "/invitations/" in mailoutbox[0].body
    assert OutboxMail.objects.get().text == ""


@pytest.mark.parametrize(("language", "says"), [("fr", "vous invite"), ("en", "invites you")])
def test_the_mail_speaks_the_language_that_was_chosen(language, says, actor, membership):
    actions.invite(
        actor=actor, email="a@example.org", role="participant", membership=membership, language=language, name="Ana"
    )

    assert says in OutboxMail.objects.get().text
    assert "Ana" in OutboxMail.objects.get().text


def test_the_mail_speaks_the_language_of_the_account_when_there_is_one(actor, membership):
    person = make.UserFactory(language="en")

    invite(actor, membership, person.email)

    assert "invites you" in OutboxMail.objects.get().text


@pytest.mark.parametrize(
    ("role", "line"),
    [
        ("administrator", "Votre place\u00a0: administration – Toute la plateforme"),
        ("facilitator", "Votre place\u00a0: chargé·e de mission – Suivante"),
        ("participant", "Votre place\u00a0: porteur·se de projet – Maison · Passerelles"),
    ],
)
def test_the_mail_says_which_place_on_one_line(role, line, actor):
    places = {
        "facilitator": {"cohort": make.CohortFactory(name="Suivante")},
        "participant": {"membership": make.MembershipFactory(structure__name="Maison", project__name="Passerelles")},
    }

    actions.invite(actor=actor, email="a@example.org", role=role, **places.get(role, {}))

    assert line in OutboxMail.objects.get().text.splitlines()


def test_a_name_on_two_lines_does_not_break_the_head_of_the_mail(actor):
    membership = make.MembershipFactory(project__name="Un\r\nBcc: x@example.org")

    invite(actor, membership)

    assert "\n" not in OutboxMail.objects.get().subject


@pytest.mark.parametrize("email", ["camille@example.org", "CAMILLE@example.org"])
def test_a_second_invitation_to_the_same_place_is_refused(email, actor, membership):
    invite(actor, membership)

    with pytest.raises(Refused) as refusal:
        invite(actor, membership, email)

    assert refusal.value.field == "email"
    assert (Invitation.objects.count(), OutboxMail.objects.count()) == (1, 1)


def test_an_expired_or_withdrawn_one_does_not_stand_in_the_way(actor, membership):
    first, _link = invite(actor, membership)
    actions.revoke(actor=actor, invitation=first)
    with time_machine.travel(dt.datetime(2026, 1, 1, tzinfo=dt.UTC)):
        invite(actor, membership)

    invite(actor, membership)

    assert Invitation.objects.count() == 3


@pytest.mark.parametrize("role", ["administrator", "facilitator", "participant"])
def test_inviting_to_a_place_that_the_person_has_is_refused(role, actor):
    facilitation, part = make.FacilitationFactory(), make.ParticipantFactory()
    person, place = {
        "administrator": (actor, {}),
        "facilitator": (facilitation.user, {"cohort": facilitation.cohort}),
        "participant": (part.user, {"membership": part.membership}),
    }[role]

    with pytest.raises(Refused, match="déjà"):
        actions.invite(actor=actor, email=person.email, role=role, **place)

    assert not Invitation.objects.exists()


def test_a_place_that_does_not_fit_the_role_is_refused_by_the_database(membership):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.InvitationFactory(role="administrator", membership=membership)


# --- again, withdrawn ------------------------------------------------------------------------------------------------


def test_sending_again_kills_the_old_link(actor, membership, client):
    invitation, old = invite(actor, membership)

    actions.resend(actor=actor, invitation=invitation)

    new = link_in(OutboxMail.objects.latest("pk"))
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200


def test_sending_again_wakes_an_expired_one(actor, membership, client):
    with time_machine.travel(dt.datetime(2026, 1, 1, tzinfo=dt.UTC)):
        invitation, old = invite(actor, membership)
    assert client.get(old).status_code == 410

    actions.resend(actor=actor, invitation=invitation)

    assert client.get(link_in(OutboxMail.objects.latest("pk"))).status_code == 200


def test_a_closed_invitation_is_neither_sent_again_nor_withdrawn(actor, membership):
    invitation, _link = invite(actor, membership)
    actions.accept_as_new(invitation=invitation, **NEW)

    with pytest.raises(Refused):
        actions.resend(actor=actor, invitation=invitation)
    with pytest.raises(Refused):
        actions.revoke(actor=actor, invitation=invitation)

    invitation.refresh_from_db()
    assert (invitation.state, invitation.revoked_at, OutboxMail.objects.count()) == ("accepted", None, 1)


def test_withdrawing_twice_is_once(actor, membership, client):
    invitation, link = invite(actor, membership)

    actions.revoke(actor=actor, invitation=invitation)
    actions.revoke(actor=actor, invitation=invitation)

    response = client.get(link)
    assert response.status_code == 410
    assert "n’est plus valable" in response.content.decode()
    assert TrailEntry.objects.filter(verb="invitation_revoked").count() == 1
    assert client.post(link, NEW).status_code == 410
    assert not User.objects.filter(email="camille@example.org").exists()


# --- the team's pages ------------------------------------------------------------------------------------------------


def test_the_team_invites_follows_resends_and_withdraws(cast, sign_in):
    client = sign_in(cast.facilitator)
    place = cast.project.memberships.get(structure=cast.structure)
    data = {"email": "Camille@example.org", "role": "participant", "membership": place.pk, "language": "fr"}

    sent = client.post(reverse("projects:new_invitation"), data | {"cohort": cast.cohort.slug})
    again = client.post(reverse("projects:new_invitation"), data)
    invitation = Invitation.objects.get()
    listed = client.get(reverse("projects:invitations")).content.decode()
    client.post(reverse("projects:resend_invitation", args=[invitation.pk]))
    client.post(reverse("projects:revoke_invitation", args=[invitation.pk]))
    closed = client.post(reverse("projects:resend_invitation", args=[invitation.pk]), follow=True)

    run_on_commit()
    invitation.refresh_from_db()
    assert sent.status_code == 302
    assert invitation.cohort is None
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["email"])
    assert "En attente de réponse" in listed
    assert (invitation.state, OutboxMail.objects.count()) == ("revoked", 2)
    assert "Retirée" in closed.content.decode()


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        ({"role": "administrator"}, ["role"]),
        ({"role": "facilitator"}, ["cohort"]),
        ({"role": "facilitator", "cohort": "autre"}, ["cohort"]),
        ({"role": "participant"}, ["membership"]),
        ({"role": "participant", "membership": "999"}, ["membership"]),
        ({"role": "participant", "membership": "x"}, ["membership"]),
        ({"role": ""}, ["role"]),
        ({"email": "pas une adresse", "role": "facilitator", "cohort": "cohorte"}, ["email"]),
        ({"email": "a" * 250 + "@example.org", "role": "facilitator", "cohort": "cohorte"}, ["email"]),
        ({"language": "xx", "role": "facilitator", "cohort": "cohorte"}, ["language"]),
    ],
)
def test_a_facilitator_invites_to_own_places_only(data, fields, cast, sign_in):
    response = sign_in(cast.facilitator).post(
        reverse("projects:new_invitation"), {"email": "a@example.org", "language": "fr"} | data
    )

    assert (response.status_code, list(response.context["form"].errors)) == (422, fields)
    assert not Invitation.objects.exists()


def test_the_form_opens_on_the_place_that_the_address_names(cast, sign_in):
    place = cast.project.memberships.get(structure=cast.structure)

    html = (
        sign_in(cast.facilitator)
        .get(reverse("projects:new_invitation") + f"?role=participant&membership={place.pk}")
        .content.decode()
    )

    assert f'value="{place.pk}" selected' in html


def test_the_password_of_a_new_person_signs_in_again(actor, membership, client):
    _invitation, link = invite(actor, membership)
    client.post(link, NEW)
    client.logout()

    response = client.post(reverse("account_login"), {"login": "CAMILLE@example.org", "password": NEW["password"]})

    assert response["Location"] == "/"
