import datetime as dt

import pytest

from agenda import actions, queries
from agenda.enums import SessionState
from agenda.models import Absence, Session, Slot
from core.dates import now
from core.enums import Verb
from core.errors import Refused
from core.models import OutboxMail, TrailEntry
from core.timetable import Interval
from tests import factories as make


@pytest.fixture(autouse=True)
def a_quiet_year(time_machine):
    time_machine.move_to(dt.datetime(2026, 9, 14, 8, 0, tzinfo=dt.UTC), tick=False)


def hours(days: int, first: int = 14, last: int = 17) -> Interval:
    return Interval(make.ahead(days, first), make.ahead(days, last))


def offer(cast, **facts):
    facts = {
        "actor": cast.facilitator,
        "cohort": cast.cohort,
        "facilitators": [cast.facilitator],
        "ranges": [hours(10)],
        "minutes": 60,
        "pause": 0,
    } | facts
    return actions.offer_slots(**facts)


def slots(row) -> list[Slot]:
    return list(row.slots.select_related("offer").order_by("starts_at"))


def book(cast, slot, **facts) -> Session:
    return actions.book_slot(**({"actor": cast.participant, "project": cast.project, "slot": slot} | facts))


def free(cast) -> list[Slot]:
    return [line.slot for line in queries.free_slots(cast.project)]


def mails_to(person) -> list[str]:
    return [mail.subject for mail in OutboxMail.objects.order_by("pk") if mail.to == [person.email]]


# Offering


def test_ranges_are_cut_into_slots_with_a_pause(cast):
    row = offer(cast, ranges=[hours(10, 14, 16), hours(12, 9, 10)], minutes=45, pause=15)

    assert [(slot.starts_at, slot.ends_at) for slot in slots(row)] == [
        (make.ahead(10, 14), make.ahead(10, 14) + dt.timedelta(minutes=45)),
        (make.ahead(10, 15), make.ahead(10, 15) + dt.timedelta(minutes=45)),
        (make.ahead(12, 9), make.ahead(12, 9) + dt.timedelta(minutes=45)),
    ]
    assert TrailEntry.objects.get(target_type="agenda.slotoffer").data == {"slots": 3}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"facilitators": []}, "facilitators"),
        ({"minutes": 5}, "minutes"),
        ({"minutes": 240}, "minutes"),
        ({"minutes": 10, "ranges": [hours(n, 8, 20) for n in range(10, 20)]}, "minutes"),
        ({"ranges": []}, "ranges"),
        ({"ranges": [hours(5000)]}, "ranges"),
        ({"ranges": [hours(-100, 9, 12)]}, "ranges"),
        ({"ranges": [hours(10, 14, 17), hours(10, 16, 18)]}, "ranges"),
    ],
)
def test_an_offer_is_refused(cast, facts, field):
    with pytest.raises(Refused) as refusal:
        offer(cast, **facts)

    assert refusal.value.field == field
    assert not Slot.objects.exists()


def test_a_pair_offers_together_but_not_three_nor_a_stranger(cast):
    second, third = (make.FacilitationFactory(cohort=cast.cohort).user for _ in range(2))

    with pytest.raises(Refused):
        offer(cast, facilitators=[cast.facilitator, second, third])
    with pytest.raises(Refused):
        offer(cast, facilitators=[cast.facilitator, cast.other_facilitator])
    row = offer(cast, facilitators=[cast.facilitator, second])
    session = book(cast, slots(row)[0])

    assert set(session.facilitators.order_by("pk")) == {cast.facilitator, second}
    assert len(mails_to(second)) == 1


# Booking


def test_booking_makes_a_published_meeting_of_the_project_and_tells_who_holds_it(cast):
    venue = make.VenueFactory()
    first, second, _third = slots(offer(cast, venue=venue))

    session = book(cast, first, subject="Le budget")

    assert (session.form, session.project, session.state) == ("meeting", cast.project, SessionState.PUBLISHED)
    assert (session.starts_at, session.ends_at, session.venue) == (first.starts_at, first.ends_at, venue)
    assert session.aim == "Le budget"
    invited = set(session.attendances.values_list("participant__user__name", flat=True))
    assert invited == {cast.participant.name, cast.partner.name}
    assert [subject for subject in mails_to(cast.facilitator) if "a réservé" in subject]
    assert queries.own_bookings(cast.participant, cast.project)[0].slot == first
    assert second in free(cast)
    assert TrailEntry.objects.filter(target_type="agenda.slot", verb=Verb.BOOKED).count() == 1


def test_a_slot_booked_by_another_names_those_still_free(cast):
    first, second, third = slots(offer(cast))
    book(cast, first, actor=cast.other_member, project=cast.other_project)

    with pytest.raises(Refused) as refusal:
        book(cast, first)

    assert "vient d’être réservé" in refusal.value.sentence
    assert "Encore libres" in refusal.value.sentence
    assert "15\u00a0h\u00a000" in refusal.value.sentence
    for slot in (second, third):
        actions.withdraw_slots(actor=cast.facilitator, offer=slot.offer, slots=[slot.pk])
    with pytest.raises(Refused, match="Aucun autre créneau"):
        book(cast, first)


def test_a_project_books_one_slot_of_an_offer(cast):
    first, second, _third = slots(offer(cast))
    book(cast, first)

    with pytest.raises(Refused, match="déjà un rendez-vous"):
        book(cast, second)

    assert book(cast, slots(offer(cast, ranges=[hours(20)]))[0]).project == cast.project


def test_the_delay_is_kept_for_a_project_and_not_for_the_team(cast, time_machine):
    first, second, _third = slots(offer(cast, notice_hours=48))
    book(cast, first)
    time_machine.move_to(first.starts_at - dt.timedelta(hours=47))

    for act in (
        lambda: book(cast, second, actor=cast.other_member, project=cast.other_project),
        lambda: actions.move_booking(actor=cast.participant, project=cast.project, booked=first, slot=second),
        lambda: actions.cancel_booking(actor=cast.participant, project=cast.project, slot=first),
    ):
        with pytest.raises(Refused, match="Le délai est passé"):
            act()

    moved = actions.move_booking(actor=cast.facilitator, project=cast.project, booked=first, slot=second, by_team=True)
    assert moved.starts_at == second.starts_at
    time_machine.move_to(second.starts_at)
    with pytest.raises(Refused, match="passé"):
        book(cast, first, by_team=True)


def test_a_slot_whose_facilitator_or_place_is_busy_is_not_offered(cast):
    venue = make.VenueFactory()
    first, second, third = slots(offer(cast, venue=venue))
    make.SessionFactory(starts_at=first.starts_at, ends_at=first.ends_at, state="draft").facilitators.add(
        cast.facilitator
    )
    make.SessionFactory(starts_at=second.starts_at, ends_at=second.ends_at, venue=venue)

    assert free(cast) == [third]
    away = Absence.objects.create(
        user=cast.facilitator, first_day=third.day, last_day=third.day, part="afternoon", declared_by=cast.facilitator
    )
    assert free(cast) == []
    away.delete()
    with pytest.raises(Refused, match="n’est plus proposé"):
        book(cast, first)
    cast.cohort.facilitations.all().delete()
    assert free(cast) == []


def test_a_slot_during_a_session_of_the_project_is_not_offered_to_it(cast):
    first, second, third = slots(offer(cast))
    make.SessionFactory(cohort=cast.cohort, starts_at=first.starts_at, ends_at=first.ends_at)
    make.SessionFactory(
        cohort=cast.cohort,
        project=cast.other_project,
        form="meeting",
        starts_at=second.starts_at,
        ends_at=second.ends_at,
    )

    assert free(cast) == [second, third]
    with pytest.raises(Refused, match="une séance à cette heure"):
        book(cast, first)


def test_what_becomes_busy_between_the_reading_and_the_lock_is_refused(cast, monkeypatch):
    first, *_others = slots(offer(cast))

    def refuse(**facts):
        raise Refused("Pris entre-temps.")

    monkeypatch.setattr("agenda.actions.slots.create_session", refuse)
    with pytest.raises(Refused, match=r"Pris entre-temps\. Encore libres"):
        book(cast, first)
    monkeypatch.undo()
    book(cast, first)
    monkeypatch.setattr("agenda.actions.slots.change_session", refuse)
    with pytest.raises(Refused, match="Pris entre-temps"):
        actions.move_booking(actor=cast.participant, project=cast.project, booked=first, slot=_others[0])


# Moving and cancelling


def test_a_meeting_moves_to_another_slot_and_frees_the_first(cast):
    first, second, _third = slots(offer(cast))
    session = book(cast, first, subject="Le budget")

    moved = actions.move_booking(actor=cast.participant, project=cast.project, booked=first, slot=second)

    assert (moved.pk, moved.starts_at, moved.aim) == (session.pk, second.starts_at, "Le budget")
    assert first in free(cast)
    assert second not in free(cast)
    assert any("a déplacé" in subject for subject in mails_to(cast.facilitator))


def test_a_meeting_moves_to_an_overlapping_slot_of_another_offer_with_its_people(cast):
    other = make.FacilitationFactory(cohort=cast.cohort).user
    first = slots(offer(cast))[0]
    beside = slots(offer(cast, facilitators=[cast.facilitator, other], ranges=[hours(10, 14, 16)], minutes=90))[0]
    session = book(cast, first)

    moved = actions.move_booking(actor=cast.participant, project=cast.project, booked=first, slot=beside)

    assert (moved.pk, moved.ends_at) == (session.pk, beside.ends_at)
    assert set(moved.facilitators.order_by("pk")) == {cast.facilitator, other}
    away = slots(offer(cast, ranges=[hours(20)]))
    book(cast, away[0])
    with pytest.raises(Refused, match="déjà un rendez-vous"):
        actions.move_booking(actor=cast.participant, project=cast.project, booked=beside, slot=away[1])


def test_a_cancelled_meeting_frees_its_slot(cast):
    first, *_others = slots(offer(cast))
    session = book(cast, first)

    actions.cancel_booking(actor=cast.participant, project=cast.project, slot=first)

    session.refresh_from_db()
    assert session.is_cancelled
    assert first in free(cast)
    assert book(cast, first).pk != session.pk
    assert any("a annulé" in subject for subject in mails_to(cast.facilitator))


def test_a_meeting_that_the_team_moved_or_cancelled_in_the_agenda_frees_its_slot(cast):
    first, second, _third = slots(offer(cast))
    session = book(cast, first)
    later = hours(30, 9, 10)
    actions.move_session(
        actor=cast.facilitator, session=session, seen=session.version, starts_at=later.start, ends_at=later.end
    )

    assert first in free(cast)
    for act in (
        lambda: actions.cancel_booking(actor=cast.participant, project=cast.project, slot=first),
        lambda: actions.move_booking(actor=cast.participant, project=cast.project, booked=first, slot=second),
    ):
        with pytest.raises(Refused, match="entre-temps"):
            act()
    again = book(cast, first)
    actions.cancel_session(actor=cast.facilitator, session=again)
    assert first in free(cast)


def test_free_slots_are_taken_back_and_a_booked_one_is_not(cast):
    row = offer(cast)
    first, second, _third = slots(row)
    book(cast, first)

    with pytest.raises(Refused):
        actions.withdraw_slots(actor=cast.facilitator, offer=row, slots=[first.pk, second.pk])
    assert actions.withdraw_slots(actor=cast.facilitator, offer=row, slots=[second.pk]) == 1
    assert actions.withdraw_slots(actor=cast.facilitator, offer=row, slots=[second.pk]) == 0

    assert second not in free(cast)
    with pytest.raises(Refused, match="n’est plus proposé"):
        book(cast, second, actor=cast.other_member, project=cast.other_project)


def test_a_project_is_reminded_of_slots_until_it_has_booked(cast):
    assert not queries.parties_to_book(cast.project, [])
    first, *_others = slots(offer(cast))
    assert queries.parties_to_book(cast.project, [])
    book(cast, first)
    assert not queries.parties_to_book(cast.project, [])
    assert queries.parties_to_book(cast.other_project, [])
    assert now() < first.starts_at


# At once


@pytest.mark.django_db(transaction=True)
def test_of_two_projects_booking_one_slot_at_once_one_wins_and_the_other_is_told(race, db):
    from tests.cast import build

    cast = build()
    first, *_others = slots(offer(cast))

    outcomes = race(
        lambda: book(cast, first),
        lambda: book(cast, first, actor=cast.other_member, project=cast.other_project),
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Refused", "Session"], outcomes
    [refusal] = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert "vient d’être réservé" in refusal.sentence
    assert "Encore libres" in refusal.sentence
    assert Session.objects.filter(starts_at=first.starts_at).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_of_one_project_do_not_book_two_slots_of_an_offer_at_once(race, db):
    from tests.cast import build

    cast = build()
    first, second, _third = slots(offer(cast))

    outcomes = race(lambda: book(cast, first), lambda: book(cast, second, actor=cast.partner))

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Refused", "Session"], outcomes


@pytest.mark.django_db(transaction=True)
def test_overlapping_slots_of_two_offers_do_not_hold_one_facilitator_twice(race, db):
    from tests.cast import build

    cast = build()
    first = slots(offer(cast))[0]
    beside = slots(offer(cast, ranges=[hours(10, 14, 16)], minutes=90))[0]

    outcomes = race(
        lambda: book(cast, first),
        lambda: book(cast, beside, actor=cast.other_member, project=cast.other_project),
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Refused", "Session"], outcomes
