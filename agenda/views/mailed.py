"""What the buttons of planning say: to how many people a message follows."""

from agenda import queries
from agenda.models import Session
from cohorts.enums import SessionForm
from cohorts.models import Cohort
from core.dates import now, today
from core.forms import BaseForm
from core.timetable import Interval


def mailed(form: BaseForm, cohort: Cohort, row: Session | None) -> int:
    """To how many people a message follows when the form is sent as it stands: the number that its button says."""
    told = form.cleaned_data if form.is_bound and form.errors is not None else form.initial
    if row is not None and told.get("starts_at") and told.get("ends_at"):
        venue = told.get("venue") if "venue" in form.fields else row.venue
        hours = Interval(told["starts_at"], told["ends_at"])
        return len(queries.would_be_told(row, hours, venue.pk if venue else None))
    day = told.get("day")
    if row is not None or day is None or day < today() or not told.get("publish"):
        return 0
    if told.get("starts_at") and told["starts_at"] <= now():
        return 0
    if told.get("form") == SessionForm.MEETING and told.get("project") is None:
        return 0
    planned = Session(cohort=cohort, project=told.get("project"), structure=told.get("structure"))
    return len(queries.would_invite(planned, day))
