"""Levels from round to round, what is agreed together beside them, why a round is open again, and whose words came in."""

import datetime as dt
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cohorts.models import RoundReopening
from logbook import actions, figures, queries
from tests import factories as make

EARLY = (dt.date(2025, 1, 1), dt.date(2026, 12, 31))


@pytest.fixture
def earlier(cast):
    """A round that has begun before the cast's own and is open as well."""
    return make.RoundFactory(cohort=cast.cohort, opens_on=EARLY[0], closes_on=EARLY[1], name="Premier tour")


def overview(cast, by="participant"):
    return queries.overview(cast.users[by], cast.project, None)


@pytest.mark.django_db
def test_one_round_makes_no_curve(cast, place):
    place(2)

    assert overview(cast).curves == ()


@pytest.mark.django_db
def test_a_curve_goes_from_round_to_round_for_each_structure_and_what_is_agreed(cast, place, earlier, criterion):
    place(1, round_=earlier)
    place(3)
    for round_, level in ((earlier, 2), (cast.round, 4)):
        actions.record_agreed_level(
            actor=cast.facilitator, project=cast.project, criterion=criterion, round_=round_, level=level, comment="",
            seen=0, attempt=None,
        )  # fmt: skip

    [curve] = overview(cast).curves

    assert curve.rounds == (earlier, cast.round)
    assert {line.structure.name: line.levels for line in curve.lines} == {
        "convenu ensemble": (Decimal(2), Decimal(4)),
        cast.structure.name: (Decimal(1), Decimal(3)),
    }


@pytest.mark.django_db
def test_a_curve_shows_a_reader_what_the_reader_may_read(cast, place, earlier):
    place(1, round_=earlier)
    place(3)

    assert overview(cast, "partner").curves == ()
    assert len(overview(cast, "facilitator").curves) == 1


@pytest.mark.django_db
def test_the_drawing_and_its_table_say_the_same(cast, place, earlier, client):
    place(1, round_=earlier)
    place(3)
    client.force_login(cast.participant)

    shown = client.get(reverse("logbook:logbook", args=[cast.project.slug])).text

    assert "Premier tour 1,0, entrée 3,0" in shown
    curve = overview(cast).curves[0]
    drawn = Template("{% load curves %}{% curve one 'x' %}").render(Context({"one": curve}))
    assert drawn.count("<circle") == 0
    assert "M26.0 146.0L296.0 56.7" in drawn
    assert "style=" not in drawn


@pytest.mark.django_db
def test_the_axis_says_the_level_of_the_round_before_and_what_was_agreed(cast, place, earlier, criterion, client):
    place(1, round_=earlier)
    actions.record_agreed_level(
        actor=cast.facilitator, project=cast.project, criterion=criterion, round_=earlier, level=2, comment="",
        seen=0, attempt=None,
    )  # fmt: skip
    client.force_login(cast.participant)

    shown = client.get(reverse("logbook:axis", args=[cast.project.slug, "axe-1"])).text

    assert "votre niveau 1, convenu ensemble 2" in " ".join(shown.split())


@pytest.mark.django_db
def test_one_who_left_does_not_read_what_was_agreed_since(cast, criterion):
    actions.record_agreed_level(
        actor=cast.facilitator, project=cast.project, criterion=criterion, round_=cast.round, level=2, comment="",
        seen=0, attempt=None,
    )  # fmt: skip
    axis = criterion.axis

    assert queries.axis_page(cast.participant, cast.project, axis, cast.structure).view.criteria[0].agreed.level == 2
    assert queries.axis_page(cast.left, cast.project, axis, cast.left_structure).view.criteria[0].agreed is None


@pytest.mark.django_db
def test_why_a_round_is_open_again_stands_above_the_criteria(cast, client):
    RoundReopening.objects.create(
        round=cast.round, reason="Il manquait une structure.", closes_on=cast.round.closes_on,
        reopened_by=cast.facilitator, reopened_at=timezone.now(),
    )  # fmt: skip
    client.force_login(cast.participant)

    shown = client.get(reverse("logbook:axis", args=[cast.project.slug, "axe-1"])).text

    assert "Il manquait une structure." in shown


# Whose words came in


def test_words_belong_to_the_version_in_which_they_came_in():
    told = figures.origins(["Un lieu pour tous.", "Un lieu ouvert pour tous.", "Un lieu ouvert pour chacun."])

    assert [(one.text, one.version) for one in told] == [
        ("Un lieu", 0), (" ouvert", 1), (" pour ", 0), ("chacun", 2), (".", 0),
    ]  # fmt: skip


@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_the_pieces_are_the_last_text_sign_by_sign(texts):
    told = figures.origins(texts)

    assert "".join(one.text for one in told) == texts[-1]
    assert all(0 <= one.version < len(texts) for one in told)


@pytest.mark.django_db
def test_the_page_of_the_horizon_tells_whose_words_came_in(cast, client):
    for structure, text in ((cast.structure, "Un lieu."), (cast.partner_structure, "Un lieu ouvert.")):
        actions.write_horizon(
            actor=cast.participant, project=cast.project, structure=structure, text=text, seen=text.count("ouvert"),
            held_on=None, session_title="",
        )  # fmt: skip
    client.force_login(cast.participant)

    shown = client.get(reverse("logbook:horizon", args=[cast.project.slug]))

    assert [(one.text, version.structure) for one, version in shown.context["page"].origins] == [
        ("Un lieu", cast.structure), (" ouvert", cast.partner_structure), (".", cast.structure),
    ]  # fmt: skip
