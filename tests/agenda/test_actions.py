import datetime as dt

import pytest

from agenda import actions, figures
from agenda.enums import Presence, Reply, SessionState
from agenda.models import Attendance, Session, Venue
from cohorts.enums import SessionForm
from core.dates import combine
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.models import TrailEntry
from tests import cast as cast_module
from tests import factories as make

DAY = dt.date(2026, 12, 3)
HOLIDAY = dt.date(2026, 11, 11)


def morning_of(day: dt.date) -> dict:
    return {"starts_at": combine(day, dt.time(9)), "ends_at": combine(day, dt.time(12, 30))}


MORNING = morning_of(DAY)
AFTERNOON = {"starts_at": combine(DAY, dt.time(14)), "ends_at": combine(DAY, dt.time(17, 30))}


def plan(cast, **facts) -> Session:
    facts = {"actor": cast.facilitator, "cohort": cast.cohort, "form": SessionForm.WORKSHOP} | MORNING | facts
    return actions.create_session(**facts)


def change(cast, session, **facts) -> Session:
    stored = {name: getattr(session, name) for name in ("starts_at", "ends_at", "axis", "title", "aim", "venue")} | {
        "facilitators": list(session.facilitators.order_by("pk")),
        "seen": session.version,
    }
    return actions.change_session(actor=cast.facilitator, session=session, **(stored | facts))


def people(session) -> set:
    return set(session.attendances.values_list("participant__user__name", flat=True))


def names(*users) -> set:
    return {user.name for user in users}


def trail(session) -> list:
    rows = TrailEntry.objects.filter(target_type="agenda.session", target_id=session.pk)
    return list(rows.order_by("pk").values_list("verb", flat=True))


def test_a_workshop_invites_everybody_active_in_the_cohort_that_day(cast):
    session = plan(cast, axis=cast.cohort.content.axes.first(), publish=True)

    assert people(session) == names(cast.participant, cast.partner, cast.other_member)
    assert session.attendances.get(participant__user=cast.partner).structure == cast.partner_structure
    assert session.title.endswith("2 · Axe 1")
    assert (session.state, session.published_at is not None) == (SessionState.PUBLISHED, True)
    assert trail(session) == [Verb.CREATED]


def test_a_session_in_the_past_invites_those_of_that_day(cast):
    session = plan(cast, **morning_of(dt.date(2026, 3, 31)))

    assert cast.left.name in people(session)
    assert cast.former.name in people(session)


def test_a_meeting_invites_the_people_of_its_project(cast):
    session = plan(cast, form=SessionForm.MEETING, project=cast.project)

    assert people(session) == names(cast.participant, cast.partner)
    assert cast.project.name in session.title
    assert session.state == SessionState.DRAFT


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"ends_at": MORNING["starts_at"]}, "ends"),
        ({"ends_at": combine(DAY + dt.timedelta(days=1), dt.time(1))}, "ends"),
        (morning_of(dt.date(2037, 12, 19)), "day"),
        (morning_of(dt.date(2015, 1, 4)), "day"),
        (morning_of(dt.date(2026, 12, 19)), "reason"),
        (morning_of(dt.date(2026, 1, 4)), "reason"),
        (morning_of(HOLIDAY), "reason"),
        ({"form": SessionForm.MEETING}, "project"),
    ],
)
def test_a_session_is_refused(cast, facts, field):
    before = Session.objects.count(), Attendance.objects.count()

    with pytest.raises(Refused) as refusal:
        plan(cast, **facts)

    assert refusal.value.field == field
    assert (Session.objects.count(), Attendance.objects.count()) == before


def test_what_is_of_another_cohort_is_refused(cast):
    foreign = make.ProjectFactory(cohort=cast.other_cohort)
    axis = make.CohortFactory().content.axes.first()

    for facts, field in (
        ({"form": SessionForm.MEETING, "project": foreign}, "project"),
        ({"project": cast.project}, "project"),
        ({"axis": axis}, "axis"),
        ({"facilitators": [cast.other_facilitator]}, "facilitators"),
    ):
        with pytest.raises(Refused) as refusal:
            plan(cast, **facts)
        assert refusal.value.field == field


def test_a_public_holiday_is_accepted_knowingly(cast):
    session = plan(cast, reason="Seul jour possible", **morning_of(HOLIDAY))

    assert session.day == HOLIDAY


def test_a_meeting_may_follow_the_cohort_and_a_workshop_asks_first(cast):
    hours = morning_of(dt.date(2027, 3, 4))

    assert plan(cast, form=SessionForm.MEETING, project=cast.project, **hours).pk
    with pytest.raises(Refused) as refusal:
        plan(cast, **hours)
    assert "en dehors de la cohorte" in str(refusal.value)
    assert plan(cast, reason="Seul jour possible", **hours).day == dt.date(2027, 3, 4)


def test_every_warning_is_told_at_once(cast):
    with pytest.raises(Refused) as refusal:
        plan(cast, **morning_of(dt.date(2027, 5, 1)))

    assert "en dehors de la cohorte" in str(refusal.value)
    assert "férié" in str(refusal.value)


@pytest.mark.parametrize("what", ["venue", "facilitator"])
def test_a_clash_is_named_with_its_link(cast, what):
    facts = {"venue": make.VenueFactory()} if what == "venue" else {"facilitators": [cast.facilitator]}
    first = plan(cast, title="Déjà là", **facts)

    with pytest.raises(Refused) as refusal:
        plan(cast, **facts)

    assert "Déjà là" in refusal.value.sentence
    assert refusal.value.link == first.get_absolute_url()
    assert plan(cast, **facts, **AFTERNOON).pk


def test_a_clash_with_a_session_one_may_not_see_says_only_that_it_is_taken(cast):
    venue = make.VenueFactory(name="Salle")
    actions.create_session(
        actor=cast.other_facilitator, cohort=cast.other_cohort, form=SessionForm.WORKSHOP, title="Secret", venue=venue, **MORNING
    )  # fmt: skip

    with pytest.raises(Refused) as refusal:
        plan(cast, venue=venue)

    assert "Salle" in refusal.value.sentence
    assert "Secret" not in refusal.value.sentence
    assert refusal.value.link == ""


def test_a_person_kept_by_a_session_one_may_not_see_is_only_said_to_be_busy(cast):
    make.FacilitationFactory(cohort=cast.cohort, user=cast.other_facilitator)
    elsewhere = make.SessionFactory(title="Secret", **MORNING)
    elsewhere.facilitators.add(cast.other_facilitator)

    with pytest.raises(Refused) as refusal:
        plan(cast, facilitators=[cast.other_facilitator])

    assert cast.other_facilitator.name in refusal.value.sentence
    assert ("Secret" in refusal.value.sentence, refusal.value.link) == (False, "")


def test_a_facilitator_of_two_cohorts_is_busy_wherever_they_are(cast):
    make.FacilitationFactory(cohort=cast.other_cohort, user=cast.facilitator)
    make.FacilitationFactory(cohort=cast.cohort, user=cast.other_facilitator)
    plan(cast, cohort=cast.other_cohort, title="Ailleurs", facilitators=[cast.facilitator])

    with pytest.raises(Refused) as refusal:
        plan(cast, facilitators=[cast.facilitator, cast.other_facilitator])

    assert "Ailleurs" in refusal.value.sentence


def test_changing_saves_what_changed_and_says_so(cast):
    session = plan(cast, facilitators=[cast.facilitator])

    changed = change(cast, session, title="Un autre titre", facilitators=[])

    session.refresh_from_db()
    assert (session.title, session.version, list(session.facilitators.all())) == ("Un autre titre", 2, [])
    assert changed.version == 2
    entry = TrailEntry.objects.get(verb=Verb.CHANGED)
    assert entry.data == {"fields": ["title", "facilitators"]}


def test_changing_nothing_writes_nothing(cast):
    session = plan(cast)

    assert change(cast, session).version == 1
    assert trail(session) == [Verb.CREATED]


def test_another_day_renews_blank_lines_and_keeps_answers(cast):
    session = plan(cast, publish=True)
    actions.reply(actor=cast.partner, session=session, answer=Reply.YES)
    part = cast.partner.participations.get()
    for member in (part, cast.participant.participations.get()):
        member.ends_on = dt.date(2026, 12, 3)
        member.save(update_fields=["ends_on"])

    change(cast, session, **morning_of(dt.date(2026, 12, 10)))

    assert people(session) == names(cast.partner, cast.other_member)
    assert session.attendances.get(participant=part).reply == Reply.YES


def test_other_hours_of_the_same_day_leave_the_lines_alone(cast):
    session = plan(cast)
    before = set(session.attendances.values_list("pk", flat=True))

    change(cast, session, **AFTERNOON)

    assert set(session.attendances.values_list("pk", flat=True)) == before


def test_an_old_version_brings_both_texts(cast):
    session = plan(cast, title="Un")
    change(cast, session, title="Deux")

    with pytest.raises(EditedElsewhere) as refusal:
        change(cast, session, title="Trois")

    assert refusal.value.theirs.title == "Deux"
    assert refusal.value.yours["title"] == "Trois"
    assert refusal.value.version == 2
    assert Session.objects.get(pk=session.pk).title == "Deux"


def test_a_session_moves_only_where_it_is_free(cast):
    venue = make.VenueFactory()
    plan(cast, venue=venue)
    session = plan(cast, venue=venue, **AFTERNOON)

    with pytest.raises(Refused) as refusal:
        change(cast, session, **MORNING)

    assert refusal.value.field == "venue"


def test_a_move_to_a_holiday_asks_and_a_holiday_kept_does_not(cast):
    hours = morning_of(HOLIDAY)
    session = plan(cast)

    with pytest.raises(Refused):
        change(cast, session, **hours)

    change(cast, session, reason="Seul jour possible", **hours)
    session.refresh_from_db()
    assert change(cast, session, title="Même jour").title == "Même jour"


def test_the_evidence_never_moves(cast):
    line = session_held(cast).attendances.get(participant__user=cast.participant)
    actions.note_line(actor=cast.facilitator, line=line, presence=Presence.PRESENT, structure=line.structure)
    cast.workshop.refresh_from_db()

    with pytest.raises(Refused):
        change(cast, cast.workshop, **MORNING)
    with pytest.raises(Refused):
        actions.cancel_session(actor=cast.facilitator, session=cast.workshop)
    assert change(cast, cast.workshop, aim="Un but").aim == "Un but"


def session_held(cast) -> Session:
    actions.renew_lines(cast.workshop)
    return cast.workshop


def test_a_team_member_who_left_may_stay_on_a_session(cast):
    session = plan(cast, facilitators=[cast.facilitator])
    cast.cohort.facilitations.all().delete()

    changed = actions.change_session(
        actor=cast.administrator, session=session, seen=1, axis=None, title="Titre", aim="", venue=None,
        facilitators=[cast.facilitator], **MORNING,
    )  # fmt: skip

    assert list(changed.facilitators.all()) == [cast.facilitator]


def test_publishing_is_done_once_and_not_after_a_cancellation(cast):
    session = plan(cast)

    actions.publish_session(actor=cast.facilitator, session=session)
    actions.publish_session(actor=cast.facilitator, session=session)

    session.refresh_from_db()
    assert (session.state, session.version) == (SessionState.PUBLISHED, 2)
    assert trail(session) == [Verb.CREATED, Verb.PUBLISHED]

    actions.cancel_session(actor=cast.facilitator, session=session)
    with pytest.raises(Refused):
        actions.publish_session(actor=cast.facilitator, session=session)


def test_cancelling_is_done_once_and_ends_changes(cast):
    session = plan(cast, publish=True)

    actions.cancel_session(actor=cast.facilitator, session=session)
    actions.cancel_session(actor=cast.facilitator, session=session)

    session.refresh_from_db()
    assert trail(session) == [Verb.CREATED, Verb.CANCELLED]
    assert session in Session.objects.visible_to(cast.participant)
    with pytest.raises(Refused):
        change(cast, session, title="Trop tard")


def test_a_cancelled_draft_stays_unseen(cast):
    session = plan(cast)

    actions.cancel_session(actor=cast.facilitator, session=session)

    assert session not in Session.objects.visible_to(cast.participant)


def test_a_reply_is_noted_and_may_change(cast):
    session = plan(cast, publish=True)

    actions.reply(actor=cast.participant, session=session, answer=Reply.YES)
    actions.reply(actor=cast.participant, session=session, answer=Reply.YES)
    actions.reply(actor=cast.participant, session=session, answer=Reply.NO)

    assert session.attendances.get(participant__user=cast.participant).reply == Reply.NO
    assert TrailEntry.objects.filter(target_type="agenda.attendance").count() == 2


def test_one_who_joined_since_may_reply(cast):
    session = plan(cast, publish=True)
    late = make.ParticipantFactory(membership__project=cast.project, membership__structure=make.StructureFactory())

    lines = actions.reply(actor=late.user, session=session, answer=Reply.MAYBE)

    assert [line.participant for line in lines] == [late]


def test_replies_are_refused_to_drafts_past_sessions_and_strangers(cast):
    for session, person in (
        (plan(cast), cast.participant),
        (cast.workshop, cast.participant),
        (plan(cast, publish=True, **AFTERNOON), cast.applicant),
    ):
        with pytest.raises(Refused):
            actions.reply(actor=person, session=session, answer=Reply.YES)
    assert not Attendance.objects.exclude(reply=Reply.NONE).exists()


def test_the_lists_of_sessions_to_come_follow_who_joins_and_leaves(cast):
    from agenda.tasks import renew_lines

    session = plan(cast)
    late = make.ParticipantFactory(membership__project=cast.project, membership__structure=make.StructureFactory())
    part = cast.partner.participations.get()
    part.ends_on = dt.date(2026, 11, 30)
    part.save(update_fields=["ends_on"])

    renew_lines(None)

    assert people(session) == names(cast.participant, cast.other_member, late.user)


@pytest.mark.parametrize("form", [SessionForm.SEMINAR, SessionForm.WORKSHOP])
def test_a_title_is_made_of_kind_and_number(cast, form):
    session = plan(cast, form=form)

    assert session.title == str(session.title).strip() != ""
    assert ("2" in session.title) == (form == SessionForm.WORKSHOP)


def test_an_emptied_title_is_made_again_with_the_same_number(cast):
    session = plan(cast)

    assert change(cast, session, title="").title == session.title


def test_a_place_has_a_name_of_its_own(cast):
    venue = actions.create_venue(actor=cast.facilitator, name="Halles", capacity=40)

    with pytest.raises(Refused) as refusal:
        actions.create_venue(actor=cast.facilitator, name="halles")

    assert refusal.value.field == "name"
    kept = actions.change_venue(
        actor=cast.facilitator, venue=venue, name="Halles", address="1 rue", capacity=None, access_notes="Sonner"
    )
    assert (kept.address, kept.capacity) == ("1 rue", None)
    assert Venue.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_for_the_same_place_one_wins(race):
    cast = cast_module.build()
    venue = make.VenueFactory()

    outcomes = race(*[lambda: plan(cast, venue=venue)] * 2)

    assert [refusal.field for refusal in outcomes if isinstance(refusal, Refused)] == ["venue"]


def test_a_funders_morning_is_a_session_like_the_others_and_no_half_day(cast):
    """It is in the one calendar, with its people and its clashes, and moves no number of the half-days."""
    before = figures.half_days_planned(cast.cohort)

    session = plan(cast, form=SessionForm.MORNING, publish=True)

    assert session.title == "Matinée des financeurs"
    assert people(session) == names(cast.participant, cast.partner, cast.other_member)
    assert list(Session.objects.visible_to(cast.participant).filter(pk=session.pk)) == [session]
    assert figures.half_days_planned(cast.cohort) == before
    venue = make.VenueFactory()
    Session.objects.filter(pk=session.pk).update(venue=venue)
    with pytest.raises(Refused):
        plan(cast, venue=venue)
