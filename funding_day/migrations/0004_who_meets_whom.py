"""The ties between the tables, and the rules that the database holds over them."""

import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("funding_day", "0003_rules_of_a_morning"),
        ("cohorts", "0005_second_approval"),
        ("core", "0003_mails_to_read_again"),
        ("projects", "0006_pauses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="cell",
            name="bearer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="cells", to="funding_day.bearer"
            ),
        ),
        migrations.AddField(
            model_name="cell",
            name="funder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="cells", to="funding_day.funder"
            ),
        ),
        migrations.AddField(
            model_name="feedback",
            name="bearer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="feedback", to="funding_day.bearer"
            ),
        ),
        migrations.AddField(
            model_name="feedback",
            name="funder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="feedback", to="funding_day.funder"
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="bearer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="follow_ups", to="funding_day.bearer"
            ),
        ),
        migrations.AddField(
            model_name="guestlink",
            name="bearer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links",
                to="funding_day.bearer",
            ),
        ),
        migrations.AddField(
            model_name="guestlink",
            name="funder",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links",
                to="funding_day.funder",
            ),
        ),
        migrations.AddField(
            model_name="mailing",
            name="sent_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="pause",
            name="day",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="pauses", to="funding_day.fundingday"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="day",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="plans", to="funding_day.fundingday"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="made_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="mailing",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="mailings", to="funding_day.plan"
            ),
        ),
        migrations.AddField(
            model_name="cell",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="cells", to="funding_day.plan"
            ),
        ),
        migrations.AddField(
            model_name="planrun",
            name="asked_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="planrun",
            name="day",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="runs", to="funding_day.fundingday"
            ),
        ),
        migrations.AddField(
            model_name="planrun",
            name="job",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="plan_run", to="core.job"
            ),
        ),
        migrations.AddField(
            model_name="planrun",
            name="plan",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="run",
                to="funding_day.plan",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="bearer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="funding_day.bearer",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="day",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="funding_day.fundingday"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="funder",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="funding_day.funder",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="made_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="funding_day.plan"
            ),
        ),
        migrations.AddField(
            model_name="raised",
            name="bearer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="raised", to="funding_day.bearer"
            ),
        ),
        migrations.AddField(
            model_name="raised",
            name="day",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="raised", to="funding_day.fundingday"
            ),
        ),
        migrations.AddField(
            model_name="raised",
            name="funder",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="raised",
                to="funding_day.funder",
            ),
        ),
        migrations.AddField(
            model_name="raised",
            name="said_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="day",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="registrations", to="funding_day.fundingday"
            ),
        ),
        migrations.AddField(
            model_name="visitor",
            name="bearer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="visitors",
                to="funding_day.bearer",
            ),
        ),
        migrations.AddField(
            model_name="visitor",
            name="funder",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="visitors",
                to="funding_day.funder",
            ),
        ),
        migrations.AddField(
            model_name="wish",
            name="bearer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="wishes", to="funding_day.bearer"
            ),
        ),
        migrations.AddField(
            model_name="wish",
            name="funder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="wishes", to="funding_day.funder"
            ),
        ),
        migrations.AddField(
            model_name="wish",
            name="given_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.UniqueConstraint(fields=("funder", "bearer", "side"), name="one_feedback_a_side"),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.CheckConstraint(
                condition=models.Q(("side", "bearer"), models.Q(("interest", ""), _negated=True), _connector="OR"),
                name="a_funder_says_its_interest",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.UniqueConstraint(fields=("bearer", "month"), name="one_follow_up_a_month"),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__in", [1, 3, 6, 12])), name="follow_ups_come_at_their_months"
            ),
        ),
        migrations.AddConstraint(
            model_name="guestlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("bearer__isnull", False), ("funder", None)),
                    models.Q(("bearer", None), ("funder__isnull", False)),
                    _connector="OR",
                ),
                name="a_link_leads_to_one_guest",
            ),
        ),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="a_break_has_length"
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(fields=("day", "number"), name="one_plan_a_number"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("bound__gte", models.F("value"))), name="a_plan_is_within_its_bound"
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("proven", False), ("bound", models.F("value")), _connector="OR"),
                name="proven_means_the_bound",
            ),
        ),
        migrations.AddConstraint(
            model_name="cell",
            constraint=models.UniqueConstraint(fields=("plan", "round", "table"), name="one_meeting_a_table"),
        ),
        migrations.AddConstraint(
            model_name="cell",
            constraint=models.UniqueConstraint(fields=("plan", "round", "funder"), name="one_meeting_a_funder"),
        ),
        migrations.AddConstraint(
            model_name="cell",
            constraint=models.UniqueConstraint(fields=("plan", "round", "bearer"), name="one_meeting_a_bearer"),
        ),
        migrations.AddConstraint(
            model_name="cell",
            constraint=models.UniqueConstraint(fields=("plan", "funder", "bearer"), name="a_pair_meets_once"),
        ),
        migrations.AddConstraint(
            model_name="raised",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("result", "obtained"), ("obtained__gt", 0)),
                    models.Q(models.Q(("result", "obtained"), _negated=True), ("obtained", None)),
                    _connector="OR",
                ),
                name="what_is_obtained_has_an_amount",
                violation_error_message="Say how much was obtained; leave it empty otherwise.",
            ),
        ),
        migrations.AddConstraint(
            model_name="raised",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("funder__isnull", False), ("other_funder", "")),
                    models.Q(("funder", None), models.Q(("other_funder", ""), _negated=True)),
                    _connector="OR",
                ),
                name="raised_from_one_funder",
                violation_error_message="Choose the funder, or write its name: one of the two.",
            ),
        ),
        migrations.AddConstraint(
            model_name="raised",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked", None), ("asked__gt", 0), _connector="OR"),
                    models.Q(
                        ("obtained", None), ("obtained__lte", models.F("asked")), ("asked", None), _connector="OR"
                    ),
                ),
                name="no_more_obtained_than_asked",
                violation_error_message="More was obtained than was asked for: correct one of the two.",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["day", "email"], name="registration_of_address"),
        ),
        migrations.AddConstraint(
            model_name="visitor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("bearer__isnull", False), ("funder", None)),
                    models.Q(("bearer", None), ("funder__isnull", False)),
                    _connector="OR",
                ),
                name="a_visitor_comes_for_one_guest",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("here_from", None),
                    ("here_until", None),
                    ("here_until__gt", models.F("here_from")),
                    _connector="OR",
                ),
                name="a_visitor_leaves_after_coming",
                violation_error_message="The hour of leaving comes before the hour of arrival.",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitor",
            constraint=models.CheckConstraint(
                condition=models.Q(("arrived_at", None), ("is_no_show", False), _connector="OR"),
                name="who_has_arrived_is_no_no_show",
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.UniqueConstraint(fields=("funder", "bearer", "side"), name="one_wish_a_side"),
        ),
    ]
