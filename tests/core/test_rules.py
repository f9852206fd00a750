import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from core.errors import EditedElsewhere, Refused
from core.rules import address_for, as_refusal, keep, mark_of, same_as_seen
from projects.models import Membership, Structure
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "made"),
    [("L’Orée", "l-oree"), ("Terre d'Osmose", "terre-d-osmose"), ("New", "new-2"), ("x" * 200, "x" * 56)],
)
def test_address_is_made_of_the_name(name, made):
    assert address_for(Structure, "", name) == made


def test_address_made_of_a_name_is_one_that_nobody_has():
    make.StructureFactory(slug="maison")

    assert address_for(Structure, "", "Maison") == "maison-2"


@pytest.mark.parametrize(("typed", "name"), [("new", "Neuf"), ("maison", "Maison"), ("", "日本")])
def test_address_is_refused_when_kept_taken_or_impossible(typed, name):
    make.StructureFactory(slug="maison")

    with pytest.raises(Refused) as refusal:
        address_for(Structure, typed, name)

    assert refusal.value.field == "slug"


def test_an_address_that_was_typed_and_is_free_stays():
    assert address_for(Structure, "libre", "Maison") == "libre"


def test_a_check_without_a_field_is_said_of_the_whole_form():
    refusal = as_refusal(ValidationError("Cela ne va pas."))

    assert (refusal.sentence, refusal.field) == ("Cela ne va pas.", None)


def test_keep_says_in_words_what_a_constraint_forbids():
    there = make.MembershipFactory()

    with pytest.raises(Refused, match="déjà membre"):
        keep(Membership(project=there.project, structure=there.structure, joined_on=there.joined_on))


def test_keep_names_the_field_that_is_wrong():
    with pytest.raises(Refused) as refusal:
        keep(Structure(name="Maison", slug="maison", siret="12345678901234"))

    assert refusal.value.field == "siret"


def test_keep_survives_a_row_that_slipped_in_between(monkeypatch):
    def too_late(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(Structure, "save", too_late)

    with pytest.raises(Refused, match="au même moment"):
        keep(Structure(name="Maison", slug="maison"))


def test_a_form_is_stale_once_another_value_is_saved():
    structure = make.StructureFactory(town="Bordeaux")
    seen = mark_of(structure, ["town", "name"])
    structure.town = "Pessac"

    with pytest.raises(EditedElsewhere) as clash:
        same_as_seen(structure, {"town": "Talence", "name": structure.name}, seen)

    assert clash.value.theirs == {"town": "Pessac", "name": structure.name}
    assert clash.value.version == mark_of(structure, ["name", "town"])


def test_a_form_is_not_stale_when_nothing_changed():
    structure = make.StructureFactory()

    same_as_seen(structure, {"town": "Talence"}, mark_of(structure, ["town"]))
    same_as_seen(structure, {"town": "Talence"}, None)
