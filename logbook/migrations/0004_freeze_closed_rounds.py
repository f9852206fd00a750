"""A closed round is frozen: the database itself refuses to write, change or delete a level or a version of one."""

from django.db import migrations

SENTENCE = "The round is closed: its levels stay as they are."
ROUND_OF = {
    "logbook_score": "SELECT a.round_id FROM logbook_assessment a WHERE a.id = {row}.assessment_id",
    "logbook_scoreversion": (
        "SELECT a.round_id FROM logbook_assessment a JOIN logbook_score s ON s.assessment_id = a.id "
        "WHERE s.id = {row}.score_id"
    ),
}
EVENTS = {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}


def freeze(apps, schema_editor):
    """On PostgreSQL the round is locked for sharing, so that nobody closes it between the check and the commit."""
    for table, round_of in ROUND_OF.items():
        for event, row in EVENTS.items():
            name = f"{table}_of_closed_round_{event.lower()}"
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(
                    f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
                    f"DECLARE closed timestamp with time zone; BEGIN "
                    f"SELECT closed_at INTO closed FROM cohorts_round WHERE id = ({round_of.format(row=row)}) FOR SHARE; "
                    f"IF closed IS NOT NULL THEN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation'; END IF; "
                    f"RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $$"
                )
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
                )
            else:
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN EXISTS (SELECT 1 FROM cohorts_round r "
                    f"WHERE r.closed_at IS NOT NULL AND r.id = ({round_of.format(row=row)})) "
                    f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
                )


def thaw(apps, schema_editor):
    for table in ROUND_OF:
        for event in EVENTS:
            name = f"{table}_of_closed_round_{event.lower()}"
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
                schema_editor.execute(f"DROP FUNCTION {name}()")
            else:
                schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("logbook", "0003_levels_agreed_together"), ("cohorts", "0004_rounds_close_and_reopen")]

    operations = [migrations.RunPython(freeze, thaw)]
