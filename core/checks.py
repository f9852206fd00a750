"""What `manage.py check --deploy` looks at beyond Django: the parts that an installation forgets."""

from typing import Any

from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security, deploy=True)
def installation(app_configs: Any, **kwargs: Any) -> list[Warning]:
    found = []
    if not settings.HTTPS:
        found.append(Warning("SITE_URL does not start with https://.", id="house.W001"))
    if settings.DEMO:
        found.append(Warning("DEMO is on: the demonstration's accounts have a public password.", id="house.W002"))
    if not settings.REDIS_URL and settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        found.append(
            Warning("PostgreSQL without REDIS_URL: only one machine can then run the workers.", id="house.W003")
        )
    if settings.DELIVERY_BACKEND.endswith("filebased.EmailBackend"):
        found.append(Warning("EMAIL_URL is not set: mails are written to files and reach nobody.", id="house.W004"))
    return found
