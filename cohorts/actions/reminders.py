"""When the people of an edition are reminded."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cohorts.models import Cohort, ReminderPlan
from cohorts.queries import FURTHEST, schedule_of
from core import trail
from core.dates import now
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.rules import keep


@transaction.atomic
def set_reminders(
    *,
    actor: User,
    cohort: Cohort,
    session_days: Sequence[int],
    poll_days: Sequence[int],
    action_days: Sequence[int],
    overdue: bool,
    hour: int,
    seen: int,
) -> ReminderPlan:
    """Says when people are reminded; a list without a day reminds nobody. Instants that have passed are not made up for.
    Refuses what no schedule can be, and brings both when somebody else has set another meanwhile."""
    Cohort.objects.select_for_update(of=("self",), no_key=True).get(pk=cohort.pk)
    before = schedule_of(cohort)
    lists = {"session_days": session_days, "poll_days": poll_days, "action_days": action_days}
    wanted = {name: sorted(set(days), reverse=True) for name, days in lists.items()}
    if seen != before.version:
        raise EditedElsewhere(
            _("Somebody saved another schedule meanwhile. Theirs stands beside yours: save again to keep yours."),
            theirs=before,
            yours=wanted | {"overdue": overdue, "hour": hour},
            version=before.version,
        )
    for name, days in wanted.items():
        if any(not 1 <= day <= FURTHEST for day in days):
            raise Refused(_("Between 1 and %(most)d days before.") % {"most": FURTHEST}, field=name)
    plan = ReminderPlan.objects.filter(cohort=cohort).first() or ReminderPlan(cohort=cohort, version=0)
    for name, value in (wanted | {"overdue": overdue, "hour": hour}).items():
        setattr(plan, name, value)
    plan.version += 1
    plan.changed_at, plan.changed_by = now(), actor
    keep(plan)
    trail.record(actor, Verb.CHANGED, cohort, reminders=wanted, overdue=overdue, hour=hour)
    return plan
