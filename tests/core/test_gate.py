"""The only way in: method, sight, right, in this order."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from core import gate as gates
from core.gate import gate, may, one, right
from projects.models import Project

ask = RequestFactory()


@pytest.fixture(autouse=True)
def rights(monkeypatch):
    monkeypatch.setattr(gates, "_rights", {})


def answer(request, *objects):
    return HttpResponse(repr(objects))


class Person:
    is_authenticated = True


def requested(method="GET", user=None):
    request = ask.generic(method, "/")
    request.user = user or Person()
    return request


@pytest.mark.parametrize(
    ("methods", "method", "status"),
    [
        (("GET",), "GET", 200),
        (("GET",), "HEAD", 200),
        (("GET",), "POST", 405),
        (("GET",), "OPTIONS", 405),
        (("GET", "POST"), "POST", 200),
        (("POST",), "POST", 200),
        (("POST",), "GET", 405),
        (("POST",), "HEAD", 405),
        (("GET",), "DELETE", 405),
    ],
)
def test_a_door_opens_to_its_methods_only(methods, method, status):
    response = gate(methods=methods)(answer)(requested(method))

    assert response.status_code == status
    if status == 405:
        assert response["Allow"] == ", ".join(methods)


def test_a_wrong_method_looks_at_nothing():
    door = gate(see=lambda request, **words: pytest.fail("looked"), methods=("POST",))(answer)

    assert door(requested()).status_code == 405


def test_the_view_gets_the_object_and_never_the_key():
    door = gate(see=lambda request, pk: f"row {pk}")(answer)

    assert door(requested(), pk=7).content == b"('row 7',)"


def test_a_loader_may_give_several_objects():
    asked = []

    def can(*given):
        asked.append(given)
        return True

    door = gate(see=lambda request, **words: ("a", "b"), do=can)(answer)
    request = requested()

    assert door(request).content == b"('a', 'b')"
    assert asked == [(request.user, "a", "b")]


def test_what_one_may_see_but_not_do_is_forbidden():
    door = gate(see=lambda request: "row", do=lambda user, row: False)(answer)

    with pytest.raises(PermissionDenied):
        door(requested())


def test_what_one_may_not_see_is_not_asked_about():
    def see(request):
        raise Http404

    door = gate(see=see, do=lambda user, row: pytest.fail("asked"))(answer)

    with pytest.raises(Http404):
        door(requested())


def test_without_an_object_the_right_is_asked_about_the_person_alone():
    person = Person()

    assert gate(do=lambda user: user is person)(answer)(requested(user=person)).content == b"()"
    with pytest.raises(PermissionDenied):
        gate(do=lambda user: False)(answer)(requested())


def test_a_public_door_says_why_and_asks_nobodys_right():
    door = gate(public="because")(answer)

    assert door.login_required is False
    assert door.gate.public == "because"
    assert getattr(gate()(answer), "login_required", True)
    with pytest.raises(ValueError, match="public"):
        gate(public="because", do=lambda user: True)


def test_templates_ask_the_very_function_of_the_gate():
    @right
    def can_open_box(user, box):
        return box == "open"

    class Nobody:
        is_authenticated = False

    assert may(Person(), "open_box", "open") is True
    assert may(Person(), "open_box", "shut") is False
    assert may(Nobody(), "open_box", "open") is False
    with pytest.raises(KeyError):
        may(Person(), "open_lid")
    with pytest.raises(ValueError, match="open_box"):
        right(can_open_box)


def test_one_loads_a_visible_row_by_the_words_of_the_address(cast):
    load = one(Project, slug="project")

    assert load(requested(user=cast.participant), project="projet") == cast.project
    assert (load.words, load.model) == (("project",), Project)


@pytest.mark.parametrize("word", ["voisin", "nowhere", "", "x" * 5000])
def test_one_answers_404_for_what_is_not_there_and_for_what_may_not_be_seen_alike(cast, word):
    with pytest.raises(Http404):
        one(Project, slug="project")(requested(user=cast.participant), project=word)


@pytest.mark.parametrize("word", ["abc", "9" * 60, 2**80, "-1", "1.5"])
def test_one_answers_404_for_a_number_that_is_none(cast, word):
    with pytest.raises(Http404):
        one(Project, pk="pk")(requested(user=cast.administrator), pk=word)


def test_one_prepares_the_rows_before_it_takes_one(cast):
    load = one(Project, prepare=lambda rows: rows.filter(name="Voisin"), slug="project")

    assert load(requested(user=cast.administrator), project="voisin") == cast.other_project
    with pytest.raises(Http404):
        load(requested(user=cast.administrator), project="projet")
