"""Looks under the lock at what stands in the way, refuses what may not be, and keeps the reason for what is passed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from agenda.enums import ClashLevel, Rule
from agenda.models import PassedWarning, Session
from agenda.queries import Clash, Notice, find_clashes, notices, proposal_of
from cohorts.models import Expert
from core.errors import Refused

_FIELDS = {Rule.VENUE: "venue", Rule.FACILITATOR: "facilitators", Rule.EXPERT: "experts"}


class Clashing(Refused):
    """A date that clashes: one notice for each thing in the way, with its link."""

    def __init__(self, told: list[Notice], advice: str, field: str | None) -> None:
        sentences = " ".join([*(notice.sentence for notice in told), advice]).strip()
        super().__init__(sentences, link=next((notice.link for notice in told if notice.link), ""), field=field)
        self.notices = told
        self.advice = advice


def look(
    actor: User, session: Session, facilitators: Sequence[User], experts: Sequence[Expert], reason: str, *, public: bool
) -> list[Clash]:
    """What stands in the way of a session that is about to be saved, once it may be passed. Refuses what blocks; what
    blocks publication too when the session is `public`; and a warning for which nobody has given a reason."""
    if not session.is_dated:
        return []
    clashes = find_clashes(proposal_of(session, facilitators=facilitators, experts=experts))
    refuse(actor, clashes, public=public)
    known = set(session.passed_warnings.values_list("key", flat=True)) if session.pk else set()
    asked = [clash for clash in warned(clashes) if clash.key not in known]
    if asked and not reason.strip():
        raise Clashing(notices(actor, asked), _("Say why, to plan it all the same."), "reason")
    return clashes


def refuse(actor: User, clashes: Sequence[Clash], *, public: bool) -> None:
    """Refuses what may not be at all, or not be published."""
    if blocking := [clash for clash in clashes if clash.blocks]:
        raise Clashing(notices(actor, blocking), "", _FIELDS.get(blocking[0].rule))
    if public and (unpublishable := [clash for clash in clashes if clash.level == ClashLevel.BLOCK_PUBLICATION]):
        advice = _("It may stay a draft until then, and not be published.")
        raise Clashing(notices(actor, unpublishable), advice, _FIELDS.get(unpublishable[0].rule))


def refuse_publication(actor: User, session: Session) -> None:
    """Refuses to publish a session in whose way something stands that blocks. Warnings were settled when it was planned."""
    refuse(actor, find_clashes(proposal_of(session)), public=True)


def warned(clashes: Iterable[Clash]) -> list[Clash]:
    return [clash for clash in clashes if clash.level == ClashLevel.WARN]


def keep_passed(actor: User, session: Session, clashes: Sequence[Clash], reason: str) -> list[str]:
    """Writes down the warnings that were passed, for a session that is saved; those that are true no more stop to hold.
    Gives the rules that were passed just now, for the trail."""
    true = {clash.key: clash for clash in warned(clashes)}
    rows: dict[str, Any] = {row.key: row for row in session.passed_warnings.order_by("pk")}
    for key, row in rows.items():
        if row.holds != (key in true):
            row.holds = key in true
            row.save(update_fields=["holds"])
    fresh = [clash for key, clash in true.items() if key not in rows]
    for clash in fresh:
        PassedWarning.objects.create(
            session=session,
            rule=clash.rule,
            key=clash.key,
            other=clash.other,
            facts=clash.facts,
            reason=reason.strip(),
            passed_by=actor,
        )
    return [clash.rule.value for clash in fresh]
