"""What the printed logbook says. Every figure and text comes from the app that owns it, as the reader may read it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cohorts.models import Axis
from core.dates import today
from logbook.figures import Count
from logbook.queries import (
    AlignmentPage,
    HorizonPage,
    Logbook,
    ObjectivesPage,
    alignment_page,
    horizon_page,
    logbook_for,
    objectives_page,
)
from projects.models import Project
from projects.queries import Collective, collective

from .mention import Mention, mention_of

Step = Callable[[int, int, str], None]


@dataclass(frozen=True)
class LogbookReport:
    """The logbook of a project as one person may read it on the day of edition."""

    project: Project
    edited_on: date
    reader: Any
    collective: Collective
    logbook: Logbook
    mention: Mention | None
    alignment: AlignmentPage
    objectives: ObjectivesPage
    horizon: HorizonPage

    @property
    def title(self) -> str:
        """What a reader of PDF files shows above the pages."""
        return f"{_('Logbook')} · {self.project}"

    @property
    def counted(self) -> list[tuple[Axis, Count]]:
        """Answers given of answers expected, axis by axis."""
        return [(view.axis, count) for view, count in self.logbook.counted]


def gather(project: Project, reader: Any, step: Step) -> LogbookReport:
    """Reads all that is printed; `step` tells how far it is."""
    step(0, 4, _("Reading who takes part"))
    members = collective(reader, project)
    step(1, 4, _("Reading answers and self-assessments"))
    logbook = logbook_for(reader, project)
    step(2, 4, _("Laying out the pages"))
    return LogbookReport(
        project=project,
        edited_on=today(),
        reader=reader,
        collective=members,
        logbook=logbook,
        mention=mention_of(project.cohort),
        alignment=alignment_page(reader, project, None, None),
        objectives=objectives_page(reader, project),
        horizon=horizon_page(reader, project, None),
    )
