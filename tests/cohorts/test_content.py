import shutil

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from cohorts.actions import load_content
from cohorts.content_files import FOLDER, ContentError, read
from cohorts.enums import Palette
from cohorts.models import Axis, ContentVersion, Criterion, CriterionLevel, GuidingObjective, Question, Workstream
from core.models import TrailEntry
from tests import factories as make

FROZEN = {
    "cohorts_contentversion": "number",
    "cohorts_scalelevel": "level",
    "cohorts_axis": "position",
    "cohorts_workstream": "position",
    "cohorts_question": "position",
    "cohorts_guidingobjective": "position",
    "cohorts_criterion": "position",
    "cohorts_criterionlevel": "level",
}


@pytest.fixture(autouse=True)
def _in_english():
    """The sentences about files are compared with their English."""
    with translation.override("en"):
        yield


@pytest.fixture
def folder(tmp_path):
    """A copy of the content that a test may spoil."""
    for name in ("programme.fr.yaml", "programme.en.yaml"):
        shutil.copy(FOLDER / name, tmp_path)
    return tmp_path


def spoil(folder, name, old, new):
    file = folder / name
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


@pytest.mark.django_db
def test_loading_writes_the_whole_programme_and_publishes_it():
    version = load_content()

    assert version.published_at is not None
    assert [axis.palette for axis in version.axes.all()] == Palette.values
    assert (Workstream.objects.count(), Question.objects.count(), GuidingObjective.objects.count()) == (20, 30, 15)
    assert (Criterion.objects.count(), CriterionLevel.objects.count()) == (24, 96)
    assert TrailEntry.objects.get().verb == "published"


@pytest.mark.django_db
def test_loading_twice_gives_the_same_version_and_writes_nothing():
    version = load_content()

    assert load_content() == version
    assert (ContentVersion.objects.count(), Axis.objects.count(), TrailEntry.objects.count()) == (1, 5, 1)


@pytest.mark.django_db
def test_a_corrected_file_becomes_a_further_version_and_leaves_the_first_alone(folder):
    first = load_content()
    spoil(folder, "programme.fr.yaml", "title: Horizon commun", "title: Horizon partagé")

    second = load_content(folder=folder)

    assert (first.number, second.number) == (1, 2)
    assert first.axes.first().title_fr == "Horizon commun"
    assert second.axes.first().title_fr == "Horizon partagé"


@pytest.mark.django_db
def test_every_text_is_there_in_both_languages():
    load_content()

    for model, fields in ((Axis, ("title", "intention")), (Question, ("text",)), (CriterionLevel, ("text",))):
        for row in model.objects.all():
            for field in fields:
                french, english = getattr(row, f"{field}_fr"), getattr(row, f"{field}_en")
                assert french
                assert english
                assert french != english
                with translation.override("en"):
                    assert getattr(row, field) == english
                with translation.override("fr"):
                    assert getattr(row, field) == french


def test_french_is_set_with_its_own_apostrophes_and_spaces():
    french, english = read().axes[0]

    assert french["questions"][0]["text"] == (
        "Qu’est-ce qui nous manquerait, à nous, si cette coopération s’arrêtait demain\u202f?"
    )
    assert "members’ trade" in english["questions"][2]["text"]
    assert "“we”" in english["questions"][4]["text"]


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (
            "programme.en.yaml",
            "slug: perte-si-arret",
            "slug: autre",
            "line 22, Horizon commun, question 1: “perte-si-arret” in French, “autre” in English",
        ),
        (
            "programme.en.yaml",
            "scope: individual",
            "scope: collective",
            "“individual” in French, “collective” in English",
        ),
        ("programme.en.yaml", "title: Shared horizon", "title: ''", "English, line 13, axis 1: This text is empty"),
        ("programme.en.yaml", "language: en", "language: de", "language: en"),
        (
            "programme.en.yaml",
            "      - Write a three-year ambition",
            "      - More\n      - Write",
            "4 entries in French, 5 in English",
        ),
        (
            "programme.fr.yaml",
            "    intention: Faire",
            "    but: Faire",
            "line 12, Horizon commun: The entry “intention” is missing",
        ),
    ],
)
def test_files_that_do_not_say_the_same_are_refused(folder, file, old, new, says):
    if "three-year" in old:
        old, new = "    workstreams:\n", "    workstreams:\n      - One more\n"
    spoil(folder, file, old, new)

    with pytest.raises(ContentError, match=says):
        read(folder)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("scope: individual", "scope: secret", "not “secret”"),
        ("level: 4", "level: 5", "One of 1, 2, 3, 4 is expected here, not “5”"),
        ("slug: negociable-non-negociable", "slug: perte-si-arret", "comes twice"),
    ],
)
def test_content_that_the_application_could_not_show_is_refused(folder, old, new, says):
    for name in ("programme.fr.yaml", "programme.en.yaml"):
        spoil(folder, name, old, new)

    with pytest.raises(ContentError, match=says):
        read(folder)


@pytest.mark.parametrize(
    ("cut", "says"),
    [
        ("axes", "Between 2 and 5 entries are expected here; there are 1"),
        ("levels", "4 entries are expected here; there are 3"),
    ],
)
def test_content_with_parts_missing_is_refused(folder, cut, says):
    import yaml

    for name in ("programme.fr.yaml", "programme.en.yaml"):
        document = yaml.safe_load((folder / name).read_text())
        if cut == "axes":
            del document["axes"][1:]
        else:
            document["axes"][0]["criteria"][0]["levels"].pop()
        (folder / name).write_text(yaml.safe_dump(document, allow_unicode=True))

    with pytest.raises(ContentError, match=says):
        read(folder)


@pytest.mark.django_db
def test_the_command_says_which_version_the_content_is(capsys, folder):
    call_command("load_content")
    spoil(folder, "programme.en.yaml", "language: en", "language: de")

    assert "version 1" in capsys.readouterr().out
    with pytest.raises(CommandError, match="language: en"):
        call_command("load_content", str(folder))


@pytest.mark.django_db
@pytest.mark.parametrize("table", FROZEN)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET {column} = {column} + 1", "DELETE FROM {table}"])
def test_the_database_refuses_to_change_published_content(table, statement):
    make.content()
    before = rows_of(table)

    with pytest.raises(DatabaseError, match="published version of the content"), transaction.atomic():
        run(statement.format(table=table, column=FROZEN[table]))

    assert rows_of(table) == before
    assert before


@pytest.mark.django_db
def test_the_database_refuses_an_addition_to_published_content():
    version = make.content()

    with pytest.raises(DatabaseError, match="published version of the content"), transaction.atomic():
        Question.objects.create(
            axis=version.axes.first(), slug="de-plus", position=9, scope="collective", text_fr="?", text_en="?"
        )


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def rows_of(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        return cursor.fetchall()
