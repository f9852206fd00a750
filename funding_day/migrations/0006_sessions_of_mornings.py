"""A morning becomes a session of the agenda: one calendar, one place, one cancellation. Each old one gets its session."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import migrations, models

PARIS = ZoneInfo("Europe/Paris")


def visitors_of(apps, day):
    rows = apps.get_model("funding_day", "Visitor").objects
    return rows.filter(models.Q(funder__day_id=day.pk) | models.Q(bearer__day_id=day.pk)).order_by("pk")


def give_sessions(apps, schema_editor):
    day_model, session_model, venue_model = (
        apps.get_model(*name) for name in (("funding_day", "FundingDay"), ("agenda", "Session"), ("agenda", "Venue"))
    )
    for day in day_model.objects.order_by("pk"):
        venue = venue_model.objects.get_or_create(name=day.place[:120])[0] if day.place else None
        day.session = session_model.objects.create(
            cohort_id=day.cohort_id,
            form="morning",
            title="Matinée des financeurs",
            starts_at=day.starts_at,
            ends_at=day.ends_at,
            venue=venue,
            state="published",
            published_at=day.starts_at,
            is_example=day.is_example,
        )
        if day.rounds_from:
            day.lead_minutes = (day.rounds_from - day.starts_at) // timedelta(minutes=1)
        if day.rounds_until:
            day.tail_minutes = (day.ends_at - day.rounds_until) // timedelta(minutes=1)
        day.save()
        for visitor in visitors_of(apps, day):
            visitor.clock_from = visitor.here_from and visitor.here_from.astimezone(PARIS).time()
            visitor.clock_until = visitor.here_until and visitor.here_until.astimezone(PARIS).time()
            visitor.save()
        for pause in apps.get_model("funding_day", "Pause").objects.filter(day_id=day.pk).order_by("pk"):
            pause.after_minutes = max(0, (pause.starts_at - day.starts_at) // timedelta(minutes=1))
            pause.minutes = max(1, (pause.ends_at - pause.starts_at) // timedelta(minutes=1))
            pause.save()


def take_back(apps, schema_editor):
    for day in apps.get_model("funding_day", "FundingDay").objects.order_by("pk"):
        session = day.session
        day.starts_at, day.ends_at = session.starts_at, session.ends_at
        day.rounds_from = session.starts_at + timedelta(minutes=day.lead_minutes)
        day.rounds_until = session.ends_at - timedelta(minutes=day.tail_minutes)
        day.place = session.venue.name if session.venue else ""
        day.session = None
        day.save()
        date = session.starts_at.astimezone(PARIS).date()
        for visitor in visitors_of(apps, day):
            for old, clock in (("here_from", "clock_from"), ("here_until", "clock_until")):
                hour = getattr(visitor, clock)
                setattr(visitor, old, hour and datetime.combine(date, hour, tzinfo=PARIS))
            visitor.save()
        for pause in apps.get_model("funding_day", "Pause").objects.filter(day_id=day.pk).order_by("pk"):
            pause.starts_at = day.starts_at + timedelta(minutes=pause.after_minutes)
            pause.ends_at = pause.starts_at + timedelta(minutes=pause.minutes)
            pause.save()
        session.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("funding_day", "0005_room_for_sessions"),
    ]

    operations = [
        migrations.RunPython(give_sessions, take_back),
    ]
