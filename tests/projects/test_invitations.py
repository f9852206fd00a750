import datetime as dt
import re

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from core.errors import Refused
from core.models import OutboxMail, TrailEntry
from projects import actions
from projects.models import Invitation, Participant
from projects.models.invitation import digest
from tests import factories as make
from tests.strict import run_on_commit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox(settings):
    """Mails go through the table, as in life; Django's test environment keeps them in memory instead."""
    settings.EMAIL_BACKEND = "core.outbox.OutboxBackend"


NEW = {"name": "Camille Exemple", "password": "un mot de passe assez long"}


@pytest.fixture
def actor():
    return make.UserFactory(administrator=True)


@pytest.fixture
def membership():
    return make.MembershipFactory(project__slug="passerelles")


def link_in(mail):
    return re.search(r"http://\S+(/invitations/\S+/)", mail.text).group(1)


def invite(actor, membership, email="camille@example.org"):
    """The invitation and the link that the person receives."""
    invitation = actions.invite(actor=actor, email=email, role="participant", membership=membership)
    return invitation, link_in(OutboxMail.objects.latest("pk"))


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


# --- followed ------------------------------------------------------------------------------------------------------


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
