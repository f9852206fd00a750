from decimal import Decimal
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

from core.dates import today
from fund import actions
from fund.enums import PaperKind, RequestState
from fund.models import FundRequest, Party
from tests.access.matrix import row


def project_words(cast):
    actions.allocate(
        actor=None,
        project=cast.project,
        amount=Decimal(5000),
        happened_on=cast.cohort.starts_on,
        label="Dotation",
        key="dotation",
    )
    return {"project": cast.project.slug}


def request_at(state, **more):
    """The words of a request of the cast's project in a state, with a quote and both structures asked."""

    def words(cast):
        project_words(cast)
        found = FundRequest.objects.create(
            project=cast.project, title="Mission", requested=Decimal(100), amount_gross=Decimal(100), offers=1,
            payee_name="Juriste", created_by=cast.participant, granted=None,
            amount_net=100, amount_vat=0, days=1, starts_on=today(), ends_on=today(),
        )  # fmt: skip
        for structure in (cast.structure, cast.partner_structure):
            Party.objects.create(request=found, structure=structure, percent=50, answer="agrees")
        actions.add_paper(actor=None, request=found, kind=PaperKind.QUOTE, content=BytesIO(b"%PDF-"), name="devis.pdf")
        if state in {RequestState.APPROVED, RequestState.DELIVERED, RequestState.INVOICED}:
            actions.commit(
                actor=None,
                project=cast.project,
                amount=Decimal(100),
                happened_on=today(),
                label="Mission",
                key="mission",
            )
        more_papers = {
            "deliverable": RequestState.APPROVED,
            "invoice": RequestState.DELIVERED,
            "proof": RequestState.INVOICED,
        }
        for kind, when in more_papers.items():
            FundRequest.objects.filter(pk=found.pk).update(state=when)
            actions.add_paper(
                actor=None, request=found, kind=PaperKind(kind), content=BytesIO(b"%PDF-"), name=f"{kind}.pdf"
            )
        FundRequest.objects.filter(pk=found.pk).update(state=state, granted=100, invoiced=100)
        cast.more["request"] = found
        return {"row": found.pk}

    return words


def quote_words(cast):
    words = request_at(RequestState.DRAFT)(cast)
    return words | {"paper": cast.more["request"].papers.get(kind="quote").pk}


def invoice_words(cast):
    words = request_at(RequestState.DELIVERED)(cast)
    return words | {"paper": cast.more["request"].papers.get(kind="invoice").pk}


def decision(cast):
    return {"kind": "grant", "decided_on": today().isoformat(), "seen": 1}


def a_paper(kind):
    return lambda cast: {"kind": kind, "file": SimpleUploadedFile("a.pdf", b"%PDF-")}


DRAFT, ASKED, APPROVED = (request_at(state) for state in ("draft", "asked", "approved"))
DELIVERED, INVOICED = request_at("delivered"), request_at("invoiced")
# Whoever carries the project or is of its team; and the team alone.
PROJECT = "302 404 404 {0} 404 404 {0} 404 {0} {0}"
TEAM = "302 404 404 403 404 404 403 404 {0} {0}"
PROJECT_READS, PROJECT_ACTS, TEAM_ACTS = PROJECT.format(200), PROJECT.format(302), TEAM.format(302)

ROWS = [
    row("fund:fund", "GET", PROJECT_READS, words=project_words),
    row("fund:statement_sheet", "GET", PROJECT_READS, words=project_words),
    row("fund:accounts", "GET", TEAM.format(200), words=project_words),
    row("fund:receipts", "GET", TEAM.format(200), words=project_words),
    row("fund:funds", "GET", "302 403 403 403 403 403 403 200 200 200"),
    row("fund:new_request", "GET", PROJECT_READS, words=project_words),
    row("fund:new_request", "POST", PROJECT_ACTS, words=project_words, data=lambda cast: {"title": "Un"}),
    row("fund:request", "GET", PROJECT_READS, words=ASKED),
    row("fund:edit_request", "GET", PROJECT_READS, words=DRAFT),
    row("fund:edit_request", "POST", PROJECT_ACTS, words=DRAFT, data=lambda cast: {"title": "Un", "seen": 1}),
    row(
        "fund:answer_request", "POST", "302 404 404 302 404 404 302 404 403 403", words=DRAFT,
        data=lambda cast: {"answer": "agrees"},
    ),
    row("fund:send_request", "POST", PROJECT_ACTS, words=DRAFT),
    row("fund:cancel_request", "POST", PROJECT_ACTS, words=ASKED),
    row("fund:decide_request", "POST", TEAM_ACTS, words=ASKED, data=decision),
    row("fund:deliver", "POST", TEAM_ACTS, words=APPROVED, data=lambda cast: {"delivery-day": today().isoformat()}),
    row("fund:receive_invoice", "POST", TEAM_ACTS, words=DELIVERED, data=lambda cast: {"amount": "100"}),
    row("fund:pay_request", "POST", TEAM_ACTS, words=INVOICED, data=lambda cast: {"payment-day": today().isoformat()}),
    row(
        "fund:change_terms", "POST", TEAM_ACTS, words=APPROVED,
        data=lambda cast: {"requested": "90", "payee_name": "Autre", "payee_siret": "73282932000074"},
    ),
    row("fund:release_request", "POST", TEAM_ACTS, words=APPROVED, data=lambda cast: {"reason": "Fin."}),
    row("fund:add_paper", "POST", PROJECT_ACTS, words=DRAFT, data=a_paper("quote")),
    row("fund:add_receipt", "POST", TEAM_ACTS, words=DELIVERED, data=a_paper("invoice")),
    row("fund:paper", "GET", "302 404 404 404 404 404 404 404 200 200", words=invoice_words),
    row("fund:remove_paper", "POST", PROJECT_ACTS, words=quote_words),
]  # fmt: skip
