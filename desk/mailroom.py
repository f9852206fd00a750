"""The outbox as administrators look through it: holding mails back, correcting them, letting them leave or not."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import now
from core.enums import MailState, Verb
from core.errors import EditedElsewhere, Refused
from core.logs import masked, unmasked
from core.models import MailHold, OutboxMail
from core.outbox import hold_in_force, queue, send_again
from core.trail import record

IN_HAND = timedelta(minutes=10)  # a worker that has had a mail for longer has lost it
UNSENT = (MailState.WAITING, MailState.HELD, MailState.FAILED)


def mails(state: str = "") -> QuerySet[OutboxMail]:
    """The mails in a state, else those that have not left, the latest first. Codes and personal links are nobody else's
    to read."""
    rows = OutboxMail.objects.filter(secret=False).select_related("person").defer("text", "html", "parts")
    rows = rows.filter(state=state) if state in MailState.values else rows.filter(state__in=UNSENT)
    return rows.order_by("-created_at", "-pk")


def counts() -> dict[str, int]:
    """How many mails are in each state. One query."""
    rows = OutboxMail.objects.filter(secret=False).order_by().values("state")
    return dict(rows.annotate(n=Count("pk")).values_list("state", "n"))


@transaction.atomic
def hold_all(*, actor: Any) -> MailHold:
    """From now on what is written waits here; codes and links that people ask for leave all the same. Twice is once."""
    known = hold_in_force()
    if known is not None:
        return known
    hold = MailHold.objects.create(by=actor)
    record(actor, Verb.PAUSED, hold)
    return hold


@transaction.atomic
def release_all(*, actor: Any, expected: int) -> int:
    """Ends the hold and lets everything leave that is held back. `expected` is the number that the button said: refuses
    when it is another by now."""
    rows = OutboxMail.objects.filter(state=MailState.HELD).order_by("pk")
    keys = [row.pk for row in rows.select_for_update(of=("self",)).only("pk")]
    if len(keys) != expected:
        raise Refused(
            ngettext(
                "%(n)d message is held back by now: look again, then let it leave.",
                "%(n)d messages are held back by now: look again, then let them leave.",
                len(keys),
            )
            % {"n": len(keys)}
        )
    for hold in MailHold.objects.filter(ended_at=None):
        hold.ended_at = now()
        hold.save(update_fields=["ended_at"])
        record(actor, Verb.WOKEN, hold, mails=len(keys))
    OutboxMail.objects.filter(pk__in=keys).update(state=MailState.WAITING, waiting_since=now(), leaving_at=None)
    for key in keys:
        queue(key)
    return len(keys)


@transaction.atomic
def hold_mail(*, actor: Any, mail: OutboxMail) -> None:
    """Holds one mail back. Refuses one that has left, or is leaving at this moment."""
    free = Q(leaving_at=None) | Q(leaving_at__lt=now() - IN_HAND) | Q(state=MailState.FAILED)
    rows = OutboxMail.objects.filter(free, pk=mail.pk, state__in=[MailState.WAITING, MailState.FAILED])
    if not rows.update(state=MailState.HELD):
        raise Refused(_("This message has left, or is leaving now: it cannot be held back any more."))
    record(actor, Verb.PAUSED, mail)


@transaction.atomic
def release_mail(*, actor: Any, mail: OutboxMail) -> None:
    """Lets one mail leave that was held back. Refuses one that is not held, and one that names no reader."""
    if not mail.to:
        raise Refused(_("This message names no reader: it goes to nobody. Discard it."))
    if not OutboxMail.objects.filter(pk=mail.pk, state=MailState.HELD).update(state=MailState.FAILED, leaving_at=None):
        raise Refused(_("This message is not held back any more."))
    send_again([mail])
    record(actor, Verb.WOKEN, mail)


@transaction.atomic
def discard_mail(*, actor: Any, mail: OutboxMail) -> None:
    """Makes sure that a mail which is held back never leaves. Refuses one that is not held."""
    if not OutboxMail.objects.filter(pk=mail.pk, state=MailState.HELD).update(state=MailState.DISCARDED):
        raise Refused(_("Hold this message back first."))
    record(actor, Verb.DISCARDED, mail)


def readable(mail: OutboxMail) -> str:
    """The text with a number in the place of each link's secret: whoever corrects a mail answers for nobody."""
    return masked(mail.text)[0]


@transaction.atomic
def edit_mail(*, actor: Any, mail: OutboxMail, subject: str, text: str, seen: int) -> OutboxMail:
    """Corrects a mail that is held back. It leaves as plain text: what is typed is never read as markup, and the other
    reading of the mail would still say what it said. Refuses a mail that is not held, a link that is not in it, and a
    version that is not the last."""
    stored = OutboxMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if stored.state != MailState.HELD:
        raise Refused(_("Hold this message back first."))
    if seen != stored.version:
        raise EditedElsewhere(
            _("Somebody else corrected this message meanwhile: look at it again."),
            theirs=stored.subject,
            yours=subject,
            version=stored.version,
        )
    try:
        stored.text = unmasked(text, masked(stored.text)[1])
    except ValueError as unknown:
        words = {"n": unknown}
        raise Refused(_("There is no link …%(n)s… in this message.") % words, field="text") from None
    stored.subject, stored.html, stored.version = subject, "", stored.version + 1
    stored.save(update_fields=["subject", "text", "html", "version"])
    record(actor, Verb.CHANGED, stored)
    return stored
