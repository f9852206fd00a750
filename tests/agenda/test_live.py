"""The attendance page kept up to date: asked often, answered in few queries, and in full only when the sheet changed."""

import itertools
import uuid

import pytest
from django.urls import reverse

from agenda import actions, queries
from agenda.actions import Hand
from agenda.enums import Half, Presence, Way
from core.dates import combine
from tests import factories as make
from tests.agenda.test_signing import at, line_of, seal, sign, text

pytestmark = pytest.mark.django_db

SAME_QUERIES, CHANGED_QUERIES = 13, 22


@pytest.fixture
def opened(cast, time_machine):
    time_machine.move_to(at("09:05"), tick=False)
    actions.renew_lines(cast.workshop)
    actions.open_signing(actor=cast.facilitator, session=cast.workshop)
    return cast.workshop


@pytest.fixture
def team(sign_in, cast):
    return sign_in(cast.facilitator)


def address(session) -> str:
    return reverse("agenda:attendance_lines", args=[session.pk])


def again(client, session, tag):
    return client.get(address(session), headers={"If-None-Match": tag})


def test_nothing_is_sent_as_long_as_nothing_changed(cast, opened, team):
    first = team.get(address(opened))
    same = again(team, opened, first["ETag"])

    assert (first.status_code, same.status_code, same.content) == (200, 304, b"")
    assert same["ETag"] == first["ETag"]
    assert "private" in first["Cache-Control"]


def test_whatever_the_page_shows_changes_the_answer(cast, opened, team):
    def note(presence):
        line = line_of(opened, cast.partner)
        actions.note_line(actor=cast.facilitator, line=line, presence=presence, structure=line.structure)

    guest = []
    steps = (
        lambda: sign(cast, opened),
        lambda: note(Presence.LATE),
        lambda: note(Presence.EXPECTED),
        lambda: guest.append(
            actions.add_walk_in(actor=cast.facilitator, session=opened, name="Camille", key=uuid.uuid4())
        ),
        lambda: actions.remove_walk_in(actor=cast.facilitator, walk_in=guest[0]),
        lambda: actions.withdraw_signature(
            actor=cast.facilitator, signature=opened.sheet.signatures.get(), reason="Erreur"
        ),
        lambda: actions.lines_to_sign(
            actor=make.ParticipantFactory(membership__project=cast.project).user, session=opened
        ),
    )
    tags = [team.get(address(opened))["ETag"]]
    for step in steps:
        step()
        answer = again(team, opened, tags[-1])
        assert answer.status_code == 200
        tags.append(answer["ETag"])

    assert all(one != other for one, other in itertools.pairwise(tags))


def test_a_fragment_is_the_page_again(cast, opened, team):
    sign(cast, opened)
    fragment, page = text(team.get(address(opened))), text(team.get(reverse("agenda:attendance", args=[opened.pk])))
    row = next(row for row in queries.roll(opened).rows if row.line == line_of(opened, cast.participant))

    for html in (fragment, page):
        assert f'id="{row.word}" data-state="{row.state}"' in html
        assert html.count('id="roll"') == html.count('id="tally"') == 1
    assert fragment.count("roll-line ") == page.count("roll-line ")
    assert "data-house-live" in page
    assert "<h1" not in fragment


def test_a_row_says_by_a_number_that_it_changed(cast, opened):
    def state():
        return next(row.state for row in queries.roll(opened).rows if row.line == line_of(opened, cast.participant))

    before = state()
    assert state() == before
    signature = sign(cast, opened)
    signed = state()
    actions.withdraw_signature(actor=cast.facilitator, signature=signature, reason="Erreur")

    assert len({before, signed}) == 2
    assert state() == before


def test_it_stops_once_the_sheet_is_sealed(cast, opened, team):
    sign(cast, opened)
    tag = team.get(address(opened))["ETag"]
    seal(cast, opened)

    told = again(team, opened, tag)

    assert told.status_code == 200
    assert "data-sealed" in text(told)
    assert "data-house-live" not in text(team.get(reverse("agenda:attendance", args=[opened.pk])))


def test_nothing_asks_before_the_session(cast, team):
    later = make.SessionFactory(
        cohort=cast.cohort, starts_at=combine(at("09:00").date().replace(year=2027), at("09:00").time())
    )

    assert "data-house-live" not in text(team.get(reverse("agenda:attendance", args=[later.pk])))


@pytest.mark.parametrize("number", [1, 3])
def test_asking_takes_few_queries_and_as_many_for_all(cast, opened, team, number, django_assert_num_queries):
    for place in range(number):
        user = make.ParticipantFactory(membership__project=cast.project).user
        line = actions.lines_to_sign(actor=user, session=opened)[0]
        actions.sign(line=line, half=Half.MORNING, hand=Hand(Way.ACCOUNT, uuid.uuid4(), signer=user))
        actions.add_walk_in(actor=cast.facilitator, session=opened, name=f"Invitée {place}", key=uuid.uuid4())
    tag = team.get(address(opened))["ETag"]

    with django_assert_num_queries(SAME_QUERIES):
        assert again(team, opened, tag).status_code == 304
    with django_assert_num_queries(CHANGED_QUERIES):
        assert again(team, opened, '"other"').status_code == 200
