"""Celery's application: in production it only carries job numbers; the Job row is the truth (see core.jobs)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atis_platform.settings.base")

app = Celery("cooperations")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["core"], related_name="drivers")
