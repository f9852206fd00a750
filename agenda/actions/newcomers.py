"""Who joins a project after its sessions were published: on the lists by themselves, and written to once."""

from collections import defaultdict

from django.db import transaction

from accounts.models import User
from agenda.enums import ChangeKind, SessionState
from agenda.models import Session
from agenda.queries import Change, Reader, knows_of, with_readers
from core.dates import now

from .lines import renew_lines
from .session_mails import write


def renew_lines_ahead() -> int:
    """Brings the lists of the sessions to come up to date with who joined and left. Who is new on the list of a published
    session gets its invitation, one message for all of them; who left is told nothing. Gives how many sessions it read."""
    ahead = Session.objects.held_or_planned().filter(starts_at__gt=now()).order_by("cohort", "pk")
    by_cohort: dict[int, list[int]] = defaultdict(list)
    for cohort, key in ahead.values_list("cohort", "pk"):
        by_cohort[cohort].append(key)
    return sum(_renew_cohort(keys) for keys in by_cohort.values())


@transaction.atomic
def _renew_cohort(keys: list[int]) -> int:
    rows = Session.objects.filter(pk__in=keys).select_related("cohort", "project", "venue").order_by("pk")
    found = list(rows.select_for_update(of=("self",)))
    new = {row.pk: users for row in found if (users := renew_lines(row))}
    public = [row for row in found if row.pk in new and row.state == SessionState.PUBLISHED]
    known = knows_of(public)
    told: dict[User, list[tuple[Change, Reader]]] = defaultdict(list)
    for change in with_readers([Change(row, ChangeKind.NEW) for row in public]):
        for reader in change.readers:
            key = change.session.pk
            if reader.user.pk in new[key] and (key, reader.user.pk) not in known:
                told[reader.user].append((change, reader))
    for person, concerning in told.items():
        write(person, concerning)
    return len(found)
