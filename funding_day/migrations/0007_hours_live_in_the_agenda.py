"""What the session of the agenda now says leaves the morning; people's hours are clocks of the day."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

LATER = "The hour of leaving comes before the hour of arrival."


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0014_funders_mornings"),
        ("funding_day", "0006_sessions_of_mornings"),
    ]

    operations = [
        migrations.AlterModelOptions(name="fundingday", options={"ordering": ["-session__starts_at", "-pk"]}),
        migrations.AlterModelOptions(name="pause", options={"ordering": ["after_minutes"]}),
        migrations.RemoveConstraint(model_name="fundingday", name="morning_ends_after_it_starts"),
        migrations.RemoveConstraint(model_name="fundingday", name="rounds_are_within_the_morning"),
        migrations.RemoveConstraint(model_name="pause", name="a_break_has_length"),
        migrations.RemoveConstraint(model_name="visitor", name="a_visitor_leaves_after_coming"),
        migrations.RemoveField(model_name="fundingday", name="starts_at"),
        migrations.RemoveField(model_name="fundingday", name="ends_at"),
        migrations.RemoveField(model_name="fundingday", name="place"),
        migrations.RemoveField(model_name="fundingday", name="rounds_from"),
        migrations.RemoveField(model_name="fundingday", name="rounds_until"),
        migrations.RemoveField(model_name="pause", name="starts_at"),
        migrations.RemoveField(model_name="pause", name="ends_at"),
        migrations.RemoveField(model_name="visitor", name="here_from"),
        migrations.RemoveField(model_name="visitor", name="here_until"),
        migrations.RenameField(model_name="visitor", old_name="clock_from", new_name="here_from"),
        migrations.RenameField(model_name="visitor", old_name="clock_until", new_name="here_until"),
        migrations.AlterField(
            model_name="fundingday",
            name="session",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="funding_day", to="agenda.session"
            ),
        ),
        migrations.AlterField("pause", "after_minutes", models.PositiveSmallIntegerField()),
        migrations.AlterField("pause", "minutes", models.PositiveSmallIntegerField()),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.CheckConstraint(condition=Q(minutes__gt=0), name="a_break_has_length"),
        ),
        migrations.AddConstraint(
            model_name="visitor",
            constraint=models.CheckConstraint(
                condition=Q(here_from=None) | Q(here_until=None) | Q(here_until__gt=F("here_from")),
                name="a_visitor_leaves_after_coming",
                violation_error_message=LATER,
            ),
        ),
    ]
