"""Saying that one has read a write-up, or objects to it: each word is kept with its day."""

import pytest
from django.db import Error, transaction
from django.urls import reverse

from agenda import actions, queries
from agenda.access import can_acknowledge_note
from agenda.models import Note, NoteReading
from core.errors import Refused
from core.models import AppendOnlyError, TrailEntry
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(cast):
    make.NoteFactory(session=cast.meeting, topics="Le bail de la halle.")
    for person in (cast.participant, cast.partner):
        make.AttendanceFactory(session=cast.meeting, participant=person.participations.get())
    actions.share_note(actor=cast.facilitator, session=cast.meeting)
    return cast.meeting


def say(cast, said="read", seen=1, words="", actor=None):
    return actions.acknowledge_note(
        actor=actor or cast.participant, session=cast.meeting, said=said, seen=seen, words=words
    )


def rewrite(cast, text="Autre texte."):
    note = Note.objects.get(session=cast.meeting)
    actions.save_note(
        actor=cast.facilitator, session=cast.meeting, audience=note.audience, axis=None, topics=text, decisions="",
        next_steps="", minutes=None, seen=note.version, attempt=None,
    )  # fmt: skip


def names(found):
    return [str(one.person) for one in found]


def test_reading_and_objecting_are_kept_with_their_day(cast, shared):
    assert names(queries.readings(cast.facilitator, shared).awaited) == sorted(
        [str(cast.participant), str(cast.partner)]
    )
    say(cast)
    say(cast)
    say(cast, "objects", words="  Le loyer n’a pas été décidé. ", actor=cast.partner)

    told = queries.readings(cast.participant, shared)
    assert (names(told.read), names(told.objections), told.awaited) == (
        [str(cast.participant)], [str(cast.partner)], [],
    )  # fmt: skip
    assert told.objections[0].row.words == "Le loyer n’a pas été décidé."
    assert told.own.said == "read"
    assert not told.own_stale
    assert NoteReading.objects.count() == 2
    assert [entry.data for entry in TrailEntry.objects.filter(verb="acknowledged").order_by("pk")] == [
        {"said": "read"}, {"said": "objects"},
    ]  # fmt: skip


def test_the_last_word_counts_and_those_of_before_stay(cast, shared):
    say(cast, "objects", words="Non.")
    assert [row.words for row in queries.objections(cast.cohort)] == ["Non."]
    say(cast)
    told = queries.readings(cast.participant, shared)
    assert (told.objections, names(told.read)) == ([], [str(cast.participant)])
    assert queries.objections(cast.cohort) == []
    assert NoteReading.objects.count() == 2
    for change in (NoteReading.objects.all().delete, lambda: NoteReading.objects.update(said="read")):
        with pytest.raises(AppendOnlyError):
            change()
    with pytest.raises(Error), transaction.atomic():
        NoteReading.objects.bulk_create([NoteReading(session=shared, person=cast.partner, said="objects", mark=1)])


def test_a_write_up_that_changed_is_read_again(cast, shared):
    say(cast)
    say(cast, "objects", words="Non.", actor=cast.partner)
    rewrite(cast)
    told = queries.readings(cast.participant, shared)
    assert told.own_stale
    assert [one.stale for one in [*told.read, *told.objections]] == [True, True]
    assert queries.objections(cast.cohort) == [], "what was objected to is not there any more"
    with pytest.raises(Refused, match="a changé pendant votre lecture"):
        say(cast, seen=1)
    say(cast, seen=2)
    assert not queries.readings(cast.participant, shared).own_stale


def test_what_cannot_be_said_is_refused(cast, shared):
    with pytest.raises(Refused) as refusal:
        say(cast, "objects", words="  ")
    assert refusal.value.field == "words"
    actions.unshare_note(actor=cast.facilitator, session=shared)
    with pytest.raises(Refused, match="n’est plus partagé"):
        say(cast)
    assert not NoteReading.objects.exists()


def test_only_its_readers_acknowledge_it(cast, shared):
    may = [name for name, user in cast.users.items() if user is not None and can_acknowledge_note(user, shared)]
    assert may == ["partner", "participant"]


@pytest.mark.django_db(transaction=True)
def test_a_note_that_changes_while_it_is_acknowledged(race, db):
    from tests.cast import build

    cast = build()
    make.NoteFactory(session=cast.meeting)
    actions.share_note(actor=cast.facilitator, session=cast.meeting)
    outcomes = race(lambda: say(cast), lambda: rewrite(cast))
    row = NoteReading.objects.first()
    refused = [one for one in outcomes if isinstance(one, Refused)]
    assert (row is None) is bool(refused), outcomes
    assert row is None or row.mark == 1


def test_the_pages_take_and_show_it(cast, shared, sign_in):
    member, team = sign_in(cast.participant), sign_in(cast.facilitator)
    path, sheet = reverse("agenda:acknowledge_note", args=[shared.pk]), shared.get_absolute_url()
    assert "J’ai lu" in member.get(sheet).content.decode()
    for wrong in ({"said": "objects", "seen": "1"}, {"said": "read", "seen": "9"}):
        answer = member.post(path, wrong)
        assert answer.status_code == 422
        assert "invalid-feedback" in answer.content.decode()
    assert member.post(path, {"said": "x", "seen": "1"}).status_code == 422
    assert member.post(path, {"said": "read", "seen": "1"}).url == f"{sheet}#read"
    page = member.get(sheet).content.decode()
    assert "Vous avez dit l’avoir lu le" in page
    assert 'value="read"' not in page
    sign_in(cast.partner).post(path, {"said": "objects", "seen": "1", "words": "Le loyer n’est pas décidé."})
    notes = team.get(sheet, {"part": "notes"}).content.decode()
    assert "Le loyer n’est pas décidé." in notes
    assert "Lu\u00a0: 1" in notes
    assert "Le loyer n’est pas décidé." in member.get(sheet).content.decode()
    assert "Objection à un relevé" in team.get(cast.cohort.get_absolute_url()).content.decode()
    rewrite(cast)
    assert "Le relevé a changé depuis votre lecture." in member.get(sheet).content.decode()


def test_what_is_not_shared_is_not_to_be_read(cast, sign_in):
    make.NoteFactory(session=cast.meeting)
    page = sign_in(cast.facilitator).get(cast.meeting.get_absolute_url(), {"part": "notes"}).content.decode()
    assert 'id="read"' not in page
