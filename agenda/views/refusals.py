"""How the forms of planning show a refusal: what stands in the way as a list with its links, advice beside the field."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from agenda.actions import Clashing
from core.errors import EditedElsewhere, Refused
from core.http import page


def refused_plan(
    request: HttpRequest, refusal: Refused, form: Any, template: str, context: dict[str, Any], *, partial: str = ""
) -> HttpResponse:
    """422 or 409 with what was typed. A warning asks for its reason; the list says of what."""
    clash = refusal if isinstance(refusal, EditedElsewhere) else None
    sentence = refusal.advice if isinstance(refusal, Clashing) and refusal.field == "reason" else refusal.sentence
    if clash is None or not partial:
        form.add_error(refusal.field if refusal.field in form.fields else None, sentence)
    context = {**context, "form": form, "refusal": refusal, "conflict": clash, "notices": notices_of(refusal)}
    return page(request, template, context, partial=partial, status=refusal.status)


def notices_of(refusal: Refused) -> list[Any]:
    return refusal.notices if isinstance(refusal, Clashing) else []
