from decimal import Decimal

import pytest

from fund import actions
from tests import factories as make


def allocate(project, **more):
    facts = {"happened_on": project.cohort.starts_on, "label": "Dotation du projet", "key": project.slug}
    return actions.allocate(actor=None, project=project, amount=Decimal(5000), **facts | more)


@pytest.mark.parametrize("person", ["participant", "facilitator", "administrator"])
def test_the_register_shows_every_movement_and_the_balance(cast, sign_in, person):
    allocate(cast.project, is_example=True)
    facts = {"actor": None, "project": cast.project, "happened_on": cast.cohort.starts_on, "key": "juriste"}
    wrong = actions.commit(amount=Decimal("1400.50"), label="<b>Juriste</b>", **facts)
    reversal = {"actor": None, "happened_on": cast.cohort.starts_on, "label": "Correction", "key": "correction"}
    actions.reverse(transaction=wrong, **reversal)

    page = sign_in(cast.users[person]).get("/projects/projet/fund/").content.decode()

    assert "− 1\u202f400,50\u00a0€".replace("− ", "−\u00a0") in page
    assert "3\u202f599,50\u00a0€" in page
    assert "&lt;b&gt;Juriste&lt;/b&gt;" in page
    assert "<b>Juriste</b>" not in page
    assert page.count("exemple") >= 1
    assert "écriture inverse" in page
    assert page.index("Correction") < page.index("Dotation du projet")


def test_before_the_allocation_the_page_says_what_will_be_there(cast, sign_in):
    page = sign_in(cast.participant).get("/projects/projet/fund/").content.decode()

    assert "Pas encore de dotation" in page


def test_the_page_of_all_funds_holds_the_projects_that_the_person_follows(cast, sign_in):
    allocate(cast.project)
    allocate(make.ProjectFactory(cohort=cast.other_cohort, name="Lointain", slug="lointain"))

    followed = sign_in(cast.facilitator).get("/fund/").content.decode()
    every = sign_in(cast.administrator).get("/fund/").content.decode()

    assert "Voisin" in followed
    assert "Lointain" not in followed
    assert "Lointain" in every
    assert "10\u202f000\u00a0€" in every


@pytest.mark.parametrize("number", [1, 3])
def test_all_funds_take_the_same_queries_for_one_and_three(cast, sign_in, number, django_assert_num_queries):
    for n in range(number):
        allocate(make.ProjectFactory(cohort=cast.cohort, slug=f"p-{n}"))
    client = sign_in(cast.facilitator)
    client.get("/fund/")

    with django_assert_num_queries(14):
        client.get("/fund/")


@pytest.mark.parametrize("number", [1, 3])
def test_a_register_takes_the_same_queries_for_one_and_three(cast, sign_in, number, django_assert_num_queries):
    for n in range(number):
        allocate(cast.project, key=f"dotation-{n}")
    client = sign_in(cast.participant)
    client.get("/projects/projet/fund/")

    with django_assert_num_queries(15):
        client.get("/projects/projet/fund/")
