"""Objectives: written, measured, reached; their figures, and the actions they lead to."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import EditedElsewhere, Refused
from core.models import AppendOnlyError
from core.rules import mark_of
from logbook import actions, figures
from logbook.models import Objective, ObjectiveValue
from projects.models import Action

LIST = "/projects/projet/logbook/objectives/"
LIST_QUERIES = 13
FIGURE = st.decimals(-1000, 1000, places=2, allow_nan=False)


@pytest.fixture
def objective(cast, axis):
    return written(cast, axis)


def written(cast, own_axis, **more):
    values = {
        "axis": own_axis, "statement": "Ouvrir la halle trois jours par semaine.", "indicator": "Jours d’ouverture",
        "unit": "jours", "start_value": Decimal(0), "target_value": Decimal(3), "due_on": None, "owner": cast.structure,
    }  # fmt: skip
    return actions.add_objective(actor=cast.participant, project=cast.project, **values | more)


def measure(cast, objective, value, day):
    return actions.measure_objective(actor=cast.participant, objective=objective, value=Decimal(value), measured_on=day)


def day_of(month, number):
    return dt.date(2026, month, number)


def test_the_course_keeps_one_value_a_day_the_last_that_was_written(cast, objective):
    measure(cast, objective, "2", day_of(6, 1))
    measure(cast, objective, "1", day_of(5, 1))
    measure(cast, objective, "1.5", day_of(6, 1))

    course = figures.course(objective, list(objective.values.all()))

    assert [value.value for value in course.values] == [Decimal(1), Decimal("1.5")]
    assert (course.latest, course.ratio) == (Decimal("1.5"), Decimal("0.5"))
    assert ObjectiveValue.objects.count() == 3
    with pytest.raises(AppendOnlyError):
        ObjectiveValue.objects.update(value=3)


@given(FIGURE, FIGURE, FIGURE)
def test_the_way_gone_is_between_none_and_all_whichever_way_it_goes(start, target, value):
    one = SimpleNamespace(start_value=start, target_value=target)
    course = figures.Course(one, (SimpleNamespace(value=value),))

    if start == target:
        assert course.ratio is None
    else:
        assert 0 <= course.ratio <= 1
        assert figures.Course(one, (SimpleNamespace(value=target),)).ratio == 1
        assert figures.Course(one, ()).ratio == 0


def test_an_objective_without_start_or_target_has_no_ratio(cast, axis):
    one = written(cast, axis, start_value=None, target_value=None, due_on=day_of(1, 10))

    course = figures.course(one, [])

    assert (course.latest, course.ratio) == (None, None)
    assert course.is_late_on(day_of(1, 11)) and not course.is_late_on(day_of(1, 10))


def test_an_objective_is_refused_with_a_foreign_axis_or_owner_or_a_target_without_indicator(cast, axis):
    foreign = cast.other_cohort.content.axes.first()
    foreign.version_id = 0
    for more in ({"axis": foreign}, {"owner": cast.other_structure}, {"indicator": ""}):
        with pytest.raises(Refused):
            written(cast, axis, **more)
    assert not Objective.objects.exists()


def test_a_change_over_somebody_else_s_is_refused_and_alike_leaves_no_trail(cast, objective):
    seen = mark_of(objective, ["statement"])
    actions.change_objective(actor=cast.participant, objective=objective, seen=seen, statement="Ouvrir deux jours.")
    actions.change_objective(actor=cast.participant, objective=objective, statement="Ouvrir deux jours.")

    with pytest.raises(EditedElsewhere):
        actions.change_objective(actor=cast.partner, objective=objective, seen=seen, statement="Ouvrir un jour.")

    objective.refresh_from_db()
    assert objective.statement == "Ouvrir deux jours."


def test_a_value_to_come_or_without_indicator_is_refused(cast, axis, objective):
    bare = written(cast, axis, indicator="", target_value=None)
    for one, day in ((objective, dt.date(2099, 1, 1)), (bare, day_of(5, 1))):
        with pytest.raises(Refused):
            measure(cast, one, "1", day)


def test_giving_up_needs_a_reason(cast, objective):
    with pytest.raises(Refused):
        actions.settle_objective(actor=cast.participant, objective=objective, state="given_up", reason=" ")
    actions.settle_objective(actor=cast.participant, objective=objective, state="reached")
    actions.settle_objective(actor=cast.participant, objective=objective, state="reached")

    objective.refresh_from_db()
    assert objective.state == "reached"


def test_an_objective_leads_to_an_action_of_the_project(cast, objective, sign_in):
    client = sign_in(cast.participant)
    url = f"/objectives/{objective.pk}/"
    page = client.get(url).content.decode()
    word = page.split('name="owner"')[1].split('value="')[2].split('"')[0]

    assert client.post(f"{url}actions/", {"text": "Demander les clés.", "owner": word}).status_code == 302

    action = Action.objects.get()
    assert (action.source_type, action.source_url) == ("logbook.objective", url)
    assert "Demander les clés." in client.get(url).content.decode()


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_asks_the_same_queries_for_one_and_twelve(cast, axis, sign_in, number, django_assert_num_queries):
    for place in range(number):
        measure(cast, written(cast, axis), place, day_of(5, 1 + place))
    client = sign_in(cast.participant)
    client.get(LIST)

    with django_assert_num_queries(LIST_QUERIES):
        html = client.get(LIST).content.decode()

    assert html.count("Ouvrir la halle") == number


def test_the_pages_write_change_measure_and_settle(cast, axis, sign_in):
    client = sign_in(cast.participant)
    form = {
        "statement": "Vendre 1 200 paniers.",
        "axis": axis.pk,
        "indicator": "Paniers",
        "start_value": "0",
        "target_value": "1 200,5",
    }
    assert client.get(f"{LIST}new/").status_code == 200
    assert client.post(f"{LIST}new/", form).status_code == 302
    one = Objective.objects.get()
    url = one.get_absolute_url()
    assert one.target_value == Decimal("1200.5")

    names = [*form, "owner", "due_on", "unit"]
    assert client.get(f"{url}edit/").status_code == 200
    assert client.post(f"{url}edit/", {**form, "unit": "paniers", "seen": mark_of(one, names)}).status_code == 302
    assert client.post(f"{url}values/", {"value": "12,5", "measured_on": "2026-05-01"}).status_code == 302
    assert client.post(f"{url}state/", {"state": "reached"}).status_code == 302
    html = client.get(url).content.decode()
    assert "12,5" in html and "<circle" in html


@pytest.mark.parametrize(
    ("where", "data"),
    [
        ("values/", {"value": "beaucoup", "measured_on": "2026-05-01"}),
        ("values/", {"value": "1", "measured_on": "2099-05-01"}),
        ("state/", {"state": "given_up", "reason": ""}),
        ("actions/", {"text": "", "owner": ""}),
        ("edit/", {"statement": ""}),
    ],
)
def test_what_is_wrong_comes_back_with_its_sentence(cast, objective, sign_in, where, data):
    response = sign_in(cast.participant).post(f"{objective.get_absolute_url()}{where}", data)

    assert response.status_code == 422
    assert "error-summary" in response.content.decode()


def test_a_new_objective_that_is_refused_keeps_what_was_typed(cast, axis, sign_in):
    form = {"statement": "Un but.", "axis": axis.pk, "target_value": "3"}

    response = sign_in(cast.participant).post(f"{LIST}new/", form)

    assert response.status_code == 422
    assert "Un but." in response.content.decode()
