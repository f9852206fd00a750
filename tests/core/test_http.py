"""How a view answers, to a browser and to a piece of a page."""

import pytest
from django import forms
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from core.errors import EditedElsewhere, Refused
from core.http import go, invalid, is_fragment, page, refused

HTMX = {"HTTP_HX_REQUEST": "true"}
BOOSTED = HTMX | {"HTTP_HX_BOOSTED": "true"}
HISTORY = HTMX | {"HTTP_HX_HISTORY_RESTORE_REQUEST": "true"}


class NameForm(forms.Form):
    name = forms.CharField()


@pytest.fixture(autouse=True)
def pages(settings, tmp_path):
    """Two templates of our own, so that these tests lean on no page of the house."""
    (tmp_path / "whole.html").write_text(
        "whole {{ form.name.value }} {{ form.errors.as_text }} {{ more }} {{ conflict.theirs }}"
    )
    (tmp_path / "part.html").write_text("part")
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [
        {
            **engine,
            "DIRS": [tmp_path],
            "OPTIONS": {**engine["OPTIONS"], "string_if_invalid": "", "context_processors": []},
        }
    ]


def requested(headers=None):
    request = RequestFactory().get("/", **(headers or {}))
    request.htmx = HtmxDetails(request)
    return request


@pytest.mark.parametrize(("headers", "expected"), [({}, False), (HTMX, True), (BOOSTED, False), (HISTORY, False)])
def test_a_fragment_is_what_htmx_asks_for_and_not_a_page_by_another_way(headers, expected):
    assert is_fragment(requested(headers)) is expected


def test_a_request_that_met_no_middleware_is_no_fragment():
    assert is_fragment(RequestFactory().get("/")) is False


@pytest.mark.parametrize(
    ("headers", "partial", "expected"),
    [({}, "part.html", "whole"), (HTMX, "part.html", "part"), (HTMX, "", "whole"), (HISTORY, "part.html", "whole")],
)
def test_the_same_address_answers_the_page_or_its_part(headers, partial, expected):
    response = page(requested(headers), "whole.html", {}, partial=partial, status=203)

    assert response.content.decode().split()[0] == expected
    assert response.status_code == 203


def test_an_invalid_form_comes_back_with_what_was_typed():
    response = invalid(requested(), NameForm({"name": "  "}), "whole.html", {"more": "kept"})

    assert response.status_code == 422
    assert "kept" in response.content.decode()
    assert "name" in response.content.decode()


@pytest.mark.parametrize(("field", "place"), [("name", "name"), ("other", "__all__"), (None, "__all__")])
def test_a_refusal_stands_beside_its_field_or_above_the_form(field, place):
    form = NameForm({"name": "Jeanne"})
    response = refused(requested(), Refused("Trop tard.", link="/x/", field=field), form, "whole.html")

    assert response.status_code == 422
    assert form.errors == {place: ["Trop tard."]}
    assert "Jeanne" in response.content.decode()


def test_an_edit_elsewhere_brings_both_texts():
    form = NameForm({"name": "mine"})
    clash = EditedElsewhere("Quelqu’un a écrit.", theirs="theirs", yours="mine", version=3)
    response = refused(requested(), clash, form, "whole.html")

    assert response.status_code == 409
    assert "mine" in response.content.decode()
    assert "theirs" in response.content.decode()
    assert (clash.yours, clash.version, clash.link, str(clash)) == ("mine", 3, "", "Quelqu’un a écrit.")


def test_going_elsewhere_moves_the_page_and_never_a_card():
    plain, htmx = go(requested(), "/there/"), go(requested(HTMX), "/there/")

    assert (plain.status_code, plain["Location"]) == (302, "/there/")
    assert (htmx.status_code, htmx["HX-Redirect"]) == (204, "/there/")
