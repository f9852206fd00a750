"""Transactions are numbered and chained by hashes, and euros can be given back. The triggers of 0002 are lifted until
0005: SQLite rebuilds a table to change it, and what was written before gets its number and hash in between."""

import django.utils.timezone
from django.db import migrations, models
from django.db.models import Q

SENTENCE = "The ledger is append-only: correct a mistake by a reverse transaction."
TABLES = ("fund_transaction", "fund_entry")
EVENTS = ("UPDATE", "DELETE")


def lift(apps, schema_editor):
    place = " ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for table in TABLES:
        for event in EVENTS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event.lower()}{place.format(table=table)}")


def close(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    action = "FOR EACH ROW EXECUTE FUNCTION fund_append_only()"
    for table in TABLES:
        for event in EVENTS:
            then = action if postgresql else f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            schema_editor.execute(f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} {then}")


class Migration(migrations.Migration):
    dependencies = [("fund", "0002_append_only")]

    operations = [
        migrations.RunPython(lift, close),
        migrations.CreateModel(
            name="LedgerCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("funds", models.PositiveIntegerField()),
                ("transactions", models.PositiveIntegerField()),
                ("differences", models.JSONField(default=list)),
            ],
            options={"ordering": ["-at", "-pk"]},
        ),
        migrations.RemoveConstraint(model_name="fund", name="fund_sums_not_negative"),
        migrations.AddField(
            model_name="fund",
            name="released",
            field=models.DecimalField(decimal_places=2, default=0, max_digits=12),
        ),
        migrations.AddField(model_name="fund", name="written", field=models.PositiveIntegerField(default=0)),
        migrations.AddField(model_name="fund", name="head", field=models.CharField(blank=True, max_length=64)),
        migrations.AddConstraint(
            model_name="fund",
            constraint=models.CheckConstraint(
                condition=Q(committed__gte=0, paid__gte=0, released__gte=0), name="fund_sums_not_negative"
            ),
        ),
        migrations.AddField(
            model_name="transaction",
            name="number",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="transaction",
            name="hash",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="transaction",
            name="created_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AlterField(
            model_name="transaction",
            name="kind",
            field=models.CharField(
                choices=[
                    ("allocation", "allocation"),
                    ("commitment", "commitment"),
                    ("payment", "payment"),
                    ("release", "release"),
                    ("giving_back", "giving back"),
                    ("reversal", "reversal"),
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="account",
            field=models.CharField(
                choices=[
                    ("source", "source"),
                    ("available", "available"),
                    ("committed", "committed"),
                    ("paid", "paid"),
                    ("released", "given back"),
                ],
                max_length=12,
            ),
        ),
    ]
