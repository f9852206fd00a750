import pytest

from core.errors import Refused
from core.models import TrailEntry
from funding_day import actions, figures, queries
from funding_day.models import Funder
from projects.models import Participant, Structure
from tests import factories as make


@pytest.fixture
def day(cast):
    return make.FundingDayFactory(cohort=cast.cohort, slug="matinee", place="Maison des associations")


def test_turnout_counts_organisations_bearers_and_guests(cast, day):
    make.FunderFactory(day=day, kind="foundation")
    make.FunderFactory.create_batch(2, day=day, kind="bank")
    make.BearerFactory(day=day, project=cast.project)
    make.BearerFactory.create_batch(2, day=day)
    make.BearerFactory(day=day, project=make.ProjectFactory(cohort=cast.other_cohort))

    turnout = figures.turnout(day)

    assert (turnout.funders, turnout.bearers, turnout.guests) == (3, 4, 3)
    assert turnout.kinds == (("bank", 2), ("foundation", 1))
    assert figures.turnouts([day]) == {day.pk: (3, 4)}


def test_guests_and_funders_count_in_no_figure_of_the_cohort(cast, day):
    from projects import figures as project_figures

    day_of = cast.cohort.starts_on
    before = project_figures.counts_by_cohort([cast.cohort], day_of)
    people, structures = Participant.objects.count(), Structure.objects.count()
    make.FunderFactory.create_batch(3, day=day)
    make.BearerFactory.create_batch(3, day=day)

    assert project_figures.counts_by_cohort([cast.cohort], day_of) == before
    assert (Participant.objects.count(), Structure.objects.count()) == (people, structures)


def test_funders_come_kind_by_kind_in_the_order_of_the_choices(day):
    for name, kind in (("Zoé", "bank"), ("Alix", "bank"), ("Inès", "solidarity_investor")):
        make.FunderFactory(day=day, organisation=name, kind=kind)

    kinds = queries.funders_by_kind(day)

    assert [[funder.organisation for funder in kind.funders] for kind in kinds] == [["Inès"], ["Alix", "Zoé"]]


def test_bearers_of_the_cohort_come_before_guests(cast, day):
    make.BearerFactory(day=day, name="Ada")
    make.BearerFactory(day=day, name="Zélie", project=cast.project)

    assert [bearer.name for bearer in queries.bearers_of(day)] == ["Zélie", "Ada"]


def test_a_funder_is_registered_with_its_trail(cast, day):
    funder = actions.register_funder(actor=cast.facilitator, day=day, organisation="  Banque   d’ici ", kind="bank")

    assert funder.organisation == "Banque d’ici"
    assert TrailEntry.objects.get().verb == "registered"


def test_a_funder_registered_already_is_refused_whatever_its_capitals(day):
    make.FunderFactory(day=day, organisation="Épargne d’ici")

    with pytest.raises(Refused) as refusal:
        actions.register_funder(actor=None, day=day, organisation="épargne D’ICI", kind="bank")

    assert refusal.value.field == "organisation"
    assert Funder.objects.count() == 1


def test_members_read_organisations_and_kinds_but_no_contact(cast, day, sign_in):
    make.FunderFactory(day=day, organisation="Fondation d’ici", contact="Camille Exemple", email="camille@example.org")

    seen = sign_in(cast.participant).get("/funding-day/matinee/").content.decode()
    team = sign_in(cast.facilitator).get("/funding-day/matinee/").content.decode()

    assert "Fondation d’ici" in seen
    assert "Camille" not in seen
    assert "camille@example.org" not in seen
    assert "funders/new" not in seen
    assert "Camille Exemple" in team
    assert "camille@example.org" in team


def test_the_form_registers_and_goes_back_to_the_day(cast, day, sign_in):
    client = sign_in(cast.facilitator)

    answer = client.post("/funding-day/matinee/funders/new/", {"organisation": "Banque d’ici", "kind": "bank"})

    assert answer.status_code == 302
    assert answer.url == "/funding-day/matinee/"
    assert "Banque d’ici" in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"organisation": "Banque d’ici", "kind": "bank", "contact": "Camille"}, "déjà inscrite"),
        ({"organisation": "Autre", "kind": "usurer", "contact": "Camille"}, "usurer"),
        ({"organisation": "Autre", "kind": "bank", "email": "pas une adresse", "contact": "Camille"}, "adresse"),
        ({"organisation": "x" * 161, "kind": "bank", "contact": "Camille"}, "160"),
    ],
)
def test_a_wrong_form_says_so_and_keeps_what_was_typed(cast, day, sign_in, data, words):
    make.FunderFactory(day=day, organisation="Banque d’ici")

    answer = sign_in(cast.facilitator).post("/funding-day/matinee/funders/new/", data)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert 'value="Camille"' in page
    assert Funder.objects.count() == 1


def test_without_a_morning_the_page_says_what_will_be_there(cast, sign_in):
    page = sign_in(cast.participant).get("/funding-day/").content.decode()

    assert "Pas encore de matinée" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(cast, sign_in, number, django_assert_num_queries):
    for _ in range(number):
        make.FunderFactory(day=make.FundingDayFactory(cohort=cast.cohort))
    client = sign_in(cast.facilitator)
    client.get("/funding-day/")

    with django_assert_num_queries(11):
        client.get("/funding-day/")


@pytest.mark.parametrize("number", [1, 3])
def test_a_day_takes_the_same_queries_for_one_and_three(cast, day, sign_in, number, django_assert_num_queries):
    make.FunderFactory.create_batch(number, day=day)
    for _ in range(number):
        make.BearerFactory(day=day, project=make.ProjectFactory(cohort=cast.cohort))
    client = sign_in(cast.facilitator)
    client.get("/funding-day/matinee/")

    with django_assert_num_queries(17):
        client.get("/funding-day/matinee/")
