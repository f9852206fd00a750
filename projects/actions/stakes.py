"""Saying what a structure seeks in the cooperation, and letting its partners read a line of it."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core import trail
from core.dates import format_day, today
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from projects.enums import StakeKind
from projects.models import Membership, Project, Stake, Stakes, Structure
from projects.models.stakes import WHOLE
from projects.queries import latest_stakes


@dataclass(frozen=True)
class Said:
    """One line as it is said."""

    points: int
    words: str = ""
    shared: bool = False


def remainder_sentence(points: int) -> str:
    """What is wrong with a sum that is not a hundred."""
    left = WHOLE - points
    if left > 0:
        return ngettext(
            "The points make %(sum)d: %(n)d is left to place.",
            "The points make %(sum)d: %(n)d are left to place.",
            left,
        ) % {"sum": points, "n": left}
    return ngettext("The points make %(sum)d: take %(n)d away.", "The points make %(sum)d: take %(n)d away.", -left) % {
        "sum": points,
        "n": -left,
    }


@transaction.atomic
def state_stakes(
    *,
    actor: User,
    project: Project,
    structure: Structure,
    lines: Mapping[StakeKind, Said],
    stated_on: dt.date | None = None,
    would_leave: str = "",
    would_leave_shared: bool = False,
    offers: str = "",
    offers_shared: bool = False,
    seen: int | None = None,
    is_example: bool = False,
) -> Stakes:
    """Adds a version of a structure's stakes; those of before stay as they were said.

    Refuses points that do not make a hundred, a day to come or before the version of before, a structure that is not in
    the project that day, and, with what was said, a version that somebody else wrote since the form was shown.
    """
    # Two who say it at once take their turn on the membership.
    rows = Membership.objects.select_for_update(of=("self",)).filter(project=project, structure=structure)
    memberships = list(rows.order_by("pk"))
    day = stated_on or today()
    last = latest_stakes(project, structure)
    if seen is not None and seen != (last.number if last else 0):
        raise EditedElsewhere(
            _("Somebody else said these stakes meanwhile. Their version is kept: save again to add yours after it."),
            theirs=last,
            yours=lines,
            version=last.number if last else 0,
        )
    if day > today():
        raise Refused(_("Stakes are said on a day that has come."), field="stated_on")
    if last is not None and day < last.stated_on:
        told = {"day": format_day(last.stated_on, "short")}
        raise Refused(_("The last version was said on %(day)s: this one comes after it.") % told, field="stated_on")
    if not any(row.is_active_on(day) for row in memberships):
        raise Refused(_("The structure does not take part on that day."), field="stated_on")
    total = sum(line.points for line in lines.values())
    if total != WHOLE or any(line.points < 0 for line in lines.values()):
        raise Refused(remainder_sentence(total))
    stakes = Stakes.objects.create(
        project=project, structure=structure, number=(last.number if last else 0) + 1, stated_on=day, author=actor,
        would_leave=would_leave, would_leave_shared=would_leave_shared, offers=offers, offers_shared=offers_shared,
        is_example=is_example,
    )  # fmt: skip
    Stake.objects.bulk_create(
        Stake(stakes=stakes, kind=kind, points=line.points, words=line.words, shared=line.shared)
        for kind, line in ((kind, lines.get(kind, Said(0))) for kind in StakeKind)
    )
    stakes.closed = True
    stakes.save(update_fields=["closed"])
    trail.record(actor, Verb.STATED, stakes, number=stakes.number, project=project.pk, structure=structure.pk)
    return stakes


@transaction.atomic
def share_stakes(*, actor: User, stakes: Stakes, kinds: Collection[str], would_leave: bool, offers: bool) -> Stakes:
    """Says which lines of a version the partners read; the others are the structure's and the team's again."""
    stored = Stakes.objects.select_for_update(of=("self",)).get(pk=stakes.pk)
    changed = False
    for line in stored.lines.order_by("pk"):
        if line.shared != (line.kind in kinds):
            line.shared = not line.shared
            line.save(update_fields=["shared"])
            changed = True
    if (stored.would_leave_shared, stored.offers_shared) != (would_leave, offers):
        stored.would_leave_shared, stored.offers_shared = would_leave, offers
        stored.save(update_fields=["would_leave_shared", "offers_shared"])
        changed = True
    if changed:
        trail.record(actor, Verb.SHARED, stored, lines=sorted(kinds), would_leave=would_leave, offers=offers)
    return stored
