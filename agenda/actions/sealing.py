"""Closing the sheet: what it says is written down once, hashed, and never changes."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from agenda.models import Session, Sheet
from agenda.queries import Roll, canonical, digest_of, roll, statement
from core.dates import format_clock, now
from core.enums import Verb
from core.errors import Refused
from core.trail import record

from .attendance import check_begun, locked_session
from .signing import prepare_sheet


@transaction.atomic
def seal_sheet(*, actor: User, session: Session, accept_unsigned: bool = False) -> Sheet:
    """Seals a sheet for good: its whole text, the SHA-256 of it and the instant. Sealed twice is sealed once.

    Refuses while a half-day has not begun, while nothing is said of somebody, and without a facilitator's signature for
    each half-day. Somebody who came and has not signed is asked about once.
    """
    stored = locked_session(session)
    check_begun(stored)
    sheet = prepare_sheet(stored)
    if sheet.is_sealed:
        return sheet
    seen = roll(stored)
    _check_complete(seen)
    wanting = seen.tally.wanting
    if wanting and not accept_unsigned:
        raise Refused(
            ngettext(
                "%(n)d signature is missing of somebody who came. Collect it, or tick the box to close without it.",
                "%(n)d signatures are missing of people who came. Collect them, or tick the box to close without them.",
                wanting,
            )
            % {"n": wanting},
            field="accept_unsigned",
        )
    instant = now()
    content = canonical(statement(seen, sheet, str(actor), instant))
    sheet.sealed_at, sheet.sealed_by = instant, actor
    sheet.content, sheet.digest = content, digest_of(content)
    sheet.save(update_fields=["sealed_at", "sealed_by", "content", "digest"])
    record(actor, Verb.SEALED, sheet, sha256=sheet.digest, unsigned=wanting)
    return sheet


def _check_complete(seen: Roll) -> None:
    later = next((part for part in seen.parts if part.starts_at > now()), None)
    if later is not None:
        raise Refused(_("A half-day begins at %(clock)s: seal after it.") % {"clock": format_clock(later.starts_at)})
    unsaid = seen.tally.unsaid
    if unsaid:
        raise Refused(
            ngettext(
                "Nothing is said yet of %(n)d person: note whether they came.",
                "Nothing is said yet of %(n)d people: note whether they came.",
                unsaid,
            )
            % {"n": unsaid}
        )
    if seen.uncountersigned:
        raise Refused(_("Countersign first: each half-day carries a facilitator’s signature."))
