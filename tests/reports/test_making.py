"""What the documents say: every figure and text is the one of the app that owns it, as the reader may read it."""

import pytest

from agenda import figures as agenda
from core.dates import today
from core.errors import Refused
from fund import figures as fund
from funding_day.figures import turnout
from logbook import figures as logbook_figures
from projects import figures as projects
from reports import logbook, making, programme
from tests import factories as make
from tests.reports.conftest import GONE, OWN, PRIVATE, REWRITTEN, SHARED, TOGETHER

ALL = {TOGETHER, REWRITTEN, PRIVATE, SHARED, OWN, GONE}


def silent(*_step):
    pass


def texts(report):
    return {text.text for view in report.logbook.axes for row in view.questions for text in row.texts}


@pytest.mark.parametrize(
    ("person", "read"),
    [
        ("participant", {REWRITTEN, OWN, SHARED}),
        ("partner", {REWRITTEN, PRIVATE, SHARED}),
        ("left", {TOGETHER, GONE}),
        ("former", {TOGETHER}),
        ("facilitator", ALL - {TOGETHER}),
        ("administrator", ALL - {TOGETHER}),
    ],
)
def test_the_logbook_holds_what_the_reader_may_read(story, person, read):
    report = logbook.gather(story.cast.project, story.cast.users[person], silent)

    assert texts(report) == read


def test_the_logbook_s_progress_is_that_of_the_page(story):
    report = logbook.gather(story.cast.project, story.cast.facilitator, silent)

    expected = logbook_figures.progress(story.cast.project)
    assert report.logbook.progress == expected
    assert [count for _axis, count in report.counted] == [expected.of(axis) for axis, _count in report.counted]


def test_every_figure_of_the_programme_is_the_app_s(story):
    cohort, project = story.cast.cohort, story.cast.project
    workshop = story.cast.workshop
    for person, presence in ((story.cast.participant, "present"), (story.cast.partner, "absent")):
        part = person.participations.get(membership__left_on__isnull=True)
        make.AttendanceFactory(session=workshop, participant=part, presence=presence)

    report = programme.gather(cohort, story.cast.facilitator, silent)

    day, key = today(), report.key
    part = next(part for part in report.projects if part.project == project)
    assert key.counts == projects.counts_by_cohort([cohort], day)[cohort.pk]
    assert (key.counts.structures_ever, key.counts.structures_active) == (4, 3)
    assert key.half_days_held == agenda.half_days_held(cohort, day) == 1
    assert key.half_days_planned == agenda.half_days_planned(cohort) == 1
    assert key.attendance == agenda.attendance_rate(cohort, day)
    assert (key.attendance.came, key.attendance.expected) == (1, 2)
    assert key.meetings_held == agenda.meetings_held(project, day) == part.meetings_held == 1
    assert key.money == part.balance == fund.balance(project)
    assert part.counts == projects.counts_by_project([project], day)[project.pk]
    assert part.progress == logbook_figures.progress(project)
    assert part.attendance == agenda.attendance_by_project([project], day)[project.pk]
    assert {one.structure.name: one.levels for one in part.radar.series} == {
        one.structure.name: one.levels for one in logbook_figures.axis_levels(project, story.cast.round)
    }
    morning = cohort.funding_days.get()
    assert [(one.day, one.turnout) for one in report.mornings] == [(morning, turnout(morning))]


def test_guests_of_the_morning_count_in_no_figure_of_the_edition(story):
    before = programme.gather(story.cast.cohort, story.cast.facilitator, silent)
    make.BearerFactory.create_batch(5, day=story.cast.cohort.funding_days.get())

    after = programme.gather(story.cast.cohort, story.cast.facilitator, silent)

    assert after.key == before.key
    assert after.mornings[0].turnout.bearers == before.mornings[0].turnout.bearers + 5


@pytest.mark.parametrize("person", ["participant", "other_facilitator", "applicant"])
def test_a_right_lost_since_the_request_stops_the_programme_report(cast, person):
    document = make.DocumentFactory(cohort=cast.cohort, requested_by=cast.users[person])

    with pytest.raises(Refused):
        making.build(document, silent)


def test_a_right_lost_since_the_request_stops_the_logbook(cast):
    document = make.DocumentFactory(
        kind="logbook", cohort=cast.cohort, project=cast.project, requested_by=cast.other_member
    )

    with pytest.raises(Refused):
        making.build(document, silent)


def test_a_closed_account_gets_no_document(cast):
    cast.facilitator.is_active = False
    cast.facilitator.save(update_fields=["is_active"])

    with pytest.raises(Refused):
        making.build(make.DocumentFactory(cohort=cast.cohort, requested_by=cast.facilitator), silent)


def test_a_file_s_name_says_what_and_when(cast):
    cast.project.name = "L’Été d’ici"
    document = make.DocumentFactory(
        kind="logbook", cohort=cast.cohort, project=cast.project, requested_by=cast.participant
    )

    assert making.file_name(document) == f"carnet-de-bord-l-ete-d-ici-{today():%Y-%m-%d}.pdf"
