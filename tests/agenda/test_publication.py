"""Publishing and telling what changed: to whom, when, once; and what is kept of it."""

import datetime as dt

import icalendar
import pytest
import time_machine

from agenda import actions, queries
from agenda.enums import ChangeKind, MailKind, Reply, SessionState
from agenda.models import Publication, Reschedule, Session, SessionMail, Told
from core.dates import now
from core.enums import MailState, Verb
from core.errors import Refused
from core.models import Link, OutboxMail, TrailEntry
from tests import cast as cast_module
from tests import factories as make
from tests.agenda.telling import (
    DAY,
    OTHER,
    calendar_of,
    forget_mails,
    hours,
    mails,
    meeting,
    move,
    plan,
    written_to,
)
from tests.calendars import Khal, events

pytestmark = pytest.mark.django_db
SOME_TIME = dt.timedelta(minutes=11)


@pytest.fixture(autouse=True)
def november():
    """Ten days before the sessions of these tests."""
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC), tick=False) as clock:
        yield clock


def publish(cast, *sessions, people=None):
    keys = [session.pk for session in sessions]
    if people is None:
        people = len(queries.people(queries.changes(Session.objects.filter(pk__in=keys))))
    return actions.publish_calendar(actor=cast.facilitator, cohort=cast.cohort, sessions=keys, people=people)


def addresses(*users):
    return sorted(user.email for user in users)


# Publishing


def test_publishing_one_session_writes_to_each_person_invited_once(cast):
    session = plan(cast)

    published = actions.publish_session(actor=cast.facilitator, session=session)

    assert (published.state, published.published_at) == (SessionState.PUBLISHED, now())
    assert written_to() == addresses(cast.participant, cast.partner, cast.other_member)
    assert Publication.objects.get().people == 3
    assert Publication.objects.get().changes.get().kind == ChangeKind.NEW
    assert set(SessionMail.objects.values_list("kind", flat=True)) == {MailKind.INVITATION}
    assert TrailEntry.objects.filter(verb=Verb.PUBLISHED, target_id=session.pk).count() == 1


def test_publishing_twice_writes_once(cast):
    session = plan(cast)
    for _ in range(2):
        actions.publish_session(actor=cast.facilitator, session=session)

    assert len(mails()) == 3
    assert Publication.objects.count() == 1


def test_a_session_published_as_it_is_planned_is_told_as_well(cast):
    meeting(cast, publish=True)

    assert written_to() == addresses(cast.participant, cast.partner)
    assert Told.objects.get().starts_at == hours()["starts_at"]


def test_a_calendar_is_one_message_a_person_with_all_that_concerns_them(cast):
    drafts = [plan(cast), plan(cast, OTHER), meeting(cast, start=14)]

    publication = publish(cast, *drafts)

    assert publication.people == 3
    assert written_to() == addresses(cast.participant, cast.partner, cast.other_member)
    assert [len(mails(person)[0].parts) for person in (cast.participant, cast.other_member)] == [3, 2]
    assert mails(cast.participant)[0].subject == "Cohorte : 3 changements dans votre agenda"
    assert all(part["name"].endswith(".ics") for part in mails(cast.participant)[0].parts)
    assert not Session.objects.filter(state=SessionState.DRAFT).exists()


def test_two_structures_are_one_person(cast):
    other = make.MembershipFactory(project=cast.other_project)
    make.ParticipantFactory(membership=other, user=cast.participant)
    session = plan(cast, publish=True)

    assert session.attendances.filter(participant__user=cast.participant).count() == 2
    assert len(mails(cast.participant)) == 1


@pytest.mark.parametrize(
    "facts", [{"day": dt.date(2026, 11, 19)}, {"day": dt.date(2026, 3, 31)}], ids=["last week", "with those who left"]
)
def test_nobody_is_written_to_about_a_session_that_has_begun(cast, facts):
    publication = publish(cast, plan(cast, **facts))

    assert publication.people == 0
    assert mails() == []


def test_a_closed_account_is_not_written_to(cast):
    cast.partner.is_active = False
    cast.partner.save(update_fields=["is_active"])

    plan(cast, publish=True)

    assert written_to() == addresses(cast.participant, cast.other_member)


def test_the_number_that_the_button_said_is_the_number_or_nothing_happens(cast):
    session = plan(cast)

    with pytest.raises(Refused, match="3 personnes recevraient un message, et non 2"):
        publish(cast, session, people=2)

    session.refresh_from_db()
    assert session.is_draft
    assert mails() == []
    assert not Publication.objects.exists()


def test_what_cannot_be_published_is_refused(cast):
    foreign = make.SessionFactory(cohort=cast.other_cohort, state="draft")
    cancelled = plan(cast)
    actions.cancel_session(actor=cast.facilitator, session=cancelled)
    undated = plan(cast, starts_at=None, ends_at=None)
    published = plan(cast, OTHER, publish=True)
    forget_mails()

    for sessions, sentence in (
        ([], "Choisissez"),
        ([foreign], "cohorte"),
        ([cancelled], "annulée"),
        ([undated], "date"),
        ([published], "entre-temps"),
    ):
        with pytest.raises(Refused, match=sentence):
            publish(cast, *sessions, people=0)
    assert mails() == []


def test_a_session_taken_off_the_list_meanwhile_is_said(cast):
    undated = plan(cast, starts_at=None, ends_at=None)
    actions.discard_session(actor=cast.facilitator, session=Session.objects.get(pk=undated.pk))

    with pytest.raises(Refused, match="retirée"):
        actions.publish_session(actor=cast.facilitator, session=undated)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_writes(race):
    cast = cast_module.build()
    session = plan(cast)

    def act():
        return publish(cast, session, people=3)

    outcomes = race(act, act)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Publication", "Refused"]
    assert len(mails()) == 3


# The mail


def test_an_invitation_carries_its_calendar_for_its_reader_alone(cast):
    session = plan(cast, title="Atelier <b>5</b>", aim="But", venue=make.VenueFactory(name="Halles"), publish=True)
    (mail,) = mails(cast.participant)

    assert [(part["name"], part["type"]) for part in mail.parts] == [
        ("", "text/calendar; method=REQUEST"),
        ("atelier-b5b.ics", "text/calendar; method=REQUEST"),
    ]
    (event,) = events(calendar_of(mail))
    assert str(event["attendee"]) == f"mailto:{cast.participant.email}"
    assert event["attendee"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert int(event["sequence"]) == session.version
    assert "example.org" not in calendar_of(mail).replace(cast.participant.email, "")
    assert "Atelier &lt;b&gt;5&lt;/b&gt;" in mail.html
    assert mail.subject == "Nouvelle séance : Atelier <b>5</b>, jeu. 3 déc. à 9 h 00"
    assert "/l/reply/" in mail.text
    assert not mail.secret


def test_each_reads_in_their_own_language(cast):
    cast.partner.language = "en"
    cast.partner.save(update_fields=["language"])
    plan(cast, title="Atelier 5", publish=True)

    assert mails(cast.partner)[0].subject == "New session: Atelier 5, Thu 3 Dec at 9:00"
    assert mails(cast.participant)[0].subject.startswith("Nouvelle séance")


def test_a_line_break_in_a_title_stays_out_of_the_subject(cast):
    plan(cast, title="Atelier\nBcc: x@example.org", publish=True)

    assert "\n" not in mails()[0].subject


# Moving what is published


def test_a_move_keeps_the_old_hours_its_author_and_the_reason(cast):
    session = plan(cast, publish=True)
    forget_mails()

    move(cast, session, why="La salle est prise.")

    row = Reschedule.objects.get()
    assert (row.was_starts_at, row.starts_at) == (hours()["starts_at"], hours(OTHER)["starts_at"])
    assert (row.author, row.reason, row.at) == (cast.facilitator, "La salle est prise.", now())
    assert Told.objects.get().due_at == now() + actions.QUIET
    assert mails() == []


def test_a_draft_is_moved_without_a_trace_in_the_telling(cast):
    move(cast, plan(cast))

    assert not Reschedule.objects.exists()
    assert not Told.objects.exists()


def test_what_changed_is_told_once_the_calendar_rests(cast, november):
    session = plan(cast, title="Atelier 5", publish=True)
    first = mails(cast.participant)[0]
    forget_mails()
    for day in (8, 9, 10):
        move(cast, session, dt.date(2026, 12, day), why=f"Jour {day}")
        november.shift(dt.timedelta(minutes=9))
        assert actions.tell_due() == 0
    november.shift(dt.timedelta(minutes=1))

    assert actions.tell_due() == 1
    assert actions.tell_due() == 0

    (mail,) = mails(cast.participant)
    before, after = events(calendar_of(first))[0], events(calendar_of(mail))[0]
    assert len(mails()) == 3
    assert mail.subject == "Nouvelle date : Atelier 5, jeu. 10 déc. à 9 h 00"
    assert "Jour 10" in mail.text
    assert "Avant : jeudi 3 décembre 2026" in mail.text.replace("\xa0", " ")
    assert before["uid"] == after["uid"]
    assert int(after["sequence"]) > int(before["sequence"])
    change = Publication.objects.order_by("-pk").first().changes.get()
    assert (change.has_moved, change.is_elsewhere, change.was_starts_at) == (True, False, hours()["starts_at"])
    assert Publication.objects.order_by("-pk").first().author is None


def test_what_is_back_where_it_was_is_not_told(cast, november):
    session = plan(cast, publish=True)
    forget_mails()
    move(cast, session)
    move(cast, session, DAY)
    november.shift(SOME_TIME)

    assert actions.tell_due() == 0
    assert mails() == []
    assert Reschedule.objects.count() == 2


def test_a_whole_calendar_that_was_moved_is_one_message_each(cast, november):
    sessions = [plan(cast, publish=True), plan(cast, OTHER, publish=True)]
    forget_mails()
    for session in sessions:
        move(cast, session, session.day + dt.timedelta(days=1))
        november.shift(dt.timedelta(minutes=5))
    november.shift(SOME_TIME)

    actions.tell_due()

    assert len(mails()) == 3
    assert len(mails(cast.participant)[0].parts) == 2


def test_however_busy_the_planning_nobody_waits_for_an_hour(cast, november):
    first, busy = plan(cast, publish=True), plan(cast, OTHER, publish=True)
    forget_mails()
    move(cast, first, dt.date(2026, 12, 4))
    for turn in range(5):
        november.shift(dt.timedelta(minutes=8))
        move(cast, busy, dt.date(2026, 12, 11 if turn % 2 else 14))

    assert actions.tell_due() == 1
    assert {row.session for row in SessionMail.objects.select_related("session")} == {first}


@pytest.mark.parametrize(("day", "other"), [(24, 30), (30, 24)], ids=["away from tomorrow", "to tomorrow"])
def test_what_is_so_near_is_told_at_once(cast, day, other):
    session = plan(cast, dt.date(2026, 11, day), publish=True)
    forget_mails()
    move(cast, session, dt.date(2026, 11, other))

    assert actions.tell_due() == 1
    assert len(mails()) == 3


def test_a_session_that_is_over_is_moved_without_a_word(cast):
    session = plan(cast, dt.date(2026, 11, 19), publish=True)
    move(cast, session, dt.date(2026, 11, 20))

    assert Told.objects.get().due_at is None
    assert Reschedule.objects.count() == 1


def test_another_place_is_told_and_another_title_is_not(cast, november):
    session = plan(cast, publish=True, venue=make.VenueFactory(name="Ancienne"))
    forget_mails()
    facts = {
        "actor": cast.facilitator, "session": session, "seen": 1, "axis": None, "aim": "", "facilitators": [],
        "title": "Autre titre",
    }  # fmt: skip
    changed = actions.change_session(**facts, **hours(), venue=session.venue)
    assert Told.objects.get().due_at is None
    actions.change_session(**{**facts, "seen": changed.version}, **hours(), venue=make.VenueFactory(name="Nouvelle"))
    november.shift(SOME_TIME)

    actions.tell_due()

    assert mails()[0].subject.startswith("Nouveau lieu")
    assert "Nouvelle" in mails()[0].text
    change = Publication.objects.order_by("-pk").first().changes.get()
    assert (change.has_moved, change.is_elsewhere, str(change.was_venue)) == (False, True, "Ancienne")
    assert not Reschedule.objects.exists()


def test_what_waits_may_be_told_at_once(cast):
    session = plan(cast, publish=True)
    forget_mails()
    move(cast, session)

    actions.publish_session(actor=cast.facilitator, session=session)

    assert len(mails()) == 3
    assert Told.objects.get().due_at is None
    assert Publication.objects.order_by("-pk").first().author == cast.facilitator


def test_a_session_published_before_anybody_kept_what_was_told_is_told_from_its_old_hours(cast, november):
    session = make.SessionFactory(cohort=cast.cohort, **hours())
    actions.renew_lines(session)
    move(cast, session)
    november.shift(SOME_TIME)

    actions.tell_due()

    assert "Avant : jeudi 3 décembre" in mails()[0].text.replace("\xa0", " ")


@pytest.mark.parametrize(("day", "start", "reply"), [(OTHER, 9, Reply.NONE), (DAY, 14, Reply.YES)])
def test_an_answer_for_another_day_is_no_answer(cast, november, day, start, reply):
    session = plan(cast, publish=True)
    actions.reply(actor=cast.participant, session=session, answer=Reply.YES)
    forget_mails()
    move(cast, session, day, start)
    november.shift(SOME_TIME)
    before = session.attendances.get(participant__user=cast.participant).reply

    actions.tell_due()

    assert before == Reply.YES
    assert session.attendances.get(participant__user=cast.participant).reply == reply
    part = events(calendar_of(mails(cast.participant)[0]))[0]["attendee"].params["PARTSTAT"]
    assert part == ("ACCEPTED" if reply == Reply.YES else "NEEDS-ACTION")


def test_whoever_is_not_invited_on_the_new_day_is_told_so(cast, november):
    cast.partner.participations.update(ends_on=DAY)
    session = plan(cast, title="Atelier 5", publish=True)
    forget_links = Link.objects.filter(user=cast.partner, revoked_at=None)
    OutboxMail.objects.update(state=MailState.SENT)
    move(cast, session)
    november.shift(SOME_TIME)

    actions.tell_due()

    mail = mails(cast.partner)[-1]
    assert mail.subject.startswith("Vous n’êtes plus invité·e : Atelier 5")
    assert icalendar.Calendar.from_ical(calendar_of(mail))["method"] == "CANCEL"
    assert not forget_links.exists()
    move(cast, session, dt.date(2026, 12, 11))
    november.shift(SOME_TIME)
    actions.tell_due()
    assert len(mails(cast.partner)) == 2


# Cancelling


def test_a_cancellation_is_told_at_once_and_ends_the_links(cast):
    session = plan(cast, title="Atelier 5", publish=True)
    forget_mails()

    cancelled = actions.cancel_session(actor=cast.facilitator, session=session)

    (mail,) = mails(cast.participant)
    (event,) = events(calendar_of(mail))
    assert len(mails()) == 3
    assert mail.subject.startswith("Séance annulée : Atelier 5")
    assert "/l/reply/" not in mail.text
    assert icalendar.Calendar.from_ical(calendar_of(mail))["method"] == "CANCEL"
    assert (str(event["status"]), int(event["sequence"])) == ("CANCELLED", cancelled.version)
    assert not Link.objects.filter(revoked_at=None).exists()
    assert Publication.objects.order_by("-pk").first().changes.get().kind == ChangeKind.CANCELLED


@pytest.mark.parametrize("facts", [{}, {"publish": True, "day": dt.date(2026, 11, 19)}], ids=["draft", "over"])
def test_a_cancellation_that_concerns_nobody_writes_to_nobody(cast, facts):
    actions.cancel_session(actor=cast.facilitator, session=plan(cast, **facts))

    assert mails() == []


def test_a_cancellation_after_a_move_nobody_was_told_of_is_told_once(cast, november):
    session = plan(cast, publish=True)
    move(cast, session)
    forget_mails()
    session.refresh_from_db()
    actions.cancel_session(actor=cast.facilitator, session=session)
    november.shift(SOME_TIME)

    assert actions.tell_due() == 0
    assert len(mails()) == 3


@pytest.mark.parametrize("change", [dt.date(2026, 3, 29), dt.date(2026, 10, 25)], ids=["spring", "autumn"])
def test_a_calendar_program_of_others_follows_the_mails(cast, november, tmp_path, change):
    """khal takes the very files of the mails: invitation, new date across the clock change, cancellation."""
    november.move_to(dt.datetime(2026, change.month, 1, 8, tzinfo=dt.UTC))
    before, after = change - dt.timedelta(days=3), change + dt.timedelta(days=4)
    khal, seen = Khal(tmp_path), []
    session = plan(cast, before, title="Atelier 5", publish=True)
    khal.take(calendar_of(mails(cast.participant)[-1]))
    seen.append(khal.shows(before, after))
    move(cast, session, after)
    november.shift(SOME_TIME)
    actions.tell_due()
    khal.take(calendar_of(mails(cast.participant)[-1]))
    seen.append(khal.shows(before, after))
    session.refresh_from_db()
    actions.cancel_session(actor=cast.facilitator, session=session)
    khal.take(calendar_of(mails(cast.participant)[-1]))
    seen.append(khal.shows(before, after))

    assert [[(row.starts, row.ends, row.status) for row in rows] for rows in seen] == [
        [(f"{before} 09:00", f"{before} 12:30", "CONFIRMED")],
        [(f"{after} 09:00", f"{after} 12:30", "CONFIRMED")],
        [(f"{after} 09:00", f"{after} 12:30", "CANCELLED")],
    ]


# What the pages list


@pytest.mark.parametrize("number", [1, 3])
def test_what_there_is_to_tell_takes_a_constant_number_of_queries(cast, number, django_assert_num_queries):
    for shift in range(number):
        plan(cast, DAY + dt.timedelta(days=shift))
        session = plan(cast, DAY + dt.timedelta(days=shift), 14, publish=True)
        move(cast, session, DAY + dt.timedelta(days=shift + 7))

    with django_assert_num_queries(4):
        found = queries.to_tell(cast.cohort)

    assert [change.kind for change in found] == [ChangeKind.NEW] * number + [ChangeKind.CHANGED] * number
    assert queries.number_to_tell(cast.cohort) == 2 * number
    assert len(queries.people(found)) == 3


def test_the_sheet_counts_what_became_of_the_mails(cast):
    session = plan(cast, publish=True)
    failed, sent, _waiting = mails()
    OutboxMail.objects.filter(pk=failed.pk).update(state=MailState.FAILED)
    OutboxMail.objects.filter(pk=sent.pk).update(state=MailState.SENT)

    (mailing,) = queries.mailings(session)

    assert (mailing.sent, mailing.waiting, [row.mail for row in mailing.failed]) == (1, 1, [failed])
    assert queries.telling(session).unsent == 2
    assert [row.mail for row in session.mails.in_trouble()] == [failed]


def test_an_answer_known_beforehand_is_said_and_can_be_changed(cast):
    session = plan(cast)
    session.attendances.filter(participant__user=cast.participant).update(reply=Reply.YES)
    actions.publish_session(actor=cast.facilitator, session=session)

    (mail,) = mails(cast.participant)
    assert "Votre réponse à ce jour : oui" in mail.text.replace("\xa0", " ")
    assert events(calendar_of(mail))[0]["attendee"].params["PARTSTAT"] == "ACCEPTED"
