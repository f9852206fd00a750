"""What the team takes away for the accounts."""

import tempfile
import zipfile
from typing import Any

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import sheets
from core.dates import today
from core.gate import gate
from fund import access, figures, queries
from projects.models import Project

from .registers import project_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@gate(see=project_of)
def statement_sheet(request, project):
    """The register as its page shows it, oldest first."""
    heads = [_("Date"), pgettext("fund", "Entry"), _("Kind"), _("Amount"), _("Available balance")]
    lines = [
        (line.transaction.happened_on, label(line.transaction), line.transaction.get_kind_display(),
         line.moved or line.amount, line.balance)
        for line in reversed(figures.statement(project))
    ]  # fmt: skip
    return given(sheets.as_xlsx(_("Register of the fund"), heads, lines), XLSX, _("register"), project, "xlsx")


@gate(see=project_of, do=access.can_export_accounts)
def accounts(request, project):
    return given(accounts_csv(project), "text/csv; charset=utf-8", _("accounts"), project, "csv")


@gate(see=project_of, do=access.can_export_accounts)
def receipts(request, project):
    """The accounts and every receipt, under the names that the lines give them."""
    made = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(file_name(_("accounts"), project, "csv"), accounts_csv(project))
        for rows in queries.receipts(project).values():
            for receipt in rows:
                with receipt.paper.file.content.open("rb") as content:
                    archive.writestr(f"{_('receipts')}/{receipt.name}", content.read())
    made.seek(0)
    response = FileResponse(made, as_attachment=True, filename=file_name(_("receipts"), project, "zip"))
    response["Cache-Control"] = "private, no-store"
    return response


def accounts_csv(project: Project) -> bytes:
    heads = [
        *(_("Date"), _("Transaction no."), _("Kind"), _("Account"), pgettext("fund", "Entry"), _("Payee"), _("SIRET")),
        *(_("Debit"), _("Credit"), _("Receipts")),
    ]
    rows = [
        (line.day, line.number, line.kind, line.account, with_example(line.label, is_example=line.is_example),
         line.payee, line.siret, line.debit, line.credit, " | ".join(line.receipts))
        for line in queries.account_lines(project)
    ]  # fmt: skip
    return sheets.as_csv(heads, rows)


def label(row: Any) -> str:
    return with_example(row.label, is_example=row.is_example)


def with_example(text: str, *, is_example: bool) -> str:
    return f"{text} ({_('example')})" if is_example else text


def file_name(word: str, project: Project, end: str) -> str:
    return f"{sheets.safe_name(word)}-{sheets.safe_name(project.name)}-{today():%Y-%m-%d}.{end}"


def given(content: bytes, kind: str, word: str, project: Project, end: str) -> HttpResponse:
    name = file_name(word, project, end)
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )
