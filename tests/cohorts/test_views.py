import pytest
from django.urls import reverse

from cohorts.models import Cohort
from tests import factories as make

# Session, person and rail included.
LIST_QUERIES = 12
CONTENT_QUERIES = 16

FORM = {
    "name": "Coopérations 2027",
    "starts_on": "2027-01-04",
    "ends_on": "2027-09-30",
    "half_days_target": "7",
    "meetings_target": "20",
    "projects_target": "3",
    "minimum_structures": "2",
    "acquaintance_hours": "6",
    "fund_amount": "5 000,50",
    "funding_regime": "2021-2027",
}


@pytest.fixture
def administrator(db, sign_in):
    return sign_in(make.UserFactory(administrator=True))


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_queries_for_one_and_three(number, administrator, django_assert_num_queries):
    for _ in range(number):
        cohort = make.FacilitationFactory().cohort
        cohort.territories.add(make.TerritoryFactory())
    administrator.get(reverse("cohorts:cohorts"))

    with django_assert_num_queries(LIST_QUERIES):
        response = administrator.get(reverse("cohorts:cohorts"))

    assert response.content.decode().count("<article") == number


@pytest.mark.parametrize("axes", [1, 3])
def test_the_content_asks_the_same_queries_for_one_and_three_axes(axes, administrator, django_assert_num_queries):
    cohort = make.CohortFactory(content=make.content(axes=axes))
    address = reverse("cohorts:content", args=[cohort.slug])
    administrator.get(address)

    with django_assert_num_queries(CONTENT_QUERIES):
        response = administrator.get(address)

    assert response.content.decode().count("axis-name") == axes


def test_the_content_says_version_scope_and_levels(administrator):
    cohort = make.CohortFactory(content=make.content(axes=1))

    html = administrator.get(reverse("cohorts:content", args=[cohort.slug])).content.decode()

    assert "Version 1 du contenu" in html
    assert html.count("Individuelle") == 2
    assert html.count("Collective") == 1
    assert "3 · Niveau 3" in html


def test_an_edition_is_opened_by_form(administrator):
    make.content()

    response = administrator.post(reverse("cohorts:new_cohort"), FORM)

    cohort = Cohort.objects.get()
    assert response["Location"] == cohort.get_absolute_url() == "/cohorts/cooperations-2027/"
    assert str(cohort.fund_amount) == "5000.50"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("starts_on", "hier"),
        ("ends_on", "2027-01-01"),
        ("fund_amount", "beaucoup"),
        ("fund_amount", "-5"),
        ("half_days_target", "-1"),
        ("minimum_structures", "1"),
        ("funding_regime", "autre"),
        ("slug", "pas une adresse"),
        ("slug", "prise"),
        ("slug", "new"),
        ("territories", "999"),
        ("name", "nul\x00"),
    ],
)
def test_bad_input_gets_a_sentence_beside_its_field_and_is_kept(field, typed, administrator):
    make.CohortFactory(slug="prise")

    response = administrator.post(reverse("cohorts:new_cohort"), FORM | {field: typed})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"][field].value() in (typed, [typed])
    assert Cohort.objects.count() == 1


def test_hostile_text_is_shown_as_text(administrator):
    cohort = make.CohortFactory(name="<script>alert(1)</script>")

    html = administrator.get(reverse("cohorts:cohorts")).content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert administrator.get(reverse("cohorts:content", args=[cohort.slug])).status_code == 200


def test_a_stale_form_shows_both_texts_and_a_second_save_keeps_ones_own(administrator):
    cohort = make.CohortFactory(name="Avant")
    address = reverse("cohorts:edit_cohort", args=[cohort.slug])
    seen = administrator.get(address).context["form"].initial["seen"]
    Cohort.objects.filter(pk=cohort.pk).update(name="Entre-temps")

    stale = administrator.post(address, FORM | {"name": "La mienne", "seen": seen})
    fresh = stale.context["form"]["seen"].value()
    again = administrator.post(address, FORM | {"name": "La mienne", "seen": fresh})

    html = stale.content.decode()
    assert stale.status_code == 409
    assert "Entre-temps" in html
    assert 'value="La mienne"' in html
    assert again.status_code == 302
    cohort.refresh_from_db()
    assert cohort.name == "La mienne"


def test_a_clone_is_made_by_form_and_refused_beside_its_field(administrator):
    source = make.CohortFactory(slug="source")
    address = reverse("desk:clone_cohort", args=["source"])

    made = administrator.post(address, {"name": "Suivante", "starts_on": "2027-01-04"})
    refused = administrator.post(address, {"name": "Suivante", "slug": "source", "starts_on": "2027-01-04"})
    wrong = administrator.post(address, {"name": "", "starts_on": "2027-01-04"})

    assert made["Location"] == "/cohorts/suivante/"
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["slug"])
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["name"])
    assert Cohort.objects.exclude(pk=source.pk).get().content == source.content


def test_the_pages_speak_english(administrator, db):
    make.content()
    administrator.cookies["django_language"] = "en"
    person = administrator.get(reverse("cohorts:cohorts")).wsgi_request.user
    person.language = "en"
    person.save(update_fields=["language"])

    assert "Open a cohort" in administrator.get(reverse("cohorts:cohorts")).content.decode()
