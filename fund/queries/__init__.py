"""What the pages of the fund list."""

from .checks import Difference, differences, latest_check
from .exports import AccountLine, Receipt, account_lines, receipts
from .funds import Row, funds_page
from .requests import (
    Sheet,
    Step,
    bearers_of,
    bearers_to_ask,
    deciders_of,
    on_sheet,
    paper_for,
    requests_of,
    sheet,
    to_decide,
)

__all__ = [
    "AccountLine",
    "Difference",
    "Receipt",
    "Row",
    "Sheet",
    "Step",
    "account_lines",
    "bearers_of",
    "bearers_to_ask",
    "deciders_of",
    "differences",
    "funds_page",
    "latest_check",
    "on_sheet",
    "paper_for",
    "receipts",
    "requests_of",
    "sheet",
    "to_decide",
]
