import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.actions import create_person
from accounts.enums import Role
from accounts.models import User
from accounts.queries import account_of, owns_address
from core.errors import Refused
from core.models import TrailEntry
from tests import factories as make

pytestmark = pytest.mark.django_db
# Session, person and rail included.
QUERIES = 8


def test_each_person_chooses_name_and_language(sign_in):
    person = make.UserFactory(name="Avant")
    client = sign_in(person)

    response = client.post(reverse("accounts:preferences"), {"name": "Après", "language": "en"})

    html = client.get(reverse("accounts:preferences")).content.decode()
    person.refresh_from_db()
    assert response["Location"] == "/preferences/"
    assert (person.name, person.language) == ("Après", "en")
    assert '<html lang="en"' in html
    assert "My preferences" in html
    assert TrailEntry.objects.get().data == {"fields": ["language", "name"]}


def test_the_page_is_french_unless_the_person_chose_english(sign_in):
    html = sign_in(make.UserFactory()).get(reverse("accounts:preferences")).content.decode()

    assert '<html lang="fr"' in html
    assert "Mes préférences" in html


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"language": "de"}, "language"),
        ({"language": ""}, "language"),
    ],
)
def test_bad_preferences_get_a_sentence_beside_the_field(typed, field, sign_in):
    person = make.UserFactory(name="Avant")

    response = sign_in(person).post(reverse("accounts:preferences"), {"name": "Après", "language": "fr"} | typed)

    person.refresh_from_db()
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert person.name == "Avant"


def test_a_refused_preference_stands_beside_the_form(sign_in, monkeypatch):
    from accounts import actions

    def refuse(**kwargs):
        raise Refused("Non.", field="name")

    monkeypatch.setattr(actions, "change_preferences", refuse)

    response = sign_in(make.UserFactory()).post(reverse("accounts:preferences"), {"name": "A", "language": "fr"})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["name"])


def test_the_number_of_queries_of_the_page(sign_in, django_assert_num_queries):
    client = sign_in(make.UserFactory())
    client.get(reverse("accounts:preferences"))

    with django_assert_num_queries(QUERIES):
        client.get(reverse("accounts:preferences"))


def test_the_first_administrator_is_made_by_a_command(capsys):
    call_command("create_administrator", "Chef@Example.org", "--name", "Claude Exemple")

    person = User.objects.get()
    assert (person.email, person.role, person.has_usable_password()) == (
        "chef@example.org", Role.ADMINISTRATOR, False,
    )  # fmt: skip
    assert EmailAddress.objects.get(user=person).verified
    assert reverse("account_request_login_code") in capsys.readouterr().out


@pytest.mark.parametrize("email", ["taken@example.org", "TAKEN@example.org", "pas une adresse"])
def test_the_command_refuses_in_words(email):
    make.UserFactory(email="taken@example.org")

    with pytest.raises(CommandError):
        call_command("create_administrator", email, "--name", "Claude")

    assert User.objects.count() == 1


def test_one_person_has_one_account_however_the_address_is_typed():
    person = make.UserFactory(email="person@example.org")
    EmailAddress.objects.create(user=person, email="Second@example.org", verified=True)
    EmailAddress.objects.create(user=person, email="unsure@example.org", verified=False)

    assert account_of(" PERSON@example.org ") == person
    assert account_of("second@example.org") == person
    assert account_of("unsure@example.org") is None
    assert owns_address(person, "SECOND@example.org")
    assert not owns_address(person, "unsure@example.org")
    with pytest.raises(Refused):
        create_person(email="second@example.org", name="Autre")


def test_the_database_keeps_addresses_in_lower_case_and_single():
    make.UserFactory(email="person@example.org")

    for address in ("person@example.org", "PERSON@example.org"):
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.bulk_create([User(email=address, name="Autre")])
