"""Pages of documents: ask, wait, fetch."""

import json

from django.core.paginator import Paginator
from django.http import Http404
from django.utils.translation import get_language

from agenda.models import Session
from cohorts.models import Cohort
from core import files
from core.gate import gate, one
from core.http import go, invalid, page
from projects.models import Project, Structure

from . import access, actions, queries
from .access import Wanted
from .enums import LISTED, DocumentKind, Edition
from .forms import DocumentForm
from .models import SUBJECTS, Document

A_PAGE = 30
FINISHED = 286  # tells htmx to stop asking

document_of = one(
    Document,
    pk="document",
    prepare=lambda rows: rows.select_related("job", "file", "cohort", "requested_by", *SUBJECTS),
)
_project_of = one(Project, slug="project")
_cohort_of = one(Cohort, slug="cohort")
_session_of = one(Session, pk="session", prepare=lambda rows: rows.dated().select_related("cohort"))
_structure_of = one(Structure, slug="structure")


def wanted_of(request):
    """What the form or the address names; 404 where it may not be seen."""
    words = request.POST if request.method == "POST" else request.GET
    kind = words.get("kind") or DocumentKind.LOGBOOK
    if kind not in DocumentKind.values:
        raise Http404
    project = _project_of(request, project=words["project"]) if words.get("project") else None
    session = _session_of(request, session=words["session"]) if words.get("session") else None
    cohort = _cohort_of(request, cohort=words["cohort"]) if words.get("cohort") else None
    if session is not None:
        cohort = session.cohort
    person = queries.person_of(cohort, words["person"]) if cohort and words.get("person") else None
    structure = _structure_of(request, structure=words["structure"]) if words.get("structure") else None
    if kind not in LISTED and not (session or person or structure):
        raise Http404
    return Wanted(DocumentKind(kind), project, cohort, session, person, structure)


@gate()
def documents(request):
    found = Paginator(queries.documents_for(request.user), A_PAGE).get_page(request.GET.get("page"))
    return page(request, "reports/documents.html", {"documents": found})


@gate(see=wanted_of, do=access.can_request_document, methods=("GET", "POST"))
def new_document(request, wanted):
    initial = {"kind": wanted.kind, "project": wanted.project, "cohort": wanted.cohort, "language": get_language()}
    if request.GET.get("edition") in Edition.values:
        initial["edition"] = request.GET["edition"]
    form = DocumentForm(request.POST or None, user=request.user, kind=wanted.kind, initial=initial)
    context = {"form": form, "wanted": wanted, "kinds": [(kind.value, kind.label) for kind in LISTED]}
    if request.method == "GET":
        return page(request, "reports/new_document.html", context)
    if not form.is_valid():
        return invalid(request, form, "reports/new_document.html", context)
    about = {} if wanted.kind in LISTED else subject_of(wanted)
    made = actions.request_document(actor=request.user, **form.cleaned_data, **about)
    return go(request, made.get_absolute_url())


def subject_of(wanted):
    return {name: getattr(wanted, name) for name in ("cohort", "session", "person", "structure")}


@gate(see=document_of)
def document(request, document):
    return page(request, "reports/document.html", {"document": document})


@gate(see=document_of)
def progress(request, document):
    job = document.job
    answer = page(request, "reports/_progress.html", {"document": document}, status=FINISHED if job.finished else 200)
    if job.finished or request.GET.get("seen") != str(job.done):  # said once a step, not once a second
        said = job.get_state_display() if job.finished else job.message
        answer["HX-Trigger"] = json.dumps({"house:announce": said})
    return answer


@gate(see=document_of, do=access.can_retry_document, methods=("POST",))
def retry_document(request, document):
    again = actions.request_again(actor=request.user, document=document)
    return go(request, again.get_absolute_url())


@gate(see=document_of)
def download(request, document):
    if not document.is_available:
        return page(request, "reports/document.html", {"document": document}, status=410 if document.is_over else 404)
    return files.give(document.file)
