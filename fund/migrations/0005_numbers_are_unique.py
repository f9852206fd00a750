"""No number twice in a fund; and the ledger is closed again (see 0003)."""

from django.db import migrations, models

SENTENCE = "The ledger is append-only: correct a mistake by a reverse transaction."
TABLES = ("fund_transaction", "fund_entry")
EVENTS = ("UPDATE", "DELETE")


def close(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    action = "FOR EACH ROW EXECUTE FUNCTION fund_append_only()"
    for table in TABLES:
        for event in EVENTS:
            then = action if postgresql else f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            schema_editor.execute(f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} {then}")


def lift(apps, schema_editor):
    place = " ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for table in TABLES:
        for event in EVENTS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event.lower()}{place.format(table=table)}")


class Migration(migrations.Migration):
    dependencies = [("fund", "0004_chain_what_was_written")]

    operations = [
        migrations.AddConstraint(
            model_name="transaction",
            constraint=models.UniqueConstraint(fields=["fund", "number"], name="transactions_are_numbered"),
        ),
        migrations.RunPython(close, lift),
    ]
