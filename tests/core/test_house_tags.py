import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from core import gate

N, F = "\u202f", "\u00a0"


@pytest.fixture(autouse=True)
def french():
    with translation.override("fr"):
        yield


def shown(source, **context):
    return Template("{% load house %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("{{ v|money }}", Decimal("5000"), f"5{N}000,00{F}€"),
        ("{{ v|money:'short' }}", Decimal("5000"), f"5{N}000{F}€"),
        ("{{ v|money:'signed' }}", Decimal("-1400"), f"−{F}1{N}400,00{F}€"),
        ("{{ v|money }}", None, "–"),
        ("{{ v|percent }}", Decimal("0.925"), f"93{F}%"),
        ("{{ v|percent }}", 0.005, f"1{F}%"),
        ("{{ v|percent }}", 0, f"0{F}%"),
        ("{{ v|percent }}", None, "–"),
        ("{{ v|number }}", 1234, f"1{N}234"),
        ("{{ v|number:1 }}", Decimal("2.75"), "2,8"),
        ("{{ v|number:1 }}", -0.25, "−0,3"),
        ("{{ v|number }}", None, "–"),
        ("{{ v|day }}", dt.date(2021, 5, 20), f"jeu. 20{F}mai"),
        ("{{ v|day_brief }}", dt.date(2021, 5, 20), f"20{F}mai"),
        ("{{ v|day_short }}", dt.date(2021, 5, 20), f"20{F}mai 2021"),
        ("{{ v|day_long }}", dt.date(2021, 5, 20), f"jeudi 20{F}mai 2021"),
        ("{{ v|month }}", dt.date(2021, 5, 20), "mai 2021"),
        ("{{ v|clock }}", dt.time(0, 0), f"0{F}h{F}00"),
        ("{{ v|moment }}", dt.datetime(2021, 5, 20, 12, 32, tzinfo=dt.UTC), f"20{F}mai 2021 à 14{F}h{F}32"),
        ("{% hours v v %}", dt.time(9), f"9{F}h{F}00 – 9{F}h{F}00"),
        ("{{ v|axis_class }}", SimpleNamespace(palette="eval"), "axis axis-eval"),
        ("{{ v|axis_class }}", None, "axis"),
        ("{{ v|axis_icon }}", SimpleNamespace(icon="sunrise"), "bi-sunrise"),
        ("{{ v|axis_icon }}", None, "bi-compass"),
    ],
)
def test_a_value_is_shown_as_people_write_it(source, value, expected):
    assert shown(source, v=value) == expected


@pytest.mark.parametrize("name", ["day", "day_brief", "day_short", "day_long", "month", "clock", "moment"])
def test_no_date_shows_nothing(name):
    assert shown("{{ v|" + name + " }}", v=None) == ""


def test_may_asks_the_gate_about_the_person_reading(monkeypatch):
    asked = []
    monkeypatch.setitem(gate._rights, "read_page", lambda user, *objects: bool(asked.append((user, objects))) or True)
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(is_authenticated=True)

    text = shown("{% may 'read_page' thing as yes %}{{ yes }}", request=request, thing="x")

    assert text == "True"
    assert asked == [(request.user, ("x",))]


def test_may_refuses_who_is_not_signed_in(monkeypatch):
    monkeypatch.setitem(gate._rights, "read_page", lambda user, *objects: True)
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    assert shown("{% may 'read_page' as yes %}{{ yes }}", request=request) == "False"


@pytest.mark.parametrize(
    ("value", "whole", "share"), [(2, 3, "66.7%"), (0, 0, "0%"), (7, 5, "100.0%"), (None, 5, "0%")]
)
def test_a_meter_draws_a_share_and_writes_a_figure(value, whole, share):
    html = shown("{% meter value whole label='Présence' tone='axis axis-eco' %}", value=value, whole=whole)

    assert f'width="{share}"' in html
    assert "Présence" in html
    assert "%</b>" in html.replace("\n", "")


def test_a_bare_meter_says_nothing_of_its_own():
    html = shown("{% meter 40 100 bare=True %}")

    assert 'aria-hidden="true"' in html
    assert "40" not in html.replace('width="40.0%"', "")


def test_the_money_bar_gives_three_figures_and_never_overflows():
    html = shown(
        "{% money_bar total paid committed %}", total=Decimal(5000), paid=Decimal(4000), committed=Decimal(2000)
    )

    assert f"4{N}000{F}€" in html
    assert f"2{N}000{F}€" in html
    assert f"−{F}1{N}000{F}€" in html
    assert 'width="80.0%"' in html
    assert 'width="20.0%"' in html


def test_the_page_header_holds_the_only_h1_and_the_actions():
    html = shown(
        "{% page_header title=title lead='Une phrase' crumb='Passerelles' crumb_url='/p/' %}"
        "<a href='/x'>Agir</a>{% endpage_header %}",
        title="<Titre>",
    )

    assert html.count("<h1") == 1
    assert "&lt;Titre&gt;" in html
    assert "<a href='/x'>Agir</a>" in html
    assert 'href="/p/"' in html


def test_query_keeps_the_filters_and_changes_the_rest():
    request = RequestFactory().get("/?state=open&page=2&kind=a&kind=b")

    assert shown("{% query page=3 %}", request=request) == "?state=open&amp;page=3&amp;kind=a&amp;kind=b"
    assert shown("{% query page='' kind='' %}", request=request) == "?state=open"
