"""The certificate of attendance of a person or of a structure. Its figures are the agenda's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from agenda.figures import Certified, certified_person, certified_structure
from cohorts.models import Cohort
from core.dates import today
from projects.models import Structure

from .mention import Mention, mention_of

Step = Callable[[int, int, str], None]


@dataclass(frozen=True)
class CertificateReport:
    """What somebody, or the people of a structure, attended in an edition until the day of edition."""

    cohort: Cohort
    name: str
    is_person: bool
    certified: Certified
    edited_on: date
    reader: Any
    mention: Mention | None

    @property
    def title(self) -> str:
        """What a reader of PDF files shows above the pages."""
        return f"{_('Certificate of attendance')} · {self.name}"

    @property
    def hours(self) -> tuple[int, int]:
        """Whole hours and minutes."""
        return divmod(int(self.certified.hours.total_seconds()) // 60, 60)


def of_person(cohort: Cohort, person: User, reader: Any, step: Step) -> CertificateReport:
    step(0, 1, _("Reading the attendance"))
    return _report(cohort, str(person), certified_person(cohort, person), reader, is_person=True)


def of_structure(cohort: Cohort, structure: Structure, reader: Any, step: Step) -> CertificateReport:
    step(0, 1, _("Reading the attendance"))
    return _report(cohort, structure.name, certified_structure(cohort, structure), reader, is_person=False)


def _report(cohort: Cohort, name: str, certified: Certified, reader: Any, *, is_person: bool) -> CertificateReport:
    return CertificateReport(
        cohort=cohort,
        name=name,
        is_person=is_person,
        certified=certified,
        edited_on=today(),
        reader=reader,
        mention=mention_of(cohort),
    )
