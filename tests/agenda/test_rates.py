"""The pages of the attendance rates: what they show, to whom, in a constant number of queries."""

import datetime as dt

import pytest
from django.urls import reverse

from agenda import figures
from agenda.enums import Presence
from core.dates import combine, today
from tests import factories as make

pytestmark = pytest.mark.django_db

COHORT_QUERIES = {"session": 16, "structure": 14, "person": 14, "project": 13}
PROJECT_QUERIES = {"facilitator": 19, "participant": 20}


def workshop(cast, day, **said):
    """A half-day of May: who came, by the names of the cast."""
    session = make.SessionFactory(cohort=cast.cohort, starts_at=combine(dt.date(2026, 5, day), dt.time(9)))
    for name, presence in said.items():
        part = getattr(cast, name).participations.get(membership__project__cohort=cast.cohort)
        make.AttendanceFactory(session=session, participant=part, presence=presence)
    return session


@pytest.fixture
def two(cast):
    """The first with everybody, the second without the partner."""
    first = workshop(cast, 4, participant="present", partner="late", other_member="present")
    second = workshop(cast, 5, participant="excused", partner="absent", other_member="present")
    return first, second


def text(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def address(cast) -> str:
    return reverse("agenda:cohort_rates", args=[cast.cohort.slug])


def own_address(cast) -> str:
    return reverse("agenda:project_rates", args=[cast.project.slug])


def told(page) -> list[tuple[str, int, int]]:
    return [(str(row.who), row.rate.came, row.rate.expected) for row in page.context["rows"]]


def test_the_pages_say_what_the_figures_say(cast, two, sign_in):
    team = sign_in(cast.facilitator)
    pages = {by: team.get(address(cast), {"by": by}) for by in COHORT_QUERIES}

    whole = figures.attendance_rate(cast.cohort, today())
    assert {(page.context["whole"].came, page.context["whole"].expected) for page in pages.values()} == {(4, 6)}
    assert (whole.came, whole.expected) == (4, 6)
    *sessions, untold = reversed(pages["session"].context["rows"])
    assert (untold.session, untold.rate.ratio) == (cast.workshop, None)
    assert [(row.session, row.rate.came, row.represented.all_came) for row in sessions] == [
        (two[0], 3, True),
        (two[1], 1, False),
    ]
    assert sorted(told(pages["person"])) == sorted(
        [(str(cast.participant), 1, 2), (str(cast.partner), 1, 2), (str(cast.other_member), 2, 2)]
    )
    rates = figures.attendance_by_project(list(cast.cohort.projects.order_by("pk")), today())
    assert {row.who.pk: row.rate for row in pages["project"].context["rows"]} == rates
    assert sum(came for _name, came, _of in told(pages["structure"])) == 4
    assert "Toutes les structures représentées" in text(pages["session"])
    assert "1 structure représentée sur 3" in text(pages["session"])
    assert "67 %" in text(pages["session"])


def test_meetings_are_counted_apart(cast, two, sign_in):
    make.AttendanceFactory(
        session=cast.meeting, participant=cast.participant.participations.get(), presence=Presence.PRESENT
    )
    team = sign_in(cast.facilitator)

    for by in COHORT_QUERIES:
        page = team.get(address(cast), {"by": by, "at": "meetings"})
        assert (page.context["whole"].came, page.context["whole"].expected) == (1, 1)
    assert team.get(address(cast), {"by": "x", "at": "\x00"}).context["by"] == "session"


def test_nothing_held_is_said(cast, sign_in):
    assert "Rien à compter" in text(sign_in(cast.facilitator).get(address(cast), {"by": "person"}))
    assert "Rien à compter" in text(sign_in(cast.participant).get(own_address(cast)))


def test_a_member_reads_the_project_and_nobody_elses_line(cast, two, sign_in):
    member, team = (text(sign_in(user).get(own_address(cast))) for user in (cast.participant, cast.facilitator))

    assert cast.partner.name in team
    assert cast.partner.name not in member
    for page in (member, team):
        assert cast.participant.name in page
        assert cast.partner_structure.name in page
        assert cast.other_member.name not in page
        assert "Toutes les structures représentées" in page
        assert "0 structure représentée sur 2" in page
        assert "50 %" in page
    assert address(cast) in team
    assert address(cast) not in member


def test_a_session_without_the_project_is_not_on_its_page(cast, two, sign_in):
    workshop(cast, 6, other_member="present")

    page = sign_in(cast.participant).get(own_address(cast))

    assert len(page.context["rates"].sessions) == 2


@pytest.mark.parametrize("by", COHORT_QUERIES)
@pytest.mark.parametrize("number", [1, 3])
def test_the_cohorts_page_takes_a_constant_number_of_queries(cast, sign_in, by, number, django_assert_num_queries):
    for place in range(number):
        session = workshop(cast, 4 + place, participant="present", partner="late")
        make.AttendanceFactory(
            session=session, participant=make.ParticipantFactory(membership__project__cohort=cast.cohort),
            presence="present",
        )  # fmt: skip
    team = sign_in(cast.facilitator)
    team.get(address(cast))

    with django_assert_num_queries(COHORT_QUERIES[by]):
        team.get(address(cast), {"by": by})


@pytest.mark.parametrize("who", PROJECT_QUERIES)
@pytest.mark.parametrize("number", [1, 3])
def test_the_projects_page_takes_a_constant_number_of_queries(cast, sign_in, who, number, django_assert_num_queries):
    for place in range(number):
        session = workshop(cast, 4 + place, participant="present", partner="late")
        make.AttendanceFactory(
            session=session, participant=make.ParticipantFactory(membership__project=cast.project), presence="absent"
        )
    client = sign_in(getattr(cast, who))
    client.get(own_address(cast))

    with django_assert_num_queries(PROJECT_QUERIES[who]):
        client.get(own_address(cast))
