"""Saying that one has read the write-up of a session, or what one objects to."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.enums import NoteSaid
from agenda.models import NoteReading, NoteSharing, Session
from agenda.queries import note_mark
from core.enums import Verb
from core.errors import Refused
from core.rules import keep
from core.trail import record


@transaction.atomic
def acknowledge_note(*, actor: User, session: Session, said: str, seen: int, words: str = "") -> NoteReading:
    """Keeps that a person has read the write-up, or objects to something in it, with the day. Said twice it is kept once.

    Refuses a write-up that is not shared any more or changed since it was shown, and an objection without a word.
    """
    stored = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    words = words.strip() if said == NoteSaid.OBJECTS else ""
    if not NoteSharing.objects.filter(session=stored).exists():
        raise Refused(_("This write-up is not shared any more."))
    mark = note_mark(stored)
    if seen != mark:
        raise Refused(_("The write-up changed while you were reading: read it again, then say so."))
    if said == NoteSaid.OBJECTS and not words:
        raise Refused(_("Say what you object to."), field="words")
    last: NoteReading | None = NoteReading.objects.filter(session=stored, person=actor).order_by("said_at", "pk").last()
    if last is not None and (last.said, last.words, last.mark) == (said, words, mark):
        return last
    reading = NoteReading(session=stored, person=actor, said=said, words=words, mark=mark)
    keep(reading)
    record(actor, Verb.ACKNOWLEDGED, stored, said=said)
    return reading
