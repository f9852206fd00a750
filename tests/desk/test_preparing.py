"""What a session could talk about: actions that are due, the criteria on which the cooperation stands lowest."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from agenda.models import Point
from cohorts.models import Criterion
from desk.preparing import prepare
from logbook.figures import weakest_criteria
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 15)


def placed(cast, structure, *levels, round_=None):
    assessment = make.AssessmentFactory(project=cast.project, structure=structure, round=round_ or cast.round)
    criteria = Criterion.objects.filter(axis__version=cast.cohort.content_id).order_by("pk")
    for criterion, level in zip(criteria, levels, strict=False):
        make.ScoreFactory(assessment=assessment, criterion=criterion, level=level)
    return list(criteria)


def test_the_weakest_criteria_are_those_of_the_latest_round_with_the_lowest_mean(cast):
    later = make.RoundFactory(cohort=cast.cohort, position=2, kind="midway")
    make.RoundFactory(cohort=cast.cohort, position=3, kind="exit")
    placed(cast, cast.structure, 1, 1, 1, 1)
    criteria = placed(cast, cast.structure, 2, 4, 1, None, round_=later)
    placed(cast, cast.partner_structure, 3, 4, 4, 2, round_=later)

    found = weakest_criteria([cast.project, cast.other_project], 3)

    assert set(found) == {cast.project.pk}
    assert [(one.criterion, one.mean, one.lowest, one.highest) for one in found[cast.project.pk]] == [
        (criteria[3], Decimal(2), 2, 2),
        (criteria[2], Decimal("2.5"), 1, 4),
        (criteria[0], Decimal("2.5"), 2, 3),
    ]


def test_what_is_proposed_says_why_to_the_team_and_no_figure_to_the_project(cast):
    placed(cast, cast.structure, 1, 3)
    make.ActionFactory(
        project=cast.project, structure=cast.structure, text="Relire le bail", due_on=DAY - dt.timedelta(days=9)
    )
    make.ActionFactory(project=cast.project, structure=cast.structure, text="Visiter", due_on=DAY)
    make.ActionFactory(project=cast.project, structure=cast.structure, text="Un jour")

    ready = prepare(cast.meeting, DAY)

    assert [(one.text, one.why) for one in ready.proposals][:5] == [
        ("Où en est-on\u00a0: Relire le bail", "Maison, en retard depuis le 6\u00a0juin 2026"),
        ("Où en est-on\u00a0: Visiter", "Maison, pour le 15\u00a0juin 2026"),
        ("Où en est-on\u00a0: Un jour", "Maison"),
        ("Critère 1.1", "1,0 en moyenne au tour «\u00a0entrée\u00a0», de 1 à 1"),
        ("Critère 1.2", "3,0 en moyenne au tour «\u00a0entrée\u00a0», de 3 à 3"),
    ]
    assert [row["taken"] for row in ready.rows] == [True] * len(ready.rows)


def lines(*told):
    data = {"subject-TOTAL_FORMS": str(len(told)), "subject-INITIAL_FORMS": "0"}
    for number, line in enumerate(told):
        data |= {f"subject-{number}-{name}": value for name, value in line.items()}
    return data


def test_the_list_is_saved_in_the_places_given_and_shown_again(cast, sign_in):
    client, address = sign_in(cast.facilitator), reverse("desk:prepare_session", args=[cast.meeting.pk])
    axis = cast.cohort.content.axes.first()
    sent = lines(
        {"taken": "on", "place": "2", "text": "Les rôles", "axis": str(axis.pk), "minutes": "20"},
        {"taken": "on", "place": "1", "text": "Le bail", "axis": ""},
        {"place": "3", "text": "Pas cette fois", "axis": ""},
        {"taken": "on", "text": "", "axis": ""},
    )

    assert client.post(address, sent).status_code == 302
    assert list(Point.objects.values_list("position", "text", "axis", "minutes")) == [
        (1, "Le bail", None, None), (2, "Les rôles", axis.pk, 20),
    ]  # fmt: skip
    assert "Les rôles" in client.get(address).content.decode()
    assert client.post(address, sent | {"seen": "1"}).status_code == 409
    assert client.post(address, lines({"taken": "on", "place": "x", "text": "Le bail", "axis": ""})).status_code == 422


def test_a_workshop_is_prepared_from_all_its_projects(cast):
    make.ActionFactory(project=cast.project, structure=cast.structure, text="Visiter")
    make.ActionFactory(project=cast.other_project, structure=cast.other_structure, text="Écrire")

    proposed = prepare(cast.workshop, DAY).proposals

    assert [one.text for one in proposed if one.icon == "bi-check2-square"] == [
        "Où en est-on\u00a0: Visiter (Projet)", "Où en est-on\u00a0: Écrire (Voisin)",
    ]  # fmt: skip


def test_preparing_costs_the_same_with_one_project_and_with_three(cast, django_assert_num_queries):
    for number in (1, 2):
        for _more in range(number):
            project = make.ProjectFactory(cohort=cast.cohort)
            make.ActionFactory(project=project)
        with django_assert_num_queries(PREPARING_QUERIES):
            prepare(cast.workshop, DAY)


PREPARING_QUERIES = 6
