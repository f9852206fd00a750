"""The page of a session: what comes next for the team, part by part; what a member answers, prepares and signs."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from agenda import actions, queries
from agenda.actions import Hand
from agenda.enums import Half, Presence, SessionState, Way
from agenda.models import Attendance, Session, Sheet, Step
from core.dates import combine, now
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 5, 12)
# With the whole frame of the page; the sheet of a session to come also looks for clashes.
TEAM_QUERIES = {"sheet": 37, "people": 28, "attendance": 34, "notes": 30, "history": 27}
MEMBER_QUERIES = 27


def at(clock: str) -> dt.datetime:
    return combine(DAY, dt.time.fromisoformat(clock))


@pytest.fixture
def team(sign_in, cast):
    return sign_in(cast.facilitator)


@pytest.fixture
def member(sign_in, cast):
    return sign_in(cast.participant)


@pytest.fixture
def coming(cast):
    session = make.SessionFactory(cohort=cast.cohort, starts_at=now() + dt.timedelta(days=7), axis=None)
    actions.renew_lines(session)
    return session


@pytest.fixture
def workshop(cast, time_machine):
    """The workshop of 12 May, nine to half past twelve, at 9:05."""
    time_machine.move_to(at("09:05"), tick=False)
    actions.renew_lines(cast.workshop)
    return cast.workshop


def text(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def next_of(session) -> str:
    return queries.next_for_team(queries.with_next(Session.objects.all()).get(pk=session.pk))


def line_of(session, user) -> Attendance:
    return session.attendances.select_related("session", "structure").get(participant__user=user)


def sign(session, user):
    hand = Hand(way=Way.ACCOUNT, key=uuid.uuid4(), signer=user)
    return actions.sign(line=line_of(session, user), half=Half.MORNING, hand=hand)


def close(cast, session):
    actions.note_rest_absent(actor=cast.facilitator, session=session)
    hand = Hand(way=Way.ACCOUNT, key=uuid.uuid4(), name="X")
    actions.countersign(actor=cast.facilitator, session=session, hand=hand)
    return actions.seal_sheet(actor=cast.facilitator, session=session, accept_unsigned=True)


def turn_of(session, user) -> queries.Turn:
    return queries.own_turn(session, user)


# What comes next


def test_the_team_is_told_one_thing_to_do_at_each_moment(cast, workshop, time_machine):
    undated = make.SessionFactory(cohort=cast.cohort, starts_at=None, ends_at=None, state="draft")
    draft = make.SessionFactory(cohort=cast.cohort, starts_at=at("18:00"), state="draft")
    cancelled = make.SessionFactory(cohort=cast.cohort, starts_at=at("18:00"), state="cancelled")
    assert [next_of(one) for one in (undated, draft, cancelled)] == ["date", "publish", "cancelled"]

    time_machine.move_to(at("08:00"), tick=False)
    assert next_of(workshop) == "prepare"
    Session.objects.filter(pk=workshop.pk).update(preparation="Venir avec un budget.")
    assert next_of(workshop) == "ready"
    time_machine.move_to(at("09:05"), tick=False)
    assert next_of(workshop) == "take"
    time_machine.move_to(at("12:31"), tick=False)
    assert next_of(workshop) == "take"  # nobody was noted
    line = line_of(workshop, cast.participant)
    actions.note_line(actor=cast.facilitator, line=line, presence=Presence.PRESENT, structure=line.structure)
    assert next_of(workshop) == "close"
    close(cast, workshop)
    assert next_of(workshop) == "write"
    make.NoteFactory(session=workshop, version=1)
    assert next_of(workshop) == "done"


def test_a_meeting_is_sealed_only_if_somebody_opened_its_sheet(cast, time_machine):
    meeting = make.SessionFactory(
        cohort=cast.cohort, project=cast.project, form="meeting", starts_at=at("14:00"), ends_at=at("15:00")
    )
    actions.renew_lines(meeting)
    time_machine.move_to(at("14:05"), tick=False)
    line = line_of(meeting, cast.participant)
    actions.note_line(actor=cast.facilitator, line=line, presence=Presence.PRESENT, structure=line.structure)
    time_machine.move_to(at("16:00"), tick=False)

    assert next_of(meeting) == "write"
    actions.open_signing(actor=cast.facilitator, session=meeting)
    assert next_of(meeting) == "close"


@pytest.mark.parametrize("part", TEAM_QUERIES)
@pytest.mark.parametrize("number", [1, 3])
def test_each_part_takes_a_constant_number_of_queries(cast, team, coming, part, number, django_assert_num_queries):
    for place in range(number):
        make.ParticipantFactory(membership__project=cast.project)
        make.FacilitationFactory(cohort=cast.cohort)
        Step.objects.create(session=coming, position=place + 1, minutes=5, text="Accueil")
    coming.facilitators.set(row.user for row in cast.cohort.facilitations.order_by("pk"))
    actions.renew_lines(coming)
    address = coming.get_absolute_url()
    team.get(address)

    with django_assert_num_queries(TEAM_QUERIES[part]):
        response = team.get(address, {"part": part})

    assert response.context["part"] == part


@pytest.mark.parametrize("number", [1, 3])
def test_a_members_page_takes_fewer(cast, member, coming, number, django_assert_num_queries):
    for place in range(number):
        make.ParticipantFactory(membership__project=cast.project)
        Step.objects.create(session=coming, position=place + 1, minutes=5, text="Accueil")
    actions.renew_lines(coming)
    member.get(coming.get_absolute_url())

    with django_assert_num_queries(MEMBER_QUERIES):
        member.get(coming.get_absolute_url())


@pytest.mark.parametrize("part", ["", "sheet", "nonsense", "\x00"])
def test_an_unknown_part_is_the_plan(team, coming, part):
    response = team.get(coming.get_absolute_url(), {"part": part})

    assert response.context["part"] == "sheet"
    assert 'aria-current="page">Déroulé' in text(response)


def test_each_part_shows_its_own_and_no_other(cast, team, coming):
    Session.objects.filter(pk=coming.pk).update(preparation="Venir avec un budget.")
    said = {
        "sheet": "Venir avec un budget.",
        "people": cast.partner.name,
        "attendance": "La feuille d’émargement",
        "notes": "Le relevé",
        "history": "Rien pour l’instant",
    }
    pages = {part: text(team.get(coming.get_absolute_url(), {"part": part})) for part in said}

    assert {part: [other for other, words in said.items() if words in page] for part, page in pages.items()} == {
        part: [part] for part in said
    }


def test_every_next_thing_has_its_button(cast, team, workshop, time_machine):
    def page(session=workshop):
        return text(team.get(session.get_absolute_url()))

    sheet = reverse("agenda:attendance", args=[workshop.pk])
    assert f'href="{sheet}"' in page()
    time_machine.move_to(at("08:00"), tick=False)
    assert reverse("agenda:prepare_session", args=[workshop.pk]) in page()
    time_machine.move_to(at("12:31"), tick=False)
    line = line_of(workshop, cast.participant)
    actions.note_line(actor=cast.facilitator, line=line, presence=Presence.PRESENT, structure=line.structure)
    assert f'href="{sheet}#closing"' in page()
    close(cast, workshop)
    assert reverse("agenda:note", args=[workshop.pk]) in page()
    undated = make.SessionFactory(cohort=cast.cohort, starts_at=None, ends_at=None, state="draft")
    assert reverse("agenda:move_session", args=[undated.pk]) in page(undated)
    assert reverse("agenda:discard_session", args=[undated.pk]) in page(undated)
    for part in TEAM_QUERIES:
        assert team.get(undated.get_absolute_url(), {"part": part}).status_code == 200


# What the reader signs


def test_a_person_knows_when_they_sign(cast, workshop, time_machine):
    states = []
    for clock in ("08:00", "09:05"):
        time_machine.move_to(at(clock), tick=False)
        states.append(turn_of(workshop, cast.participant).state)
    actions.open_signing(actor=cast.facilitator, session=workshop)
    for clock in ("09:05", "09:16"):
        time_machine.move_to(at(clock), tick=False)
        turn = turn_of(workshop, cast.participant)
        states += [turn.state, turn.is_late]
    sign(workshop, cast.participant)
    states.append(turn_of(workshop, cast.participant).state)

    assert states == ["early", "waiting", "now", False, "now", True, "signed"]


def test_the_other_half_day_is_signed_later(cast, workshop, time_machine):
    Session.objects.filter(pk=workshop.pk).update(ends_at=at("17:00"))
    workshop.refresh_from_db()
    actions.open_signing(actor=cast.facilitator, session=workshop)
    sign(workshop, cast.participant)

    turn = turn_of(workshop, cast.participant)
    assert (turn.state, turn.opens_at) == ("later", at("13:00"))
    time_machine.move_to(at("13:20"), tick=False)
    turn = turn_of(workshop, cast.participant)
    assert (turn.state, turn.is_late) == ("now", True)


def test_who_stands_for_two_structures_signs_for_both(cast, workshop):
    second = make.ParticipantFactory(membership__project=cast.project, user=cast.participant)
    actions.renew_lines(workshop)
    actions.open_signing(actor=cast.facilitator, session=workshop)
    first = (
        workshop.attendances.select_related("session")
        .exclude(participant=second)
        .get(participant__user=cast.participant)
    )
    actions.sign(line=first, half=Half.MORNING, hand=Hand(Way.ACCOUNT, uuid.uuid4(), signer=cast.participant))

    assert turn_of(workshop, cast.participant).state == "now"


def test_a_closed_sheet_says_what_is_missing_to_who_came_alone(cast, workshop, time_machine):
    actions.open_signing(actor=cast.facilitator, session=workshop)
    for user, presence in ((cast.participant, Presence.PRESENT), (cast.partner, Presence.EXCUSED)):
        line = line_of(workshop, user)
        actions.note_line(actor=cast.facilitator, line=line, presence=presence, structure=line.structure)
    time_machine.move_to(at("12:31"), tick=False)
    assert (turn_of(workshop, cast.participant).state, turn_of(workshop, cast.partner).state) == ("now", "")
    close(cast, workshop)

    assert (turn_of(workshop, cast.participant).state, turn_of(workshop, cast.partner).state) == ("closed", "")


def test_what_was_never_opened_or_is_forgotten_asks_nothing(cast, workshop, time_machine):
    time_machine.move_to(at("12:31"), tick=False)
    assert turn_of(workshop, cast.participant).state == ""
    actions.open_signing(actor=cast.facilitator, session=workshop)
    assert turn_of(workshop, cast.participant).state == "now"
    time_machine.move_to(at("12:31") + dt.timedelta(days=15), tick=False)
    assert turn_of(workshop, cast.participant).state == ""  # the code leads nowhere any more
    Session.objects.filter(pk=workshop.pk).update(state=SessionState.CANCELLED)
    workshop.refresh_from_db()
    assert turn_of(workshop, cast.participant).state == ""


def test_a_meeting_asks_for_no_signature_unless_it_is_opened(cast, time_machine):
    meeting = make.SessionFactory(
        cohort=cast.cohort, project=cast.project, form="meeting", starts_at=at("14:00"), ends_at=at("15:00")
    )
    actions.renew_lines(meeting)
    for clock in ("13:00", "14:05"):
        time_machine.move_to(at(clock), tick=False)
        assert turn_of(meeting, cast.participant).state == ""
    actions.open_signing(actor=cast.facilitator, session=meeting)
    assert turn_of(meeting, cast.participant).state == "now"


def test_the_page_tells_the_member_and_leads_to_the_signature(cast, member, workshop, time_machine):
    def page():
        return text(member.get(workshop.get_absolute_url()))

    time_machine.move_to(at("08:00"), tick=False)
    assert "Vous signerez sur place à partir de 9 h 00" in page()
    time_machine.move_to(at("09:05"), tick=False)
    assert "dès que la personne qui anime ouvre l’émargement" in page()
    actions.open_signing(actor=cast.facilitator, session=workshop)
    address = reverse("agenda:sign", args=[Sheet.objects.get().code])
    assert f'href="{address}"' in page()
    assert "en retard" not in page()
    time_machine.move_to(at("09:20"), tick=False)
    assert "la feuille indiquera que vous avez signé en retard" in page()
    assert member.get(address).status_code == 200
    sign(workshop, cast.participant)
    assert "signé à 9 h 20" in page()
    assert f'href="{address}"' not in page()


def test_who_joined_since_is_shown_the_way_too(cast, sign_in, workshop):
    late = make.ParticipantFactory(membership__project=cast.project)
    actions.open_signing(actor=cast.facilitator, session=workshop)

    page = text(sign_in(late.user).get(workshop.get_absolute_url()))

    assert reverse("agenda:sign", args=[Sheet.objects.get().code]) in page


def test_the_team_and_a_stranger_have_nothing_to_sign(cast, team, workshop):
    assert 'id="turn"' not in text(team.get(workshop.get_absolute_url()))


def test_a_place_that_is_no_longer_used_is_said(cast, member, coming):
    venue = make.VenueFactory(retired_at=now())
    Session.objects.filter(pk=coming.pk).update(venue=venue)

    assert "Ce lieu n’est plus utilisé" in text(member.get(coming.get_absolute_url()))
