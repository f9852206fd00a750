"""What leaves for the accounts equals the register, opens without a formula, and names every receipt."""

import csv
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from core import sheets
from fund import actions, figures, queries
from fund.enums import DecisionKind, PaperKind
from fund.models import Entry
from tests.fund import test_requests as asking


@pytest.fixture
def paid(cast):
    asking.allocate(cast.project)
    row = asking.asked(cast, title="=1+1 Comparer", payee_name="@SUM(A1)")
    row = asking.decided(cast, row)
    asking.paper(cast, row, PaperKind.DELIVERABLE)
    row = actions.deliver(actor=cast.facilitator, request=row, delivered_on=asking.dt.date(2026, 6, 5))
    asking.paper(cast, row, PaperKind.INVOICE)
    row = actions.receive_invoice(actor=cast.facilitator, request=row, amount=Decimal(1100))
    asking.paper(cast, row, PaperKind.PROOF)
    actions.pay_request(actor=cast.facilitator, request=row, paid_on=asking.dt.date(2026, 6, 9))
    return cast


def amount(text):
    return Decimal(text.replace(",", "."))


def read_csv(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_the_accounts_have_a_line_per_entry_and_balance(paid, sign_in):
    rows = read_csv(sign_in(paid.facilitator).get("/projects/projet/fund/accounts.csv").content)

    assert len(rows) == Entry.objects.count() == 8
    assert sum(amount(row["Débit"]) for row in rows) == sum(amount(row["Crédit"]) for row in rows)
    by_account = {}
    for row in rows:
        moved = amount(row["Débit"]) - amount(row["Crédit"])
        by_account[row["Compte"]] = by_account.get(row["Compte"], Decimal(0)) + moved
    balance = figures.balance(paid.project)
    assert by_account["disponible"] == balance.available == 3900
    assert by_account["payé"] == balance.paid == 1100


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_what_was_typed_is_never_a_formula(start):
    text = f"{start}HYPERLINK(1)"

    line = read_csv(sheets.as_csv(["Texte"], [[text]]))[0]["Texte"]
    cell = openpyxl.load_workbook(io.BytesIO(sheets.as_xlsx("T", ["Texte"], [[text]]))).active["A2"]

    assert line[:1] not in {"=", "+", "-", "@", "\t", "\r"}
    assert cell.data_type == "s"


def test_no_formula_in_the_exports_of_a_fund(paid, sign_in):
    client = sign_in(paid.facilitator)
    rows = read_csv(client.get("/projects/projet/fund/accounts.csv").content)
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/projects/projet/fund/register.xlsx").content)).active

    assert {row["Bénéficiaire"] for row in rows} == {"", "'@SUM(A1)"}
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_sheet_says_what_the_page_says(paid, sign_in):
    content = sign_in(paid.participant).get("/projects/projet/fund/register.xlsx").content
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2, values_only=True))

    lines = figures.statement(paid.project)[::-1]
    assert [Decimal(str(row[4])) for row in rows] == [line.balance for line in lines]
    assert [Decimal(str(row[3])) for row in rows] == [line.moved or line.amount for line in lines]


def test_every_receipt_is_in_the_archive_under_the_name_of_its_line(paid, sign_in):
    content = b"".join(sign_in(paid.facilitator).get("/projects/projet/fund/receipts.zip"))

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        table = next(name for name in names if name.endswith(".csv"))
        rows = read_csv(archive.read(table))
        assert archive.read(names[1]) == asking.PDF
    named = {name for row in rows for name in row["Pièces"].split(" | ") if name}
    assert {name.partition("/")[2] for name in names if name != table} == named
    assert sorted(name[:4] for name in named) == ["0002", "0003", "0003", "0003"]
    assert all(name.endswith(".pdf") for name in named)


def test_accounts_take_the_same_queries_whatever_the_number(paid, django_assert_num_queries):
    with django_assert_num_queries(4):
        queries.account_lines(paid.project)
    asking.decided(paid, asking.asked(paid, title="Autre"), DecisionKind.GRANT)
    with django_assert_num_queries(4):
        queries.account_lines(paid.project)
