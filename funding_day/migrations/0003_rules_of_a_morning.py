"""What a morning is set up with and what guests say of themselves."""

import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("funding_day", "0002_guests_wishes_plans"),
        ("cohorts", "0005_second_approval"),
        ("core", "0003_mails_to_read_again"),
        ("projects", "0006_pauses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="bearer",
            name="amount",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="amount sought"
            ),
        ),
        migrations.AddField(
            model_name="bearer",
            name="contact",
            field=models.CharField(blank=True, max_length=120, verbose_name="person"),
        ),
        migrations.AddField(
            model_name="bearer",
            name="email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="e-mail address"),
        ),
        migrations.AddField(
            model_name="bearer",
            name="language",
            field=models.CharField(choices=[("fr", "French"), ("en", "English")], default="fr", max_length=5),
        ),
        migrations.AddField(
            model_name="bearer",
            name="least",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="meetings, at least"),
        ),
        migrations.AddField(
            model_name="bearer",
            name="most",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="meetings, at most"),
        ),
        migrations.AddField(
            model_name="bearer",
            name="need",
            field=models.TextField(blank=True, max_length=1200, verbose_name="what we come to look for"),
        ),
        migrations.AddField(
            model_name="bearer",
            name="phone",
            field=models.CharField(blank=True, max_length=30, verbose_name="telephone"),
        ),
        migrations.AddField(
            model_name="bearer",
            name="pitch",
            field=models.CharField(blank=True, max_length=240, verbose_name="in one sentence"),
        ),
        migrations.AddField(
            model_name="bearer",
            name="shows_amount",
            field=models.BooleanField(default=True, verbose_name="show the amount to funders"),
        ),
        migrations.AddField(
            model_name="bearer",
            name="shows_contact",
            field=models.BooleanField(default=False, verbose_name="show our address to funders"),
        ),
        migrations.AddField(
            model_name="bearer",
            name="stage",
            field=models.CharField(
                blank=True,
                choices=[
                    ("idea", "idea"),
                    ("starting", "start-up"),
                    ("growing", "development"),
                    ("changing", "change of scale"),
                ],
                max_length=10,
                verbose_name="stage",
            ),
        ),
        migrations.AddField(
            model_name="bearer",
            name="standing",
            field=models.CharField(
                choices=[
                    ("expected", "expected"),
                    ("waiting", "asked after the closing date"),
                    ("withdrawn", "withdrawn"),
                ],
                default="expected",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="bearer",
            name="story",
            field=models.TextField(blank=True, max_length=2400, verbose_name="the project"),
        ),
        migrations.AddField(
            model_name="bearer",
            name="territories",
            field=models.CharField(blank=True, max_length=300, verbose_name="territories"),
        ),
        migrations.AddField(
            model_name="bearer",
            name="themes",
            field=models.CharField(blank=True, max_length=300, verbose_name="themes"),
        ),
        migrations.AddField(
            model_name="bearer",
            name="wishes_said_at",
            field=models.DateTimeField(default=None, null=True),
        ),
        migrations.AddField(
            model_name="funder",
            name="amount_from",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="from"),
        ),
        migrations.AddField(
            model_name="funder",
            name="amount_to",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="up to"),
        ),
        migrations.AddField(
            model_name="funder",
            name="instruments",
            field=models.JSONField(blank=True, default=list, verbose_name="forms of funding"),
        ),
        migrations.AddField(
            model_name="funder",
            name="language",
            field=models.CharField(choices=[("fr", "French"), ("en", "English")], default="fr", max_length=5),
        ),
        migrations.AddField(
            model_name="funder",
            name="least",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="meetings, at least"),
        ),
        migrations.AddField(
            model_name="funder",
            name="most",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="meetings, at most"),
        ),
        migrations.AddField(
            model_name="funder",
            name="phone",
            field=models.CharField(blank=True, max_length=30, verbose_name="telephone"),
        ),
        migrations.AddField(
            model_name="funder",
            name="stages",
            field=models.JSONField(blank=True, default=list, verbose_name="stages"),
        ),
        migrations.AddField(
            model_name="funder",
            name="standing",
            field=models.CharField(
                choices=[
                    ("expected", "expected"),
                    ("waiting", "asked after the closing date"),
                    ("withdrawn", "withdrawn"),
                ],
                default="expected",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="funder",
            name="territories",
            field=models.CharField(blank=True, max_length=300, verbose_name="territories"),
        ),
        migrations.AddField(
            model_name="funder",
            name="themes",
            field=models.CharField(blank=True, max_length=300, verbose_name="themes"),
        ),
        migrations.AddField(
            model_name="funder",
            name="wishes_said_at",
            field=models.DateTimeField(default=None, null=True),
        ),
        migrations.AddField(
            model_name="fundingday",
            name="bearer_least",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="meetings of a project, at least"),
        ),
        migrations.AddField(
            model_name="fundingday",
            name="bearer_most",
            field=models.PositiveSmallIntegerField(default=8, verbose_name="meetings of a project, at most"),
        ),
        migrations.AddField(
            model_name="fundingday",
            name="buffer_minutes",
            field=models.PositiveSmallIntegerField(
                default=2,
                validators=[django.core.validators.MaxValueValidator(30)],
                verbose_name="time to change tables",
            ),
        ),
        migrations.AddField(
            model_name="fundingday",
            name="closes_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="registration closes"),
        ),
        migrations.AddField(
            model_name="fundingday",
            name="entry",
            field=models.CharField(
                choices=[
                    ("everybody", "funders, and projects from outside the programme"),
                    ("funders", "funders only"),
                    ("team", "nobody: the team registers everybody"),
                ],
                default="everybody",
                max_length=10,
                verbose_name="who may register",
            ),
        ),
        migrations.AddField(
            model_name="fundingday",
            name="funder_least",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="meetings of a funder, at least"),
        ),
        migrations.AddField(
            model_name="fundingday",
            name="funder_most",
            field=models.PositiveSmallIntegerField(default=8, verbose_name="meetings of a funder, at most"),
        ),
        migrations.AddField(
            model_name="fundingday",
            name="rounds_from",
            field=models.DateTimeField(blank=True, null=True, verbose_name="first round"),
        ),
        migrations.AddField(
            model_name="fundingday",
            name="rounds_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="end of the rounds"),
        ),
        migrations.AddField(
            model_name="fundingday",
            name="slot_minutes",
            field=models.PositiveSmallIntegerField(
                default=15,
                validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(120)],
                verbose_name="length of a meeting",
            ),
        ),
        migrations.AddField(
            model_name="fundingday",
            name="tables",
            field=models.PositiveSmallIntegerField(
                default=20,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(300)],
                verbose_name="tables",
            ),
        ),
        migrations.AddField(
            model_name="fundingday",
            name="together",
            field=models.BooleanField(default=True, verbose_name="people of one team meet together"),
        ),
        migrations.AddField(
            model_name="fundingday",
            name="words_en",
            field=models.TextField(blank=True, max_length=3000, verbose_name="words of the programme, in English"),
        ),
        migrations.AddField(
            model_name="fundingday",
            name="words_fr",
            field=models.TextField(blank=True, max_length=3000, verbose_name="words of the programme, in French"),
        ),
        migrations.AlterField(
            model_name="bearer",
            name="name",
            field=models.CharField(max_length=160, verbose_name="name of the project"),
        ),
        migrations.AddConstraint(
            model_name="bearer",
            constraint=models.UniqueConstraint(
                fields=("day", "project"),
                name="one_bearer_per_project",
                violation_error_message="This project comes already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="bearer",
            constraint=models.CheckConstraint(
                condition=models.Q(("least", None), ("most", None), ("most__gte", models.F("least")), _connector="OR"),
                name="bearer_least_below_most",
                violation_error_message="A minimum is above its maximum: change one of the two.",
            ),
        ),
        migrations.AddConstraint(
            model_name="funder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_from", None),
                    ("amount_to", None),
                    ("amount_to__gte", models.F("amount_from")),
                    _connector="OR",
                ),
                name="amounts_rise",
                violation_error_message="The smallest amount is above the greatest: change one of the two.",
            ),
        ),
        migrations.AddConstraint(
            model_name="funder",
            constraint=models.CheckConstraint(
                condition=models.Q(("least", None), ("most", None), ("most__gte", models.F("least")), _connector="OR"),
                name="funder_least_below_most",
                violation_error_message="A minimum is above its maximum: change one of the two.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundingday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rounds_from", None),
                    ("rounds_until", None),
                    models.Q(
                        ("rounds_from__gte", models.F("starts_at")),
                        ("rounds_until__gt", models.F("rounds_from")),
                        ("rounds_until__lte", models.F("ends_at")),
                    ),
                    _connector="OR",
                ),
                name="rounds_are_within_the_morning",
                violation_error_message="The rounds lie within the hours of the morning, and end after they begin.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundingday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("buffer_minutes__lte", 30),
                    ("slot_minutes__gte", 5),
                    ("slot_minutes__lte", 120),
                    ("tables__gte", 1),
                ),
                name="a_meeting_has_length_and_a_table",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundingday",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("bearer_most__gte", models.F("bearer_least")), ("funder_most__gte", models.F("funder_least"))
                ),
                name="least_is_no_more_than_most",
                violation_error_message="A minimum is above its maximum: change one of the two.",
            ),
        ),
    ]
