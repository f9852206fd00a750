"""Tables that leave the house: CSV as accountants open it, and XLSX. Text that a person typed is never a formula."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BOM = "\ufeff"

Cell = str | int | Decimal | dt.date | None


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Semicolons, decimal commas, dates like 2021-05-20, and the mark by which Excel knows UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([[_typed(cell) for cell in row] for row in rows])
    return (BOM + out.getvalue()).encode()


def as_xlsx(title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet: amounts are numbers, days are dates, and whatever was typed is text."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"

    def cell(value: Cell, *, bold: bool = False) -> Any:
        made = WriteOnlyCell(sheet, value=_safe_text(value) if isinstance(value, str) else value)
        if isinstance(value, str):
            made.data_type = "s"
        elif isinstance(value, Decimal):
            made.number_format = "#,##0.00"
        elif isinstance(value, dt.date):
            made.number_format = "yyyy-mm-dd"
        if bold:
            made.font = Font(bold=True)
        return made

    for place, head in enumerate(heads):
        sheet.column_dimensions[chr(ord("A") + place)].width = max(14, len(head) + 2)
    sheet.append([cell(head, bold=True) for head in heads])
    for row in rows:
        sheet.append([cell(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def safe_name(text: str) -> str:
    """A word for the name of a file: letters, digits and hyphens."""
    return slugify(text.replace("’", "-").replace("'", "-"))[:60] or "x"


def _typed(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", ",")
    if isinstance(value, dt.date):
        return value.isoformat()
    text = _safe_text(value) if isinstance(value, str) else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _safe_text(text: str) -> str:
    """Without the control signs that no sheet takes."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")
