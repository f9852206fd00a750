"""Room for a morning's session of the agenda, and for hours told from its beginning."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0014_funders_mornings"),
        ("funding_day", "0004_who_meets_whom"),
    ]

    operations = [
        migrations.AddField(
            model_name="fundingday",
            name="session",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="funding_day",
                to="agenda.session",
            ),
        ),
        migrations.AddField("fundingday", "lead_minutes", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("fundingday", "tail_minutes", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("pause", "after_minutes", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("pause", "minutes", models.PositiveSmallIntegerField(default=1)),
        migrations.AddField("visitor", "clock_from", models.TimeField(null=True, blank=True)),
        migrations.AddField("visitor", "clock_until", models.TimeField(null=True, blank=True)),
        # What the next migration takes away may be empty meanwhile, so that there is a way back.
        migrations.AlterField("fundingday", "starts_at", models.DateTimeField(null=True)),
        migrations.AlterField("fundingday", "ends_at", models.DateTimeField(null=True)),
        migrations.AlterField("pause", "starts_at", models.DateTimeField(null=True)),
        migrations.AlterField("pause", "ends_at", models.DateTimeField(null=True)),
        migrations.AlterField("fundingday", "place", models.CharField(max_length=200, blank=True, default="")),
    ]
