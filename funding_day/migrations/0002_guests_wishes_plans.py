"""The tables of those who come, their wishes, the plans and what follows."""

import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cohorts", "0005_second_approval"),
        ("core", "0003_mails_to_read_again"),
        ("funding_day", "0001_morning"),
        ("projects", "0006_pauses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Cell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                ("table", models.PositiveSmallIntegerField()),
                ("locked", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["round", "table"],
            },
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(choices=[("funder", "funder"), ("bearer", "project bearer")], max_length=10)),
                ("by_team", models.BooleanField(default=False)),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("person", models.CharField(blank=True, max_length=120, verbose_name="person present")),
                (
                    "interest",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("outside", "outside our scope"),
                            ("too_early", "interesting but too early"),
                            ("follow", "to be followed"),
                            ("ready", "ready to examine a file"),
                        ],
                        max_length=10,
                        verbose_name="interest at this stage",
                    ),
                ),
                ("instruments", models.JSONField(blank=True, default=list, verbose_name="possible forms of funding")),
                ("purposes", models.JSONField(blank=True, default=list, verbose_name="what could be funded")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="order of magnitude"
                    ),
                ),
                ("window", models.CharField(blank=True, max_length=160, verbose_name="next window or deadline")),
                (
                    "legibility",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "1 · not at all"), (2, "2 · a little"), (3, "3 · rather"), (4, "4 · entirely")],
                        null=True,
                        verbose_name="it is clear who does what and who commits",
                    ),
                ),
                (
                    "clarity",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "1 · not at all"), (2, "2 · a little"), (3, "3 · rather"), (4, "4 · entirely")],
                        null=True,
                        verbose_name="the economic model is clear",
                    ),
                ),
                ("strengths", models.TextField(blank=True, max_length=2000, verbose_name="what inspires confidence")),
                (
                    "unclear",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="what must be clarified before applying"
                    ),
                ),
                (
                    "contractor",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("lead", "one lead organisation"),
                            ("each", "each organisation"),
                            ("joint", "a joint entity to be created"),
                            ("open", "to be defined"),
                        ],
                        max_length=10,
                        verbose_name="with whom could you sign?",
                    ),
                ),
                (
                    "next_step",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "none"),
                            ("meeting", "arrange a meeting"),
                            ("file", "send a file"),
                            ("refer", "refer to another funder"),
                        ],
                        max_length=10,
                        verbose_name="next step",
                    ),
                ),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="follow-up date")),
                (
                    "readers",
                    models.CharField(
                        choices=[("team", "the support team only"), ("project", "the team and the project")],
                        default="team",
                        max_length=10,
                        verbose_name="who may read this?",
                    ),
                ),
                (
                    "usefulness",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "1 · not at all"), (2, "2 · a little"), (3, "3 · rather"), (4, "4 · entirely")],
                        null=True,
                        verbose_name="usefulness of the morning to you",
                    ),
                ),
                ("suggestions", models.TextField(blank=True, max_length=2000, verbose_name="suggestions")),
                (
                    "quality",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "1 · not at all"), (2, "2 · a little"), (3, "3 · rather"), (4, "4 · entirely")],
                        null=True,
                        verbose_name="quality of the exchange",
                    ),
                ),
                (
                    "learnt",
                    models.TextField(blank=True, max_length=2000, verbose_name="what we learnt about our project"),
                ),
                ("to_do", models.TextField(blank=True, max_length=2000, verbose_name="what we must do, who and when")),
                (
                    "changes_model",
                    models.BooleanField(
                        default=False, verbose_name="this exchange changes our economic model or structure"
                    ),
                ),
            ],
            options={
                "ordering": ["-said_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.PositiveSmallIntegerField()),
                ("due_on", models.DateField()),
                ("sent_at", models.DateTimeField(default=None, null=True)),
                ("answered_at", models.DateTimeField(default=None, null=True)),
                ("words", models.TextField(blank=True, max_length=2000)),
            ],
            options={
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="GuestLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(default=None, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Mailing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("provisional", "provisional"), ("final", "final")], max_length=12)),
                ("mails", models.PositiveIntegerField()),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-sent_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("label", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "ordering": ["starts_at"],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("computed", "computed"),
                            ("stopped", "computed, stopped before the end"),
                            ("by_hand", "changed by hand"),
                            ("locked", "locks changed"),
                            ("repaired", "repaired on the day"),
                        ],
                        max_length=10,
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("seed", models.PositiveIntegerField(default=1)),
                ("value", models.PositiveIntegerField()),
                ("bound", models.PositiveIntegerField()),
                ("proven", models.BooleanField(default=False)),
                ("meetings", models.PositiveIntegerField()),
                ("rounds", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("unmet", models.JSONField(default=list)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="PlanRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seconds", models.PositiveSmallIntegerField(default=60)),
                ("seed", models.PositiveIntegerField(default=1)),
                ("best", models.PositiveIntegerField(default=0)),
                ("bound", models.PositiveIntegerField(default=0)),
                ("stop_asked", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mishap",
                    models.CharField(
                        choices=[("late", "late"), ("absent", "absent"), ("leaving", "has to leave")], max_length=10
                    ),
                ),
                ("at_round", models.PositiveSmallIntegerField()),
                ("frozen", models.PositiveSmallIntegerField()),
                ("cells", models.JSONField()),
                ("told", models.JSONField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("settled_at", models.DateTimeField(default=None, null=True)),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Raised",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("other_funder", models.CharField(blank=True, max_length=160, verbose_name="another funder")),
                (
                    "instrument",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("grant", "grant"),
                            ("donation", "donation or patronage"),
                            ("loan", "loan"),
                            ("guarantee", "guarantee"),
                            ("equity", "equity or quasi-equity"),
                            ("campaign", "crowdfunding campaign"),
                            ("skills", "skills sponsorship"),
                        ],
                        max_length=10,
                        verbose_name="form of funding",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[("asked", "asked for"), ("obtained", "obtained"), ("refused", "refused")],
                        max_length=10,
                        verbose_name="what became of it",
                    ),
                ),
                (
                    "asked",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="amount asked for"
                    ),
                ),
                (
                    "obtained",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="amount obtained"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("bearer", "said by the project bearer"),
                            ("funder", "said by the funder"),
                            ("team", "noted by the team"),
                        ],
                        max_length=10,
                        verbose_name="source",
                    ),
                ),
                ("proof", models.CharField(blank=True, max_length=200, verbose_name="what shows it")),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["bearer__name", "-said_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(choices=[("funder", "funder"), ("bearer", "project bearer")], max_length=10)),
                ("email", models.EmailField(max_length=254)),
                ("data", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                (
                    "language",
                    models.CharField(choices=[("fr", "French"), ("en", "English")], default="fr", max_length=5),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(default=None, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Visitor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("role", models.CharField(blank=True, max_length=120)),
                ("here_from", models.DateTimeField(blank=True, null=True)),
                ("here_until", models.DateTimeField(blank=True, null=True)),
                ("arrived_at", models.DateTimeField(blank=True, null=True)),
                ("is_no_show", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(choices=[("funder", "funder"), ("bearer", "project bearer")], max_length=10)),
                (
                    "level",
                    models.CharField(
                        choices=[("must", "must meet"), ("like", "would like to meet"), ("no", "no thanks")],
                        max_length=10,
                    ),
                ),
                ("by_team", models.BooleanField(default=False)),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
    ]
