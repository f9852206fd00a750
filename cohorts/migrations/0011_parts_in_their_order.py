"""What else stands in the content's files is kept as text: PostgreSQL's JSON forgets the order of entries."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cohorts", "0010_hours_before_production"),
    ]

    operations = [
        migrations.AlterField(
            model_name="contentversion",
            name="parts",
            field=models.TextField(default="{}"),
        ),
    ]
