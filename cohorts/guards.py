"""What the database refuses to everybody: a published version of the content never changes under old answers (B47)."""

from core.guards import Guard, guard

SENTENCE = "A published version of the content never changes."
_OF_AXIS = "(SELECT version_id FROM cohorts_axis WHERE id = {row}.axis_id)"
# For each table, the number of the version that a row belongs to.
_VERSION_OF = {
    "cohorts_contentversion": "{row}.id",
    "cohorts_scalelevel": "{row}.version_id",
    "cohorts_axis": "{row}.version_id",
    "cohorts_workstream": _OF_AXIS,
    "cohorts_question": _OF_AXIS,
    "cohorts_guidingobjective": _OF_AXIS,
    "cohorts_criterion": _OF_AXIS,
    "cohorts_criterionlevel": (
        "(SELECT a.version_id FROM cohorts_axis a JOIN cohorts_criterion c ON c.axis_id = a.id "
        "WHERE c.id = {row}.criterion_id)"
    ),
}
_PUBLISHED = "EXISTS (SELECT 1 FROM cohorts_contentversion v WHERE v.published_at IS NOT NULL AND v.id = {version})"
_EVENTS = {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}

guard(
    *(
        Guard(
            name=f"{table}_frozen_{event.lower()}",
            table=table,
            event=event,
            sentence=SENTENCE,
            when=_PUBLISHED.format(version=version.format(row=row)),
        )
        for table, version in _VERSION_OF.items()
        for event, row in _EVENTS.items()
        if (table, event) != ("cohorts_contentversion", "INSERT")
    )
)
