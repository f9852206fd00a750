"""What the last reading of the whole ledger found."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fund.enums import LedgerFault
from fund.models import LedgerCheck
from projects.models import Project


@dataclass(frozen=True)
class Difference:
    """One thing that differs, and where. No number when it is the account row itself."""

    project: Project
    number: int | None
    fault: LedgerFault

    @property
    def sentence(self) -> str:
        """« Passerelles, écriture n° 3 : … »."""
        words = {"project": self.project.name, "number": self.number, "fault": self.fault.label}
        if self.number is None:
            return _("%(project)s: %(fault)s.") % words
        return _("%(project)s, transaction no. %(number)d: %(fault)s.") % words


def latest_check() -> LedgerCheck | None:
    """The last time the ledger was read again."""
    return LedgerCheck.objects.order_by("-at", "-pk").first()


def differences(check: LedgerCheck | None, projects: Iterable[Project] | None = None) -> list[Difference]:
    """What a reading found, in the given projects or everywhere."""
    if check is None or not check.differences:
        return []
    keys = {row["project"] for row in check.differences}
    rows = Project.objects.filter(pk__in=keys)
    found = {row.pk: row for row in (rows if projects is None else rows.filter(pk__in=[p.pk for p in projects]))}
    return [
        Difference(found[row["project"]], row["number"], LedgerFault(row["what"]))
        for row in check.differences
        if row["project"] in found
    ]
