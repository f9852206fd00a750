"""Links by which a sheet is signed without an account: one for a person, one for the shared tablet."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.enums import Half
from agenda.models import Session, Sheet
from agenda.queries import Line
from core.dates import now
from core.enums import Verb
from core.errors import Refused
from core.links import check, make_link, revoke, use
from core.models import Link
from core.outbox import SECRET_HEADER
from core.trail import record
from projects.models import Structure

from .attendance import check_begun, locked_session
from .signing import Hand, Signed, is_known, open_signing, sign

# A device that had no network keeps its signatures and sends them within this time.
GOOD_FOR = timedelta(days=7)
SIGN, TABLET = "sign", "tablet"


@transaction.atomic
def send_sign_link(*, sheet: Sheet, email: str) -> bool:
    """Mails a link to whoever is on the sheet under this address; the page says the same thing whether it did or not.

    A person asked twice has one good link. Refuses a sheet that does not take signatures.
    """
    session = locked_session(sheet.session)
    stored = Sheet.objects.get(pk=sheet.pk)
    if not stored.is_open:
        raise Refused(_("This sheet takes no signature now."))
    line = (
        session.attendances.filter(participant__user__email=email.strip().lower(), participant__user__is_active=True)
        .select_related("participant__user")
        .order_by("pk")
        .first()
    )
    if line is None:
        return False
    person = line.participant.user
    revoke(SIGN, session.pk, person)
    token = make_link(person, SIGN, session.pk, session.ends_at + GOOD_FOR)
    link = settings.SITE_URL + reverse("agenda:sign_by_link", args=[token])
    with translation.override(person.language):
        words = {"session": session, "person": person, "link": link}
        subject = " ".join(render_to_string("agenda/mail/sign_subject.txt", words).split())
        text = render_to_string("agenda/mail/sign.txt", words)
    EmailMessage(subject, text, to=[person.email], headers={SECRET_HEADER: "1"}).send()
    return True


@transaction.atomic
def start_tablet(*, actor: User, session: Session) -> str:
    """A link for a tablet that goes round: it signs this sheet and opens nothing else. Opens the signing on the way; two
    tablets may go round at once. Gives the secret."""
    stored = locked_session(session)
    check_begun(stored)
    sheet = open_signing(actor=actor, session=stored)
    token = make_link(actor, TABLET, sheet.pk, max(now(), stored.ends_at) + GOOD_FOR)
    record(actor, Verb.SHARED, sheet, tablet=True)
    return token


@transaction.atomic
def sign_by_link(*, link: Link, reader: Any, line: Line, half: Half, hand: Hand, structure: Structure | None) -> Signed:
    """Signs by the link that was mailed, once. A device that did not hear the answer and sends the same signature again
    gets it back, although the link is used up. Refuses like `sign`, and a link that is not good."""
    if not is_known(hand.key):
        use(link, reader)
    return sign(line=line, half=half, hand=hand, structure=structure)


@transaction.atomic
def sign_on_tablet(*, link: Link, reader: Any, line: Line, half: Half, hand: Hand) -> Signed:
    """Signs on the tablet that goes round. Refuses like `sign`, a link that is not good, and another sheet's line."""
    if not is_known(hand.key):
        check(link, reader)
    if not Sheet.objects.filter(pk=link.subject, session=line.session_id).exists():
        raise Refused(_("This person is not on this sheet."))
    return sign(line=line, half=half, hand=hand)
