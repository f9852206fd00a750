import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from projects import access
from projects.models import Invitation, Membership, Participant, Project, Structure
from tests import factories as make
from tests.cast import LAST_DAY, PERSONS

AFTER = LAST_DAY + dt.timedelta(days=1)


@pytest.mark.parametrize("person", PERSONS)
def test_lists_show_exactly_the_rows_whose_page_opens(person, cast, sign_in):
    user, client = cast.users[person] or AnonymousUser(), sign_in(cast.users[person])
    projects = set(Project.objects.visible_to(user).values_list("slug", flat=True))
    structures = set(Structure.objects.visible_to(user).values_list("slug", flat=True))

    for project in Project.objects.order_by("pk"):
        status = client.get(f"/projects/{project.slug}/collective/").status_code
        assert (status == 200) == (project.slug in projects)
    for structure in Structure.objects.order_by("pk"):
        status = client.get(f"/structures/{structure.slug}/").status_code
        assert (status == 200) == (structure.slug in structures)


def test_current_structures_are_those_of_today(cast, django_assert_num_queries):
    own = {person: access.current_structures(cast.users[person], cast.project) for person in PERSONS[1:]}

    assert {person: keys for person, keys in own.items() if keys} == {
        "participant": {cast.structure.pk},
        "partner": {cast.partner_structure.pk},
    }
    assert access.is_member_now(cast.participant, cast.project)
    assert not access.is_member_now(cast.former, cast.project)
    assert access.current_participations(AnonymousUser()) == frozenset()
    with django_assert_num_queries(0):
        access.is_member_now(cast.participant, cast.other_project)


@pytest.mark.parametrize("person", ["left", "former"])
def test_whoever_left_does_not_learn_who_came_after(person, cast):
    newcomer = make.MembershipFactory(project=cast.project, joined_on=AFTER)
    on_the_day = make.MembershipFactory(project=cast.project, joined_on=LAST_DAY)
    late = make.ParticipantFactory(membership=on_the_day, starts_on=AFTER)
    user = cast.users[person]

    assert newcomer not in Membership.objects.visible_to(user)
    assert on_the_day in Membership.objects.visible_to(user)
    assert late not in Participant.objects.visible_to(user)
    assert newcomer.structure not in Structure.objects.visible_to(user)
    assert newcomer in Membership.objects.visible_to(cast.participant)
    assert late in Participant.objects.visible_to(cast.facilitator)


def test_nothing_is_visible_to_nobody(cast):
    for model in (Project, Structure, Membership, Participant, Invitation):
        assert not model.objects.visible_to(AnonymousUser()).exists()


def test_invitations_are_followed_by_the_team_of_their_place(cast):
    asked_by = {
        "administrator": Invitation.objects.filter(pk=make.InvitationFactory(role="administrator", membership=None).pk),
        "facilitator": Invitation.objects.filter(
            pk=make.InvitationFactory(role="facilitator", membership=None, cohort=cast.cohort).pk
        ),
        "participant": Invitation.objects.filter(
            pk=make.InvitationFactory(membership=Membership.objects.get(structure=cast.structure)).pk
        ),
    }

    for role, rows in asked_by.items():
        followers = [name for name in PERSONS[1:] if access.can_change_invitation(cast.users[name], rows.get())]
        seers = [name for name in PERSONS[1:] if rows.visible_to(cast.users[name]).exists()]
        expected = ["administrator"] if role == "administrator" else ["facilitator", "administrator"]
        assert followers == seers == expected


def test_only_administrators_make_administrators(cast):
    assert "administrator" in access.roles_to_invite(cast.administrator)
    assert "administrator" not in access.roles_to_invite(cast.facilitator)
