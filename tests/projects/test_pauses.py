"""A project rests from a day, for a reason, and stays awake once it is woken by hand."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from core.enums import Verb
from core.errors import Refused
from core.models import TrailEntry
from desk import attention
from projects import actions, queries
from projects.models import Pause
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
PAGE_QUERIES = 12


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC), tick=False) as clock:
        yield clock


def rest(cast, starts_on=TODAY, ends_on=None, reason="Été"):
    return actions.pause_project(
        actor=cast.facilitator, project=cast.project, starts_on=starts_on, ends_on=ends_on, reason=reason
    )


def days(number):
    return TODAY + dt.timedelta(days=number)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "resting"),
    [(TODAY, None, True), (TODAY, TODAY, True), (days(-3), days(0), True), (days(1), None, False)],
)
def test_a_project_rests_from_the_first_day_to_the_last(cast, starts_on, ends_on, resting):
    pause = rest(cast, starts_on, ends_on)

    assert (queries.pause_today(cast.project) == pause) == resting
    assert queries.resting_projects([cast.project.pk]) == ({cast.project.pk} if resting else set())
    assert TrailEntry.objects.get(verb=Verb.PAUSED).target_id == cast.project.pk


def test_woken_by_hand_a_project_stays_awake(cast, november):
    rest(cast, ends_on=days(30))
    rest(cast, days(40), days(50))
    actions.wake_project(actor=cast.facilitator, project=cast.project)

    assert queries.pause_today(cast.project) is None
    november.shift(dt.timedelta(days=45))
    assert queries.pause_today(cast.project) is None
    assert set(Pause.objects.values_list("woken_on", "woken_by")) == {(TODAY, cast.facilitator.pk)}
    with pytest.raises(Refused, match="éveillé"):
        actions.wake_project(actor=cast.facilitator, project=cast.project)
    assert rest(cast, days(45)).pk


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "reason", "field"),
    [
        (TODAY, None, " ", "reason"),
        (days(-9), days(-1), "Trop tard", "ends_on"),
        (days(9), days(3), "À l’envers", "ends_on"),
        (days(5), days(6), "Dedans", "starts_on"),
        (days(-2), None, "Autour", "starts_on"),
    ],
)
def test_what_no_pause_can_be_is_refused(cast, starts_on, ends_on, reason, field):
    rest(cast, days(4), days(10))

    with pytest.raises(Refused) as refusal:
        rest(cast, starts_on, ends_on, reason)

    assert refusal.value.field == field
    assert Pause.objects.count() == 1


def test_a_project_that_rests_is_not_called_silent(cast):
    projects = [cast.project, cast.other_project]
    before = {item.text for item in attention.silent(cast.cohort, projects, TODAY)}
    rest(cast)

    after = {item.text for item in attention.silent(cast.cohort, projects, TODAY)}

    assert before - after == {cast.project.name}


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_a_constant_number_of_queries(cast, sign_in, number, django_assert_num_queries):
    for turn in range(number):
        rest(cast, days(turn * 10), days(turn * 10 + 5))
    client = sign_in(cast.participant)
    client.get(reverse("projects:pauses", args=["projet"]))

    with django_assert_num_queries(PAGE_QUERIES):
        html = client.get(reverse("projects:pauses", args=["projet"])).content.decode()

    assert "Été" in html
    assert "Mettre le projet en pause" not in html


def test_the_team_lets_a_project_rest_and_everybody_in_it_reads_why(cast, sign_in):
    team, home = sign_in(cast.facilitator), cast.project.get_absolute_url()
    new, wake = (reverse(f"projects:{name}", args=["projet"]) for name in ("pause_project", "wake_project"))

    wrong = team.post(new, {"starts_on": "hier", "reason": ""})
    refused = team.post(new, {"starts_on": "2026-11-01", "ends_on": "2026-11-02", "reason": "Passé"})
    done = team.post(new, {"starts_on": "2026-11-23", "reason": "Récolte"}, follow=True)
    seen = sign_in(cast.participant).get(home).content.decode()
    hidden = sign_in(cast.left).get(home).content.decode()
    woken = team.post(wake, follow=True)
    again = team.post(wake, follow=True)

    assert (wrong.status_code, refused.status_code) == (422, 422)
    assert "déjà terminée" in refused.content.decode()
    assert "en cours" in done.content.decode()
    assert "Récolte" in seen
    assert "Récolte" not in hidden
    assert "reste éveillé" in woken.content.decode()
    assert "est éveillé" in again.content.decode()


def test_every_page_of_a_project_that_rests_says_since_when_and_why(cast, sign_in):
    rest(cast, ends_on=days(30), reason="Récolte")
    action = make.ActionFactory(project=cast.project, structure=cast.structure)
    names = ("desk:project", "projects:collective", "projects:actions", "projects:pauses", "projects:stakes", "agenda:rhythm",
             "logbook:logbook", "agenda:project_slots")  # fmt: skip
    addresses = [reverse(name, args=["projet"]) for name in names]
    addresses += [cast.meeting.get_absolute_url(), action.get_absolute_url()]

    for person in (cast.participant, cast.facilitator):
        client = sign_in(person)
        for address in addresses:
            html = client.get(address).content.decode()
            assert "rest-line" in html, address
            assert "Récolte" in html, address
        assert "rest-line" not in client.get(reverse("agenda:agenda")).content.decode()
    assert "rest-line" not in sign_in(cast.other_member).get(cast.other_project.get_absolute_url()).content.decode()
    assert "rest-line" not in sign_in(cast.left).get(cast.project.get_absolute_url()).content.decode()


def test_lists_mark_a_project_that_rests_for_those_who_may_know(cast, sign_in):
    rest(cast)
    pages = reverse("projects:projects"), reverse("desk:board", args=["cohorte"])

    for address in pages:
        assert sign_in(cast.facilitator).get(address).content.decode().count("bi-moon") == 1
    assert "bi-moon" not in sign_in(cast.left).get(pages[0]).content.decode()


def test_a_pause_that_was_ended_by_hand_is_not_said(cast, sign_in):
    rest(cast)
    actions.wake_project(actor=cast.facilitator, project=cast.project)

    assert "rest-line" not in sign_in(cast.facilitator).get(cast.project.get_absolute_url()).content.decode()
