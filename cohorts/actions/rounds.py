"""Rounds of self-assessment: planned, moved, closed, and opened again with a reason."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.models import Cohort, Round, RoundReopening
from core import trail
from core.dates import format_day, today
from core.enums import Verb
from core.errors import Refused
from core.rules import keep, same_as_seen


def add_round(*, actor: Any, cohort: Cohort, kind: str, name: str, opens_on: dt.date, closes_on: dt.date) -> Round:
    """A further round of an edition. Refuses days that meet those of another round, and a last day that is past."""
    with transaction.atomic():
        Cohort.objects.select_for_update(of=("self",)).get(pk=cohort.pk)
        last = cohort.rounds.aggregate(last=Max("position"))["last"] or 0
        row = Round(cohort=cohort, kind=kind, name=name, position=last + 1, opens_on=opens_on, closes_on=closes_on)
        _check_days(row)
        keep(row)
        trail.record(actor, Verb.CREATED, row, opens_on=opens_on, closes_on=closes_on)
    return row


def change_round(*, actor: Any, round_: Round, seen: int | None = None, **values: Any) -> Round:
    """Another kind, name or other days. Refuses for a closed round, which is opened again first, and as `add_round`."""
    with transaction.atomic():
        row = _locked(round_)
        if row.is_over_on(today()):
            raise Refused(_("This round is closed: open it again first."))
        same_as_seen(row, values, seen)
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        for name, value in changed.items():
            setattr(row, name, value)
        if changed:
            _check_days(row)
            keep(row, values)
            trail.record(actor, Verb.CHANGED, row, **changed)
    return row


def close_round(*, actor: Any, round_: Round) -> Round:
    """Freezes the levels today, before the last day that was planned. Refuses for a round that has not begun."""
    with transaction.atomic():
        row = _locked(round_)
        if row.closed_at is not None:
            raise Refused(_("This round is closed already."))
        if row.opens_on > today():
            raise Refused(_("This round has not begun: change its days, or remove it."))
        row.closes_on = min(row.closes_on, today())
        _close(actor, row)
    return row


def close_rounds_over() -> int:
    """Freezes every round whose last day is past, and says how many there were."""
    closed = 0
    with transaction.atomic():
        over = Round.objects.select_for_update(of=("self",)).filter(closed_at__isnull=True, closes_on__lt=today())
        for row in over.order_by("pk"):
            _close(None, row)
            closed += 1
    return closed


def reopen_round(*, actor: Any, round_: Round, reason: str, closes_on: dt.date) -> RoundReopening:
    """Lets structures change their levels again, until a day; everybody reads the reason.

    Refuses a round that is not closed, a day that is past, and to reopen without saying why.
    """
    with transaction.atomic():
        row = _locked(round_)
        if not row.is_over_on(today()):
            raise Refused(_("This round is not closed."))
        if not reason.strip():
            raise Refused(_("Say why this round is opened again: everybody reads it."), field="reason")
        if closes_on < today():
            raise Refused(_("This day is past: choose today or later."), field="closes_on")
        row.closed_at, row.closes_on = None, closes_on
        row.save(update_fields=["closed_at", "closes_on"])
        reopening = RoundReopening(round=row, reason=reason.strip(), closes_on=closes_on, reopened_by=actor)
        keep(reopening)
        trail.record(actor, Verb.REOPENED, row, closes_on=closes_on)
    return reopening


def remove_round(*, actor: Any, round_: Round) -> None:
    """Takes away a round that was planned and in which nobody placed a structure; refuses any other."""
    with transaction.atomic():
        row = _locked(round_)
        try:
            with transaction.atomic():
                trail.record(actor, Verb.REMOVED, row, kind=row.kind, opens_on=row.opens_on, closes_on=row.closes_on)
                row.delete()
        except ProtectedError:
            raise Refused(_("Structures have placed themselves in this round: it stays.")) from None


def _locked(round_: Round) -> Round:
    return Round.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=round_.pk)


def _close(actor: Any, row: Round) -> None:
    row.closed_at = timezone.now()
    row.save(update_fields=["closed_at", "closes_on"])
    trail.record(actor, Verb.CLOSED, row, closes_on=row.closes_on)


def _check_days(row: Round) -> None:
    """Two rounds at once would leave people wondering in which one they place their structure."""
    if row.closes_on < today():
        raise Refused(_("This day is past: choose today or later."), field="closes_on")
    others = Round.objects.filter(cohort=row.cohort, opens_on__lte=row.closes_on, closes_on__gte=row.opens_on)
    met = others.exclude(pk=row.pk).order_by("opens_on", "position").first()
    if met is not None:
        sentence = _("These days meet those of the round “%(round)s”, from %(first)s to %(last)s.") % {
            "round": met,
            "first": format_day(met.opens_on, "short"),
            "last": format_day(met.closes_on, "short"),
        }
        raise Refused(sentence, field="opens_on")
