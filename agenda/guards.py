"""What the database refuses to everybody: a sealed sheet never changes, a signature is never rewritten, and a session
that somebody signed does not move."""

from core.guards import Guard, guard

SEALED = "A sealed attendance sheet never changes: write an addendum."
SIGNED = "A session that somebody signed does not move."
WRITTEN = "A signature is never rewritten: withdraw it, with a reason."
ADDED = "An addendum is never changed or deleted."

_SHEET_OF_SESSION = (
    "EXISTS (SELECT 1 FROM agenda_sheet s WHERE s.sealed_at IS NOT NULL AND s.session_id = {row}.session_id)"
)
_SHEET = "EXISTS (SELECT 1 FROM agenda_sheet s WHERE s.sealed_at IS NOT NULL AND s.id = {row}.sheet_id)"
_SIGNED = (
    "EXISTS (SELECT 1 FROM agenda_signature g JOIN agenda_sheet s ON s.id = g.sheet_id"
    " WHERE g.withdrawn_at IS NULL AND s.session_id = OLD.id)"
)
_ROW = {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}
# Everything of a signature but its withdrawal.
_FACTS = (
    *(
        "sheet_id",
        "line_id",
        "walk_in_id",
        "countersigner_id",
        "half",
        "way",
        "name",
        "structure_id",
        "ink",
        "signed_at",
    ),
    *("received_at", "is_late", "witness_id", "scan_id", "key"),
)

_SEALED_WITH_THEIR_SHEET = {
    "attendance": _SHEET_OF_SESSION,
    "walkin": _SHEET_OF_SESSION,
    "signature": _SHEET,
    "scan": _SHEET,
}
for table, sealed in _SEALED_WITH_THEIR_SHEET.items():
    for event, row in _ROW.items():
        guard(
            Guard(
                f"agenda_{table}_sealed_{event.lower()}",
                f"agenda_{table}",
                event,
                SEALED,
                sealed.format(row=row),
            )
        )

guard(
    Guard("agenda_sheet_sealed_update", "agenda_sheet", "UPDATE", SEALED, "OLD.sealed_at IS NOT NULL"),
    Guard("agenda_sheet_sealed_delete", "agenda_sheet", "DELETE", SEALED, "OLD.sealed_at IS NOT NULL"),
    Guard("agenda_signature_rewritten", "agenda_signature", f"UPDATE OF {', '.join(_FACTS)}", WRITTEN),
    Guard("agenda_signature_deleted", "agenda_signature", "DELETE", WRITTEN),
    Guard("agenda_addendum_rewritten", "agenda_addendum", "UPDATE", ADDED),
    Guard("agenda_addendum_deleted", "agenda_addendum", "DELETE", ADDED),
    Guard(
        "agenda_session_signed_moved",
        "agenda_session",
        "UPDATE OF starts_at, ends_at, cohort_id, project_id, structure_id",
        SIGNED,
        _SIGNED,
        differs=("starts_at", "ends_at", "cohort_id", "project_id", "structure_id"),
    ),
)
