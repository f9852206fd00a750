"""What the pages of the fund list."""

from .funds import Row, funds_for

__all__ = [
    "Row",
    "funds_for",
]
