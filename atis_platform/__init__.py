"""The frame: settings, root addresses, Celery and WSGI. No rule and no page lives here."""

from .celery import app as celery_app

__all__ = ["celery_app"]
