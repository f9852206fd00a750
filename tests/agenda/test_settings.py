"""Clash rules of an edition, absences, and the hours of a place."""

import datetime as dt

import pytest
from django.urls import reverse

from agenda import actions, queries
from agenda.enums import ClashLevel, DayPart, Rule
from agenda.models import Absence, ClashRule, OpeningHours, Venue
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.models import TrailEntry
from tests import factories as make

pytestmark = pytest.mark.django_db

ABSENCES = reverse("agenda:absences")
ABSENCES_QUERIES = 13
DAY = dt.date(2026, 12, 3)


@pytest.fixture
def team(sign_in, cast):
    return sign_in(cast.facilitator)


# Rules


def told(cohort, **more) -> dict:
    levels = queries.levels(cohort)
    facts = {f"rule_{rule}": str(level) for rule, level in levels.by_rule.items()}
    return facts | {"minutes": levels.minutes, "seen": queries.mark_of_levels(levels)} | more


def rules_of(cohort) -> str:
    return reverse("agenda:clash_rules", args=[cohort.slug])


def test_an_edition_without_rules_has_the_usual_levels(cast):
    assert queries.levels(cast.cohort).by_rule == {rule.value: level for rule, level in queries.USUAL.items()}
    assert queries.levels(cast.cohort).minutes == queries.USUAL_WAY


def test_levels_are_set_for_one_edition_and_say_who_did(cast, team):
    response = team.post(rules_of(cast.cohort), told(cast.cohort, rule_holiday="block", minutes="45"))

    assert response.status_code == 302
    levels = queries.levels(cast.cohort)
    assert (levels[Rule.HOLIDAY], levels.minutes) == (ClashLevel.BLOCK, 45)
    assert queries.levels(cast.other_cohort)[Rule.HOLIDAY] == ClashLevel.WARN
    entry = TrailEntry.objects.get(target_type="cohorts.cohort", verb=Verb.CHANGED)
    assert entry.data == {"clash_rules": {"holiday": "block"}, "minutes": 45}


def test_setting_the_same_levels_again_says_nothing(cast, team):
    team.post(rules_of(cast.cohort), told(cast.cohort))

    assert not TrailEntry.objects.filter(target_type="cohorts.cohort").exists()


def test_the_loser_of_two_sees_the_level_that_was_saved(cast, team):
    stale = told(cast.cohort, rule_holiday="ignore", minutes="10")
    team.post(rules_of(cast.cohort), told(cast.cohort, rule_holiday="block"))

    response = team.post(rules_of(cast.cohort), stale)

    assert response.status_code == 409
    assert {"rule_holiday", "minutes"} <= set(response.context["form"].errors)
    assert queries.levels(cast.cohort)[Rule.HOLIDAY] == ClashLevel.BLOCK
    again = stale | {"seen": response.context["version"]}
    assert team.post(rules_of(cast.cohort), again).status_code == 302
    assert queries.levels(cast.cohort)[Rule.HOLIDAY] == ClashLevel.IGNORE


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"rule_holiday": "never"}, "rule_holiday"),
        ({"minutes": "-1"}, "minutes"),
        ({"minutes": "9" * 20}, "minutes"),
        ({"seen": "x"}, "seen"),
    ],
)
def test_bad_levels_change_nothing(cast, team, wrong, field):
    response = team.post(rules_of(cast.cohort), told(cast.cohort, **wrong))

    assert (response.status_code, field in response.context["form"].errors) == (422, True)
    assert not ClashRule.objects.exists()


def test_who_sees_the_rules(cast):
    actions.set_clash_rules(
        actor=cast.facilitator, cohort=cast.cohort, by_rule={"holiday": "block"}, minutes=30,
        seen=queries.mark_of_levels(queries.levels(cast.cohort)),
    )  # fmt: skip

    for person, number in (
        (cast.facilitator, 1),
        (cast.administrator, 1),
        (cast.other_facilitator, 0),
        (cast.participant, 0),
    ):
        assert ClashRule.objects.visible_to(person).count() == number
    with pytest.raises(EditedElsewhere):
        actions.set_clash_rules(actor=cast.facilitator, cohort=cast.cohort, by_rule={}, minutes=30, seen=0)


# Absences


def declare(cast, user, day=DAY, **facts) -> Absence:
    return actions.declare_absence(actor=cast.facilitator, user=user, first_day=day, **({"last_day": day} | facts))


def test_one_sees_ones_own_absences_and_the_team_those_of_its_people(cast):
    own, colleague = declare(cast, cast.participant), declare(cast, cast.facilitator)
    stranger = declare(cast, cast.other_facilitator)

    def seen(person) -> set:
        return set(Absence.objects.visible_to(person))

    assert seen(cast.participant) == {own}
    assert seen(cast.partner) == set()
    assert seen(cast.facilitator) == {own, colleague}
    assert seen(cast.other_facilitator) == {stranger}
    assert seen(cast.administrator) == {own, colleague, stranger}


def test_for_whom_one_may_declare(cast):
    assert list(queries.may_be_away(cast.participant)) == [cast.participant]
    team = set(queries.may_be_away(cast.facilitator))
    assert {cast.facilitator, cast.participant, cast.other_member} <= team
    assert cast.other_facilitator not in team


def test_an_absence_is_declared_and_taken_back_by_the_page(cast, sign_in):
    member = sign_in(cast.participant)

    member.post(ABSENCES, {"user": cast.participant.pk, "first_day": "2026-12-03", "part": "morning", "note": "Train"})

    absence = Absence.objects.get()
    assert (absence.last_day, absence.part, absence.declared_by) == (DAY, DayPart.MORNING, cast.participant)
    assert "Train" in member.get(ABSENCES).content.decode()
    member.post(reverse("agenda:withdraw_absence", args=[absence.pk]))
    assert not Absence.objects.exists()
    assert TrailEntry.objects.filter(target_type="agenda.absence").count() == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"user": "999999"}, "user"),
        ({"first_day": "2026-02-31"}, "first_day"),
        ({"first_day": "0001-01-01"}, "first_day"),
        ({"last_day": "2026-12-02"}, "last_day"),
        ({"last_day": "2028-12-02"}, "last_day"),
        ({"last_day": "2026-12-04", "part": "morning"}, "part"),
        ({"part": "night"}, "part"),
        ({"note": "x" * 201}, "note"),
    ],
)
def test_a_bad_absence_gets_its_sentence(cast, team, wrong, field):
    response = team.post(ABSENCES, {"user": cast.participant.pk, "first_day": "2026-12-03", "part": "whole", **wrong})

    assert (response.status_code, field in response.context["form"].errors) == (422, True)
    assert not Absence.objects.exists()


def test_an_absence_after_leaving_and_the_same_one_twice_are_refused(cast):
    for refused in (lambda: declare(cast, cast.left), lambda: declare(cast, cast.former)):
        with pytest.raises(Refused) as refusal:
            refused()
        assert refusal.value.field == "first_day"
    declare(cast, cast.participant, part=DayPart.MORNING)
    with pytest.raises(Refused):
        declare(cast, cast.participant, part=DayPart.MORNING)
    assert declare(cast, cast.participant, part=DayPart.AFTERNOON).pk
    assert declare(cast, cast.left, dt.date(2026, 3, 12)).pk


@pytest.mark.parametrize("number", [1, 3])
def test_the_absences_take_a_constant_number_of_queries(cast, team, number, django_assert_num_queries):
    for turn in range(number):
        declare(cast, cast.participant, DAY + dt.timedelta(days=turn))
    team.get(ABSENCES)

    with django_assert_num_queries(ABSENCES_QUERIES):
        team.get(ABSENCES)


# Places


def test_a_place_keeps_its_week(team):
    team.post(reverse("agenda:new_venue"), {"name": "Grange", "opens_1": "09:00", "closes_1": "18h00"})

    venue = Venue.objects.get()
    row = venue.opening_hours.get()
    assert (row.weekday, row.opens, row.closes) == (1, dt.time(9), dt.time(18))
    edit = reverse("agenda:edit_venue", args=[venue.pk])
    assert 'value="18:00"' in team.get(edit).content.decode()
    team.post(edit, {"name": "Grange"})
    assert not OpeningHours.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"opens_1": "09:00"}, "closes_1"),
        ({"closes_1": "09:00"}, "opens_1"),
        ({"opens_1": "18:00", "closes_1": "09:00"}, "closes_1"),
        ({"opens_1": "25:00", "closes_1": "09:00"}, "opens_1"),
    ],
)
def test_a_bad_week_gets_its_sentence(team, wrong, field):
    response = team.post(reverse("agenda:new_venue"), {"name": "Grange", **wrong})

    assert (response.status_code, field in response.context["form"].errors) == (422, True)
    assert not Venue.objects.exists()


def test_a_place_leaves_the_list_and_comes_back(cast, team):
    venue = make.VenueFactory(name="Ancienne grange")
    address = reverse("agenda:retire_venue", args=[venue.pk])
    offered = reverse("agenda:new_session") + "?cohort=cohorte"

    team.post(address)
    team.post(address)
    assert "Ancienne grange" not in team.get(offered).content.decode()
    assert TrailEntry.objects.filter(target_type="agenda.venue").count() == 1
    team.post(address, {"back": "1"})
    assert "Ancienne grange" in team.get(offered).content.decode()
