import datetime as dt

import pytest

from core.errors import EditedElsewhere, Refused
from core.models import TrailEntry
from core.rules import mark_of
from projects import actions
from projects.models import Membership, Participant, Project, Structure
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 1)
SIRET = "73282932000074"


def test_a_project_is_created_with_an_address_made_of_its_name(actor):
    cohort = make.CohortFactory()

    project = actions.create_project(actor=actor, cohort=cohort, name="La Halle", purpose="Un lieu")

    assert (project.slug, project.cohort) == ("la-halle", cohort)
    assert TrailEntry.objects.get().verb == "created"


@pytest.mark.parametrize(
    ("values", "field"),
    [({"slug": "new"}, "slug"), ({"name": ""}, "slug"), ({"purpose": ""}, "purpose"), ({"name": "x" * 161}, "name")],
)
def test_a_project_is_refused_beside_the_field_and_leaves_nothing(actor, values, field):
    with pytest.raises(Refused) as refusal:
        actions.create_project(actor=actor, cohort=make.CohortFactory(), **({"name": "X", "purpose": "Y"} | values))

    assert refusal.value.field == field
    assert not Project.objects.exists()
    assert not TrailEntry.objects.exists()


def test_a_project_changes_and_keeps_its_address(actor):
    project = make.ProjectFactory(slug="projet")

    actions.change_project(actor=actor, project=project, name="Autre nom", purpose=project.purpose, territory=None)

    project.refresh_from_db()
    assert (project.slug, project.name) == ("projet", "Autre nom")
    assert TrailEntry.objects.get().data == {"fields": ["name"]}


def test_a_project_changed_elsewhere_is_refused_with_both_texts(actor):
    project = make.ProjectFactory(purpose="Avant")
    seen = mark_of(project, ["purpose"])
    actions.change_project(actor=actor, project=project, purpose="Entre-temps")

    with pytest.raises(EditedElsewhere) as clash:
        actions.change_project(actor=actor, project=project, seen=seen, purpose="Après")

    assert clash.value.theirs == {"purpose": "Entre-temps"}
    assert clash.value.yours == {"purpose": "Après"}


def test_a_field_that_does_not_change_here_is_a_programming_error(actor):
    with pytest.raises(ValueError, match="cohort"):
        actions.change_project(actor=actor, project=make.ProjectFactory(), cohort=None)


def test_a_structure_comes_with_the_project_that_it_joins(actor):
    project = make.ProjectFactory()

    structure = actions.create_structure(actor=actor, name="L’Orée", siret=SIRET, project=project, joined_on=DAY)

    assert structure.slug == "l-oree"
    assert structure.siret_spaced == "732 829 320 00074"
    assert structure.memberships.get().joined_on == DAY


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"siret": "73282932000075"}, "siret"),
        ({"siret": "7328"}, "siret"),
        ({"rna": "X751234567"}, "rna"),
        ({"siret": SIRET}, "siret"),
        ({"rna": "W751234567"}, "rna"),
        ({"slug": "maison"}, "slug"),
    ],
)
def test_a_structure_is_refused_beside_the_field_and_leaves_nothing(actor, values, field):
    make.StructureFactory(slug="maison", siret=SIRET, rna="W751234567")

    with pytest.raises(Refused) as refusal:
        actions.create_structure(actor=actor, **({"name": "Neuve"} | values))

    assert refusal.value.field == field
    assert Structure.objects.count() == 1


def test_a_structure_without_numbers_is_fine_and_several_may_have_none(actor):
    for name in ("Une", "Autre"):
        actions.create_structure(actor=actor, name=name)

    assert Structure.objects.filter(siret="", rna="").count() == 2
    assert Structure.objects.first().rna_spaced == ""


def test_a_structure_changes_its_numbers_but_not_to_those_of_another(actor):
    make.StructureFactory(siret=SIRET)
    structure = make.StructureFactory(rna="W751234567")

    with pytest.raises(Refused) as refusal:
        actions.change_structure(actor=actor, structure=structure, siret=SIRET)

    assert refusal.value.field == "siret"
    changed = actions.change_structure(actor=actor, structure=structure, town="Pessac")
    assert (changed.town, changed.rna_spaced) == ("Pessac", "W 751 234 567")


def test_a_structure_joins_once_and_may_come_back_after_it_left(actor):
    project, structure = make.ProjectFactory(), make.StructureFactory()
    first = actions.join(actor=actor, project=project, structure=structure, joined_on=DAY)

    with pytest.raises(Refused) as refusal:
        actions.join(actor=actor, project=project, structure=structure, joined_on=DAY)
    actions.leave(actor=actor, membership=first, left_on=DAY + dt.timedelta(days=9), reason="Fin de mandat")
    with pytest.raises(Refused):
        actions.join(actor=actor, project=project, structure=structure, joined_on=DAY + dt.timedelta(days=9))
    actions.join(actor=actor, project=project, structure=structure, joined_on=DAY + dt.timedelta(days=10))

    assert refusal.value.field == "structure"
    assert Membership.objects.count() == 2
    assert [entry.verb for entry in TrailEntry.objects.order_by("pk")] == ["joined", "left", "joined"]


@pytest.mark.parametrize("left_on", [dt.date(2026, 1, 4), dt.date(1, 1, 1)])
def test_leaving_before_joining_is_refused(actor, left_on):
    membership = make.MembershipFactory()

    with pytest.raises(Refused) as refusal:
        actions.leave(actor=actor, membership=membership, left_on=left_on)

    membership.refresh_from_db()
    assert refusal.value.field == "left_on"
    assert membership.left_on is None


def test_leaving_twice_is_refused_and_keeps_the_first_day(actor):
    membership = make.MembershipFactory(left_on=DAY)

    with pytest.raises(Refused, match="déjà partie"):
        actions.leave(actor=actor, membership=membership, left_on=DAY + dt.timedelta(days=1))

    membership.refresh_from_db()
    assert membership.left_on == DAY


def test_the_reason_of_a_departure_stays_out_of_the_trail(actor):
    actions.leave(actor=actor, membership=make.MembershipFactory(), left_on=DAY, reason="Motif privé")

    assert "Motif privé" not in str(TrailEntry.objects.get().data)


def test_a_person_takes_part_stops_and_starts_again(actor):
    membership, user = make.MembershipFactory(), make.UserFactory()
    part = actions.add_participant(actor=actor, membership=membership, user=user, starts_on=DAY)

    with pytest.raises(Refused) as refusal:
        actions.add_participant(actor=actor, membership=membership, user=user, starts_on=DAY)
    actions.end_participation(actor=actor, participant=part, ends_on=DAY)
    actions.add_participant(actor=actor, membership=membership, user=user, starts_on=DAY + dt.timedelta(days=1))

    part.refresh_from_db()
    assert refusal.value.field == "email"
    assert part.ends_on is None
    assert Participant.objects.count() == 1


@pytest.mark.parametrize("starts_on", [dt.date(2026, 1, 4), dt.date(2026, 6, 2)])
def test_a_person_takes_part_only_while_the_structure_does(actor, starts_on):
    membership = make.MembershipFactory(left_on=DAY)

    with pytest.raises(Refused) as refusal:
        actions.add_participant(actor=actor, membership=membership, user=make.UserFactory(), starts_on=starts_on)

    assert refusal.value.field == "starts_on"
    assert not Participant.objects.exists()


@pytest.mark.parametrize(("ended", "ends_on"), [(None, dt.date(2026, 1, 4)), (DAY, DAY)])
def test_ending_a_part_before_it_began_or_twice_is_refused(actor, ended, ends_on):
    part = make.ParticipantFactory(ends_on=ended)

    with pytest.raises(Refused) as refusal:
        actions.end_participation(actor=actor, participant=part, ends_on=ends_on)

    part.refresh_from_db()
    assert refusal.value.field == "ends_on"
    assert part.ends_on == ended
