"""Moving a session, dating one that waits, and taking one off the list."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from agenda import actions, figures, queries
from agenda.enums import Presence, SessionState
from agenda.models import Session
from cohorts.enums import SessionForm
from core.dates import combine, to_paris
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.models import TrailEntry
from tests import cast as cast_module
from tests import factories as make

DAY, OTHER = dt.date(2026, 12, 3), dt.date(2026, 12, 10)


def hours(day: dt.date, start: int = 9) -> dict:
    return {"starts_at": combine(day, dt.time(start)), "ends_at": combine(day, dt.time(start + 3, 30))}


def plan(cast, **facts) -> Session:
    facts = {"actor": cast.facilitator, "cohort": cast.cohort, "form": SessionForm.WORKSHOP} | hours(DAY) | facts
    return actions.create_session(**facts)


def waiting(cast, **facts) -> Session:
    return plan(cast, **{"starts_at": None, "ends_at": None, **facts})


def move(cast, session, **facts) -> Session:
    return actions.move_session(actor=cast.facilitator, session=session, **({"seen": session.version} | facts))


def test_a_move_changes_the_hours_and_nothing_else(cast):
    session = plan(cast, title="Titre", aim="But", venue=make.VenueFactory(), facilitators=[cast.facilitator])

    moved = move(cast, session, **hours(OTHER, 14))

    stored = Session.objects.get(pk=session.pk)
    assert (stored.starts_at, stored.ends_at, stored.version) == (*hours(OTHER, 14).values(), 2)
    assert (stored.title, stored.aim, stored.venue) == ("Titre", "But", session.venue)
    assert list(stored.facilitators.all()) == [cast.facilitator]
    assert moved.version == 2
    entry = TrailEntry.objects.get(target_type="agenda.session", verb=Verb.CHANGED)
    assert entry.data["fields"] == ["starts_at", "ends_at"]
    assert len(entry.data["starts_at"]) == 2


def test_a_move_with_an_old_version_brings_both_hours(cast):
    session = plan(cast)
    move(cast, session, **hours(OTHER))

    with pytest.raises(EditedElsewhere) as refusal:
        move(cast, session, **hours(DAY, 14))

    assert refusal.value.theirs.day == OTHER
    assert refusal.value.yours["starts_at"] == hours(DAY, 14)["starts_at"]
    assert Session.objects.get(pk=session.pk).day == OTHER


def test_the_evidence_does_not_move(cast):
    actions.renew_lines(cast.workshop)
    line = cast.workshop.attendances.get(participant__user=cast.participant)
    actions.note_line(actor=cast.facilitator, line=line, presence=Presence.PRESENT, structure=line.structure)
    cast.workshop.refresh_from_db()

    with pytest.raises(Refused):
        move(cast, cast.workshop, **hours(DAY))

    assert Session.objects.get(pk=cast.workshop.pk).day == cast.workshop.day


@pytest.mark.parametrize(
    ("day", "offset"), [(dt.date(2026, 3, 29), 2), (dt.date(2026, 10, 25), 1), (dt.date(2026, 7, 2), 2)]
)
def test_a_half_day_keeps_its_wall_clock_across_the_clock_changes(cast, day, offset):
    session = move(cast, plan(cast, **hours(DAY)), **hours(day))

    starts = to_paris(session.starts_at)
    assert (starts.time(), starts.utcoffset()) == (dt.time(9), dt.timedelta(hours=offset))


# Without a date


def test_a_session_without_a_date_is_a_draft_that_invites_nobody_yet(cast):
    plan(cast, publish=True)

    session = waiting(cast, axis=cast.cohort.content.axes.first())

    assert (session.state, session.day, session.is_dated) == (SessionState.DRAFT, None, False)
    assert session.title == "Atelier 3 · Axe 1"
    assert not session.attendances.exists()
    assert list(queries.undated(cast.facilitator)) == [session]
    for person in (cast.participant, cast.partner, cast.other_facilitator):
        assert not queries.undated(person).exists()


def test_what_waits_for_its_date_is_in_no_calendar_and_no_figure(cast):
    planned, numbers = figures.half_days_planned(cast.cohort), [step.number for step in queries.timeline(cast.cohort)]
    session = waiting(cast)
    last = queries.listed(cast.facilitator).last()

    assert session not in queries.listed(cast.facilitator)
    assert session not in queries.ahead(cast.facilitator)
    assert session not in queries.behind(cast.facilitator)
    assert queries.opening_day(cast.facilitator) == last.day
    assert figures.half_days_planned(cast.cohort) == planned
    assert [step.number for step in queries.timeline(cast.cohort)] == numbers
    assert queries.on_sheet(Session.objects.all()).get(pk=session.pk).number == 0


def test_dating_it_invites_and_taking_the_date_away_again_invites_nobody(cast):
    session = waiting(cast)

    dated = move(cast, session, **hours(DAY))
    assert dated.attendances.count() == 3

    undated = move(cast, dated, starts_at=None, ends_at=None)
    assert (undated.is_dated, undated.attendances.count()) == (False, 0)


def test_only_a_draft_may_wait_for_its_date(cast):
    for refused in (
        lambda: waiting(cast, publish=True),
        lambda: move(cast, plan(cast, publish=True), starts_at=None, ends_at=None),
        lambda: move(cast, plan(cast), starts_at=hours(DAY)["starts_at"], ends_at=None),
        lambda: move(cast, plan(cast), starts_at=None, ends_at=hours(DAY)["ends_at"]),
        lambda: actions.publish_session(actor=cast.facilitator, session=waiting(cast)),
        lambda: actions.cancel_session(actor=cast.facilitator, session=waiting(cast)),
    ):
        with pytest.raises(Refused), transaction.atomic():
            refused()


@pytest.mark.parametrize(
    "facts", [{"state": SessionState.PUBLISHED}, {"state": SessionState.CANCELLED}, {"ends_at": DAY}]
)
def test_the_database_says_so_too(cast, facts):
    session = waiting(cast)
    if "ends_at" in facts:
        facts = {"ends_at": hours(DAY)["ends_at"]}

    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(**facts)


def test_a_session_without_a_date_is_taken_off_the_list_and_a_dated_one_is_not(cast):
    session = waiting(cast)
    key = session.pk

    actions.discard_session(actor=cast.facilitator, session=session)

    assert not Session.objects.filter(pk=key).exists()
    assert TrailEntry.objects.get(verb=Verb.DISCARDED).target_id == key
    with pytest.raises(Refused):
        actions.discard_session(actor=cast.facilitator, session=plan(cast))


def test_a_draft_on_which_something_hangs_stays(cast):
    session = waiting(cast)
    part = cast.participant.participations.get()
    make.AttendanceFactory(session=session, participant=part)

    with pytest.raises(Refused):
        actions.discard_session(actor=cast.facilitator, session=session)

    assert Session.objects.filter(pk=session.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_move_the_same_session_one_wins_and_the_other_sees_both(race):
    cast = cast_module.build()
    session = plan(cast)

    outcomes = race(
        lambda: move(cast, session, **hours(OTHER)), lambda: move(cast, session, **hours(dt.date(2026, 12, 11)))
    )

    lost = [outcome for outcome in outcomes if isinstance(outcome, EditedElsewhere)]
    won = [outcome for outcome in outcomes if isinstance(outcome, Session)]
    assert (len(won), len(lost)) == (1, 1)
    assert lost[0].theirs.day == won[0].day == Session.objects.get(pk=session.pk).day


# Its pages


@pytest.fixture
def team(sign_in, cast):
    return sign_in(cast.facilitator)


def address(session, name="move_session") -> str:
    return reverse(f"agenda:{name}", args=[session.pk])


GOOD = {"day": "2026-12-10", "starts": "14:00", "ends": "17:30", "seen": "1", "why": "La salle est prise."}
FRAGMENT = {"HX-Request": "true"}


def test_the_form_moves_and_says_where_to(cast, team):
    session = plan(cast, title="Le titre")

    page = team.get(address(session))
    response = team.post(address(session), GOOD, follow=True)

    assert 'value="2026-12-03"' in page.content.decode()
    assert "jeudi 10\u00a0décembre 2026, 14\u00a0h\u00a000" in response.content.decode()
    assert Session.objects.get(pk=session.pk).day == OTHER


def test_the_calendar_gets_what_undoes_the_move(cast, team):
    session = plan(cast)

    moved = team.post(address(session), GOOD, headers=FRAGMENT).json()
    assert moved["back"] == {"day": "2026-12-03", "starts": "09:00", "ends": "12:30", "seen": 2}

    undone = team.post(address(session), moved["back"], headers=FRAGMENT).json()
    stored = Session.objects.get(pk=session.pk)
    assert (stored.starts_at, stored.version) == (hours(DAY)["starts_at"], 3)
    assert undone["back"] == {name: GOOD[name] for name in ("day", "starts", "ends")} | {"seen": 3}


def test_dating_without_hours_takes_the_usual_ones_and_is_undone_without_a_day(cast, team):
    make.SessionKindFactory(cohort=cast.cohort, starts_at=dt.time(13, 30), ends_at=dt.time(17))
    session = waiting(cast)

    moved = team.post(address(session), {"day": "2026-12-10", "seen": "1"}, headers=FRAGMENT).json()

    assert Session.objects.get(pk=session.pk).starts_at == combine(OTHER, dt.time(13, 30))
    assert moved["back"] == {"day": "", "starts": "", "ends": "", "seen": 2}
    assert team.post(address(session), moved["back"], headers=FRAGMENT).status_code == 200
    assert not Session.objects.get(pk=session.pk).is_dated


@pytest.mark.parametrize("headers", [{}, FRAGMENT])
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": ""}, "day"),
        ({"day": "2026-02-31"}, "day"),
        ({"day": "9999-12-31"}, "day"),
        ({"starts": "18:00"}, "ends"),
        ({"starts": ""}, "starts"),
        ({"ends": "24:30"}, "ends"),
        ({"day": "2026-03-29", "starts": "02:30"}, "starts"),
        ({"day": "2026-10-25", "starts": "01:00", "ends": "02:30"}, "ends"),
        ({"day": "2026-11-11"}, "reason"),
        ({"seen": ""}, "seen"),
        ({"seen": "x"}, "seen"),
    ],
)
def test_a_wrong_move_gets_its_sentence_and_moves_nothing(cast, team, wrong, field, headers):
    session = plan(cast, publish=True)

    response = team.post(address(session), GOOD | wrong, headers=headers)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Session.objects.get(pk=session.pk).starts_at == hours(DAY)["starts_at"]
    assert response.content.decode().lstrip().lower().startswith("<form" if headers else "<!doctype")


@pytest.mark.parametrize("headers", [{}, FRAGMENT])
def test_the_loser_of_two_sees_both_and_may_insist(cast, team, headers):
    session = plan(cast)
    move(cast, session, **hours(dt.date(2026, 12, 4)))

    response = team.post(address(session), GOOD, headers=headers)

    text = response.content.decode()
    assert response.status_code == 409
    assert "vendredi 4\u00a0décembre 2026" in text
    assert "jeudi 10\u00a0décembre 2026" in text
    assert 'name="seen" value="2"' in text
    assert team.post(address(session), GOOD | {"seen": "2"}, headers=FRAGMENT).status_code == 200


def test_the_sidebar_lists_what_waits_and_the_team_alone_sees_it(cast, team, sign_in):
    session = waiting(cast, title="À caler")

    page = team.get(reverse("agenda:agenda"))
    assert [row for row, _data in page.context["undated"]] == [session]
    assert address(session) in page.content.decode()
    assert "À caler" in team.get(session.get_absolute_url()).content.decode()
    member = sign_in(cast.participant)
    assert "À caler" not in member.get(reverse("agenda:agenda")).content.decode()
    assert member.get(session.get_absolute_url()).status_code == 404


def test_planning_without_a_day_waits_for_its_date(cast, team):
    team.post(reverse("agenda:new_session"), {"cohort": "cohorte", "form": "workshop", "title": "Plus tard"})

    session = Session.objects.get(title="Plus tard")
    assert not session.is_dated
    edit = team.get(reverse("agenda:edit_session", args=[session.pk]))
    assert edit.status_code == 200
    stale = {"title": "Autre", "seen": "7"}
    assert "Plus tard" in team.post(reverse("agenda:edit_session", args=[session.pk]), stale).content.decode()


def test_it_is_taken_off_the_list_by_the_page(cast, team):
    session, dated = waiting(cast), plan(cast)

    assert team.post(address(session, "discard_session")).url == reverse("agenda:agenda")
    assert team.post(address(dated, "discard_session")).url == dated.get_absolute_url()
    assert list(Session.objects.filter(pk__in=[session.pk, dated.pk])) == [dated]


def test_the_desk_and_the_search_know_what_waits(cast, team):
    waiting(cast, title="Visite à caler")

    assert "#undated" in team.get(cast.cohort.get_absolute_url()).content.decode()
    assert "Visite à caler" in team.get(reverse("desk:search"), {"q": "caler"}).content.decode()
