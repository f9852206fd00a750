"""How a view answers: a page or its fragment, an invalid form, a refusal, a place to go."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from .errors import EditedElsewhere, Refused
from .forms import EditForm

Context = dict[str, Any]


def is_fragment(request: HttpRequest) -> bool:
    """Whether the browser asks for a piece of the page (and not, say, for the page again after going back)."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted and not htmx.history_restore_request)


def page(
    request: HttpRequest, template: str, context: Context, *, partial: str = "", status: int = 200
) -> HttpResponse:
    """The whole page, or its `partial` when the browser asks for a fragment."""
    chosen = partial if partial and is_fragment(request) else template
    return render(request, chosen, context, status=status)


def invalid(request: HttpRequest, form: BaseForm, template: str, context: Context | None = None) -> HttpResponse:
    """422: the same form with what was typed and a sentence beside each field."""
    return render(request, template, {**(context or {}), "form": form}, status=422)


def refused(
    request: HttpRequest, refusal: Refused, form: BaseForm, template: str, context: Context | None = None
) -> HttpResponse:
    """422 or 409: the sentence beside the form, what was typed kept; an edit elsewhere brings both texts."""
    if isinstance(refusal, EditedElsewhere) and isinstance(form, EditForm):
        form.show_theirs(refusal)
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    clash = refusal if isinstance(refusal, EditedElsewhere) else None
    context = {**(context or {}), "form": form, "refusal": refusal, "conflict": clash}
    return render(request, template, context, status=refusal.status)


def go(request: HttpRequest, address: str) -> HttpResponse:
    """To another page: a redirect, or its HTMX equivalent so that the page and not a card changes."""
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
