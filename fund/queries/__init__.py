"""What the pages of the fund list."""

from .checks import Difference, differences, latest_check
from .funds import Row, funds_for

__all__ = [
    "Difference",
    "Row",
    "differences",
    "funds_for",
    "latest_check",
]
