"""What stands in the way of a session, how strictly it is taken, and the reasons that are kept."""

import datetime as dt

import pytest
from django.urls import reverse

from agenda import actions, queries
from agenda.actions import Clashing
from agenda.enums import ClashLevel, DayPart, Reply, Rule, SessionState
from agenda.models import Absence, ClashRule, OpeningHours, PassedWarning, Session
from agenda.queries import Proposal
from cohorts.enums import SessionForm
from core.dates import combine
from core.enums import Verb
from core.errors import Refused
from core.models import TrailEntry
from core.timetable import Interval
from tests import factories as make

pytestmark = pytest.mark.django_db

SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2026, 10, 25)
PLAIN = dt.date(2026, 5, 19)  # a Tuesday
HOLIDAY = dt.date(2026, 5, 25)
WEDNESDAY = PLAIN + dt.timedelta(days=1)


def on(day: dt.date, start: str, end: str, *, end_day: dt.date | None = None) -> Interval:
    """Hours on the clock in Paris."""
    return Interval(combine(day, dt.time.fromisoformat(start)), combine(end_day or day, dt.time.fromisoformat(end)))


MORNING = on(PLAIN, "09:00", "12:30")
NIGHT = on(PLAIN, "22:00", "02:00", end_day=WEDNESDAY)
CLASHES = [
    (MORNING, on(PLAIN, "12:00", "14:00"), True),
    (MORNING, on(PLAIN, "10:00", "11:00"), True),
    (MORNING, MORNING, True),
    (MORNING, on(PLAIN, "12:30", "14:00"), False),
    (MORNING, on(PLAIN, "08:00", "09:00"), False),
    (NIGHT, on(WEDNESDAY, "01:00", "03:00"), True),
    (NIGHT, on(WEDNESDAY, "02:00", "03:00"), False),
    (on(SPRING, "01:00", "03:30"), on(SPRING, "03:00", "04:00"), True),
    (on(SPRING, "01:00", "03:00"), on(SPRING, "03:00", "04:00"), False),
    (on(AUTUMN, "01:00", "04:00"), on(AUTUMN, "03:30", "05:00"), True),
    (on(AUTUMN, "01:00", "03:00"), on(AUTUMN, "03:00", "04:00"), False),
]


def held(hours: Interval, **facts) -> Session:
    return make.SessionFactory(starts_at=hours.start, ends_at=hours.end, **facts)


def found(cast, hours: Interval = MORNING, **facts) -> list[queries.Clash]:
    return queries.find_clashes(Proposal(cast.cohort, hours, **facts))


def rules(clashes) -> list[str]:
    return [clash.rule for clash in clashes]


def said(cast, clashes, reader=None) -> list[str]:
    return [notice.sentence for notice in queries.notices(reader or cast.facilitator, clashes)]


def strictly(cohort, rule: Rule, level: ClashLevel, **more) -> None:
    ClashRule.objects.update_or_create(cohort=cohort, rule=rule, defaults={"level": level, **more})


@pytest.mark.parametrize(("taken", "wanted", "expected"), CLASHES)
@pytest.mark.parametrize("what", [Rule.VENUE, Rule.FACILITATOR, Rule.EXPERT])
def test_a_clash_is_the_same_place_or_person_at_the_same_time(taken, wanted, expected, what):
    venue, person, expert = make.VenueFactory(), make.UserFactory(facilitator=True), make.ExpertFactory()
    cohort, other = make.CohortFactory(), held(taken, venue=venue if what == Rule.VENUE else None)
    if what == Rule.FACILITATOR:
        other.facilitators.add(person)
    if what == Rule.EXPERT:
        other.experts.add(expert)

    clashes = queries.find_clashes(Proposal(cohort, wanted, venue=venue, facilitators=[person], experts=[expert]))

    assert [(clash.rule, clash.other) for clash in clashes] == ([(what, other)] if expected else [])


def test_other_places_other_people_cancelled_sessions_and_itself_do_not_clash(cast):
    venue, person = make.VenueFactory(), make.UserFactory(facilitator=True)
    itself = held(MORNING, venue=venue)
    held(MORNING, venue=venue, state=SessionState.CANCELLED)
    held(MORNING, venue=make.VenueFactory())
    held(MORNING).facilitators.add(make.UserFactory())
    make.SessionFactory(venue=venue, starts_at=None, ends_at=None, state=SessionState.DRAFT)

    assert found(cast, venue=venue, facilitators=[person], session=itself.pk) == []
    assert found(cast) == []


def test_a_draft_clashes_and_both_reasons_are_told(cast):
    venue, person = make.VenueFactory(), make.UserFactory(facilitator=True)
    held(MORNING, venue=venue, state=SessionState.DRAFT).facilitators.add(person, make.UserFactory())

    assert rules(found(cast, venue=venue, facilitators=[person])) == [Rule.VENUE, Rule.FACILITATOR]


def test_the_people_of_a_project_are_expected_once(cast):
    meeting = held(MORNING, cohort=cast.cohort, form=SessionForm.MEETING, project=cast.project, title="Ailleurs")
    actions.renew_lines(meeting)

    (clash,) = found(cast)
    assert clash.rule == Rule.PARTICIPANT
    assert sorted(clash.facts["who"]) == sorted([cast.participant.name, cast.partner.name])
    assert "Déjà attendu·es à « Ailleurs »" in said(cast, [clash])[0].replace("\u00a0", " ")
    assert found(cast, form=SessionForm.MEETING, project=cast.other_project) == []
    assert rules(found(cast, form=SessionForm.MEETING, project=cast.project)) == [Rule.PARTICIPANT]


def test_whoever_declined_is_free_and_whoever_left_is_not_concerned(cast):
    meeting = held(MORNING, cohort=cast.cohort, form=SessionForm.MEETING, project=cast.project)
    actions.renew_lines(meeting)
    meeting.attendances.update(reply=Reply.NO)

    assert found(cast) == []

    early = on(dt.date(2026, 3, 31), "09:00", "12:30")
    before = held(early, cohort=cast.cohort, form=SessionForm.MEETING, project=cast.project)
    actions.renew_lines(before)
    (clash,) = found(cast, early)
    assert cast.left.name in clash.facts["who"]


def test_a_structure_is_elsewhere_through_somebody_else(cast):
    colleague = make.ParticipantFactory(
        membership__project=make.ProjectFactory(), membership__structure=cast.partner_structure
    )
    make.AttendanceFactory(session=held(MORNING, title="Secret"), participant=colleague)

    (clash,) = found(cast)
    assert (clash.rule, clash.facts["who"]) == (Rule.STRUCTURE, [cast.partner_structure.name])
    assert found(cast, form=SessionForm.MEETING, project=cast.other_project) == []
    assert "Secret" not in said(cast, [clash])[0]
    assert "occupé" in said(cast, [clash])[0]
    assert "Secret" in said(cast, [clash], cast.administrator)[0]


def test_a_structure_is_told_by_its_own_rule_when_people_are_ignored(cast):
    meeting = held(MORNING, cohort=cast.cohort, form=SessionForm.MEETING, project=cast.project)
    actions.renew_lines(meeting)
    strictly(cast.cohort, Rule.PARTICIPANT, ClashLevel.IGNORE)

    (clash,) = found(cast)
    assert (clash.rule, len(clash.facts["who"])) == (Rule.STRUCTURE, 2)


@pytest.mark.parametrize(
    ("other", "gap", "before"),
    [
        (on(PLAIN, "07:00", "08:45"), 15, True),
        (on(PLAIN, "12:40", "14:00"), 10, False),
        (on(PLAIN, "07:00", "09:00"), 0, True),
        (on(PLAIN, "07:00", "08:30"), None, True),
        (on(PLAIN, "13:00", "14:00"), None, False),
    ],
)
def test_the_way_between_two_places_takes_time(cast, other, gap, before):
    there, here, expert = make.VenueFactory(name="Là-bas"), make.VenueFactory(name="Ici"), make.ExpertFactory()
    session = held(other, cohort=cast.cohort, venue=there, title="Autre séance")
    session.facilitators.add(cast.facilitator)
    session.experts.add(expert)

    clashes = found(cast, venue=here, facilitators=[cast.facilitator], experts=[expert])

    assert rules(clashes) == ([] if gap is None else [Rule.TRAVEL])
    if gap is not None:
        facts = clashes[0].facts
        assert (facts["minutes"], facts["before"]) == (gap, before)
        assert facts["who"] == [cast.facilitator.name, expert.name]
        assert f"{gap} min" in said(cast, clashes)[0]
        assert "Là-bas" in said(cast, clashes)[0]
        assert "Là-bas" not in said(cast, clashes, cast.other_facilitator)[0]
    assert found(cast, venue=there, facilitators=[cast.facilitator]) == []
    assert found(cast, facilitators=[cast.facilitator]) == []


def test_an_edition_reckons_its_own_time_for_the_way(cast):
    session = held(on(PLAIN, "07:00", "08:00"), venue=make.VenueFactory())
    session.facilitators.add(cast.facilitator)
    wanted = {"venue": make.VenueFactory(), "facilitators": [cast.facilitator]}

    assert found(cast, **wanted) == []
    strictly(cast.cohort, Rule.TRAVEL, ClashLevel.BLOCK, minutes=90)
    assert [(clash.rule, clash.facts["least"], clash.blocks) for clash in found(cast, **wanted)] == [
        (Rule.TRAVEL, 90, True)
    ]
    strictly(cast.cohort, Rule.TRAVEL, ClashLevel.IGNORE, minutes=90)
    assert found(cast, **wanted) == []


@pytest.mark.parametrize(("capacity", "expected"), [(None, []), (4, []), (3, [Rule.CAPACITY])])
def test_a_place_holds_so_many_people(cast, capacity, expected):
    venue = make.VenueFactory(name="Grange", capacity=capacity)

    clashes = found(cast, venue=venue, facilitators=[cast.facilitator])

    assert rules(clashes) == expected
    if expected:
        assert clashes[0].facts == {"who": ["Grange"], "capacity": 3, "number": 4}
        assert "3 personnes" in said(cast, clashes)[0]


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (MORNING, ""),
        (on(PLAIN, "09:00", "18:00"), ""),
        (on(PLAIN, "09:00", "18:30"), "de 9\u00a0h\u00a000"),
        (on(PLAIN, "08:30", "12:00"), "de 9\u00a0h\u00a000"),
        (on(WEDNESDAY, "09:00", "12:30"), "est fermé"),
    ],
)
def test_a_place_has_its_hours(cast, hours, words):
    venue = make.VenueFactory()
    assert found(cast, hours, venue=venue) == []
    OpeningHours.objects.create(venue=venue, weekday=1, opens=dt.time(9), closes=dt.time(18))

    clashes = found(cast, hours, venue=venue)

    assert rules(clashes) == ([Rule.HOURS] if words else [])
    assert not words or words in said(cast, clashes)[0]


@pytest.mark.parametrize(
    ("part", "wanted", "clashes"),
    [
        (DayPart.WHOLE, MORNING, True),
        (DayPart.MORNING, MORNING, True),
        (DayPart.AFTERNOON, MORNING, False),
        (DayPart.MORNING, on(PLAIN, "14:00", "17:30"), False),
        (DayPart.AFTERNOON, on(PLAIN, "12:00", "17:30"), True),
        (DayPart.WHOLE, on(WEDNESDAY, "09:00", "12:30"), False),
    ],
)
def test_a_declared_absence_is_known(cast, part, wanted, clashes):
    for person in (cast.facilitator, cast.partner, cast.applicant):
        Absence.objects.create(user=person, first_day=PLAIN, last_day=PLAIN, part=part, declared_by=person)

    got = found(cast, wanted, facilitators=[cast.facilitator])

    assert rules(got) == ([Rule.ABSENCE] if clashes else [])
    if clashes:
        assert sorted(got[0].facts["who"]) == sorted([cast.facilitator.name, cast.partner.name])
        strictly(cast.cohort, Rule.ABSENCE, ClashLevel.IGNORE)
        assert found(cast, wanted, facilitators=[cast.facilitator]) == []


@pytest.mark.parametrize(
    ("day", "form", "expected"),
    [
        (HOLIDAY, SessionForm.WORKSHOP, [Rule.HOLIDAY]),
        (dt.date(2026, 1, 4), SessionForm.MEETING, [Rule.OUTSIDE]),
        (dt.date(2026, 12, 19), SessionForm.SEMINAR, [Rule.OUTSIDE]),
        (dt.date(2026, 12, 19), SessionForm.MEETING, []),
        (dt.date(2027, 5, 1), SessionForm.WORKSHOP, [Rule.HOLIDAY, Rule.OUTSIDE]),
    ],
)
def test_a_day_may_be_off_or_outside(cast, day, form, expected):
    project = cast.project if form == SessionForm.MEETING else None

    assert rules(found(cast, on(day, "09:00", "12:30"), form=form, project=project)) == expected


def test_what_blocks_is_told_first_and_what_is_ignored_is_not_told(cast):
    venue = make.VenueFactory(capacity=1)
    hours = on(HOLIDAY, "09:00", "12:30")
    held(hours, venue=venue)
    strictly(cast.cohort, Rule.CAPACITY, ClashLevel.IGNORE)
    strictly(cast.cohort, Rule.VENUE, ClashLevel.WARN)
    strictly(cast.cohort, Rule.HOLIDAY, ClashLevel.BLOCK)

    assert rules(found(cast, hours, venue=venue)) == [Rule.HOLIDAY, Rule.VENUE]


@pytest.mark.parametrize("number", [1, 3])
def test_clashes_are_found_in_a_constant_number_of_queries(cast, number, django_assert_num_queries):
    venue, expert = make.VenueFactory(), make.ExpertFactory()
    OpeningHours.objects.create(venue=venue, weekday=1, opens=dt.time(9), closes=dt.time(18))
    for _ in range(number):
        row = held(MORNING, venue=venue, cohort=cast.cohort)
        row.facilitators.add(cast.facilitator)
        row.experts.add(expert)
        actions.renew_lines(row)
    proposal = Proposal(cast.cohort, MORNING, venue=venue, facilitators=[cast.facilitator], experts=[expert])

    with django_assert_num_queries(9):
        assert len(queries.find_clashes(proposal)) == 4 * number


# Under the lock


def plan(cast, hours: Interval = MORNING, **facts) -> Session:
    facts = {"actor": cast.facilitator, "cohort": cast.cohort, "form": SessionForm.WORKSHOP} | facts
    return actions.create_session(starts_at=hours.start, ends_at=hours.end, **facts)


def test_a_warning_asks_for_a_reason_that_is_kept(cast):
    hours = on(HOLIDAY, "09:00", "12:30")
    for reason in ("", "  \n"):
        with pytest.raises(Clashing) as refusal:
            plan(cast, hours, reason=reason)
        assert (refusal.value.field, [told.rule for told in refusal.value.notices]) == ("reason", [Rule.HOLIDAY])
    assert not PassedWarning.objects.exists()

    session = plan(cast, hours, reason=" Seul jour où tout le monde peut. ")

    (told,) = queries.passed(cast.facilitator, session)
    assert (told.warning.reason, told.warning.passed_by) == ("Seul jour où tout le monde peut.", cast.facilitator)
    assert "férié" in told.sentence
    assert TrailEntry.objects.get(verb=Verb.CREATED).data["passed"] == [Rule.HOLIDAY]


def test_a_warning_once_passed_is_not_asked_again_and_lapses_with_the_move(cast):
    session = plan(cast, on(HOLIDAY, "09:00", "12:30"), reason="Voulu")
    elsewhere = on(PLAIN, "09:00", "12:30")

    def move(hours, **more):
        session.refresh_from_db()
        return actions.move_session(
            actor=cast.facilitator,
            session=session,
            seen=session.version,
            starts_at=hours.start,
            ends_at=hours.end,
            **more,
        )

    move(on(HOLIDAY, "14:00", "17:30"))
    assert len(queries.passed(cast.facilitator, session)) == 1
    move(elsewhere)
    assert queries.passed(cast.facilitator, session) == []
    move(on(HOLIDAY, "09:00", "12:30"))
    assert [told.warning.reason for told in queries.passed(cast.facilitator, session)] == ["Voulu"]


def test_a_change_that_touches_neither_hours_nor_place_nor_people_asks_nothing(cast):
    session = held(on(HOLIDAY, "09:00", "12:30"), cohort=cast.cohort)

    changed = actions.change_session(
        actor=cast.facilitator, session=session, seen=1, starts_at=session.starts_at, ends_at=session.ends_at,
        axis=None, title="Autre titre", aim="", venue=None, facilitators=[],
    )  # fmt: skip

    assert changed.title == "Autre titre"


def test_a_block_is_not_passed_by_a_reason(cast):
    strictly(cast.cohort, Rule.HOLIDAY, ClashLevel.BLOCK)

    with pytest.raises(Clashing) as refusal:
        plan(cast, on(HOLIDAY, "09:00", "12:30"), reason="Je veux")

    assert refusal.value.field is None
    assert not Session.objects.filter(starts_at__date=HOLIDAY).exists()


def test_what_blocks_publication_may_be_planned_as_a_draft(cast):
    expert = make.ExpertFactory(name="Dominique Exemple")
    held(MORNING).experts.add(expert)

    draft = plan(cast, experts=[expert])
    for publish in (
        lambda: plan(cast, experts=[expert], publish=True),
        lambda: actions.publish_session(actor=cast.facilitator, session=draft),
    ):
        with pytest.raises(Clashing) as refusal:
            publish()
        assert "Dominique Exemple" in refusal.value.sentence
        assert refusal.value.field == "experts"

    draft.refresh_from_db()
    assert draft.is_draft
    strictly(cast.cohort, Rule.EXPERT, ClashLevel.IGNORE)
    assert not actions.publish_session(actor=cast.facilitator, session=draft).is_draft


def test_a_published_session_does_not_move_into_what_blocks_publication(cast):
    strictly(cast.cohort, Rule.HOLIDAY, ClashLevel.BLOCK_PUBLICATION)
    hours = on(HOLIDAY, "09:00", "12:30")
    published, draft = plan(cast, publish=True), plan(cast, on(WEDNESDAY, "09:00", "12:30"))

    def move(session):
        return actions.move_session(
            actor=cast.facilitator, session=session, seen=1, starts_at=hours.start, ends_at=hours.end
        )

    with pytest.raises(Clashing):
        move(published)
    assert move(draft).day == HOLIDAY


def test_the_reason_of_a_clash_with_what_one_may_not_see_stays_discreet(cast):
    colleague = make.ParticipantFactory(
        membership__project=make.ProjectFactory(cohort=cast.other_cohort), membership__structure=cast.partner_structure
    )
    make.AttendanceFactory(session=held(MORNING, cohort=cast.other_cohort, title="Secret"), participant=colleague)

    with pytest.raises(Clashing) as refusal:
        plan(cast)
    assert ("Secret" in refusal.value.sentence, refusal.value.link) == (False, "")

    session = actions.create_session(
        actor=cast.administrator, cohort=cast.cohort, form=SessionForm.WORKSHOP, reason="Une autre personne y va",
        starts_at=MORNING.start, ends_at=MORNING.end,
    )  # fmt: skip
    assert "Secret" in queries.passed(cast.administrator, session)[0].sentence
    assert "Secret" not in queries.passed(cast.facilitator, session)[0].sentence


def test_a_place_taken_off_the_list_takes_no_new_session(cast):
    venue = make.VenueFactory()
    session = plan(cast, venue=venue)
    venue.retired_at = combine(PLAIN, dt.time(9))
    venue.save()

    with pytest.raises(Refused) as refusal:
        plan(cast, on(WEDNESDAY, "09:00", "12:30"), venue=venue)
    assert refusal.value.field == "venue"
    assert Session.objects.get(pk=session.pk).venue == venue


def test_a_place_removed_meanwhile_has_its_sentence(cast):
    venue = make.VenueFactory()
    ghost = type(venue).objects.get(pk=venue.pk)
    venue.delete()

    with pytest.raises(Refused) as refusal:
        plan(cast, venue=ghost)
    assert refusal.value.field == "venue"


# Its pages


@pytest.fixture
def team(sign_in, cast):
    return sign_in(cast.facilitator)


LOOK = reverse("agenda:clashes")
HOURS = {"day": "2026-05-25", "starts": "09:00", "ends": "12:30"}


def levels_told(response) -> list[str]:
    assert response.status_code == 200
    return [notice.level for notice in response.context["notices"]]


def test_clashes_are_seen_before_saving_for_a_session_to_plan(cast, team):
    venue = make.VenueFactory(name="Halles")
    held(on(HOLIDAY, "09:00", "12:30"), venue=venue, cohort=cast.cohort, title="La première")
    words = {"cohort": "cohorte", "form": "workshop", "venue": venue.pk, **HOURS}

    told = team.get(LOOK, words)

    assert levels_told(told) == [ClashLevel.BLOCK, ClashLevel.WARN]
    assert "La première" in told.content.decode()
    assert 'data-level="block"' in told.content.decode()
    assert Session.objects.count() == 3
    free = team.get(LOOK, words | {"day": "2026-05-26"})
    assert (levels_told(free), 'data-level="free"' in free.content.decode()) == ([], True)
    half_filled = team.get(LOOK, {"cohort": "cohorte", "day": "2026-05-26"})
    assert (levels_told(half_filled), 'data-level=""' in half_filled.content.decode()) == ([], True)


def test_clashes_are_seen_while_dragging_with_what_the_session_holds(cast, team):
    session = plan(cast, on(WEDNESDAY, "09:00", "12:30"), facilitators=[cast.facilitator])
    held(on(HOLIDAY, "09:00", "12:30"), cohort=cast.cohort).facilitators.add(cast.facilitator)

    assert levels_told(team.get(LOOK, {"session": session.pk, **HOURS})) == [ClashLevel.BLOCK, ClashLevel.WARN]
    assert levels_told(team.get(LOOK, {"session": session.pk, "whole": "1", **HOURS})) == [ClashLevel.WARN]


@pytest.mark.parametrize(
    "words", [{"session": "x"}, {"session": "9" * 40}, {"session": "999999"}, {"cohort": "autre"}, {"cohort": "\x00"}]
)
def test_clashes_of_what_one_may_not_see_are_not_found(cast, team, words):
    assert team.get(LOOK, words | HOURS).status_code == 404


def test_the_form_asks_why_and_the_sheet_tells(cast, team, sign_in):
    words = {"cohort": "cohorte", "form": "workshop", "title": "Férié", "publish": "on", **HOURS}
    asked = team.post(reverse("agenda:new_session"), words)

    assert asked.status_code == 422
    assert "reason" in asked.context["form"].errors
    assert "férié" in asked.content.decode()
    assert team.post(reverse("agenda:new_session"), words | {"reason": "Seul jour possible"}).status_code == 302
    session = Session.objects.get(title="Férié")
    assert "Seul jour possible" in team.get(session.get_absolute_url(), {"part": "history"}).content.decode()
    assert "Seul jour possible" not in sign_in(cast.participant).get(session.get_absolute_url()).content.decode()


def test_the_sheet_of_a_session_to_come_tells_what_appeared_since(cast, team):
    hours = on(dt.date(2026, 12, 3), "09:00", "12:30")
    session = plan(cast, hours, facilitators=[cast.facilitator])
    held(hours, title="Venue après", cohort=cast.cohort).facilitators.add(cast.facilitator)

    assert "Venue après" in team.get(session.get_absolute_url()).content.decode()
    assert team.get(cast.workshop.get_absolute_url()).context["standing"] == []


def test_a_move_that_needs_a_reason_says_of_what(cast, team):
    session = plan(cast)
    address = reverse("agenda:move_session", args=[session.pk])

    asked = team.post(address, HOURS | {"seen": "1"}, headers={"HX-Request": "true"})

    assert (asked.status_code, "reason" in asked.context["form"].errors) == (422, True)
    assert 'name="reason"' in asked.content.decode()
    assert "férié" in asked.content.decode()
    assert team.post(address, HOURS | {"seen": "1", "reason": "Voulu"}).status_code == 302
