import datetime as dt
from decimal import Decimal
from itertools import pairwise

import pytest

from accounts.enums import Role
from cohorts.actions import assign_facilitator, change_cohort, clone_cohort, open_cohort
from cohorts.enums import FundingRegime
from cohorts.models import Cohort, Round, SessionKind
from core.errors import EditedElsewhere, Refused
from core.models import TrailEntry
from core.rules import mark_of
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return make.UserFactory(administrator=True)


def opened(actor, **more):
    values = {"name": "Coopérations 2027", "starts_on": dt.date(2027, 1, 4), "ends_on": dt.date(2027, 9, 30)}
    return open_cohort(actor=actor, **(values | more))


def test_opening_brings_three_rounds_inside_the_edition_and_the_usual_kinds(administrator):
    newest = [make.content(), make.content(), make.content(published=False)][1]

    cohort = opened(administrator)

    rounds = list(cohort.rounds.all())
    assert cohort.slug == "cooperations-2027"
    assert cohort.content == newest
    assert [row.kind for row in rounds] == ["entry", "midway", "exit"]
    assert rounds[0].opens_on == cohort.starts_on
    assert rounds[-1].closes_on == cohort.ends_on
    assert all(one.closes_on < other.opens_on for one, other in pairwise(rounds))
    assert list(cohort.session_kinds.values_list("form", "starts_at", "ends_at")) == [
        ("workshop", dt.time(9), dt.time(12, 30)),
        ("workshop", dt.time(14), dt.time(17, 30)),
        ("seminar", dt.time(9), dt.time(17)),
        ("meeting", dt.time(10), dt.time(11, 30)),
        ("morning", dt.time(9), dt.time(12, 30)),
    ]
    assert TrailEntry.objects.get(verb="created").actor == administrator


def test_a_facilitator_who_opens_an_edition_accompanies_it():
    make.content()
    facilitator = make.UserFactory(facilitator=True)

    cohort = opened(facilitator)

    assert list(cohort.facilitators.all()) == [facilitator]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"slug": "new"}, "slug"),
        ({"slug": "prise"}, "slug"),
        ({"ends_on": dt.date(2027, 1, 4)}, "ends_on"),
        ({"call_closes_on": dt.date(2026, 12, 1)}, "call_opens_on"),
        ({"call_opens_on": dt.date(2026, 12, 2), "call_closes_on": dt.date(2026, 12, 1)}, "call_closes_on"),
        ({"minimum_structures": 1}, "minimum_structures"),
        ({"fund_amount": Decimal(-1)}, "fund_amount"),
        ({"fund_amount": Decimal(10**9)}, "fund_amount"),
        ({"name": "x" * 121}, "name"),
    ],
)
def test_opening_refuses_beside_the_field_and_leaves_nothing(administrator, values, field):
    make.CohortFactory(slug="prise")

    with pytest.raises(Refused) as refusal:
        opened(administrator, **values)

    assert refusal.value.field == field
    assert (Cohort.objects.count(), Round.objects.count(), SessionKind.objects.count()) == (1, 0, 0)
    assert not TrailEntry.objects.exists()


def test_opening_refuses_without_published_content(administrator):
    make.content(published=False)

    with pytest.raises(Refused, match="contenu"):
        opened(administrator)


def test_changing_saves_the_named_fields_and_tells_the_trail(administrator):
    cohort = make.CohortFactory()
    territory = make.TerritoryFactory()

    change_cohort(actor=administrator, cohort=cohort, half_days_target=8, territories=[territory], name=cohort.name)

    cohort.refresh_from_db()
    assert cohort.half_days_target == 8
    assert list(cohort.territories.all()) == [territory]
    assert TrailEntry.objects.get().data == {"fields": ["half_days_target", "territories"]}


def test_changing_nothing_leaves_no_trail(administrator):
    cohort = make.CohortFactory()

    change_cohort(actor=administrator, cohort=cohort, name=cohort.name)

    assert not TrailEntry.objects.exists()


def test_changing_refuses_what_somebody_else_saved_meanwhile(administrator):
    cohort = make.CohortFactory(name="Avant")
    seen = mark_of(cohort, ["name"])
    change_cohort(actor=administrator, cohort=cohort, name="Entre-temps")

    with pytest.raises(EditedElsewhere) as clash:
        change_cohort(actor=administrator, cohort=cohort, seen=seen, name="Après")

    cohort.refresh_from_db()
    assert cohort.name == "Entre-temps"
    assert clash.value.theirs == {"name": "Entre-temps"}


def test_changing_the_slug_or_the_content_is_a_programming_error(administrator):
    with pytest.raises(ValueError, match="slug"):
        change_cohort(actor=administrator, cohort=make.CohortFactory(), slug="autre")


def test_a_clone_keeps_what_was_decided_and_moves_the_rounds(administrator):
    source = make.CohortFactory(
        half_days_target=9, meetings_target=12, projects_target=4, minimum_structures=3,
        fund_amount=Decimal("6500.50"), funding_regime=FundingRegime.NONE,
    )  # fmt: skip
    source.territories.set([make.TerritoryFactory(), make.TerritoryFactory()])
    make.RoundFactory(cohort=source, position=1, opens_on=dt.date(2026, 1, 5), closes_on=dt.date(2026, 2, 5))
    make.SessionKindFactory(cohort=source, name_fr="Visite", name_en="Visit")
    make.ProjectFactory(cohort=source)

    clone = clone_cohort(actor=administrator, source=source, name="Suivante", starts_on=dt.date(2027, 1, 5))

    for field in ("content", "half_days_target", "meetings_target", "projects_target", "minimum_structures",
                  "fund_amount", "funding_regime"):  # fmt: skip
        assert getattr(clone, field) == getattr(source, field)
    assert clone.ends_on == source.ends_on + dt.timedelta(days=365)
    assert set(clone.territories.all()) == set(source.territories.all())
    assert list(clone.rounds.values_list("opens_on", "closes_on")) == [(dt.date(2027, 1, 5), dt.date(2027, 2, 5))]
    assert list(clone.session_kinds.values_list("name_fr", flat=True)) == ["Visite"]
    assert not clone.projects.exists()
    assert TrailEntry.objects.get().data == {"source": source.pk}


def test_a_clone_refuses_a_taken_address_and_leaves_nothing(administrator):
    source = make.CohortFactory(slug="prise")

    with pytest.raises(Refused) as refusal:
        clone_cohort(actor=administrator, source=source, name="X", slug="prise", starts_on=dt.date(2027, 1, 4))

    assert refusal.value.field == "slug"
    assert Cohort.objects.count() == 1


def test_assigning_makes_a_facilitator_once(administrator):
    cohort, person = make.CohortFactory(), make.UserFactory()

    assign_facilitator(actor=administrator, cohort=cohort, user=person)
    assign_facilitator(actor=administrator, cohort=cohort, user=person)

    person.refresh_from_db()
    assert person.role == Role.FACILITATOR
    assert cohort.facilitations.count() == 1
    assert TrailEntry.objects.count() == 1


def test_assigning_leaves_an_administrator_one(administrator):
    assign_facilitator(actor=administrator, cohort=make.CohortFactory(), user=administrator)

    administrator.refresh_from_db()
    assert administrator.role == Role.ADMINISTRATOR
