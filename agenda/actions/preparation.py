"""Preparing a session: its plan, what it needs and asks, its documents."""

from collections.abc import Sequence
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agenda.models import Session, SessionDocument, Step
from cohorts.models import Resource
from core import files, uploads
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.rules import keep
from core.trail import record

MOST_STEPS, MOST_DOCUMENTS = 20, 20
_TEXTS = ("materials", "roles", "preparation", "exchange")


@transaction.atomic
def prepare_session(
    *,
    actor: User,
    session: Session,
    seen: int,
    steps: Sequence[tuple[int, str]],
    materials: str,
    roles: str,
    preparation: str,
    exchange: str = "",
) -> Session:
    """Writes the sheet: minutes and text of each step, and what is needed and asked. Refuses a cancelled session, and
    shows what somebody else saved meanwhile."""
    stored = _lock(session)
    wanted = {"materials": materials, "roles": roles, "preparation": preparation, "exchange": exchange}
    if seen != stored.version:
        raise EditedElsewhere(
            _("Somebody else changed this session meanwhile. Your text is below: save again to put it in place."),
            theirs=stored, yours={**wanted, "steps": list(steps)}, version=stored.version,
        )  # fmt: skip
    for name in _TEXTS:
        setattr(stored, name, wanted[name])
    stored.version += 1
    keep(stored, [*_TEXTS, "version", "updated_at"])
    stored.steps.all().delete()
    for position, (minutes, text) in enumerate(steps, start=1):
        keep(Step(session=stored, position=position, minutes=minutes, text=text))
    record(actor, Verb.CHANGED, stored, fields=["sheet"], steps=len(steps))
    return stored


@transaction.atomic
def add_document(*, actor: User, session: Session, content: BinaryIO, name: str) -> SessionDocument:
    """Adds a file for everybody invited. Refuses more than a sheet can show, a cancelled session, a kind of file that not
    everybody opens, and one that is not what its name says."""
    stored = _lock(session)
    if stored.documents.count() >= MOST_DOCUMENTS:
        raise Refused(
            _("A session has %(n)d documents at most: remove one first.") % {"n": MOST_DOCUMENTS}, field="file"
        )
    taken = uploads.take(content, kinds=uploads.DOCUMENTS, name=name)
    file = files.store(taken.content, name=name, content_type=taken.content_type)
    document = SessionDocument.objects.create(session=stored, file=file, added_by=actor)
    record(actor, Verb.CREATED, document, session=stored.pk, sha256=file.sha256)
    return document


@transaction.atomic
def remove_document(*, actor: User, document: SessionDocument) -> None:
    """Takes a file away, bytes included."""
    stored = SessionDocument.objects.select_for_update(of=("self",)).select_related("file").get(pk=document.pk)
    record(actor, Verb.DISCARDED, stored, session=stored.session_id, sha256=stored.file.sha256)
    file = stored.file
    stored.delete()
    files.discard(file)


@transaction.atomic
def choose_resources(*, actor: User, session: Session, resources: Sequence[Resource]) -> Session:
    """Says what the library has for this session. Refuses a cancelled session."""
    stored = _lock(session)
    before = set(stored.resources.values_list("pk", flat=True))
    after = {one.pk for one in resources}
    if before != after:
        stored.resources.set(resources)
        record(actor, Verb.CHANGED, stored, fields=["resources"], resources=sorted(after))
    return stored


def _lock(session: Session) -> Session:
    stored = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if stored.is_cancelled:
        raise Refused(_("This session was cancelled: plan another one."))
    return stored
