"""Rounds: planned, moved, closed, opened again; who may, and what is refused."""

import datetime as dt

import pytest
from django.urls import reverse

from cohorts import actions, queries
from cohorts.enums import RoundState
from cohorts.models import Round, RoundReopening
from core.errors import EditedElsewhere, Refused
from core.models import AppendOnlyError, TrailEntry
from core.rules import mark_of
from logbook.models import Assessment
from tests import factories as make

TODAY = dt.date(2026, 6, 15)
LIST_QUERIES = 13


@pytest.fixture(autouse=True)
def day(time_machine):
    time_machine.move_to("2026-06-15T08:00:00Z", tick=False)


@pytest.fixture
def cohort(db):
    return make.CohortFactory(slug="cohorte")


@pytest.fixture
def team(cohort):
    return make.FacilitationFactory(cohort=cohort).user


def planned(cohort, first, last, **more):
    return make.RoundFactory(cohort=cohort, opens_on=first, closes_on=last, **more)


def day_of(month, number):
    return dt.date(2026, month, number)


@pytest.fixture
def under_way(cohort):
    return planned(cohort, day_of(6, 1), day_of(6, 30), position=1)


def add(team, cohort, first, last):
    return actions.add_round(actor=team, cohort=cohort, kind="extra", name="Bilan", opens_on=first, closes_on=last)


def test_add_round_takes_the_next_number_and_stands_by_its_days(cohort, team, under_way):
    later = add(team, cohort, day_of(9, 1), day_of(9, 10))
    between = add(team, cohort, day_of(7, 10), day_of(7, 20))

    assert (later.position, between.position) == (2, 3)
    assert list(cohort.rounds.all()) == [under_way, between, later]
    assert str(between) == "Bilan"
    assert TrailEntry.objects.filter(verb="created", target_id=later.pk).exists()


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (day_of(6, 30), day_of(7, 10), "opens_on"),
        (day_of(7, 10), day_of(7, 1), None),
        (day_of(5, 1), day_of(5, 20), "closes_on"),
    ],
)
def test_add_round_refuses_days_that_meet_others_or_are_past_or_in_disorder(
    cohort, team, under_way, first, last, field
):
    with pytest.raises(Refused) as refusal:
        add(team, cohort, first, last)

    assert refusal.value.field == field
    assert Round.objects.get() == under_way


def test_change_round_moves_it_and_refuses_over_somebody_else_s_change(cohort, team, under_way):
    seen = mark_of(under_way, ["closes_on"])
    actions.change_round(actor=team, round_=under_way, seen=seen, closes_on=day_of(7, 5))

    with pytest.raises(EditedElsewhere):
        actions.change_round(actor=team, round_=under_way, seen=seen, closes_on=day_of(7, 6))

    under_way.refresh_from_db()
    assert under_way.closes_on == day_of(7, 5)
    assert TrailEntry.objects.get().data == {"closes_on": "2026-07-05"}


def test_change_round_alike_writes_no_trail_and_a_closed_one_is_refused(cohort, team, under_way):
    actions.change_round(actor=team, round_=under_way, name="")
    assert not TrailEntry.objects.exists()
    actions.close_round(actor=team, round_=under_way)

    with pytest.raises(Refused):
        actions.change_round(actor=team, round_=under_way, name="Autre")


def test_close_round_freezes_it_today(cohort, team, under_way):
    actions.close_round(actor=team, round_=under_way)

    under_way.refresh_from_db()
    assert (under_way.closes_on, under_way.closed_at is not None) == (TODAY, True)
    assert not under_way.is_open_on(TODAY)
    assert queries.state_on(under_way, TODAY) == RoundState.CLOSED


def test_close_round_refuses_what_is_closed_or_has_not_begun(cohort, team, under_way):
    ahead = planned(cohort, day_of(9, 1), day_of(9, 10))
    actions.close_round(actor=team, round_=under_way)

    for row in (under_way, ahead):
        with pytest.raises(Refused):
            actions.close_round(actor=team, round_=row)


def test_rounds_whose_last_day_is_past_are_closed_by_themselves(cohort, under_way, time_machine):
    over = planned(cohort, day_of(3, 1), day_of(6, 14))
    assert queries.state_on(over, TODAY) == RoundState.CLOSED

    assert actions.close_rounds_over() == 1

    over.refresh_from_db()
    under_way.refresh_from_db()
    assert (over.closed_at is not None, under_way.closed_at) == (True, None)
    assert actions.close_rounds_over() == 0


def test_reopen_round_says_why_and_until_when(cohort, team):
    over = planned(cohort, day_of(3, 1), day_of(3, 31))
    actions.close_rounds_over()

    actions.reopen_round(actor=team, round_=over, reason=" Une structure était absente. ", closes_on=day_of(6, 20))

    over.refresh_from_db()
    assert (over.closed_at, over.is_open_on(TODAY)) == (None, True)
    told = RoundReopening.objects.get()
    assert (told.reason, told.closes_on, told.reopened_by) == ("Une structure était absente.", day_of(6, 20), team)
    with pytest.raises(AppendOnlyError):
        RoundReopening.objects.update(reason="Autre")


@pytest.mark.parametrize(
    ("reason", "closes_on", "field"),
    [("  ", day_of(6, 20), "reason"), ("Oui", day_of(6, 14), "closes_on"), ("x" * 301, day_of(6, 20), "reason")],
)
def test_reopen_round_refuses_without_a_reason_or_until_a_day_past(cohort, team, reason, closes_on, field):
    over = planned(cohort, day_of(3, 1), day_of(3, 31))

    with pytest.raises(Refused) as refusal:
        actions.reopen_round(actor=team, round_=over, reason=reason, closes_on=closes_on)

    assert refusal.value.field == field
    assert not RoundReopening.objects.exists()


def test_reopen_round_refuses_one_that_is_open(team, under_way):
    with pytest.raises(Refused):
        actions.reopen_round(actor=team, round_=under_way, reason="Oui", closes_on=day_of(6, 20))


def test_remove_round_takes_away_only_what_nobody_used(cohort, team, under_way):
    ahead = planned(cohort, day_of(9, 1), day_of(9, 10))
    project = make.ProjectFactory(cohort=cohort)
    Assessment.objects.create(project=project, structure=make.StructureFactory(), round=under_way)

    actions.remove_round(actor=team, round_=ahead)
    with pytest.raises(Refused):
        actions.remove_round(actor=team, round_=under_way)

    assert list(cohort.rounds.all()) == [under_way]
    assert list(TrailEntry.objects.values_list("verb", flat=True)) == ["removed"]


# --- pages --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_queries_for_one_and_three(cohort, team, sign_in, number, django_assert_num_queries):
    for place in range(1, number + 1):
        row = planned(cohort, day_of(place, 1), day_of(place, 20))
        RoundReopening.objects.create(round=row, reason="Raison", closes_on=TODAY, reopened_by=team)
    client = sign_in(team)
    client.get(reverse("cohorts:rounds", args=["cohorte"]))

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get(reverse("cohorts:rounds", args=["cohorte"]))

    assert response.content.decode().count('id="round-') == number


def test_the_team_plans_changes_closes_and_reopens_from_the_pages(cohort, team, sign_in):
    client, form = sign_in(team), {"kind": "extra", "name": "", "opens_on": "2026-06-10", "closes_on": "2026-06-20"}

    assert client.post("/cohorts/cohorte/rounds/new/", form).status_code == 302
    seen = mark_of(Round.objects.get(), ["kind", "name", "opens_on", "closes_on"])
    changed = {**form, "name": "Suivi", "seen": seen}
    assert client.post("/cohorts/cohorte/rounds/1/edit/", changed).status_code == 302
    assert client.post("/cohorts/cohorte/rounds/1/close/").status_code == 302
    assert "clos" in client.get("/cohorts/cohorte/rounds/").content.decode()
    reopened = client.post(
        "/cohorts/cohorte/rounds/1/reopen/", {"reason": "Il manquait une structure.", "closes_on": "2026-06-30"}
    )

    assert reopened.status_code == 302
    assert Round.objects.get().is_open_on(TODAY)
    assert "Il manquait une structure." in client.get("/cohorts/cohorte/rounds/").content.decode()


@pytest.mark.parametrize("address", ["new/", "1/edit/", "1/reopen/"])
def test_a_form_that_is_wrong_or_refused_comes_back_with_its_sentence(cohort, team, sign_in, under_way, address):
    client = sign_in(team)
    wrong = {"kind": "extra", "opens_on": "2026-06-10", "closes_on": "hier", "reason": ""}
    refused = {"kind": "extra", "opens_on": "2026-01-10", "closes_on": "2026-01-20", "reason": "Oui"}

    for data in (wrong, refused):
        response = client.post(f"/cohorts/cohorte/rounds/{address}", data)
        assert response.status_code == 422
        assert "error-summary" in response.content.decode()


def test_a_round_that_is_not_there_and_one_that_cannot_be_closed(cohort, team, sign_in, under_way):
    client = sign_in(team)

    assert client.get("/cohorts/cohorte/rounds/9/edit/").status_code == 404
    actions.close_round(actor=team, round_=under_way)
    shown = client.post("/cohorts/cohorte/rounds/1/close/", follow=True)
    assert "déjà" in shown.content.decode()
