"""The addresses of the application, and the floor."""

from django.urls import path

from atis_platform.urls import handler400, handler403, handler404, handler500, urlpatterns
from bench.floor import floor

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("bench/floor/", floor), *urlpatterns]
