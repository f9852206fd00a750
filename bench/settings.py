"""The settings of an installation, with a clock around every request and the bare view that pages are compared with."""

from atis_platform.settings.base import *  # noqa: F403 - the whole module is settings
from atis_platform.settings.base import BASE_DIR, MIDDLEWARE, TEMPLATES

MIDDLEWARE = ["bench.measure.Measure", *MIDDLEWARE]
ROOT_URLCONF = "bench.urls"
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], BASE_DIR / "bench" / "templates"]
