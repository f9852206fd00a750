"""Several half-days at once: all of them, or none."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.models import Session, Venue
from cohorts.models import Axis, Cohort, Expert
from core.dates import format_day
from core.errors import Refused
from core.timetable import Interval
from projects.models import Project

from .sessions import create_session


@transaction.atomic
def create_series(
    *,
    actor: User,
    cohort: Cohort,
    form: str,
    hours: Sequence[Interval],
    axes: Sequence[Axis | None],
    project: Project | None = None,
    aim: str = "",
    venue: Venue | None = None,
    facilitators: Sequence[User] = (),
    experts: Sequence[Expert] = (),
    reason: str = "",
) -> list[Session]:
    """Plans a draft on each of these hours; the axes come in turn. One that is refused stops all of them, and its day is
    named."""
    made = []
    for place, one in enumerate(hours):
        try:
            made.append(
                create_session(
                    actor=actor,
                    cohort=cohort,
                    form=form,
                    project=project,
                    axis=axes[place % len(axes)],
                    aim=aim,
                    venue=venue,
                    facilitators=facilitators,
                    experts=experts,
                    starts_at=one.start,
                    ends_at=one.end,
                    reason=reason,
                )
            )
        except Refused as refusal:
            words = {"day": capfirst(format_day(one.start, "long")), "sentence": refusal.sentence}
            raise Refused(
                _("%(day)s: %(sentence)s Nothing was planned.") % words, link=refusal.link, field=refusal.field
            ) from refusal
    return made
