import datetime as dt

import pytest
from django.urls import reverse

from projects.models import Membership, Participant, Project, Structure
from tests import factories as make
from tests.cast import LAST_DAY

pytestmark = pytest.mark.django_db
AFTER = LAST_DAY + dt.timedelta(days=1)
# Session, person and rail included.
PROJECTS_QUERIES = 13
COLLECTIVE_QUERIES = 12
STRUCTURE_QUERIES = 13
INVITATIONS_QUERIES = 12


@pytest.fixture
def administrator(db, sign_in):
    return sign_in(make.UserFactory(administrator=True))


def warm(client, address):
    """What is asked once a session is asked before counting."""
    client.get(address)
    return address


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_queries_for_one_and_three(number, administrator, django_assert_num_queries):
    cohort = make.CohortFactory()
    for _ in range(number):
        make.ParticipantFactory(membership__project__cohort=cohort)
    address = warm(administrator, reverse("projects:projects"))

    with django_assert_num_queries(PROJECTS_QUERIES):
        response = administrator.get(address)

    assert response.content.decode().count("<article") == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_collective_asks_the_same_queries_for_one_and_three(number, administrator, django_assert_num_queries):
    project = make.ProjectFactory()
    for _ in range(number):
        for _ in range(number):
            make.ParticipantFactory(membership=make.MembershipFactory(project=project))
    address = warm(administrator, reverse("projects:collective", args=[project.slug]))

    with django_assert_num_queries(COLLECTIVE_QUERIES):
        administrator.get(address)


@pytest.mark.parametrize("number", [1, 3])
def test_a_structure_asks_the_same_queries_for_one_and_three_projects(number, sign_in, django_assert_num_queries):
    structure, user = make.StructureFactory(), make.UserFactory()
    for _ in range(number):
        make.ParticipantFactory(membership=make.MembershipFactory(structure=structure), user=user)
    client = sign_in(user)
    address = warm(client, reverse("projects:structure", args=[structure.slug]))

    with django_assert_num_queries(STRUCTURE_QUERIES):
        client.get(address)


@pytest.mark.parametrize("number", [1, 3])
def test_the_invitations_ask_the_same_queries_for_one_and_three(number, sign_in, django_assert_num_queries):
    facilitation = make.FacilitationFactory()
    for _ in range(number):
        make.InvitationFactory(membership__project__cohort=facilitation.cohort)
    client = sign_in(facilitation.user)
    address = warm(client, reverse("projects:invitations"))

    with django_assert_num_queries(INVITATIONS_QUERIES):
        response = client.get(address)

    assert len(response.context["page_obj"].object_list) == number


def test_the_list_is_filtered_by_the_address(cast, sign_in):
    client = sign_in(cast.administrator)
    elsewhere = make.ProjectFactory(cohort=cast.other_cohort, name="Lointain")

    one = client.get(reverse("projects:projects") + f"?cohort={cast.other_cohort.slug}").content.decode()
    unknown = client.get(reverse("projects:projects") + "?cohort=inconnue").content.decode()

    assert elsewhere.name in one
    assert cast.project.get_absolute_url() not in one
    assert cast.project.get_absolute_url() in unknown


def test_the_collective_says_ever_and_active(cast, sign_in):
    html = sign_in(cast.participant).get(reverse("projects:collective", args=[cast.project.slug])).content.decode()

    assert "3 depuis le début" in html
    assert "Départs en cours de route" in html


def test_the_reason_of_a_departure_is_read_by_the_team_alone(cast, sign_in):
    Membership.objects.filter(structure=cast.left_structure).update(leaving_reason="Trop de charge")
    address = reverse("projects:collective", args=[cast.project.slug])

    assert "Trop de charge" in sign_in(cast.facilitator).get(address).content.decode()
    for person in ("participant", "partner", "left", "former"):
        assert "Trop de charge" not in sign_in(cast.users[person]).get(address).content.decode()


@pytest.mark.parametrize("person", ["left", "former"])
def test_whoever_left_reads_the_collective_as_it_was(person, cast, sign_in):
    newcomer = make.MembershipFactory(project=cast.project, joined_on=AFTER)
    Membership.objects.filter(structure=cast.partner_structure).update(left_on=dt.date(2026, 6, 30))
    client = sign_in(cast.users[person])

    html = client.get(reverse("projects:collective", args=[cast.project.slug])).content.decode()
    own = client.get(reverse("projects:structure", args=[cast.partner_structure.slug])).content.decode()

    assert "31 mars 2026" in html.replace("\u00a0", " ")
    assert newcomer.structure.name not in html
    assert "juin" not in html
    assert "juin" not in own


STRUCTURE_FORM = {"name": "Neuve", "joined_on": "2026-06-01"}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("siret", "732 829 320 00075"),
        ("siret", "abc"),
        ("siret", "1" * 31),
        ("siret", "732 829 320 00074"),
        ("rna", "X751234567"),
        ("name", ""),
        ("name", "x" * 161),
        ("presentation", "x" * 2001),
        ("slug", "maison"),
        ("slug", "new"),
        ("slug", "a b"),
        ("project", "inconnu"),
        ("joined_on", "hier"),
    ],
)
def test_a_wrong_structure_gets_a_sentence_beside_its_field(field, typed, administrator):
    project = make.ProjectFactory()
    make.StructureFactory(slug="maison", siret="73282932000074")
    data = STRUCTURE_FORM | {"project": project.slug} | {field: typed}

    response = administrator.post(reverse("projects:new_structure"), data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"][field].value() == typed
    assert Structure.objects.count() == 1


def test_a_structure_is_created_with_spaced_numbers(administrator):
    project = make.ProjectFactory()
    data = STRUCTURE_FORM | {"project": project.slug, "siret": "732 829 320 00074", "rna": "w 751 234 567"}

    response = administrator.post(reverse("projects:new_structure"), data)

    structure = Structure.objects.get()
    assert response["Location"] == "/structures/neuve/"
    assert (structure.siret, structure.rna) == ("73282932000074", "W751234567")
    html = administrator.get("/structures/neuve/").content.decode()
    assert "732 829 320 00074" in html
    assert "W 751 234 567" in html


def test_a_day_is_asked_with_the_project(administrator):
    data = {"name": "Neuve", "project": make.ProjectFactory().slug, "joined_on": ""}

    response = administrator.post(reverse("projects:new_structure"), data)

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["joined_on"])
    assert administrator.post(reverse("projects:new_structure"), {"name": "Sans projet"}).status_code == 302


def test_a_facilitator_adds_structures_to_own_projects_only(cast, sign_in):
    client = sign_in(cast.other_facilitator)

    without = client.post(reverse("projects:new_structure"), {"name": "Neuve", "joined_on": "2026-06-01"})
    foreign = client.post(reverse("projects:new_structure"), STRUCTURE_FORM | {"project": cast.project.slug})

    assert list(without.context["form"].errors) == ["project"]
    assert list(foreign.context["form"].errors) == ["project"]


def test_hostile_text_is_shown_as_text(administrator):
    hostile = "<script>alert(1)</script>"
    membership = make.MembershipFactory(
        project__name=hostile, project__purpose=hostile, structure__name=hostile, structure__presentation=hostile
    )
    make.ParticipantFactory(membership=membership, user__name=hostile)

    for address in (
        reverse("projects:projects"),
        reverse("projects:collective", args=[membership.project.slug]),
        reverse("projects:structure", args=[membership.structure.slug]),
    ):
        html = administrator.get(address).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html


def test_a_project_is_created_and_leads_to_its_home(administrator):
    cohort = make.CohortFactory()
    asked = administrator.get(reverse("projects:new_project") + f"?cohort={cohort.slug}")

    response = administrator.post(
        reverse("projects:new_project"), {"cohort": cohort.slug, "name": "La Halle", "purpose": "Un lieu"}
    )

    assert f'value="{cohort.slug}" selected' in asked.content.decode()
    assert response["Location"] == "/projects/la-halle/"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("cohort", "inconnue"),
        ("name", ""),
        ("purpose", "x" * 2001),
        ("slug", "pris"),
        ("slug", "new"),
        ("territory", "9"),
    ],
)
def test_a_wrong_project_gets_a_sentence_beside_its_field(field, typed, administrator):
    project = make.ProjectFactory(slug="pris")
    data = {"cohort": project.cohort.slug, "name": "La Halle", "purpose": "Un lieu"} | {field: typed}

    response = administrator.post(reverse("projects:new_project"), data)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Project.objects.count() == 1


def test_a_stale_project_form_shows_both_texts(administrator):
    project = make.ProjectFactory(purpose="Avant")
    address = reverse("projects:edit_project", args=[project.slug])
    seen = administrator.get(address).context["form"].initial["seen"]
    Project.objects.filter(pk=project.pk).update(purpose="Entre-temps")

    response = administrator.post(address, {"name": project.name, "purpose": "Après", "seen": seen})

    assert response.status_code == 409
    assert "Entre-temps" in response.content.decode()
    assert response.context["form"]["purpose"].value() == "Après"
    wrong = administrator.post(address, {"name": "", "purpose": "Après", "seen": "abc"})
    assert wrong.status_code == 422


def test_a_structure_changes_its_presentation(cast, sign_in):
    client = sign_in(cast.participant)
    address = reverse("projects:edit_structure", args=[cast.structure.slug])

    done = client.post(address, {"name": "Maison", "presentation": "Nous cultivons."})
    wrong = client.post(address, {"name": "Maison", "siret": "12"})
    taken = make.StructureFactory(siret="73282932000074")
    refused = client.post(address, {"name": "Maison", "siret": taken.siret})

    assert done.status_code == 302
    assert [wrong.status_code, refused.status_code] == [422, 422]
    cast.structure.refresh_from_db()
    assert cast.structure.presentation == "Nous cultivons."


@pytest.mark.parametrize("typed", [{"structure": "inconnue"}, {"joined_on": ""}, {"structure": "maison"}])
def test_joining_refuses_beside_the_field(typed, cast, sign_in):
    address = reverse("projects:join", args=[cast.project.slug])

    response = sign_in(cast.facilitator).post(
        address, {"structure": cast.other_structure.slug, "joined_on": "2026-06-01"} | typed
    )

    assert (response.status_code, list(response.context["form"].errors)) == (422, list(typed))


def test_coming_back_before_having_left_is_refused_beside_the_form(cast, sign_in):
    response = sign_in(cast.facilitator).post(
        reverse("projects:join", args=[cast.project.slug]),
        {"structure": cast.left_structure.slug, "joined_on": "2026-03-31"},
    )

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["structure"])


@pytest.mark.parametrize(("left_on", "status"), [("2026-01-01", 422), ("demain", 422), ("2026-11-01", 302)])
def test_leaving_by_form(left_on, status, cast, sign_in):
    membership = Membership.objects.get(structure=cast.structure)

    response = sign_in(cast.facilitator).post(
        reverse("projects:leave", args=[membership.pk]), {"left_on": left_on, "reason": "Fin"}
    )

    assert response.status_code == status
    membership.refresh_from_db()
    assert (membership.left_on is not None) == (status == 302)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"email": "inconnu@example.org"}, "email"),
        ({"email": "pas une adresse"}, "email"),
        ({"starts_on": "2025-01-01"}, "starts_on"),
        ({"starts_on": ""}, "starts_on"),
    ],
)
def test_adding_a_person_refuses_beside_the_field(data, field, cast, sign_in):
    membership = Membership.objects.get(structure=cast.structure)
    before = Participant.objects.count()

    response = sign_in(cast.facilitator).post(
        reverse("projects:add_participant", args=[membership.pk]),
        {"email": cast.applicant.email, "starts_on": "2026-06-01"} | data,
    )

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Participant.objects.count() == before


@pytest.mark.parametrize(("ends_on", "status"), [("2026-01-01", 422), ("", 422), ("2026-11-01", 302)])
def test_ending_a_part_by_form(ends_on, status, cast, sign_in):
    part = Participant.objects.get(user=cast.participant)

    response = sign_in(cast.facilitator).post(
        reverse("projects:end_participation", args=[part.pk]), {"ends_on": ends_on}
    )

    assert response.status_code == status


def test_numbers_that_no_row_can_have_answer_404(administrator):
    for address in ("/memberships/99999999999999999999/leave/", "/participations/0/end/"):
        assert administrator.get(address).status_code == 404
