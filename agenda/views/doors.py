"""Where people sign without being of the team: by the code in the room, by a mailed link, on the shared tablet."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda import actions, queries
from agenda.enums import Way
from agenda.forms import AddressForm, CodeForm, SignForm
from agenda.models import Session, Sheet
from agenda.queries import Line, Roll
from core.errors import Refused
from core.gate import gate
from core.http import is_fragment
from core.limits import spent, within
from core.links import check, link_of
from core.models import Link

# Wrong codes, and links asked for, from one address in ten minutes. A room shares one address.
WRONG_CODES, ASKED_LINKS, WINDOW = 30, 60, 600


def sheet_of(request: HttpRequest, code: str) -> Sheet:
    """The sheet of the code in the address; whoever guesses is stopped."""
    if spent(request, "code", WRONG_CODES, WINDOW):
        raise Http404
    sheet = queries.sheet_by_code(code.upper())
    if sheet is None:
        within(request, "code", WRONG_CODES, WINDOW)
        raise Http404
    return sheet


sheet_of.words = ("code",)  # type: ignore[attr-defined]


def sheet_or_none(request: HttpRequest, code: str) -> Sheet | None:
    """The same for the page on which a sentence says that the code is wrong, or over."""
    try:
        return sheet_of(request, code)
    except Http404:
        return None


sheet_or_none.words = ("code",)  # type: ignore[attr-defined]


@gate(public="Whoever is in the room types the code on the wall.", methods=("GET", "POST"))
def enter_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if spent(request, "code", WRONG_CODES, WINDOW):
            status = 429
            form.add_error(None, _("Too many wrong codes from here: wait ten minutes, or ask for the tablet."))
        elif form.is_valid():
            code = form.cleaned_data["code"]
            if queries.sheet_by_code(code) is not None:
                return redirect(reverse("agenda:sign", args=[code]))
            within(request, "code", WRONG_CODES, WINDOW)
            form.add_error("code", _("No session has this code today. Read it again on the wall."))
    return render(request, "agenda/signing/code.html", {"form": form, "is_wrong": False}, status=status)


@gate(public="The code in the room opens the page; what it shows before signing in is on the wall.", see=sheet_or_none)
def sign(request: HttpRequest, sheet: Sheet | None) -> HttpResponse:
    if sheet is None:
        return render(request, "agenda/signing/code.html", {"form": CodeForm(), "is_wrong": True}, status=404)
    return render(request, "agenda/signing/phone.html", phone(request, sheet))


def phone(request: HttpRequest, sheet: Sheet, **more: Any) -> dict[str, Any]:
    """Signed in: the own lines. Not signed in: two ways to say who one is, and nobody's name."""
    signed_in = request.user.is_authenticated
    return {
        "sheet": sheet,
        "session": sheet.session,
        "own": queries.own(sheet.session, request.user) if signed_in else None,
        "action": reverse("agenda:give_signature", args=[sheet.code]),
        "address": AddressForm(),
        "asked": False,
        "key": uuid4(),
        "refusal": None,
        "refused_at": "",
        "by_link": False,
        **more,
    }


@gate(see=sheet_of, methods=("POST",))
def give_signature(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Signs the reader's own line, on their own phone."""
    form, session, refusal = SignForm(request.POST), sheet.session, None
    line: Line | None = None
    try:
        told = told_by(form)
        own = actions.lines_to_sign(actor=request.user, session=session)
        line = next((row for row in own if queries.word_of(row) == told["row"]), None if told["row"] else first(own))
        if line is None:
            raise Refused(_("You are not on the list of this session: tell the facilitator, who adds you."))
        hand = form.hand(Way.ACCOUNT, signer=request.user)
        actions.sign(line=line, half=told["half"], hand=hand, structure=told["structure"])
    except Refused as said:
        refusal = said
    word = queries.word_of(line) if line else ""
    if refusal is None and not is_fragment(request):
        return redirect(reverse("agenda:sign", args=[sheet.code]))
    context = phone(request, sheet, refusal=refusal, refused_at=word)
    return row_or_page(request, "agenda/signing/phone.html", context, word)


def told_by(form: SignForm) -> dict[str, Any]:
    if not form.is_valid():
        raise Refused(str(next(iter(form.errors.values()))[0]))
    return form.cleaned_data


def first(lines: Any) -> Line | None:
    return lines[0] if lines else None


def row_or_page(request: HttpRequest, template: str, context: dict[str, Any], word: str) -> HttpResponse:
    """The one row as it now stands for the script that sent it, else the page."""
    status = context["refusal"].status if context["refusal"] else 200
    if is_fragment(request):
        rows = context["own"].rows if context["own"] else context["roll"].rows
        row = next((row for row in rows if row.word == word), None)
        return render(request, "agenda/signing/_row.html", {**context, "row": row}, status=status)
    return render(request, template, context, status=status)


@gate(
    public="Whoever has no account at hand asks for a link by mail; the answer tells nothing.",
    see=sheet_of,
    methods=("POST",),
)
def ask_link(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            if not within(request, "sign-link", ASKED_LINKS, WINDOW):
                raise Refused(_("Too many links were asked for from here: wait ten minutes, or ask for the tablet."))
            actions.send_sign_link(sheet=sheet, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    done = form.is_valid()
    context = phone(request, sheet, address=form, asked=done)
    return render(request, "agenda/signing/phone.html", context, status=200 if done else 422)


@gate(
    public="The link was mailed to the person of the line and is good for one signature.",
    see=link_of("sign"),
    methods=("GET", "POST"),
)
def sign_by_link(request: HttpRequest, link: Link) -> HttpResponse:
    session = queries.session_with_sheet(link.subject)
    sheet = getattr(session, "sheet", None) if session else None
    if session is None or sheet is None:
        raise Http404
    if request.method == "POST":
        return signed_by_link(request, link, sheet, session)
    refusal = bad(request, link)
    context = linked(request, link, sheet, refusal=refusal)
    return render(request, "agenda/signing/phone.html", context, status=refusal.status if refusal else 200)


def bad(request: HttpRequest, link: Link) -> Refused | None:
    try:
        check(link, request.user)
    except Refused as refusal:
        return refusal
    return None


def linked(request: HttpRequest, link: Link, sheet: Sheet, **more: Any) -> dict[str, Any]:
    """The lines of the person of the link; nobody's when it is not good, unless it is they who used it."""
    stranger = request.user.is_authenticated and request.user.pk != link.user_id
    hidden = stranger or (bad(request, link) is not None and link.used_at is None)
    context = phone(request, sheet, by_link=True, action=request.path, **more)
    return context | {"own": None if hidden else queries.own(sheet.session, link.user)}


def signed_by_link(request: HttpRequest, link: Link, sheet: Sheet, session: Session) -> HttpResponse:
    form, refusal = SignForm(request.POST), None
    own = queries.own(session, link.user)
    row = next((row for row in own.rows if row.word == request.POST.get("row")), None)
    try:
        told = told_by(form)
        if row is None:
            raise Refused(_("You are not on the list of this session: tell the facilitator, who adds you."))
        actions.sign_by_link(
            link=link,
            reader=request.user,
            line=row.line,
            half=told["half"],
            hand=form.hand(Way.LINK, signer=link.user),
            structure=told["structure"],
        )
    except Refused as said:
        refusal = said
    word = row.word if row else ""
    link.refresh_from_db()
    context = linked(request, link, sheet, refusal=refusal, refused_at=word)
    return row_or_page(request, "agenda/signing/phone.html", context, word)


@gate(
    public="The tablet that goes round holds this sheet and no account.",
    see=link_of("tablet"),
    methods=("GET", "POST"),
)
def tablet(request: HttpRequest, link: Link) -> HttpResponse:
    sheet = queries.sheet_of_tablet(link.subject)
    if sheet is None:
        raise Http404
    if request.method == "POST":
        return signed_on_tablet(request, link, sheet)
    refusal = bad(request, link)
    roll = queries.roll(sheet.session)
    chosen = next((row for row in roll.rows if row.word == request.GET.get("row")), None)
    context = on_tablet(request, sheet, roll, refusal=refusal, chosen=chosen)
    return render(request, "agenda/signing/tablet.html", context, status=refusal.status if refusal else 200)


def on_tablet(request: HttpRequest, sheet: Sheet, roll: Roll, **more: Any) -> dict[str, Any]:
    return {
        "sheet": sheet,
        "session": sheet.session,
        "roll": roll,
        "own": None,
        "half": queries.half_now(roll.parts),
        "action": request.path,
        "key": uuid4(),
        "chosen": None,
        "refusal": None,
        "refused_at": "",
        **more,
    }


def signed_on_tablet(request: HttpRequest, link: Link, sheet: Sheet) -> HttpResponse:
    form, refusal = SignForm(request.POST), None
    line: Line | None = None
    try:
        told = told_by(form)
        line = queries.line_named(sheet.session, told["row"]) if told["row"] else None
        if line is None:
            raise Refused(_("This person is not on this sheet."))
        hand = form.hand(Way.TABLET, witness=link.user)
        actions.sign_on_tablet(link=link, reader=request.user, line=line, half=told["half"], hand=hand)
    except Refused as said:
        refusal = said
    word = queries.word_of(line) if line else ""
    if refusal is None and not is_fragment(request):
        return redirect(f"{request.path}#{word}")
    roll = queries.roll(sheet.session)
    chosen = next((row for row in roll.rows if row.word == word), None) if refusal else None
    context = on_tablet(request, sheet, roll, refusal=refusal, refused_at=word, chosen=chosen)
    return row_or_page(request, "agenda/signing/tablet.html", context, word)
