"""The attendance sheet and the certificates as documents: who may ask, what they say."""

import datetime as dt
import io
import re

import pytest
from django.utils import translation

from accounts.models import User
from agenda import actions as agenda
from agenda import figures
from agenda.models import Addendum, Sheet
from core import pdf
from core.errors import Refused
from core.jobs import execute
from reports import actions, certificate, making, sheet
from reports.enums import DocumentKind
from reports.models import Document
from tests import factories as make
from tests.agenda.test_signing import nobody_has_knocked, opened, seal, sign  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def quiet(done, total, message):
    """Nobody listens."""


def printed(template, report) -> str:
    import pypdf

    made = io.BytesIO()
    pdf.render(template, {"report": report}, made)
    made.seek(0)
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pypdf.PdfReader(made).pages))


STATUSES = {
    "sheet": "302 404 403 403 404 404 403 404 302 302",
    "certificate": "302 404 403 403 403 403 302 404 302 302",
    "structure": "302 404 404 403 403 403 302 404 302 302",
}
PERSONS = (
    *("anonymous", "applicant", "other_member", "partner", "left", "former", "participant", "other_facilitator"),
    *("facilitator", "administrator"),
)


def wanted(cast, kind):
    make.AttendanceFactory(session=cast.workshop, participant=cast.participant.participations.get())
    about = {
        "sheet": {"session": cast.workshop.pk},
        "certificate": {"cohort": "cohorte", "person": cast.participant.pk},
        "structure": {"cohort": "cohorte", "structure": "maison"},
    }[kind]
    return {"kind": kind, "language": "fr", **about}


@pytest.mark.parametrize("person", PERSONS)
@pytest.mark.parametrize("kind", STATUSES)
def test_who_asks_for_a_sheet_or_a_certificate(cast, sign_in, kind, person):
    data = wanted(cast, kind)
    client = sign_in(cast.users[person])
    status = int(STATUSES[kind].split()[PERSONS.index(person)])

    assert client.get("/reports/new/", data).status_code == (200 if status == 302 and person != "anonymous" else status)
    assert client.post("/reports/new/", data).status_code == status
    assert Document.objects.count() == (status == 302 and person != "anonymous")


@pytest.mark.parametrize("kind", STATUSES)
@pytest.mark.parametrize("wrong", [{}, {"session": "0"}, {"cohort": "cohorte"}, {"cohort": "cohorte", "person": "x"}])
def test_a_document_without_its_subject_is_not_found(cast, sign_in, kind, wrong):
    assert sign_in(cast.facilitator).get("/reports/new/", {"kind": kind, **wrong}).status_code == 404


@pytest.mark.parametrize("kind", STATUSES)
def test_a_document_is_made_by_the_worker(cast, sign_in, kind):
    sign_in(cast.administrator).post("/reports/new/", wanted(cast, kind))
    document = Document.objects.get()

    execute(document.job_id)

    document.refresh_from_db()
    assert document.is_available
    assert document.file.name.startswith(("feuille-emargement-", "attestation-de-presence-"))
    again = actions.request_again(actor=cast.administrator, document=document)
    assert again == document


def test_a_right_that_was_lost_makes_no_document(cast):
    for kind, about in (
        (DocumentKind.SHEET, {"session": cast.workshop}),
        (DocumentKind.CERTIFICATE, {"person": cast.participant}),
        (DocumentKind.STRUCTURE, {"structure": cast.structure}),
    ):
        document = make.DocumentFactory(kind=kind, cohort=cast.cohort, requested_by=cast.applicant, **about)
        with pytest.raises(Refused):
            making.build(document, quiet)


def test_a_sheet_to_sign_has_a_code_boxes_and_the_co_funders_words(cast, opened):  # noqa: F811
    with translation.override("fr"):
        report = sheet.gather(opened, cast.facilitator, quiet)
        told = printed("reports/sheet.pdf.html", report)

    for word in (Sheet.objects.get().code, opened.title, cast.participant.name, "Visa", "1 / 1", "Union européenne"):
        assert word in told
    assert len(report.blank_lines) == sheet.BLANK_LINES


def test_a_sealed_sheet_prints_signatures_seal_and_addenda(cast, opened):  # noqa: F811
    sign(cast, opened)
    row = seal(cast, opened)
    agenda.add_addendum(
        actor=cast.facilitator, session=opened, reason="Oubli réparé.", key="5f2c5e5e-6f0a-4a86-9d1f-2021c0093001"
    )
    with translation.override("fr"):
        report = sheet.gather(opened, cast.facilitator, quiet)
        told = printed("reports/sheet.pdf.html", report)

    assert row.digest in told
    assert not opened.facilitators.exists()
    assert report.facilitators == (cast.facilitator,)  # who countersigned is named, whoever was to facilitate
    assert "Oubli réparé." in told
    assert Addendum.objects.get().digest in told
    assert "9 h 05" in told
    assert list(report.blank_lines) == []


def test_a_late_signature_and_the_organisation_of_that_day_are_printed(cast, opened, time_machine):  # noqa: F811
    second = make.MembershipFactory(project=cast.project, structure__name="Coopérative du Jour")
    make.ParticipantFactory(membership=second, user=cast.participant)
    guest = agenda.add_walk_in(
        actor=cast.facilitator, session=opened, name="Camille Exemple", organisation="Fondation Exemple",
        key="5f2c5e5e-6f0a-4a86-9d1f-2021c0093003",
    )  # fmt: skip
    time_machine.move_to(opened.starts_at + dt.timedelta(minutes=16), tick=False)
    signature = sign(cast, opened, structure=second.structure)
    second.structure.name = "Autre nom"  # the line keeps the structure, not the membership of today
    with translation.override("fr"):
        told = printed("reports/sheet.pdf.html", sheet.gather(opened, cast.facilitator, quiet))

    assert signature.is_late
    assert "signé en retard" in told
    assert "Coopérative du Jour" in told
    assert guest.name in told
    assert "Fondation Exemple" in told


def test_a_certificate_reads_addenda_once_the_session_is_over(cast, opened, time_machine):  # noqa: F811
    sign(cast, opened)
    sign(cast, opened, "partner")
    seal(cast, opened)
    line = opened.attendances.get(participant__user=cast.partner)
    agenda.add_addendum(
        actor=cast.facilitator, session=opened, line=line, presence="absent", reason="Erreur de nom.",
        key="5f2c5e5e-6f0a-4a86-9d1f-2021c0093002",
    )  # fmt: skip
    assert figures.certified_person(cast.cohort, cast.participant).sessions == 0  # it is not over yet
    time_machine.move_to(opened.ends_at, tick=False)
    assert figures.certified_person(cast.cohort, cast.participant).sessions == 1
    assert figures.certified_person(cast.cohort, cast.partner).sessions == 0


def test_hours_are_those_of_the_sessions_once(cast):
    second = make.ParticipantFactory(membership=cast.participant.participations.get().membership)
    for part in (cast.participant.participations.get(), second):
        make.AttendanceFactory(session=cast.workshop, participant=part, presence="present")
        make.AttendanceFactory(session=cast.meeting, participant=part, presence="absent")

    person = figures.certified_person(cast.cohort, cast.participant)
    structure = figures.certified_structure(cast.cohort, cast.structure)

    assert (person.sessions, len(structure.lines), structure.sessions) == (1, 2, 1)
    assert person.hours == structure.hours == dt.timedelta(hours=3, minutes=30)
    with translation.override("fr"):
        report = certificate.of_person(cast.cohort, cast.participant, cast.participant, quiet)
        told = printed("reports/certificate.pdf.html", report)
        nothing = certificate.of_person(cast.cohort, User.objects.get(pk=cast.partner.pk), cast.partner, quiet)
    assert report.hours == (3, 30)
    assert cast.workshop.title in told
    assert cast.meeting.title not in told
    assert "3 h 30" in told
    assert nothing.certified.sessions == 0


@pytest.mark.parametrize("number", [1, 3])
def test_a_sheet_takes_a_constant_number_of_queries(cast, number, django_assert_num_queries):
    for _ in range(number):
        make.ParticipantFactory(membership__project=cast.project)
    agenda.renew_lines(cast.workshop)
    sheet.gather(cast.workshop, cast.facilitator, quiet)

    with django_assert_num_queries(11):
        sheet.gather(cast.workshop, cast.facilitator, quiet)
