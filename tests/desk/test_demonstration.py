"""The demonstration: the facts of 2021, accounts that stay stable, inventions marked as such."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import User
from agenda.models import Session
from cohorts.enums import SessionForm
from cohorts.models import Cohort
from desk.demonstration import load
from fund import figures as fund_figures
from fund.enums import RequestState
from fund.models import FundRequest, Transaction
from funding_day.models import FundingDay
from logbook.models import Answer
from projects.models import Membership, Participant, Project, Structure
from tests import factories as make

ACCOUNTS = (
    *("admin", "facilitator", "facilitator-2022", "ludosens", "terre-d-osmose", "conservatoire-du-gout"),
    *("halles-de-bourbon", "l-oree", "low-tech-bordeaux", "slowfest", "la-boucle", "reagir", "r3"),
)


@pytest.fixture
def demonstration(db):
    load()


@pytest.mark.usefixtures("demonstration")
class TestFacts:
    def test_three_projects_and_ten_structures_of_which_one_left(self):
        cohort = Cohort.objects.get(slug="cooperations-2021")
        memberships = Membership.objects.filter(project__cohort=cohort)

        assert sorted(cohort.projects.values_list("name", flat=True)) == [
            "La Halle des transitions",
            "Les jardins de la Faïencerie",
            "Passerelles",
        ]
        assert memberships.count() == Structure.objects.count() == 10
        assert memberships.active_on(dt.date(2021, 9, 30)).count() == 9
        assert memberships.get(left_on__isnull=False).structure.slug == "low-tech-bordeaux"

    def test_seventeen_bearers_and_seven_half_days(self):
        assert Participant.objects.count() == 17
        assert Session.objects.filter(form=SessionForm.WORKSHOP).count() == 7

    @pytest.mark.parametrize("name", ACCOUNTS)
    def test_account_opens_with_the_published_password(self, name):
        user = User.objects.get(email=f"{name}@demo.example")

        assert user.check_password("cooperation")
        assert user.is_example

    def test_no_other_account_than_the_twenty(self):
        assert User.objects.count() == 20

    @pytest.mark.parametrize("project", ["passerelles", "les-jardins-de-la-faiencerie", "la-halle-des-transitions"])
    def test_each_fund_has_its_allocation_and_two_examples(self, project):
        row = Project.objects.get(slug=project)

        assert fund_figures.balance(row).allocated == Decimal("5000.00")
        kinds = [row.kind for row in Transaction.objects.filter(fund__project=row).order_by("number")]
        assert kinds[:3] == ["allocation", "commitment", "payment"]
        assert kinds[3:] == (["commitment", "commitment", "release"] if "jardins" in project else [])
        assert not Transaction.objects.filter(fund__project=row, is_example=False).exists()

    def test_example_missions_stand_in_every_state(self):
        assert set(FundRequest.objects.values_list("state", flat=True)) == set(RequestState.values)
        assert not FundRequest.objects.filter(is_example=False).exists()
        for project in Project.objects.filter(fund_requests__isnull=False).distinct():
            held = FundRequest.objects.filter(project=project, state__in=["approved", "delivered", "invoiced"])
            balance = fund_figures.balance(project)
            assert balance.committed == sum(row.granted for row in held)
            assert balance.paid == sum(row.granted for row in project.fund_requests.filter(state="paid"))

    def test_sixteen_funders_meet_seventeen_bearers(self):
        day = FundingDay.objects.get()

        assert (day.funders.count(), day.bearers.count()) == (16, 17)
        assert not day.funders.filter(is_example=False).exists()

    def test_the_next_edition_has_an_open_call_and_no_project(self):
        cohort = Cohort.objects.get(slug="cooperations-2022")

        assert (cohort.call_closes_on, cohort.projects.count(), cohort.projects_target) == (None, 0, 5)
        assert cohort.content == Cohort.objects.get(slug="cooperations-2021").content

    def test_every_invented_text_says_that_it_is_an_example(self):
        assert Answer.objects.count() > 40
        assert not Answer.objects.exclude(text__startswith="Exemple : ").exists()

    def test_nothing_was_written_by_a_structure_after_it_left(self):
        gone = Answer.objects.filter(structure__slug="low-tech-bordeaux")

        assert gone.exists()
        assert not gone.filter(created_at__date__gt=dt.date(2021, 3, 31)).exists()


def test_loading_twice_changes_nothing(demonstration):
    before = {model: model.objects.count() for model in (User, Session, Answer, Transaction)}

    assert load() is False
    assert {model: model.objects.count() for model in before} == before


def test_it_refuses_a_database_with_other_accounts(db):
    make.UserFactory()

    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("demo")

    assert not Cohort.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_reset_refuses_too_and_deletes_nothing():
    make.UserFactory()

    with pytest.raises(CommandError):
        call_command("demo", "--reset")

    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_reset_brings_back_what_was_changed():
    load()
    Answer.objects.all().update(text="autre chose")

    call_command("demo", "--reset")

    assert not Answer.objects.filter(text="autre chose").exists()
    assert User.objects.count() == 20
