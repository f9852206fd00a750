"""The one base of our forms, and the one that changes a row while others may."""

import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory

from cohorts.models import Cohort, Territory
from core.errors import EditedElsewhere
from core.forms import BaseForm, EditForm, typed_with
from core.http import refused
from tests import factories as make

pytestmark = pytest.mark.django_db


class CohortForm(EditForm):
    name = forms.CharField()
    starts_on = forms.DateField()
    territories = forms.ModelMultipleChoiceField(Territory.objects.all())
    call_opens_on = forms.DateField(required=False)


@pytest.fixture
def cohort():
    row = make.CohortFactory(name="Cohorte")
    row.territories.set([make.TerritoryFactory(name="Gironde")])
    return row


def test_a_form_of_ours_has_no_tag_and_no_second_token():
    helper = BaseForm().helper

    assert (helper.form_tag, helper.disable_csrf, helper.form_show_errors) == (False, True, True)


def test_an_edit_shows_the_row_and_carries_its_mark(cohort):
    form = CohortForm(row=cohort)

    assert form.initial["name"] == "Cohorte"
    assert form.initial["territories"] == list(cohort.territories.all())
    assert isinstance(form.initial["seen"], int)


def test_the_mark_changes_with_any_field_of_the_form_and_with_no_other(cohort):
    mark = CohortForm(row=cohort).initial["seen"]
    cohort.territories.add(make.TerritoryFactory())
    after_territory = CohortForm(row=cohort).initial["seen"]
    Cohort.objects.filter(pk=cohort.pk).update(projects_target=9)
    cohort.refresh_from_db()

    assert after_territory != mark
    assert CohortForm(row=cohort).initial["seen"] == after_territory


def test_what_somebody_else_saved_stands_beside_each_field_and_saving_again_is_a_choice(cohort, settings, tmp_path):
    (tmp_path / "page.html").write_text("{{ form.errors.as_text }}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    typed = QueryDict("name=Mienne&starts_on=2026-01-05&seen=1")
    form = CohortForm(typed, row=cohort)
    assert not form.is_valid()
    theirs = {
        "name": "La leur",
        "starts_on": cohort.starts_on,
        "territories": list(cohort.territories.all()),
        "call_opens_on": None,
    }
    theirs["alike"] = "x"
    yours = {
        "name": "Mienne",
        "starts_on": "2026-01-06",
        "territories": [],
        "call_opens_on": "2026-01-07",
        "alike": "x",
    }
    clash = EditedElsewhere("Entre-temps.", theirs=theirs, yours=yours, version=7)

    response = refused(RequestFactory().get("/"), clash, form, "page.html")

    assert response.status_code == 409
    assert "La leur" in form.errors["name"][-1]
    assert "5" in form.errors["starts_on"][-1]
    assert "Gironde" in form.errors["territories"][-1]
    assert "–" in form.errors["call_opens_on"][-1]
    assert form.data["seen"] == "7"
    assert form.data["name"] == "Mienne"


def test_what_was_typed_is_changed_without_its_lists():
    typed = QueryDict("name=Un&name=Deux&seen=1")

    assert typed_with(typed, seen="2") == {"name": "Deux", "seen": "2"}
    assert typed_with({"name": "Un"}, seen="2") == {"name": "Un", "seen": "2"}
