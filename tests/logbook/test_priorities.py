"""The one or two axes that a project puts first, for a while."""

import datetime as dt
import re

import pytest

from cohorts.models import Axis
from core.errors import Refused
from logbook import actions, queries
from logbook.models import PriorityPeriod

PAGE = "/projects/projet/logbook/priorities/"


def body(response):
    return re.sub(r"[ \n]+", " ", response.content.decode())


@pytest.fixture
def choose(cast):
    def act(*slugs, start="2026-11-23", end="2027-01-31"):
        axes = list(cast.cohort.content.axes.filter(slug__in=slugs).order_by("position"))
        starts_on, ends_on = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
        actions.choose_priorities(
            actor=cast.participant, project=cast.project, axes=axes, starts_on=starts_on, ends_on=ends_on
        )

    return act


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-11-23T12:00:00Z", tick=False)


def first(cast, day="2026-11-23"):
    return queries.priorities_of(cast.project, dt.date.fromisoformat(day))


def test_a_priority_axis_carries_its_star_on_the_home_page_and_in_the_logbook(cast, sign_in):
    member = sign_in(cast.participant)
    axis = cast.cohort.content.axes.get(slug="axe-1")

    response = member.post(PAGE, {"axes": [axis.pk], "starts_on": "2026-11-23", "ends_on": "2027-01-31"})

    assert response["Location"] == "/projects/projet/logbook/"
    for page in ("/projects/projet/", "/projects/projet/logbook/"):
        assert body(member.get(page)).count("en premier jusqu’au 31\u00a0janvier 2027") == 1
    assert "(en premier)" in body(member.get("/projects/projet/logbook/axe-2/"))
    assert f'value="{axis.pk}" checked' in re.sub(r' id="[^"]*"| class="[^"]*"', "", body(member.get(PAGE)))


@pytest.mark.parametrize("person", ["left", "former"])
def test_who_left_is_not_told_what_comes_first_now(cast, sign_in, choose, person):
    choose("axe-1")

    client = sign_in(cast.users[person])
    for page in ("/projects/projet/", "/projects/projet/logbook/"):
        assert "bi-star-fill" not in body(client.get(page))


def test_what_is_chosen_makes_room_for_what_is_chosen_next(cast, choose):
    choose("axe-1", end="2027-01-31")
    choose("axe-2", start="2026-12-10", end="2027-02-28")

    assert first(cast) == {"axe-1": dt.date(2026, 12, 9)}
    assert first(cast, "2026-12-10") == {"axe-2": dt.date(2027, 2, 28)}
    choose(start="2026-12-20", end="2026-12-20")
    assert first(cast, "2026-12-19") == {"axe-2": dt.date(2026, 12, 19)}
    assert first(cast, "2026-12-20") == {}


def test_the_same_choice_twice_is_one(cast, choose):
    for _click in range(2):
        choose("axe-1", "axe-2")

    assert PriorityPeriod.objects.count() == 1
    assert set(first(cast)) == {"axe-1", "axe-2"}


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"start": "2026-12-01", "end": "2026-11-30"}, "avant"),
        ({"start": "2026-10-01", "end": "2026-11-22"}, "passés"),
    ],
)
def test_days_that_cannot_be_are_refused(choose, days, sentence):
    with pytest.raises(Refused, match=sentence):
        choose("axe-1", **days)
    assert not PriorityPeriod.objects.exists()


def test_more_than_two_axes_come_not_first(cast):
    axes = [Axis(version=cast.cohort.content, slug=f"axe-{number}") for number in (1, 2, 3)]
    day = dt.date(2026, 12, 1)

    with pytest.raises(Refused, match="deux axes au plus"):
        actions.choose_priorities(actor=cast.participant, project=cast.project, axes=axes, starts_on=day, ends_on=day)
