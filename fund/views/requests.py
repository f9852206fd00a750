"""A request: written, put to the structures, decided on, followed to the payment."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from core import files
from core.dates import today
from core.errors import Refused
from core.gate import gate, one
from core.http import go, page, refused
from fund import access, actions, figures, forms, queries
from fund.enums import DecisionKind, PaperKind
from fund.models import FundRequest

from .registers import project_of

request_of = one(FundRequest, pk="row", prepare=queries.on_sheet)
FORM, SHEET = "fund/request_form.html", "fund/request.html"


def paper_of(request: HttpRequest, row: int, paper: int) -> Any:
    """A file of a request, where the person may read both; else 404."""
    found = queries.paper_for(request.user, request_of(request, row=row), paper)
    if found is None:
        raise Http404
    return found


@gate(see=project_of, do=access.can_ask_fund, methods=("GET", "POST"))
def new_request(request, project):
    form = forms.RequestForm(
        request.POST if request.method == "POST" else None, project=project, initial=suggested(request, project)
    )
    context = {"project": project, "row": None, "balance": figures.balance(project)}
    context["to_ask"] = queries.bearers_to_ask(project, request.user)
    if request.method == "GET":
        return page(request, FORM, {"form": form, **context})
    row = actions.save_draft(actor=request.user, project=project, typed=form.typed)
    return propose_or_keep(request, form, row, context)


def suggested(request, project):
    """What the address says of a mission: the axis that somebody came from."""
    axis = project.cohort.content.axes.filter(slug=request.GET.get("axis", "")).first()
    return {"axis": axis, "offers": 1}


@gate(see=request_of, do=access.can_write_request, methods=("GET", "POST"))
def edit_request(request, row):
    typed = request.POST if request.method == "POST" else None
    form = forms.RequestForm(typed, project=row.project, request=row)
    context = {"project": row.project, "row": row, "balance": figures.balance(row.project)}
    context["to_ask"] = queries.bearers_to_ask(row.project, request.user)
    if request.method == "GET":
        return page(request, FORM, {"form": form, **context})
    seen = int(request.POST["seen"]) if request.POST.get("seen", "").isdigit() else 0
    try:
        row = actions.save_draft(actor=request.user, project=row.project, typed=form.typed, request=row, seen=seen)
    except Refused as refusal:
        form.is_valid()
        return refused(request, refusal, form, FORM, context)
    return propose_or_keep(request, form, row, {**context, "row": row})


def propose_or_keep(request, form, row, context):
    """A draft is kept in any case; it goes to the structures when that was asked for and nothing is wrong."""
    if request.POST.get("then") != "propose":
        messages.success(request, _("The draft is kept as you typed it."))
        return go(request, row.get_absolute_url())
    context = {**context, "row": row}
    form.data = form.data.copy()
    form.data["seen"] = str(row.version)
    if not form.is_valid():
        return page(request, FORM, {**context, "form": form}, status=422)
    try:
        actions.propose(actor=request.user, request=row, typed=form.typed, facts=form.facts, shares=form.shares)
    except Refused as refusal:
        return refused(request, refusal, form, FORM, context)
    messages.success(request, _("The member structures are asked to agree."))
    return go(request, row.get_absolute_url())


@gate(see=request_of)
def request(request, row):
    return page(request, SHEET, sheet(request, row))


def sheet(request: HttpRequest, row: FundRequest, **bound: Any) -> dict[str, Any]:
    """The page's context; `bound` are forms that were refused, by name."""
    day = {"day": today()}
    terms = {"requested": row.granted, "payee_name": row.payee_name, "payee_siret": row.payee_siret}
    return {
        "row": row,
        "project": row.project,
        "sheet": queries.sheet(row, request.user),
        "balance": figures.balance(row.project),
        "refusal": None,
        "decision_form": forms.DecisionForm(initial={"decided_on": today(), "seen": row.version}),
        "delivery_form": forms.DayForm(initial=day, prefix="delivery"),
        "invoice_form": forms.InvoiceForm(initial={"amount": row.granted}),
        "payment_form": forms.DayForm(initial=day, prefix="payment"),
        "terms_form": forms.TermsForm(initial=terms),
        "reason_form": forms.ReasonForm(auto_id="id_release_%s"),
        "quote_form": paper_form(PaperKind.QUOTE),
        "deliverable_form": paper_form(PaperKind.DELIVERABLE),
        "bill_form": paper_form(PaperKind.INVOICE),
        "proof_form": paper_form(PaperKind.PROOF),
        **bound,
    }


def paper_form(kind):
    return forms.PaperForm(kinds=(kind,), initial={"kind": kind}, auto_id=f"id_{kind.value}_%s")


def act(request, row, action, done, *, facts=None, form=None, name=""):
    """Carries out one step and shows the page again: with the refusal on top and the form as it was typed."""
    try:
        if form is not None and not form.is_valid():
            raise Refused(str(next(iter(form.errors.values()))[0]))
        action(actor=request.user, **(facts or {"request": row}))
    except Refused as refusal:
        context = sheet(request, request_of(request, row=row.pk), **({name: form} if name else {}))
        return page(request, SHEET, {**context, "refusal": refusal}, status=refusal.status)
    messages.success(request, done)
    return go(request, row.get_absolute_url())


def told(form, row, **more):
    """What a valid form says of a request; an invalid one is refused by `act` before this is used."""
    return {**form.cleaned_data, **more, "request": row} if form.is_valid() else None


@gate(see=request_of, do=access.can_answer_request, methods=("POST",))
def answer_request(request, row):
    form = forms.AnswerForm(request.POST)
    facts = told(form, row)
    if facts:
        facts["agrees"] = facts.pop("answer") == "agrees"
    return act(request, row, actions.answer_request, _("Your structure’s answer is noted."), facts=facts, form=form)


@gate(see=request_of, do=access.can_write_request, methods=("POST",))
def send_request(request, row):
    return act(request, row, actions.send_request, _("The request is with the team."))


@gate(see=request_of, do=access.can_write_request, methods=("POST",))
def cancel_request(request, row):
    return act(request, row, actions.cancel_request, _("The request is withdrawn."))


@gate(see=request_of, do=access.can_write_request, methods=("POST",))
def add_paper(request, row):
    return attach(request, row, (PaperKind.QUOTE, PaperKind.DELIVERABLE))


@gate(see=request_of, do=access.can_follow_request, methods=("POST",))
def add_receipt(request, row):
    return attach(request, row, (PaperKind.INVOICE, PaperKind.PROOF))


def attach(request, row, kinds):
    form = forms.PaperForm(request.POST, request.FILES, kinds=kinds)
    facts = None
    if form.is_valid():
        sent = form.cleaned_data["file"]
        kind = PaperKind(form.cleaned_data["kind"])
        facts = {"request": row, "kind": kind, "content": sent, "name": sent.name}
    return act(request, row, actions.add_paper, _("The file is attached."), facts=facts, form=form)


@gate(see=paper_of, do=access.can_remove_paper, methods=("POST",))
def remove_paper(request, paper):
    return act(request, paper.request, actions.remove_paper, _("The file is taken away."), facts={"paper": paper})


@gate(see=paper_of)
def paper(request, paper):
    return files.give(paper.file)


@gate(see=request_of, do=access.can_decide_request, methods=("POST",))
def decide_request(request, row):
    form = forms.DecisionForm(request.POST)
    facts = told(form, row)
    if facts:
        facts["kind"] = DecisionKind(facts["kind"])
    said = _("Your decision is noted.")
    return act(request, row, actions.decide, said, facts=facts, form=form, name="decision_form")


@gate(see=request_of, do=access.can_follow_request, methods=("POST",))
def deliver(request, row):
    form = forms.DayForm(request.POST, prefix="delivery")
    facts = told(form, row)
    if facts:
        facts["delivered_on"] = facts.pop("day")
    said = _("The service is confirmed.")
    return act(request, row, actions.deliver, said, facts=facts, form=form, name="delivery_form")


@gate(see=request_of, do=access.can_follow_request, methods=("POST",))
def receive_invoice(request, row):
    form = forms.InvoiceForm(request.POST)
    said = _("The invoice is noted.")
    return act(request, row, actions.receive_invoice, said, facts=told(form, row), form=form, name="invoice_form")


@gate(see=request_of, do=access.can_follow_request, methods=("POST",))
def pay_request(request, row):
    form = forms.DayForm(request.POST, prefix="payment")
    facts = told(form, row)
    if facts:
        facts["paid_on"] = facts.pop("day")
    said = _("The payment is in the register.")
    return act(request, row, actions.pay_request, said, facts=facts, form=form, name="payment_form")


@gate(see=request_of, do=access.can_follow_request, methods=("POST",))
def change_terms(request, row):
    form = forms.TermsForm(request.POST)
    said = _("The change waits for approval.")
    return act(request, row, actions.change_terms, said, facts=told(form, row), form=form, name="terms_form")


@gate(see=request_of, do=access.can_follow_request, methods=("POST",))
def release_request(request, row):
    form = forms.ReasonForm(request.POST, auto_id="id_release_%s")
    said = _("The mission is given up, its euros are available again.")
    return act(request, row, actions.release_request, said, facts=told(form, row), form=form, name="reason_form")
