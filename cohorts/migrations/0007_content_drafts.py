"""Drafts of the content, questions and criteria that go on word for word, and rounds that keep their version.

The triggers that froze published content move to `cohorts.guards`, which sets them after the migrations: on SQLite a
table is built anew to gain a column, and its triggers would go with it (docs/decisions/0014).
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = (
    *("contentversion", "scalelevel", "axis", "workstream"),
    *("question", "guidingobjective", "criterion", "criterionlevel"),
)


def lift(apps, schema_editor):
    for table in TABLES:
        for event in ("insert", "update", "delete"):
            name = f"cohorts_{table}_frozen_{event}"
            on = f" ON cohorts_{table}" if schema_editor.connection.vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


class Migration(migrations.Migration):
    dependencies = [
        ("cohorts", "0006_index_of_nous"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(lift, migrations.RunPython.noop),
        migrations.AddField(
            model_name="contentversion",
            name="based_on",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cohorts.contentversion"
            ),
        ),
        migrations.AddField(
            model_name="contentversion",
            name="created_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="contentversion",
            name="note",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="what this version is for"),
        ),
        migrations.AddField(
            model_name="contentversion",
            name="parts",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="criterion",
            name="since",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cohorts.criterion"
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="since",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cohorts.question"
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="content",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cohorts.contentversion"
            ),
        ),
    ]
