"""What somebody wrote of a session is never changed or deleted: the database itself refuses it, on both engines."""

from django.db import migrations

SENTENCE = "The history of a note is append-only."
TABLE = "agenda_noteversion"
EVENTS = ("UPDATE", "DELETE")


def close(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute(
            f"CREATE FUNCTION {TABLE}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation'; END $$"
        )
    for event in EVENTS:
        name = f"{TABLE}_no_{event.lower()}"
        if postgresql:
            action = f"EXECUTE FUNCTION {TABLE}_append_only()"
            schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {TABLE} FOR EACH ROW {action}")
        else:
            action = f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {TABLE} {action}")


def reopen(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for event in EVENTS:
        name = f"{TABLE}_no_{event.lower()}"
        schema_editor.execute(f"DROP TRIGGER {name} ON {TABLE}" if postgresql else f"DROP TRIGGER {name}")
    if postgresql:
        schema_editor.execute(f"DROP FUNCTION {TABLE}_append_only()")


class Migration(migrations.Migration):
    dependencies = [("agenda", "0005_meeting_notes")]

    operations = [migrations.RunPython(close, reopen)]
