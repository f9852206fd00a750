"""« À votre attention », the attendance sheets: what is to be noted, signed, read, countersigned and sealed, and by whom."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.models import Session
from agenda.queries import HalfDay, Open, own_to_sign, to_close
from cohorts.models import Cohort
from core.dates import format_clock, format_day

from .items import Item

SHEETS = 3  # told one by one, the latest; the others together
MISSED = 2  # half-days in a row at which nobody of a structure was there


def sheets_to_close(cohort: Cohort) -> list[Item]:
    """The sheets that are over and not sealed, each with what it wants."""
    found = to_close(cohort, SHEETS + 1)
    items = [
        Item(
            _("Attendance sheet to close"),
            f"{row.session.title}, {format_day(row.session.starts_at)} : {wants(row)}",
            f"{reverse('agenda:attendance', args=[row.session.pk])}",
            "bi-pen",
            "warn",
        )
        for row in found[:SHEETS]
    ]
    if len(found) > SHEETS:
        url = reverse("agenda:cohort_rates", args=[cohort.slug])
        items.append(Item(_("More sheets to close"), _("older ones, in the list of attendance"), url, "bi-pen", "warn"))
    return items


def wants(row: Open) -> str:
    """What has to be done with a sheet, in the order in which it is done."""
    if not row.is_begun:
        return _("its scan is to be read line by line") if row.scans else _("nobody has said who came")
    said = []
    if row.to_read:
        said.append(
            ngettext("%(n)d line of the scan to read", "%(n)d lines of the scan to read", row.to_read)
            % {"n": row.to_read}
        )
    elif row.unsaid:
        said.append(ngettext("%(n)d person to note", "%(n)d people to note", row.unsaid) % {"n": row.unsaid})
    if row.wanting:
        said.append(ngettext("%(n)d signature missing", "%(n)d signatures missing", row.wanting) % {"n": row.wanting})
    if row.uncountersigned:
        said.append(_("to countersign"))
    return ", ".join([*said, _("to seal")])


def missing_structures(path: Sequence[HalfDay]) -> list[Item]:
    """The structures of which nobody came to the last two half-days."""
    known = [step for step in path if step.represented.expected][-MISSED:]
    if len(known) < MISSED:
        return []
    away = set(known[0].represented.missing).intersection(*(step.represented.missing for step in known[1:]))
    return [
        Item(
            _("Missing twice in a row"),
            _("%(structure)s: nobody at the last two half-days") % {"structure": structure.name},
            structure.get_absolute_url(),
            "bi-person-x",
            "warn",
        )
        for structure in sorted(away, key=lambda row: (row.name, row.pk))
    ]


def own_sheets(user: Any, cohort: Cohort) -> list[Item]:
    """What this person can sign now."""
    return [
        Item(_("Sign the attendance sheet"), when(session), reverse("agenda:sign", args=[session.sheet.code]), "bi-pen",
             "gold")
        for session in own_to_sign(user, cohort)
    ]  # fmt: skip


def when(session: Session) -> str:
    return _("%(title)s, %(day)s at %(clock)s") % {
        "title": session.title,
        "day": format_day(session.starts_at),
        "clock": format_clock(session.starts_at),
    }
