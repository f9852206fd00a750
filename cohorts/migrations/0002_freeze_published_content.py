"""A published version of the content never changes under old answers (B47): the database itself refuses it."""

from django.db import migrations

SENTENCE = "A published version of the content never changes."
OF_AXIS = "(SELECT version_id FROM cohorts_axis WHERE id = {row}.axis_id)"
# For each table, the number of the version that a row belongs to.
VERSION_OF = {
    "cohorts_contentversion": "{row}.id",
    "cohorts_scalelevel": "{row}.version_id",
    "cohorts_axis": "{row}.version_id",
    "cohorts_workstream": OF_AXIS,
    "cohorts_question": OF_AXIS,
    "cohorts_guidingobjective": OF_AXIS,
    "cohorts_criterion": OF_AXIS,
    "cohorts_criterionlevel": (
        "(SELECT a.version_id FROM cohorts_axis a JOIN cohorts_criterion c ON c.axis_id = a.id "
        "WHERE c.id = {row}.criterion_id)"
    ),
}
EVENTS = {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}


def _triggers():
    for table, version in VERSION_OF.items():
        for event, row in EVENTS.items():
            if table == "cohorts_contentversion" and event == "INSERT":
                continue
            published = (
                f"EXISTS (SELECT 1 FROM cohorts_contentversion v WHERE v.published_at IS NOT NULL "
                f"AND v.id = {version.format(row=row)})"
            )
            yield f"{table}_frozen_{event.lower()}", table, event, published


def freeze(apps, schema_editor):
    for name, table, event, published in _triggers():
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {published} THEN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation'; END IF; "
                f"RETURN COALESCE(NEW, OLD); END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {published} "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )


def thaw(apps, schema_editor):
    for name, table, _event, _published in _triggers():
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("cohorts", "0001_editions_and_content")]

    operations = [migrations.RunPython(freeze, thaw)]
