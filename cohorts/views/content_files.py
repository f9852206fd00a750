"""The content as files: given, and taken after a look at what they would change."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from cohorts import access, actions, queries
from cohorts.content_files import FILES, ContentError, read_texts, write
from cohorts.forms import ConfirmImportForm, ImportForm
from core.errors import Refused
from core.gate import gate
from core.http import go, page

from .places import version_of

TEMPLATE = "cohorts/content_import.html"


@gate(see=version_of, do=access.can_write_content)
def export_content(request, version):
    language = request.GET.get("language", "fr")
    if language not in FILES:
        raise Http404
    text = write(queries.programme_of(version), language)
    name = f"programme.{language}.v{version.number}.yaml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)


@gate(do=access.can_write_content, methods=("GET", "POST"))
def import_content(request):
    """First the files are only looked at; sent again as they were shown, they become a draft."""
    if request.method == "GET":
        return page(request, TEMPLATE, {"form": ImportForm()})
    confirmed = "confirm" in request.POST
    form = ConfirmImportForm(request.POST) if confirmed else ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, TEMPLATE, {"form": form if not confirmed else ImportForm()}, status=422)
    raw = form.texts()
    try:
        programme = read_texts(raw)
    except ContentError as wrong:
        return page(request, TEMPLATE, {"form": ImportForm(), "problems": wrong.problems}, status=422)
    base = queries.newest_published()
    changes = queries.differences(base, programme)
    if not confirmed:
        texts = {language: text.decode("utf-8-sig") for language, text in raw.items()}
        return page(request, TEMPLATE, {"changes": changes, "base": base, "texts": texts, "looked": True})
    return keep(request, programme, base)


def keep(request, programme, base):
    try:
        draft = actions.import_draft(actor=request.user, programme=programme, based_on=base)
    except Refused as refusal:
        return page(request, TEMPLATE, {"form": ImportForm(), "refusal": refusal}, status=refusal.status)
    messages.success(request, _("The files are a draft now: look at it, then publish it."))
    return go(request, draft.get_absolute_url())
