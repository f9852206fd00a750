"""A new edition takes over what its apps keep of the one it is made from."""

import datetime as dt

import pytest

from agenda.actions import set_clash_rules
from agenda.models import ClashRule
from agenda.queries import levels, mark_of_levels
from cohorts.models import Cohort
from core.errors import Refused
from desk.editions import clone_edition
from tests import factories as make

pytestmark = pytest.mark.django_db


def strict(cast):
    before = levels(cast.cohort)
    by_rule = dict(before.by_rule) | {"holiday": "block", "peak": "ignore"}
    set_clash_rules(
        actor=cast.facilitator, cohort=cast.cohort, by_rule=by_rule, minutes=45, seen=mark_of_levels(before)
    )


def test_a_cloned_edition_takes_the_rules_the_way_and_the_hours_before_production(cast):
    strict(cast)
    Cohort.objects.filter(pk=cast.cohort.pk).update(acquaintance_hours=9)
    cast.cohort.refresh_from_db()

    made = clone_edition(actor=cast.administrator, source=cast.cohort, name="Suivante", starts_on=dt.date(2027, 1, 4))

    assert levels(made) == levels(cast.cohort)
    assert (levels(made).by_rule["holiday"], levels(made).by_rule["peak"], levels(made).minutes) == (
        "block", "ignore", 45,
    )  # fmt: skip
    assert made.acquaintance_hours == 9
    ClashRule.objects.filter(cohort=made).update(level="warn")
    assert levels(cast.cohort).by_rule["holiday"] == "block"


def test_an_edition_at_its_usual_levels_copies_none(cast):
    made = clone_edition(actor=cast.administrator, source=cast.cohort, name="Suivante", starts_on=dt.date(2027, 1, 4))
    assert not ClashRule.objects.filter(cohort=made).exists()


def test_a_refused_clone_copies_nothing(cast):
    strict(cast)
    make.CohortFactory(slug="prise")
    before = ClashRule.objects.count()
    with pytest.raises(Refused):
        clone_edition(
            actor=cast.administrator, source=cast.cohort, name="X", slug="prise", starts_on=dt.date(2027, 1, 4)
        )
    assert ClashRule.objects.count() == before
