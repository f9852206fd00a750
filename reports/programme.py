"""What the programme report says. No query and no sum here: each figure is a function of the app that owns it, so that
it equals the one on the page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from agenda import figures as agenda
from agenda.queries import HalfDay, timeline
from cohorts.models import Axis, Cohort
from core.dates import today
from fund import figures as fund
from funding_day.figures import Turnout, turnout
from funding_day.models import FundingDay
from funding_day.queries import days_of
from logbook import figures as logbook
from logbook.queries import overview
from projects import figures as projects
from projects.models import Project
from projects.queries import Collective, collective, project_lines

from .mention import Mention, mention_of

Step = Callable[[int, int, str], None]


@dataclass(frozen=True)
class KeyFigures:
    """The edition on the day of edition."""

    counts: projects.Counts
    half_days_held: int
    half_days_planned: int
    meetings_held: int
    attendance: agenda.Rate
    money: fund.Balance


@dataclass(frozen=True)
class ProjectPart:
    """A project's page."""

    project: Project
    collective: Collective
    counts: projects.Counts
    progress: logbook.Progress
    axes: tuple[Axis, ...]
    radar: logbook.Radar | None
    meetings_held: int
    attendance: agenda.Rate
    balance: fund.Balance | None

    @property
    def counted(self) -> list[tuple[Axis, logbook.Count]]:
        """Answers given of answers expected, axis by axis."""
        return [(axis, self.progress.of(axis)) for axis in self.axes]


@dataclass(frozen=True)
class Morning:
    """The funders' morning and who came; guests count nowhere else."""

    day: FundingDay
    turnout: Turnout


@dataclass(frozen=True)
class ProgrammeReport:
    """An edition of the programme on the day of edition, for its team."""

    cohort: Cohort
    edited_on: date
    reader: Any
    key: KeyFigures
    projects: tuple[ProjectPart, ...]
    half_days: tuple[HalfDay, ...]
    mornings: tuple[Morning, ...]
    mention: Mention | None

    @property
    def title(self) -> str:
        """What a reader of PDF files shows above the pages."""
        return f"{_('Programme report')} · {self.cohort}"


def gather(cohort: Cohort, reader: Any, step: Step) -> ProgrammeReport:
    """Reads all that is printed; `step` tells how far it is."""
    day = today()
    rows = [line.project for line in project_lines(reader, cohort)]
    total = len(rows) + 3
    step(0, total, _("Reading the figures of the edition"))
    counts = projects.counts_by_project(rows, day)
    meetings = agenda.meetings_by_project(rows, day)
    attendance = agenda.attendance_by_project(rows, day)
    money = fund.balances(rows)
    progress = logbook.progress_by_project(rows)
    key = KeyFigures(
        counts=projects.counts_by_cohort([cohort], day)[cohort.pk],
        half_days_held=agenda.half_days_held(cohort, day),
        half_days_planned=agenda.half_days_planned(cohort),
        meetings_held=sum(meetings.values()),  # a meeting has one project
        attendance=agenda.attendance_rate(cohort, day),
        money=fund.total(money.values()),
    )
    parts = []
    for done, project in enumerate(rows, start=1):
        step(done, total, _("Reading the project %(project)s") % {"project": project.name})
        seen = overview(reader, project, None)
        parts.append(
            ProjectPart(
                project=project,
                collective=collective(reader, project),
                counts=counts[project.pk],
                progress=progress[project.pk],
                axes=tuple(link.axis for link in seen.links),
                radar=seen.radar,
                meetings_held=meetings[project.pk],
                attendance=attendance[project.pk],
                balance=money.get(project.pk),
            )
        )
    step(total - 1, total, _("Laying out the pages"))
    return ProgrammeReport(
        cohort=cohort,
        edited_on=day,
        reader=reader,
        key=key,
        projects=tuple(parts),
        half_days=tuple(timeline(cohort)),
        mornings=tuple(Morning(morning, turnout(morning)) for morning in days_of(cohort)),
        mention=mention_of(cohort),
    )
