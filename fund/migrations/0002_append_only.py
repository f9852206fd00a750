"""Transactions and entries are never changed or deleted: the database itself refuses it, on both engines."""

from django.db import migrations

SENTENCE = "The ledger is append-only: correct a mistake by a reverse transaction."
TABLES = ("fund_transaction", "fund_entry")
EVENTS = ("UPDATE", "DELETE")


def close(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute(
            "CREATE FUNCTION fund_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation'; END $$"
        )
    for table in TABLES:
        for event in EVENTS:
            name = f"{table}_no_{event.lower()}"
            if postgresql:
                action = "EXECUTE FUNCTION fund_append_only()"
                schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {action}")
            else:
                action = f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
                schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} {action}")


def reopen(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        for event in EVENTS:
            name = f"{table}_no_{event.lower()}"
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
    if postgresql:
        schema_editor.execute("DROP FUNCTION fund_append_only()")


class Migration(migrations.Migration):
    dependencies = [("fund", "0001_double_entry")]

    operations = [migrations.RunPython(close, reopen)]
