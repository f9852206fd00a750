"""Who came: noted line by line, walk-ins, and the page of the team."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from agenda import actions, queries
from agenda.enums import Presence, SessionState, Source
from agenda.models import Attendance, Signature, WalkIn
from core.dates import now
from core.errors import EditedElsewhere, Refused
from tests import factories as make

pytestmark = pytest.mark.django_db

ATTENDANCE_QUERIES = 21


@pytest.fixture
def team(sign_in, cast):
    return sign_in(cast.facilitator)


@pytest.fixture
def held(cast):
    """The workshop of 12 May, with its lines."""
    actions.renew_lines(cast.workshop)
    return cast.workshop


def line_of(session, user) -> Attendance:
    return session.attendances.get(participant__user=user)


def note(cast, line, presence, **words):
    words = {"actor": cast.facilitator, "structure": line.structure} | words
    return actions.note_line(line=line, presence=Presence(presence), **words)


def walk_in(cast, session, **facts):
    facts = {"name": "Camille Exemple", "key": uuid.uuid4()} | facts
    return actions.add_walk_in(actor=cast.facilitator, session=session, **facts)


def text(response) -> str:
    return response.content.decode()


# Noting


@pytest.mark.parametrize("presence", ["present", "late", "left_early", "excused", "absent"])
def test_a_line_is_noted_and_taken_back(cast, held, presence):
    line = note(cast, line_of(held, cast.participant), presence)

    assert (line.presence, line.source) == (presence, Source.TEAM)
    note(cast, line, "expected")
    line.refresh_from_db()
    assert (line.presence, line.source) == (Presence.EXPECTED, Source.NONE)


def test_cancelling_one_person_cancels_nothing_else(cast):
    session = make.SessionFactory(cohort=cast.cohort, starts_at=now() + dt.timedelta(days=7))
    actions.renew_lines(session)
    others = session.attendances.exclude(participant__user=cast.participant)
    before = list(others.order_by("pk").values())

    note(cast, line_of(session, cast.participant), "excused")

    session.refresh_from_db()
    assert session.state == SessionState.PUBLISHED
    assert list(others.order_by("pk").values()) == before
    assert actions.cancel_session(actor=cast.facilitator, session=session).is_cancelled  # an excuse holds nothing back


@pytest.mark.parametrize("presence", ["present", "late", "left_early", "absent"])
def test_nothing_but_an_excuse_is_noted_before_the_session(cast, presence):
    session = make.SessionFactory(cohort=cast.cohort, starts_at=now() + dt.timedelta(hours=1))
    actions.renew_lines(session)

    with pytest.raises(Refused):
        note(cast, line_of(session, cast.participant), presence)


def test_a_cancelled_session_or_a_draft_takes_no_attendance(cast, held):
    line = line_of(held, cast.participant)
    for state in (SessionState.DRAFT, SessionState.CANCELLED):
        held.state = state
        held.save(update_fields=["state", "updated_at"])
        with pytest.raises(Refused):
            note(cast, line, "present")
        with pytest.raises(Refused):
            walk_in(cast, held)
    with pytest.raises(Refused):
        note(cast, line, "excused")


def test_the_structure_of_that_day_is_one_of_the_persons_own(cast, held):
    second = make.MembershipFactory(project=cast.project)
    make.ParticipantFactory(membership=second, user=cast.participant)
    line = line_of(held, cast.participant)

    assert note(cast, line, "present", structure=second.structure).structure == second.structure
    for other in (cast.partner_structure, cast.left_structure, None):
        with pytest.raises(Refused):
            note(cast, line, "present", structure=other)
    cast.participant.participations.update(ends_on=dt.date(2026, 5, 1))
    line.refresh_from_db()
    assert note(cast, line, "late", structure=line.structure).presence == Presence.LATE
    with pytest.raises(Refused):
        note(cast, line, "late", structure=cast.structure)


def test_two_people_noting_one_line_notice_each_other(cast, held):
    line = line_of(held, cast.participant)
    seen = next(row.mark for row in queries.roll(held).rows if row.line == line)
    note(cast, line, "late", seen=seen)

    with pytest.raises(EditedElsewhere) as clash:
        note(cast, line, "absent", seen=seen, actor=cast.administrator)

    assert clash.value.theirs["presence"] == Presence.LATE
    line.refresh_from_db()
    assert line.presence == Presence.LATE


def test_what_is_signed_is_not_contradicted(cast, held):
    line = note(cast, line_of(held, cast.participant), "present")
    second = make.MembershipFactory(project=cast.project)
    make.ParticipantFactory(membership=second, user=cast.participant)
    sheet = make.SheetFactory(session=held)
    signature = make.SignatureFactory(sheet=sheet, line=line)

    for presence in ("expected", "excused", "absent"):
        with pytest.raises(Refused):
            note(cast, line, presence)
    with pytest.raises(Refused):
        note(cast, line, "present", structure=second.structure)
    assert note(cast, line, "left_early").presence == Presence.LEFT_EARLY
    Signature.objects.filter(pk=signature.pk).update(withdrawn_at=now(), withdrawn_by=cast.facilitator)
    assert note(cast, line, "absent").presence == Presence.ABSENT


def test_the_rest_is_absent_once_somebody_is_noted(cast, held):
    with pytest.raises(Refused):
        actions.note_rest_absent(actor=cast.facilitator, session=held)
    note(cast, line_of(held, cast.participant), "present")
    note(cast, line_of(held, cast.partner), "excused")

    assert actions.note_rest_absent(actor=cast.facilitator, session=held) == held.attendances.count() - 2
    assert actions.note_rest_absent(actor=cast.facilitator, session=held) == 0
    assert line_of(held, cast.partner).presence == Presence.EXCUSED


# Who walks in


def test_somebody_walks_in_for_a_structure_or_as_a_guest(cast, held):
    guest = walk_in(cast, held, organisation="Fondation (exemple)", role="Directrice")
    colleague = walk_in(cast, held, name="Dominique Exemple", structure=cast.structure)

    groups = queries.roll(held).groups
    assert [row.line for row in groups[-1].rows] == [guest]
    assert colleague in [row.line for group in groups if group.structure == cast.structure for row in group.rows]
    assert guest.stood_for == "Fondation (exemple)"


def test_a_walk_in_sent_twice_is_one(cast, held):
    key = uuid.uuid4()

    assert walk_in(cast, held, key=key) == walk_in(cast, held, key=key)
    with pytest.raises(Refused):
        walk_in(cast, make.SessionFactory(cohort=cast.cohort), key=key)
    assert WalkIn.objects.count() == 1


def test_a_walk_in_comes_for_a_structure_of_the_cohort(cast, held):
    for structure in (make.StructureFactory(), cast.left_structure):
        with pytest.raises(Refused):
            walk_in(cast, held, structure=structure)
    stranger = walk_in(cast, held)
    with pytest.raises(Refused):
        actions.note_line(
            actor=cast.facilitator, line=stranger, presence=Presence.PRESENT, structure=cast.left_structure
        )
    with pytest.raises(Refused):
        actions.note_line(actor=cast.facilitator, line=stranger, presence=Presence.ABSENT, structure=None)
    moved = actions.note_line(
        actor=cast.facilitator, line=stranger, presence=Presence.LATE, structure=cast.partner_structure
    )
    assert (moved.presence, moved.structure) == (Presence.LATE, cast.partner_structure)


def test_a_walk_in_is_taken_off_unless_they_signed(cast, held):
    mistaken, signed = walk_in(cast, held), walk_in(cast, held, name="A signé")
    make.SignatureFactory(
        sheet=make.SheetFactory(session=held), line=None, walk_in=signed, name="A signé", structure=None
    )

    actions.remove_walk_in(actor=cast.facilitator, walk_in=mistaken)
    with pytest.raises(Refused):
        actions.remove_walk_in(actor=cast.facilitator, walk_in=signed)

    assert WalkIn.objects.get() == signed


# The page


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_a_constant_number_of_queries(cast, team, held, number, django_assert_num_queries):
    for _ in range(number):
        make.ParticipantFactory(membership__project=cast.project)
        walk_in(cast, held, structure=cast.structure)
    actions.renew_lines(held)
    sheet = make.SheetFactory(session=held)
    for line in held.attendances.order_by("pk")[:number]:
        make.SignatureFactory(sheet=sheet, line=line)
    address = reverse("agenda:attendance", args=[held.pk])
    team.get(address)

    with django_assert_num_queries(ATTENDANCE_QUERIES):
        team.get(address)


def test_a_line_is_saved_at_once_and_the_figures_follow(cast, team, held):
    line = line_of(held, cast.participant)
    address = reverse("agenda:note_line", args=[line.pk])

    fragment = team.post(address, {"presence": "late"}, headers={"HX-Request": "true"})
    plain = team.post(address, {"presence": "present"})

    assert fragment.status_code == 200
    assert f'id="line-{line.pk}"' in text(fragment)
    assert 'id="tally"' in text(fragment)
    assert plain.url == f"{reverse('agenda:attendance', args=[held.pk])}#line-{line.pk}"
    page = "".join(text(team.get(reverse("agenda:attendance", args=[held.pk]))).split())
    again = team.post(address, {"presence": "present"}, headers={"HX-Request": "true"})
    swapped = "".join(text(again).split("<section")[0].split()).partition("</form>")[0]
    assert swapped.partition('value="')[0] in page


def test_a_line_noted_elsewhere_comes_back_with_both(cast, team, held):
    line = line_of(held, cast.participant)
    address = reverse("agenda:note_line", args=[line.pk])
    seen = next(row.mark for row in queries.roll(held).rows if row.line == line)
    note(cast, line, "excused")

    for headers in ({}, {"HX-Request": "true"}):
        response = team.post(address, {"presence": "present", "seen": seen}, headers=headers)
        assert response.status_code == 409
        assert 'role="alert"' in text(response)
    assert line_of(held, cast.participant).presence == Presence.EXCUSED


@pytest.mark.parametrize(
    "words", [{"presence": "asleep"}, {"structure": "0"}, {"structure": "x"}, {"presence": "late", "seen": "-1"}]
)
def test_nonsense_is_refused_in_words(cast, team, held, words):
    line = line_of(held, cast.participant)

    response = team.post(reverse("agenda:note_line", args=[line.pk]), words, headers={"HX-Request": "true"})

    assert response.status_code == 422
    assert 'role="alert"' in text(response)


def test_a_walk_in_is_added_by_the_page_with_a_name_alone(cast, team, held):
    page = team.get(reverse("agenda:attendance", args=[held.pk]))
    key = page.context["walk_in"].initial["key"]
    address = reverse("agenda:add_walk_in", args=[held.pk])

    response = team.post(address, {"name": "Camille Exemple", "key": key})
    nameless = team.post(address, {"name": " ", "key": uuid.uuid4()})
    foreign = team.post(address, {"name": "X", "key": uuid.uuid4(), "structure": make.StructureFactory().pk})

    assert response.url.endswith("#id_name")  # the browser puts the focus there, ready for the next person
    assert (nameless.status_code, foreign.status_code) == (422, 422)
    person = held.walk_ins.get()
    gone = team.post(reverse("agenda:remove_walk_in", args=[person.pk]))
    assert gone.status_code == 302
    assert not held.walk_ins.exists()


def test_a_refusal_of_a_walk_in_stands_in_the_form(cast, team):
    session = make.SessionFactory(cohort=cast.cohort, starts_at=now() + dt.timedelta(days=1))

    response = team.post(reverse("agenda:add_walk_in", args=[session.pk]), {"name": "X", "key": uuid.uuid4()})

    assert response.status_code == 422
    assert team.post(reverse("agenda:note_rest_absent", args=[session.pk])).status_code == 422


def test_one_who_signed_is_not_taken_off_by_the_page(cast, team, held):
    person = walk_in(cast, held)
    make.SignatureFactory(sheet=make.SheetFactory(session=held), line=None, walk_in=person, name="X", structure=None)

    response = team.post(reverse("agenda:remove_walk_in", args=[person.pk]))

    assert response.status_code == 422
    assert WalkIn.objects.filter(pk=person.pk).exists()


def test_a_signed_session_refuses_to_move_and_to_change_place(cast, held):
    make.SignatureFactory(sheet=make.SheetFactory(session=held))
    later = {"starts_at": held.starts_at + dt.timedelta(hours=1), "ends_at": held.ends_at + dt.timedelta(hours=1)}
    facts = {"axis": None, "title": "Titre", "aim": "", "facilitators": []}
    hours = {"starts_at": held.starts_at, "ends_at": held.ends_at}

    with pytest.raises(Refused) as moved:
        actions.move_session(actor=cast.facilitator, session=held, seen=held.version, **later)
    with pytest.raises(Refused) as elsewhere:
        actions.change_session(
            actor=cast.facilitator, session=held, seen=held.version, venue=make.VenueFactory(), **hours, **facts
        )

    assert (moved.value.field, elsewhere.value.field) == ("day", "venue")
    kept = actions.change_session(actor=cast.facilitator, session=held, seen=1, venue=None, **hours, **facts)
    assert kept.title == "Titre"
