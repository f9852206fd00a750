"""What the printed logbook says. Every figure and text comes from the app that owns it, as the reader may read it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cohorts.models import Axis
from cohorts.queries import axes as axes_of
from cohorts.queries import scale as scale_of
from core.dates import today
from logbook.figures import Count
from logbook.queries import (
    AlignmentPage,
    HorizonPage,
    Logbook,
    ObjectivesPage,
    Text,
    alignment_page,
    horizon_page,
    logbook_for,
    objectives_page,
)
from projects.models import Project
from projects.queries import Collective, collective

from .enums import Edition
from .mention import Mention, mention_of

Step = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Signed:
    """One printed text: the number of its question, its version and the digest of its words, so that a paper can be held
    against what is kept."""

    number: str
    text: Text

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.text.encode()).hexdigest()[:16]


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
    edition: str = Edition.READER

    @property
    def of_project(self) -> bool:
        """Whether it holds only what the whole project may read."""
        return self.edition == Edition.PROJECT

    @property
    def signed(self) -> list[Signed]:
        """Every printed answer with its version, in the order of the questions."""
        return [
            Signed(f"{place}.{number}", text)
            for place, view in enumerate(self.logbook.axes, start=1)
            for number, row in enumerate(view.questions, start=1)
            for text in row.texts
        ]

    @property
    def title(self) -> str:
        """What a reader of PDF files shows above the pages."""
        return f"{_('Logbook')} · {self.project}"

    @property
    def counted(self) -> list[tuple[Axis, Count]]:
        """Answers given of answers expected, axis by axis."""
        return [(view.axis, count) for view, count in self.logbook.counted]


@dataclass(frozen=True)
class BlankReport:
    """The questions and criteria with room for a hand."""

    project: Project
    edited_on: date
    axes: list[Axis]
    scale: dict[int, str]
    mention: Mention | None

    @property
    def title(self) -> str:
        return f"{_('Logbook to fill in')} · {self.project}"


def blank(project: Project, step: Step) -> BlankReport:
    step(0, 1, _("Laying out the pages"))
    return BlankReport(
        project=project,
        edited_on=today(),
        axes=list(axes_of(project.cohort)),
        scale={one.level: one.label for one in scale_of(project.cohort)},
        mention=mention_of(project.cohort),
    )


def gather(project: Project, reader: Any, step: Step, edition: str = Edition.READER) -> LogbookReport:
    """Reads all that is printed; `step` tells how far it is. The project's edition holds nothing that one structure
    alone may read, whoever asks for it."""
    shared_only = edition == Edition.PROJECT
    step(0, 4, _("Reading who takes part"))
    members = collective(reader, project)
    step(1, 4, _("Reading answers and self-assessments"))
    logbook = logbook_for(reader, project, shared_only=shared_only)
    step(2, 4, _("Laying out the pages"))
    return LogbookReport(
        project=project,
        edited_on=today(),
        reader=reader,
        collective=members,
        logbook=logbook,
        mention=mention_of(project.cohort),
        alignment=alignment_page(reader, project, None, None, names_own=not shared_only),
        objectives=objectives_page(reader, project),
        horizon=horizon_page(reader, project, None),
        edition=edition,
    )
