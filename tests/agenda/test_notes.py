"""Writing a session up: saved without asking, read by whom it is for, kept in every version."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import Error, transaction
from django.urls import reverse

from agenda import actions, queries
from agenda.enums import Audience
from agenda.models import Note, NoteSharing, NoteVersion, Point
from agenda.queries import Subject
from core.dates import now
from core.errors import EditedElsewhere, Refused
from core.models import AppendOnlyError, Link, OutboxMail, TrailEntry
from projects.models import Action
from tests import factories as make

pytestmark = pytest.mark.django_db
EMPTY = {"topics": "", "decisions": "", "next_steps": "", "minutes": None}


def write(cast, topics="Le bail.", *, seen=0, attempt=None, audience=Audience.PROJECT, axis=None, session=None, **more):
    facts = EMPTY | {"topics": topics} | more
    return actions.save_note(
        actor=cast.facilitator, session=session or cast.meeting, audience=audience, axis=axis, seen=seen,
        attempt=attempt, **facts,
    )  # fmt: skip


def shared(cast, session=None):
    return actions.share_note(actor=cast.facilitator, session=session or cast.meeting)


def test_a_note_is_saved_with_its_version_and_the_trail(cast):
    axis = cast.cohort.content.axes.first()
    saved = write(cast, decisions="Louer.", next_steps="Écrire.", minutes=40, axis=axis)

    note = Note.objects.get()
    assert (note.axis, note.topics, note.decisions, note.next_steps, note.minutes, note.version) == (
        axis, "Le bail.", "Louer.", "Écrire.", 40, 1,
    )  # fmt: skip
    assert (saved.version, note.updated_by) == (1, cast.facilitator)
    assert NoteVersion.objects.values_list("number", "topics", "minutes", "applied").get() == (1, "Le bail.", 40, True)
    assert (TrailEntry.objects.get().verb, TrailEntry.objects.get().data) == ("noted", {"version": 1})


def test_nothing_makes_no_note_and_what_is_emptied_is_a_version(cast):
    assert write(cast, "").version == 0
    assert not Note.objects.exists()
    write(cast)
    assert write(cast, "", seen=1).version == 2
    assert Note.objects.get().is_empty


def test_a_repeated_save_counts_once_and_a_clash_keeps_both(cast):
    attempt = uuid4()
    write(cast, "Un.", attempt=attempt)
    assert write(cast, "Un.", attempt=attempt).version == 1
    write(cast, "Deux.", seen=1)

    with pytest.raises(EditedElsewhere) as clash:
        write(cast, "Trois.", seen=1)

    assert (clash.value.theirs["topics"], clash.value.yours["topics"], clash.value.version) == ("Deux.", "Trois.", 2)
    assert list(NoteVersion.objects.order_by("pk").values_list("topics", "applied")) == [
        ("Un.", True), ("Deux.", True), ("Trois.", False),
    ]  # fmt: skip


def test_two_people_write_at_once_and_nothing_is_lost(cast, race):
    outcomes = race(lambda: write(cast, "Un."), lambda: write(cast, "Deux."))

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["EditedElsewhere", "Saved"]
    assert {version.topics for version in NoteVersion.objects.all()} == {"Un.", "Deux."}


@pytest.mark.parametrize("facts", [{"state": "cancelled"}, {"state": "draft", "starts_at": None, "ends_at": None}])
def test_what_was_not_held_is_not_written_up(cast, facts):
    session = make.SessionFactory(cohort=cast.cohort, project=cast.project, form="meeting", **facts)
    with pytest.raises(Refused):
        write(cast, session=session)
    with pytest.raises(Refused):
        actions.set_points(actor=cast.facilitator, session=session, subjects=[Subject("Le bail")])
    assert not Note.objects.exists()


def test_an_axis_of_another_edition_is_refused(cast):
    from tests.factories.cohorts import content

    foreign = content().axes.first()
    with pytest.raises(Refused, match="axe"):
        write(cast, axis=foreign)
    with pytest.raises(Refused, match="axe"):
        actions.set_points(actor=cast.facilitator, session=cast.meeting, subjects=[Subject("Le bail", foreign)])


@pytest.mark.django_db(transaction=True)
def test_a_version_is_never_changed_or_deleted(transactional_db):
    from tests.cast import build

    cast = build()
    write(cast)
    version = NoteVersion.objects.get()
    for change in (version.save, version.delete):
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            change()
    with pytest.raises(AppendOnlyError):
        NoteVersion.objects.all().delete()


def readers(cast, note):
    people = {name: person for name, person in cast.users.items() if person is not None}
    return {name for name, person in people.items() if Note.objects.visible_to(person).filter(pk=note.pk).exists()}


def test_a_part_is_read_by_whom_it_is_labelled_for(cast):
    write(cast)
    write(cast, "À nous seuls.", audience=Audience.TEAM)
    common, own = Note.objects.order_by("pk")
    team = {"facilitator", "administrator"}

    assert (readers(cast, common), readers(cast, own)) == (team, team)
    shared(cast)
    assert (readers(cast, common), readers(cast, own)) == ({*team, "participant", "partner"}, team)
    actions.unshare_note(actor=cast.facilitator, session=cast.meeting)
    assert readers(cast, common) == team


def test_one_who_left_reads_what_was_shared_before_and_nothing_written_after(cast, time_machine):
    session = make.SessionFactory(
        cohort=cast.cohort, project=cast.project, form="meeting", starts_at=dt.datetime(2026, 3, 20, 8, tzinfo=dt.UTC)
    )
    time_machine.move_to(dt.datetime(2026, 3, 20, 15, tzinfo=dt.UTC), tick=False)
    write(cast, session=session)
    shared(cast, session)
    note = Note.objects.get()
    time_machine.move_to(dt.datetime(2026, 6, 1, tzinfo=dt.UTC), tick=False)
    assert {"left", "former"} <= readers(cast, note)

    write(cast, "Après son départ.", seen=1, session=session)

    assert not {"left", "former"} & readers(cast, note)


def test_a_workshops_write_up_is_read_by_all_its_projects(cast):
    write(cast, session=cast.workshop)
    shared(cast, cast.workshop)

    assert {"participant", "partner", "other_member"} <= readers(cast, Note.objects.get())


def test_sharing_mails_each_person_with_something_to_do_once(cast):
    write(cast)
    make.ActionFactory(
        project=cast.project, structure=cast.structure, source_type="agenda.session", source_id=cast.meeting.pk
    )
    assert queries.people_to_tell(cast.meeting) == 1
    assert shared(cast) == 1
    assert OutboxMail.objects.get().to == [cast.participant.email]
    assert queries.people_to_tell(cast.meeting) == 0
    assert shared(cast) == 0
    assert (NoteSharing.objects.count(), Link.objects.filter(purpose="action").count()) == (1, 1)
    assert TrailEntry.objects.filter(verb="shared").count() == 1


def test_sharing_is_refused_where_there_is_nothing_and_where_nobody_would_see(cast):
    with pytest.raises(Refused, match="rien à partager"):
        shared(cast)
    write(cast, "À nous seuls.", audience=Audience.TEAM)
    with pytest.raises(Refused, match="rien à partager"):
        shared(cast)
    draft = make.SessionFactory(cohort=cast.cohort, state="draft")
    write(cast, session=draft)
    with pytest.raises(Refused, match="Publiez"):
        shared(cast, draft)


def test_taking_back_what_is_not_shared_changes_nothing(cast):
    actions.unshare_note(actor=cast.facilitator, session=cast.meeting)

    assert not TrailEntry.objects.exists()


def test_the_list_of_subjects_is_replaced_and_one_changed_elsewhere_is_shown(cast):
    axis = cast.cohort.content.axes.first()
    first = actions.set_points(
        actor=cast.facilitator, session=cast.meeting, subjects=[Subject("Le bail", axis, 20), Subject("Les rôles")]
    )
    mark = queries.points_mark(first)
    actions.set_points(actor=cast.facilitator, session=cast.meeting, subjects=[Subject("Le budget")], seen=mark)

    with pytest.raises(EditedElsewhere) as clash:
        actions.set_points(actor=cast.facilitator, session=cast.meeting, subjects=[], seen=mark)

    assert [point.text for point in clash.value.theirs] == ["Le budget"]
    assert list(Point.objects.values_list("position", "text")) == [(1, "Le budget")]


def test_a_save_answers_with_the_fragment_and_a_clash_with_both_texts(cast, sign_in):
    client = sign_in(cast.facilitator)
    address = reverse("agenda:save_note", args=[cast.meeting.pk, "axe-1"])
    htmx = {"headers": {"HX-Request": "true"}}
    told = {"topics": "Un.", "decisions": "", "next_steps": "", "minutes": "15", "seen": 0}

    saved = client.post(address, told, **htmx)
    assert (saved.status_code, 'data-version="1"' in saved.content.decode()) == (200, True)
    wrong = client.post(address, told | {"minutes": "9999", "seen": 1}, **htmx)
    assert (wrong.status_code, "Dix heures" in wrong.content.decode()) == (422, True)
    clash = client.post(address, told | {"topics": "Deux.", "seen": 7}, **htmx)
    assert clash.status_code == 409
    assert 'data-house-theirs="minutes"' in clash.content.decode()
    plain = client.post(address, told | {"topics": "Trois.", "seen": 7})
    assert (plain.status_code, "<h1>" in plain.content.decode()) == (409, True)
    assert client.post(address, told | {"minutes": "9999", "seen": 1}).status_code == 422
    assert client.post(address, told | {"topics": "Deux.", "seen": 1}).status_code == 302
    versions = client.get(reverse("agenda:note_versions", args=[cast.meeting.pk, "axe-1"])).content.decode()
    assert "gardé à part" in versions
    assert client.get(reverse("agenda:note_versions", args=[cast.meeting.pk, "axe-2"])).status_code == 404
    assert client.post(reverse("agenda:save_note", args=[cast.meeting.pk, "nowhere"]), told).status_code == 404


def test_an_action_is_written_on_the_page_and_its_refusal_said_there(cast, sign_in):
    client = sign_in(cast.facilitator)
    address = reverse("agenda:add_action", args=[cast.meeting.pk])
    owner = f"{cast.project.pk}-structure-{cast.structure.pk}"

    assert client.post(address, {"text": "", "owner": owner}).status_code == 422
    assert client.post(address, {"text": "Visiter", "owner": owner, "due_on": "2226-01-01"}).status_code == 422
    assert client.post(address, {"text": "Visiter", "owner": owner, "due_on": "2026-12-01"}).status_code == 302
    action = Action.objects.get()
    assert (action.source_type, action.source_id, action.due_on) == (
        "agenda.session", cast.meeting.pk, dt.date(2026, 12, 1),
    )  # fmt: skip


def test_the_page_says_to_how_many_it_mails_and_why_it_cannot_share(cast, sign_in):
    client = sign_in(cast.facilitator)
    share = reverse("agenda:share_note", args=[cast.meeting.pk])
    refused = client.post(share, {"shared": "1"})
    assert (refused.status_code, "rien à partager" in refused.content.decode()) == (422, True)
    write(cast)
    page = client.get(reverse("agenda:note", args=[cast.meeting.pk])).content.decode()
    assert "Partager, sans courriel" in page
    make.ActionFactory(
        project=cast.project, structure=cast.structure, source_type="agenda.session", source_id=cast.meeting.pk
    )
    page = client.get(reverse("agenda:note", args=[cast.meeting.pk])).content.decode()
    assert "Partager, et envoyer ses actions à 1 personne" in page
    assert client.post(share, {"shared": "1"}).status_code == 302
    assert client.post(share, {}).status_code == 302
    assert not NoteSharing.objects.exists()


def test_the_sheet_shows_a_member_what_is_shared_and_nothing_of_the_team(cast, sign_in):
    write(cast, "Le bail de la halle.", decisions="Louer.", minutes=25)
    write(cast, "À nous seuls.", audience=Audience.TEAM)
    actions.set_points(actor=cast.facilitator, session=cast.meeting, subjects=[Subject("Les rôles", minutes=10)])
    address = cast.meeting.get_absolute_url()

    before = sign_in(cast.participant).get(address).content.decode()
    assert "Les rôles" in before
    assert "Le bail de la halle." not in before
    shared(cast)
    after = sign_in(cast.participant).get(address).content.decode()
    assert "Le bail de la halle." in after
    assert "À nous seuls." not in after
    team = sign_in(cast.facilitator).get(address, {"part": "notes"}).content.decode()
    assert "À nous seuls." in team
    assert "équipe d’accompagnement seulement" in team


def test_the_note_page_costs_the_same_with_one_project_and_with_three(cast, sign_in, django_assert_num_queries):
    client = sign_in(cast.facilitator)
    client.get("/")
    for number in (1, 3):
        cohort = make.CohortFactory(content=cast.cohort.content)
        make.FacilitationFactory(cohort=cohort, user=cast.facilitator)
        session = make.SessionFactory(cohort=cohort, starts_at=now() - dt.timedelta(days=1))
        for _more in range(number):
            part = make.ParticipantFactory(membership__project=make.ProjectFactory(cohort=cohort))
            make.ActionFactory(
                project=part.membership.project, structure=part.membership.structure,
                source_type="agenda.session", source_id=session.pk,
            )  # fmt: skip
        with django_assert_num_queries(27):
            assert client.get(reverse("agenda:note", args=[session.pk])).status_code == 200
