"""The sheet of a session: plan, materials, roles, preparation asked, documents."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agenda import actions, queries
from agenda.models import SessionDocument, Step
from core.errors import EditedElsewhere, Refused
from core.models import StoredFile
from tests import factories as make

pytestmark = pytest.mark.django_db

TEXTS = {"materials": "Feutres", "roles": "Accueil : Ana", "preparation": "Apporter un bilan"}
TYPED = {"materials_0": "Feutres", "roles_1": "Accueil : Ana", "preparation": "Apporter un bilan"}


@pytest.fixture
def team(sign_in, cast):
    return sign_in(cast.facilitator)


def address(session, name="prepare_session") -> str:
    return reverse(f"agenda:{name}", args=[session.pk])


def prepare(cast, session, **facts):
    facts = {"seen": session.version, "steps": [(15, "Accueil"), (60, "Travail")]} | TEXTS | facts
    return actions.prepare_session(actor=cast.facilitator, session=session, **facts)


def pdf(name="plan.pdf", content=b"%PDF-1.7 bilan") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_the_sheet_is_read_by_those_invited_with_its_clock(cast, team, sign_in):
    words = {"seen": "1", "minutes_0": "15", "step_0": "Accueil", "minutes_2": "60", "step_2": "Travail", **TYPED}
    assert team.post(address(cast.workshop), words).status_code == 302

    page = sign_in(cast.participant).get(cast.workshop.get_absolute_url()).content.decode()

    for word in ("Accueil", "Travail", "Feutres", "Apporter un bilan", "9\u00a0h\u00a015"):
        assert word in page
    assert address(cast.workshop) not in page
    again = team.get(address(cast.workshop)).content.decode()
    assert 'value="Travail"' in again


def test_the_plan_says_when_it_is_too_long(cast, team):
    prepare(cast, cast.workshop, steps=[(200, "Tout"), (15, "Encore")])
    cast.workshop.refresh_from_db()

    told = queries.preparation(cast.workshop)

    assert (told.minutes, told.left, told.over) == (215, -5, 5)
    assert told.steps[1].starts_at - told.steps[0].starts_at == dt.timedelta(minutes=200)
    assert "5 minutes" in team.get(cast.workshop.get_absolute_url()).content.decode().replace("\u00a0", " ")
    undated = make.SessionFactory(cohort=cast.cohort, starts_at=None, ends_at=None, state="draft")
    prepare(cast, undated)
    assert [one.starts_at for one in queries.preparation(undated).steps] == [None, None]
    assert (queries.preparation(undated).left, queries.preparation(undated).over) == (None, 0)


def test_an_old_version_writes_nothing_and_keeps_the_text(cast, team):
    prepare(cast, cast.workshop)
    with pytest.raises(EditedElsewhere):
        actions.prepare_session(actor=cast.facilitator, session=cast.workshop, seen=1, steps=[], **TEXTS)

    response = team.post(address(cast.workshop), {"seen": "1", "materials_0": "Mon texte"})

    assert response.status_code == 409
    assert "Mon texte" in response.content.decode()
    assert Step.objects.count() == 2
    assert team.post(address(cast.workshop), {"seen": "2", "materials_0": "Mon texte"}).status_code == 302
    assert not Step.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"minutes_0": "15", "step_0": ""}, "step_0"),
        ({"minutes_0": "", "step_0": "Accueil"}, "minutes_0"),
        ({"minutes_0": "-5"}, "minutes_0"),
        ({"minutes_0": "9" * 9}, "minutes_0"),
        ({"step_0": "x" * 201, "minutes_0": "5"}, "step_0"),
        ({"materials_0": "x" * 2001}, "materials_0"),
        ({"roles_0": "x" * 1500, "roles_3": "x" * 600}, "roles_0"),
        ({"preparation": "x" * 2001}, "preparation"),
        ({"seen": ""}, "seen"),
    ],
)
def test_a_bad_sheet_gets_its_sentence(cast, team, wrong, field):
    response = team.post(address(cast.workshop), {"seen": "1", **wrong})

    assert (response.status_code, field in response.context["form"].errors) == (422, True)


def test_a_document_is_added_read_by_those_invited_and_removed(cast, team, sign_in):
    team.post(address(cast.workshop, "add_document"), {"file": pdf()})
    document = SessionDocument.objects.get()
    file = reverse("agenda:session_document", args=[document.pk])

    got = sign_in(cast.participant).get(file)
    assert b"".join(got.streaming_content) == b"%PDF-1.7 bilan"
    assert "attachment" in got["Content-Disposition"]
    assert sign_in(cast.left).get(file).status_code == 404
    assert "plan.pdf" in team.get(cast.workshop.get_absolute_url()).content.decode()
    team.post(reverse("agenda:remove_document", args=[document.pk]))
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    "file",
    [
        pdf("plan.exe"),
        pdf("plan.html", b"<script>"),
        pdf("plan.pdf", b"MZ not a pdf"),
        pdf("plan.png"),
        pdf("plan"),
        pdf("plan.pdf", b""),
        pdf("plan.pdf", b"%PDF" + b"x" * (10 * 1024 * 1024)),
        pdf("x" * 200 + ".pdf"),
    ],
    ids=["kind", "page", "content", "other kind", "no ending", "empty", "too large", "too long a name"],
)
def test_a_bad_file_gets_its_sentence(cast, team, file):
    file.seek(0)
    response = team.post(address(cast.workshop, "add_document"), {"file": file})

    assert (response.status_code, "file" in response.context["form"].errors) == (422, True)
    assert not StoredFile.objects.exists()


def test_no_file_too_many_files_and_a_cancelled_session(cast, team, monkeypatch):
    assert team.post(address(cast.workshop, "add_document")).status_code == 422
    monkeypatch.setattr("agenda.actions.preparation.MOST_DOCUMENTS", 1)
    team.post(address(cast.workshop, "add_document"), {"file": pdf()})
    assert team.post(address(cast.workshop, "add_document"), {"file": pdf()}).status_code == 422
    actions.cancel_session(actor=cast.facilitator, session=cast.meeting)
    with pytest.raises(Refused):
        prepare(cast, cast.meeting)
    assert team.post(address(cast.meeting), {"seen": "2"}).status_code == 422


# Rows


def fields(response, name) -> list[str]:
    """What stands in the rows of a list, row by row."""
    form = response.context["form"]
    rows = [step for _minutes, step in form.rows] if name == "step" else getattr(form, name)
    return [row.value() or "" for row in rows]


def test_lines_are_kept_one_under_another_and_come_back_row_by_row(cast, team):
    team.post(
        address(cast.workshop), {"seen": "1", "materials_0": "Feutres", "materials_5": " Cartes ", "roles_2": "Ana"}
    )

    cast.workshop.refresh_from_db()
    assert (cast.workshop.materials, cast.workshop.roles) == ("Feutres\nCartes", "Ana")
    page = team.get(address(cast.workshop))
    assert fields(page, "materials") == ["Feutres", "Cartes", ""]
    assert fields(page, "roles") == ["Ana", "", ""]


@pytest.mark.parametrize("name", ["step", "materials", "roles"])
def test_a_button_adds_rows_without_a_script_and_saves_nothing(cast, team, name):
    typed = {"seen": "1", "minutes_0": "x", "step_0": "Accueil", "materials_3": "Cartes", "preparation": "Lire"}

    response = team.post(address(cast.workshop), typed | {"more": name})
    twice = team.post(address(cast.workshop), typed | {f"{name}_6": "Encore", "more": name})

    assert response.status_code == 200
    assert len(fields(response, name)) == {"step": 6, "materials": 7, "roles": 6}[name]
    assert len(fields(twice, name)) == 10
    assert fields(response, "step")[0] == "Accueil"
    assert fields(response, "materials")[3] == "Cartes"
    html = response.content.decode()
    assert 'value="x"' in html
    assert "Lire" in html
    assert 'name="seen" value="1"' in html
    assert not Step.objects.exists()
    cast.workshop.refresh_from_db()
    assert (cast.workshop.version, cast.workshop.materials) == (1, "")


def test_there_is_an_end_to_rows(cast, team):
    steps = {f"step_{place}": "Accueil" for place in range(40)} | {f"minutes_{place}": "5" for place in range(40)}
    lines = {f"roles_{place}": "Ana" for place in range(99)} | {"roles_999": "Ana", "roles_x": "Ana", "more": "roles"}

    response = team.post(address(cast.workshop), {"seen": "1", **steps, **lines})

    assert (len(fields(response, "step")), len(fields(response, "roles"))) == (20, 30)
    assert team.post(address(cast.workshop), {"seen": "1", "more": "nonsense"}).status_code == 200


def test_a_full_list_shows_one_row_more(cast, team):
    prepare(cast, cast.workshop, steps=[(5, f"Étape {place}") for place in range(6)])

    assert len(fields(team.get(address(cast.workshop)), "step")) == 7
