"""The demonstration: the facts of the 2021 edition from cohorts/content, and inventions that say they are examples."""

from .load import DemonstrationRefused, load

__all__ = ["DemonstrationRefused", "load"]
