import pytest
from django.urls import reverse

from cohorts import actions
from cohorts.models import Expert
from core.enums import Verb
from core.errors import Refused
from core.models import TrailEntry
from tests import factories as make

pytestmark = pytest.mark.django_db

EXPERTS_QUERIES = 10


def test_the_team_knows_the_experts_and_nobody_else(cast):
    make.ExpertFactory()

    for person, number in (
        (cast.facilitator, 1),
        (cast.other_facilitator, 1),
        (cast.administrator, 1),
        (cast.participant, 0),
    ):
        assert Expert.objects.visible_to(person).count() == number


def test_an_address_belongs_to_one_expert(cast):
    actions.create_expert(actor=cast.facilitator, name="Camille", email="camille@exemple.example")
    actions.create_expert(actor=cast.facilitator, name="Sans adresse")
    other = actions.create_expert(actor=cast.facilitator, name="Aussi sans adresse")

    for act in (
        lambda: actions.create_expert(actor=cast.facilitator, name="Autre", email="Camille@exemple.example"),
        lambda: actions.change_expert(
            actor=cast.facilitator,
            expert=other,
            name="Autre",
            email="CAMILLE@exemple.example",
            organisation="",
            subject="",
        ),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.field == "email"
    assert Expert.objects.count() == 3
    assert TrailEntry.objects.filter(target_type="cohorts.expert", verb=Verb.CREATED).count() == 3


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_a_constant_number_of_queries(cast, sign_in, number, django_assert_num_queries):
    make.ExpertFactory.create_batch(number)
    team = sign_in(cast.facilitator)
    team.get(reverse("cohorts:experts"))

    with django_assert_num_queries(EXPERTS_QUERIES):
        team.get(reverse("cohorts:experts"))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"email": "camille"}, "email"),
        ({"name": "a\x00b"}, "name"),
    ],
)
def test_a_bad_expert_gets_a_sentence(cast, sign_in, wrong, field):
    response = sign_in(cast.facilitator).post(reverse("cohorts:new_expert"), {"name": "Camille", **wrong})

    assert (response.status_code, field in response.context["form"].errors) == (422, True)
    assert not Expert.objects.exists()


def test_a_stale_form_shows_what_was_saved_meanwhile(cast, sign_in):
    team, expert = sign_in(cast.facilitator), make.ExpertFactory(name="Un")
    address = reverse("cohorts:edit_expert", args=[expert.pk])
    seen = team.get(address).context["form"].initial["seen"]
    team.post(address, {"name": "Deux", "seen": seen})

    stale = team.post(address, {"name": "Trois", "seen": seen})

    assert stale.status_code == 409
    assert "Deux" in stale.content.decode()
    expert.refresh_from_db()
    assert expert.name == "Deux"


def test_a_taken_address_keeps_what_was_typed(cast, sign_in):
    make.ExpertFactory(email="camille@exemple.example")

    response = sign_in(cast.facilitator).post(
        reverse("cohorts:new_expert"), {"name": "Autre", "email": "camille@exemple.example"}
    )

    assert (response.status_code, "email" in response.context["form"].errors) == (422, True)
    assert 'value="Autre"' in response.content.decode()
