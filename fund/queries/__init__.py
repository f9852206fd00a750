"""What the pages of the fund list."""

from .checks import Difference, differences, latest_check
from .funds import Row, funds_for
from .requests import Sheet, Step, bearers_of, deciders_of, on_sheet, paper_for, requests_of, sheet, to_decide

__all__ = [
    "Difference",
    "Row",
    "Sheet",
    "Step",
    "bearers_of",
    "deciders_of",
    "differences",
    "funds_for",
    "latest_check",
    "on_sheet",
    "paper_for",
    "requests_of",
    "sheet",
    "to_decide",
]
