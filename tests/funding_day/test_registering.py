"""From the public page to a guest's own page: nobody learns who comes, and nothing typed is lost."""

import datetime as dt
import re
import time

import pytest
from django.core import signing
from django.core.cache import cache

from core.dates import now
from core.errors import Refused
from core.models import OutboxMail
from funding_day import actions
from funding_day.models import Bearer, Funder, GuestLink, Registration
from projects import figures as project_figures
from projects.models import Participant
from tests import factories as make
from tests.funding_day.plans import typed_registration

LINK = re.compile(r"/funding-day/me/[^/\s]+/(?:confirm/)?")


@pytest.fixture(autouse=True)
def nobody_has_knocked():
    """Knocks are counted in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def day(cast):
    return make.FundingDayFactory(cohort=cast.cohort, slug="matinee", starts_at=now().replace(hour=7) + dt.timedelta(days=30),
                                  ends_at=now().replace(hour=11) + dt.timedelta(days=30))  # fmt: skip


def stamp(seconds_ago=10.0):
    return signing.dumps(time.time() - seconds_ago, salt="funding_day.register")


def typed(**more):
    return {
        "organisation": "Banque d’ici",
        "kind": "bank",
        "contact": "Camille Exemple",
        "email": "camille@example.org",
        "instruments": ["loan"],
        "amount_from": "5 000",
        "amount_to": "80 000,50",
        "stamp": stamp(),
        "people-TOTAL_FORMS": "2",
        "people-INITIAL_FORMS": "0",
        "people-0-name": "Camille Exemple",
        **more,
    }


def last_link():
    return LINK.search(OutboxMail.objects.order_by("-pk").first().text).group()


def test_a_funder_registers_confirms_and_opens_its_own_page(day, client):
    answer = client.post("/funding-day/matinee/register/", typed())

    assert answer.status_code == 200
    assert not Funder.objects.exists()
    confirm = last_link()
    assert client.get(confirm).status_code == 200
    assert not Funder.objects.exists()

    own = client.post(confirm)

    funder = Funder.objects.get()
    assert (funder.organisation, funder.email, funder.amount_to) == ("Banque d’ici", "camille@example.org", 80000.5)
    assert [one.name for one in funder.visitors.all()] == ["Camille Exemple"]
    assert "Banque d’ici" in client.get(own.url).content.decode()


def test_a_project_from_outside_registers_with_its_card(day, client):
    data = typed(name="Atelier vélo", pitch="Réparer ensemble.", story="Une histoire.", amount="12 000")
    client.post("/funding-day/matinee/register/?as=project", data)

    client.post(last_link())

    bearer = Bearer.objects.get()
    assert (bearer.name, bearer.pitch, bearer.project, bearer.amount) == (
        "Atelier vélo",
        "Réparer ensemble.",
        None,
        12000,
    )


def test_guests_are_neither_participants_nor_members_and_count_in_no_figure(cast, day, client):
    before = project_figures.counts_by_cohort([cast.cohort], cast.cohort.starts_on), Participant.objects.count()
    client.post("/funding-day/matinee/register/?as=project", typed(name="Atelier vélo", pitch="Réparer."))
    client.post(last_link())

    after = project_figures.counts_by_cohort([cast.cohort], cast.cohort.starts_on), Participant.objects.count()

    assert Bearer.objects.count() == 1
    assert after == before


def test_the_page_says_the_same_for_a_known_and_an_unknown_address(day, client, django_assert_num_queries):
    make.FunderFactory(day=day, organisation="Banque connue", email="connue@example.org")
    client.post("/funding-day/matinee/register/", typed())  # whatever is made once a process is made now

    pages = []
    for address in ("connue@example.org", "inconnu@example.org"):
        with django_assert_num_queries(12):
            answer = client.post("/funding-day/matinee/register/", typed(email=address))
        pages.append(re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode().replace(address, "@")))

    assert pages[0] == pages[1]
    assert OutboxMail.objects.count() == 3
    assert "Banque connue" not in OutboxMail.objects.order_by("-pk").first().text


def test_the_same_address_twice_brings_its_page_up_to_date(day, client):
    client.post("/funding-day/matinee/register/", typed())
    client.post(last_link())
    funder = Funder.objects.get()
    make.WishFactory(funder=funder, bearer=make.BearerFactory(day=day))
    client.post("/funding-day/matinee/register/", typed(organisation="Banque de là", contact="Alix"))

    confirm = last_link()
    assert "Banque d’ici" in client.get(confirm).content.decode()
    client.post(confirm)

    funder.refresh_from_db()
    assert Funder.objects.count() == 1
    assert (funder.organisation, funder.contact, funder.wishes.count()) == ("Banque de là", "Alix", 1)


def test_two_people_of_one_organisation_do_not_learn_of_each_other(day, client):
    make.FunderFactory(day=day, organisation="Banque d’ici", email="autre@example.org")
    client.post("/funding-day/matinee/register/", typed())

    answer = client.post(last_link())

    assert answer.status_code == 302
    assert sorted(Funder.objects.values_list("organisation", flat=True)) == [
        "Banque d’ici",
        "Banque d’ici · Camille Exemple",
    ]


def test_after_the_closing_date_a_request_is_kept_and_waits_for_the_team(cast, day, client, sign_in):
    day.closes_at = now() - dt.timedelta(hours=1)
    day.save(update_fields=["closes_at"])

    assert "closes depuis le" in client.get("/funding-day/matinee/register/").content.decode()
    client.post("/funding-day/matinee/register/", typed())
    own = client.post(last_link()).url

    funder = Funder.objects.get()
    assert funder.standing == "waiting"
    assert "après la clôture" in client.get(own).content.decode()
    sign_in(cast.facilitator).post(f"/funding-day/matinee/guests/funder/{funder.pk}/accept/")
    funder.refresh_from_db()
    assert funder.standing == "expected"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"stamp": "fausse"}, "plus d’un jour"),
        ({"stamp": stamp(25 * 3600)}, "plus d’un jour"),
        ({"kind": ""}, "Vous êtes"),
        ({"amount_from": "beaucoup"}, "montant"),
        ({"amount_from": "9 000", "amount_to": "10"}, "dépasse"),
        ({"people-1-role": "Directrice"}, "nom de cette personne"),
        ({"people-0-here_from": "11:00", "people-0-here_until": "10:00"}, "précède"),
    ],
)
def test_a_wrong_form_says_so_and_keeps_what_was_typed(day, client, more, words):
    answer = client.post("/funding-day/matinee/register/", typed(**more))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="Banque d’ici"' in page
    assert not Registration.objects.exists()


def test_a_form_sent_at_once_is_refused_and_goes_through_a_moment_later(day, client, time_machine):
    time_machine.move_to(now(), tick=False)
    shown = signing.dumps(time.time(), salt="funding_day.register")

    assert client.post("/funding-day/matinee/register/", typed(stamp=shown)).status_code == 422
    time_machine.shift(4)
    assert client.post("/funding-day/matinee/register/", typed(stamp=shown)).status_code == 200


def test_a_machine_that_fills_the_hidden_field_gets_thanks_and_no_mail(day, client):
    answer = client.post("/funding-day/matinee/register/", typed(website="https://spam.example"))

    assert answer.status_code == 200
    assert not Registration.objects.exists()
    assert not OutboxMail.objects.exists()


def test_nobody_floods_a_mailbox_nor_the_page(day, client):
    for number in range(5):
        assert client.post("/funding-day/matinee/register/", typed()).status_code == 200, number
    assert OutboxMail.objects.count() == 3

    for number in range(40):
        answer = client.post("/funding-day/matinee/register/", typed(email=f"a{number}@example.org"))
    assert answer.status_code == 422
    assert "Trop d’inscriptions" in answer.content.decode()
    assert 'value="Banque d’ici"' in answer.content.decode()


def test_a_link_is_withdrawn_sent_again_and_expires_each_with_its_sentence(cast, day, client, sign_in, time_machine):
    client.post("/funding-day/matinee/register/", typed())
    own = client.post(last_link()).url
    funder = Funder.objects.get()
    team = sign_in(cast.facilitator)

    team.post(f"/funding-day/matinee/guests/funder/{funder.pk}/revoke/")
    gone = client.get(own)
    team.post(f"/funding-day/matinee/guests/funder/{funder.pk}/link/")

    assert gone.status_code == 410
    assert "retiré" in gone.content.decode()
    assert client.post(f"{own}wishes/").status_code == 410
    fresh = last_link()
    assert client.get(fresh).status_code == 200
    time_machine.move_to(GuestLink.objects.order_by("-pk").first().expires_at + dt.timedelta(hours=1))
    assert "valable jusqu" in client.get(fresh).content.decode()


def test_a_confirmation_that_was_used_or_is_too_old_says_so(day, client, time_machine):
    used, old = typed_registration(day), typed_registration(day, organisation="Une autre")
    Registration.objects.order_by("-pk").update(expires_at=now() + dt.timedelta(days=7))
    assert client.post(f"/funding-day/me/{used}/confirm/").status_code == 302

    assert "déjà confirmée" in client.post(f"/funding-day/me/{used}/confirm/").content.decode()
    time_machine.move_to(now() + dt.timedelta(days=8))
    answer = client.get(f"/funding-day/me/{old}/confirm/")
    assert answer.status_code == 410
    assert "Inscrivez-vous de nouveau" in answer.content.decode()


def test_a_guest_changes_everything_until_the_closing_date_and_is_told_after(day, client):
    client.post("/funding-day/matinee/register/", typed())
    own = client.post(last_link()).url
    changed = typed(organisation="Banque nouvelle") | {"people-0-here_from": ""}

    assert client.post(f"{own}details/", changed).status_code == 302
    day.closes_at = now() - dt.timedelta(hours=1)
    day.save(update_fields=["closes_at"])
    late = client.post(f"{own}details/", changed | {"organisation": "Encore"})

    assert Funder.objects.get().organisation == "Banque nouvelle"
    assert late.status_code == 422
    assert 'value="Encore"' in late.content.decode()
    assert "écrivez à l’équipe" in late.content.decode()


def test_hours_outside_the_morning_are_refused(day):
    funder = make.FunderFactory(day=day)

    with pytest.raises(Refused, match="La matinée va de"):
        people = [{"name": "Camille", "role": "", "here_from": dt.time(3), "here_until": None}]
        actions.change_guest(actor=None, guest=funder, by_team=False, facts={}, people=people)


def test_two_confirmations_at_once_make_one_guest(race):
    day = make.FundingDayFactory(starts_at=now() + dt.timedelta(days=9), ends_at=now() + dt.timedelta(days=9, hours=3))
    typed_registration(day)
    row = Registration.objects.get()

    outcomes = race(*[lambda: actions.confirm_registration(registration=row)] * 2)

    assert Funder.objects.count() == 1
    assert sorted(type(one).__name__ for one in outcomes) == ["Refused", "tuple"]
