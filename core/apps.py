"""Starts the ground: finds every app's background jobs and periodic duties."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers the deployment checks

        autodiscover_modules("tasks", "access")
