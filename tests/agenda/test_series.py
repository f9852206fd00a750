"""Several half-days from one form."""

import datetime as dt

import pytest
from django.urls import reverse

from agenda import actions, queries
from agenda.enums import SessionState
from agenda.models import Session
from cohorts.enums import SessionForm
from core.dates import combine, to_paris
from core.errors import Refused
from core.timetable import Interval
from tests import factories as make

pytestmark = pytest.mark.django_db

SERIES = reverse("agenda:new_series")
GOOD = {
    "cohort": "cohorte", "form": "workshop", "rhythm": "weekly", "day": "2026-04-30", "count": "3",
    "starts": "09:00", "ends": "12:30", "in_turn": "on",
}  # fmt: skip


@pytest.fixture
def team(sign_in, cast):
    return sign_in(cast.facilitator)


def planned() -> list[dt.date]:
    return [row.day for row in Session.objects.filter(state=SessionState.DRAFT).order_by("starts_at")]


def create(team, response, **more):
    form, context = response.context["form"], response.context
    keep = [one.hours.start.isoformat() for one in context["foreseen"] if one.hours.start not in context["left_out"]]
    words = dict(form.data.lists()) | {
        "step": "create",
        "mark": context["mark"],
        "keep": keep,
    }
    return team.post(SERIES, words | more)


def test_a_weekly_rhythm_skips_holidays_and_goes_on():
    days = queries.rhythm(dt.date(2026, 4, 30), weeks=1, count=3)

    assert days.kept == [dt.date(2026, 4, 30), dt.date(2026, 5, 7), dt.date(2026, 5, 21)]
    assert [day for day, _name in days.skipped] == [dt.date(2026, 5, 14)]
    assert queries.rhythm(dt.date(2026, 4, 30), weeks=2, count=2).kept[1] == dt.date(2026, 5, 28)


def test_picked_days_come_once_and_in_order():
    days = queries.picked([dt.date(2026, 5, 26), dt.date(2026, 5, 1), dt.date(2026, 4, 2), dt.date(2026, 4, 2)])

    assert days.kept == [dt.date(2026, 4, 2), dt.date(2026, 5, 26)]
    assert [day for day, _name in days.skipped] == [dt.date(2026, 5, 1)]


def test_nothing_is_created_before_it_was_shown(cast, team):
    shown = team.post(SERIES, GOOD)

    assert shown.status_code == 200
    assert planned() == []
    assert "Ascension" in shown.content.decode()

    made = create(team, shown)
    assert made.status_code == 302
    assert planned() == [dt.date(2026, 4, 30), dt.date(2026, 5, 7), dt.date(2026, 5, 21)]
    drafts = Session.objects.filter(state=SessionState.DRAFT).order_by("starts_at")
    assert [row.axis.position for row in drafts] == [1, 2, 1]
    assert {to_paris(row.starts_at).time() for row in drafts} == {dt.time(9)}


def test_only_what_was_shown_and_stays_ticked_is_created(cast, team):
    shown = team.post(SERIES, GOOD)

    assert create(team, shown, count="5").status_code == 200
    assert create(team, shown, keep=[]).status_code == 422
    assert planned() == []
    create(team, shown, keep=[shown.context["foreseen"][1].hours.start.isoformat()])
    assert planned() == [dt.date(2026, 5, 7)]


def test_a_series_crosses_the_clock_change_at_the_same_wall_clock(cast, team):
    create(team, team.post(SERIES, GOOD | {"day": "2026-03-26", "count": "2"}))

    starts = [to_paris(row.starts_at) for row in Session.objects.filter(state=SessionState.DRAFT).order_by("starts_at")]
    assert [(one.time(), one.utcoffset()) for one in starts] == [
        (dt.time(9), dt.timedelta(hours=1)),
        (dt.time(9), dt.timedelta(hours=2)),
    ]


def test_what_blocks_is_left_out_and_a_warning_asks_why(cast, team):
    venue = make.VenueFactory(capacity=1)
    make.SessionFactory(
        starts_at=combine(dt.date(2026, 5, 7), dt.time(9)),
        ends_at=combine(dt.date(2026, 5, 7), dt.time(12)),
        venue=venue,
    )
    shown = team.post(SERIES, GOOD | {"venue": venue.pk})

    assert [to_paris(start).date() for start in shown.context["left_out"]] == [dt.date(2026, 5, 7)]
    asked = create(team, shown)
    assert (asked.status_code, "reason" in asked.context["form"].errors) == (422, True)
    assert planned() == []
    assert create(team, asked, reason="On se serrera").status_code == 302
    assert planned() == [dt.date(2026, 4, 30), dt.date(2026, 5, 21)]


def test_all_or_nothing(cast):
    venue = make.VenueFactory()
    days = [dt.date(2026, 4, 30), dt.date(2026, 5, 7)]
    make.SessionFactory(
        starts_at=combine(days[1], dt.time(9)), ends_at=combine(days[1], dt.time(12)), venue=venue, title="Déjà"
    )
    hours = [Interval(combine(day, dt.time(9)), combine(day, dt.time(12))) for day in days]

    with pytest.raises(Refused) as refusal:
        actions.create_series(
            actor=cast.facilitator, cohort=cast.cohort, form=SessionForm.WORKSHOP, hours=hours, axes=[None], venue=venue
        )

    assert "Jeudi 7" in refusal.value.sentence
    assert planned() == []


def test_picked_days_by_the_page(cast, team):
    words = GOOD | {"rhythm": "picked", "day": "", "count": "", "picked_0": "2026-05-26", "picked_3": "2026-04-02"}

    create(team, team.post(SERIES, words))

    assert planned() == [dt.date(2026, 4, 2), dt.date(2026, 5, 26)]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": ""}, "day"),
        ({"day": "9999-12-31"}, "day"),
        ({"count": ""}, "count"),
        ({"count": "1"}, "count"),
        ({"count": "21"}, "count"),
        ({"count": "beaucoup"}, "count"),
        ({"rhythm": "daily"}, "rhythm"),
        ({"rhythm": "picked"}, "picked_0"),
        ({"rhythm": "picked", "picked_2": "2026-02-31"}, "picked_2"),
        ({"rhythm": "picked", "picked_2": "2026-05-01"}, "__all__"),
        ({"starts": "12:30", "ends": "09:00"}, "ends"),
        ({"day": "2026-03-22", "starts": "02:30", "ends": "04:00"}, "starts"),
        ({"form": "meeting"}, "project"),
        ({"venue": "999999"}, "venue"),
    ],
)
def test_a_bad_series_gets_its_sentence(cast, team, wrong, field):
    response = team.post(SERIES, GOOD | wrong)

    assert (response.status_code, field in response.context["form"].errors) == (422, True)
    assert planned() == []


def test_the_agenda_leads_to_what_is_around_it(cast, team, sign_in):
    page = team.get(reverse("agenda:agenda")).content.decode()
    for name, words in (("new_series", []), ("absences", []), ("clash_rules", [cast.cohort.slug])):
        assert reverse(f"agenda:{name}", args=words) in page
    assert SERIES not in sign_in(cast.participant).get(reverse("agenda:agenda")).content.decode()
