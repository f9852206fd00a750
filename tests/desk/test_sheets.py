"""« À votre attention »: the sheets to note, sign, read, countersign and seal; the structures that miss twice."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from agenda import actions, queries
from agenda.actions import Hand
from agenda.enums import Half, Presence, SessionState, Way
from agenda.models import Session
from core.dates import combine, now
from desk import boards, sheets
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 5, 12)


def at(clock: str) -> dt.datetime:
    return combine(DAY, dt.time.fromisoformat(clock))


@pytest.fixture
def over(cast, time_machine):
    """The workshop of 12 May, opened at 9:05; it is 12:31."""
    time_machine.move_to(at("09:05"), tick=False)
    actions.renew_lines(cast.workshop)
    actions.open_signing(actor=cast.facilitator, session=cast.workshop)
    time_machine.move_to(at("12:31"), tick=False)
    return cast.workshop


def line_of(session, user):
    return session.attendances.select_related("session__cohort", "structure").get(participant__user=user)


def note(cast, session, user, presence):
    line = line_of(session, user)
    actions.note_line(actor=cast.facilitator, line=line, presence=presence, structure=line.structure)


def texts(cast) -> list[str]:
    return [item.text.partition(" : ")[2] for item in sheets.sheets_to_close(cast.cohort)]


def test_each_sheet_says_what_it_wants_until_it_is_sealed(cast, over):
    said = [texts(cast)]
    note(cast, over, cast.participant, Presence.PRESENT)
    said.append(texts(cast))
    actions.note_rest_absent(actor=cast.facilitator, session=over)
    said.append(texts(cast))
    line = line_of(over, cast.participant)
    actions.sign(line=line, half=Half.MORNING, hand=Hand(Way.ACCOUNT, uuid.uuid4(), signer=cast.participant))
    said.append(texts(cast))
    actions.countersign(actor=cast.facilitator, session=over, hand=Hand(Way.ACCOUNT, uuid.uuid4(), name="X"))
    said.append(texts(cast))
    actions.seal_sheet(actor=cast.facilitator, session=over)
    said.append(texts(cast))

    others = over.attendances.count() - 1
    assert said == [
        ["personne n’a dit qui était là"],
        [f"{others} personnes à noter, 1 signature manquante, à contresigner, à sceller"],
        ["1 signature manquante, à contresigner, à sceller"],
        ["à contresigner, à sceller"],
        ["à sceller"],
        [],
    ]


def test_what_is_missing_is_what_the_sheet_says(cast, over):
    """One figure, one definition: a whole day, somebody late, somebody who walked in."""
    Session.objects.filter(pk=over.pk).update(ends_at=at("12:30") + dt.timedelta(hours=-3, minutes=-15, days=1))
    over.refresh_from_db()
    note(cast, over, cast.participant, Presence.LATE)
    actions.add_walk_in(actor=cast.facilitator, session=over, name="Camille Exemple", key=uuid.uuid4())
    Session.objects.filter(pk=over.pk).update(ends_at=at("12:31"))

    found = queries.to_close(cast.cohort, 3)[0]

    tally = queries.roll(Session.objects.get(pk=over.pk)).tally
    assert (found.unsaid, found.wanting, found.lines) == (tally.unsaid, tally.wanting, tally.all)
    assert found.wanting == 2


def test_a_scan_waits_to_be_read(cast, over):
    import io

    actions.add_scan(actor=cast.facilitator, session=over, content=io.BytesIO(b"%PDF-1.7 x"), name="feuille.pdf")
    assert texts(cast) == ["la feuille numérisée est à lire ligne par ligne"]
    note(cast, over, cast.participant, Presence.EXCUSED)

    assert texts(cast)[0].startswith(f"{over.attendances.count() - 1} lignes de la feuille numérisée à lire")


def test_what_is_not_over_or_needs_no_sheet_is_not_told(cast, time_machine):
    time_machine.move_to(at("18:00"), tick=False)
    Session.objects.all().update(state=SessionState.DRAFT)
    make.SessionFactory(cohort=cast.cohort, starts_at=at("17:00"), ends_at=at("19:00"))
    make.SessionFactory(
        cohort=cast.cohort, project=cast.project, form="meeting", starts_at=at("10:00"), ends_at=at("11:00")
    )
    make.SessionFactory(cohort=cast.cohort, starts_at=at("10:00"), ends_at=at("11:00"), state="cancelled")
    assert sheets.sheets_to_close(cast.cohort) == []
    opened = make.SessionFactory(
        cohort=cast.cohort, project=cast.project, form="meeting", starts_at=at("14:00"), ends_at=at("15:00")
    )
    make.SheetFactory(session=opened)

    assert [item.url for item in sheets.sheets_to_close(cast.cohort)] == [
        reverse("agenda:attendance", args=[opened.pk])
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_sheets_cost_the_same_and_the_older_ones_are_told_together(
    cast, over, number, time_machine, django_assert_num_queries
):
    for day in range(number):
        session = make.SessionFactory(cohort=cast.cohort, starts_at=at("09:00") - dt.timedelta(days=day + 1))
        actions.renew_lines(session)

    with django_assert_num_queries(4):
        found = sheets.sheets_to_close(cast.cohort)

    assert len(found) == number + 1
    if number == 3:
        assert found[-1].url == reverse("agenda:cohort_rates", args=[cast.cohort.slug])


def test_the_board_tells_the_team_and_shows_who_was_represented(cast, over, sign_in):
    note(cast, over, cast.participant, Presence.PRESENT)
    board = boards.board(cast.facilitator, cast.cohort, DAY)

    assert over.title in board.attention[0].text
    step = next(step for step in board.timeline if step.session == over)
    assert (step.represented.came, len(step.represented.expected)) == (1, len({
        line.structure_id for line in over.attendances.order_by("pk")
    }))  # fmt: skip
    html = sign_in(cast.facilitator).get(cast.cohort.get_absolute_url()).content.decode()
    assert "1 structure représentée sur" in html
    assert reverse("agenda:cohort_rates", args=[cast.cohort.slug]) in html
    member = sign_in(cast.participant).get(cast.cohort.get_absolute_url()).content.decode()
    assert "représentée" not in member


def test_a_structure_that_misses_twice_is_told(cast, over):
    earlier = make.SessionFactory(cohort=cast.cohort, starts_at=at("09:00") - dt.timedelta(days=7))
    actions.renew_lines(earlier)
    for session in (earlier, over):
        note(cast, session, cast.participant, Presence.PRESENT)
        note(cast, session, cast.partner, Presence.ABSENT)
    note(cast, earlier, cast.other_member, Presence.PRESENT)

    path = boards.with_structures(queries.timeline(cast.cohort))
    found = sheets.missing_structures(path)

    assert [item.url for item in found] == [cast.partner_structure.get_absolute_url()]
    assert sheets.missing_structures(path[:1]) == []


def test_whoever_has_to_sign_is_told_as_long_as_they_can(cast, over, time_machine):
    def told(user) -> list[str]:
        return [item.url for item in sheets.own_sheets(user, cast.cohort)]

    address = reverse("agenda:sign", args=[over.sheet.code])
    assert told(cast.participant) == [address]
    note(cast, over, cast.partner, Presence.EXCUSED)
    assert told(cast.partner) == []
    actions.sign(
        line=line_of(over, cast.participant), half=Half.MORNING,
        hand=Hand(Way.ACCOUNT, uuid.uuid4(), signer=cast.participant),
    )  # fmt: skip
    assert told(cast.participant) == []
    assert told(cast.other_member) == [address]
    time_machine.move_to(now() + dt.timedelta(days=15), tick=False)
    assert told(cast.other_member) == []


def test_the_members_home_shows_the_sheet_and_the_last_session(cast, over, sign_in):
    note(cast, over, cast.participant, Presence.PRESENT)

    html = sign_in(cast.participant).get(cast.project.get_absolute_url()).content.decode()

    assert reverse("agenda:sign", args=[over.sheet.code]) in html
    assert reverse("agenda:project_rates", args=[cast.project.slug]) in html
    assert "1 structure représentée sur 2" in html.replace("\u00a0", " ")
