"""The demonstration: the facts of 2021, accounts that stay stable, inventions marked as such."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from agenda.enums import Way
from agenda.figures import poll_result
from agenda.models import Absence, OpeningHours, Poll, Publication, Reschedule, Session, Signature, Slot, WalkIn
from agenda.queries import find_clashes, is_whole, proposal_of, roll, slot_lines, to_tell
from cohorts.enums import SessionForm
from cohorts.models import Cohort
from core.dates import holiday_name, now, today
from core.models import Job, OutboxMail
from desk.demonstration import load
from fund import figures as fund_figures
from fund.enums import RequestState
from fund.models import FundRequest, Transaction
from funding_day.models import FundingDay
from logbook.models import Answer
from projects.enums import ActionState
from projects.models import Action, Membership, Participant, Pause, Project, Structure
from tests import factories as make

ACCOUNTS = (
    *("admin", "facilitator", "facilitator-2022", "ludosens", "terre-d-osmose", "conservatoire-du-gout"),
    *("halles-de-bourbon", "l-oree", "low-tech-bordeaux", "slowfest", "la-boucle", "reagir", "r3"),
)


@pytest.fixture(scope="class")
def demonstration(django_db_setup, django_db_blocker):
    """Loaded once for all the tests that only read it, and undone after the last of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
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

    def test_the_seven_half_days_have_their_papers(self):
        workshops = list(Session.objects.filter(form=SessionForm.WORKSHOP).order_by("starts_at", "pk"))

        sheets = [roll(row) for row in workshops]
        assert all(seen.sheet.is_sealed and is_whole(seen) for seen in sheets)
        assert all(not seen.tally.wanting and seen.countersignatures for seen in sheets)
        assert [number for number, seen in enumerate(sheets, start=1) if seen.scans] == [2]
        assert [number for number, seen in enumerate(sheets, start=1) if seen.addenda] == [6]
        assert WalkIn.objects.filter(session=workshops[2]).count() == 2
        assert {row.way for row in Signature.objects.all()} == set(Way.values)
        assert {row.way for row in Signature.objects.all() if row.was_kept} == {Way.TABLET}
        assert all(row.steps.count() == 5 and row.time_tags.exists() for row in workshops)

    def test_every_session_held_has_its_notes_and_they_are_shared(self):
        held = Session.objects.filter(ends_at__lt=now()).exclude(form=SessionForm.MORNING)

        assert held.count() == 57
        assert not held.filter(sharing__isnull=True).exists()
        assert not held.exclude(notes__topics__startswith="Exemple : ").exists()

    def test_what_is_published_was_told_and_two_sessions_moved(self):
        published = Session.objects.filter(state="published")

        assert not published.filter(Q(told__isnull=True) | Q(published_at__isnull=True)).exists()
        assert not Publication.objects.filter(is_example=False).exists()
        assert Reschedule.objects.count() == 2
        assert not Reschedule.objects.exclude(reason__startswith="Exemple : ").exists()
        [change] = to_tell(Cohort.objects.get(slug="cooperations-2021"))
        assert change.session.is_draft
        assert Session.objects.undated().count() == 1

    def test_no_mail_leaves_and_people_read_theirs_again(self):
        assert set(OutboxMail.objects.values_list("state", flat=True)) == {"sent"}
        assert not Job.objects.exists()
        assert OutboxMail.objects.filter(person__email="slowfest@demo.example").count() >= 3
        assert not OutboxMail.objects.filter(created_at__gte=now() - dt.timedelta(days=1)).exists()

    def test_a_poll_wants_answers_and_another_became_a_seminar(self):
        finished, wanting = Poll.objects.order_by("answers_until")

        best = poll_result(wanting)[0]
        assert [row.structure.slug for row in best.missing] == ["reagir"]
        assert finished.is_closed
        assert finished.session.experts.count() == 1
        assert set(finished.session.passed_warnings.values_list("rule", flat=True)) == {"absence", "outside"}
        assert finished.session.documents.count() == 1

    def test_slots_are_booked_free_and_withdrawn(self):
        project = Project.objects.get(slug="la-halle-des-transitions")

        states = [line.state for line in slot_lines(Slot.objects.order_by("starts_at"), project)]
        assert sorted(states) == ["booked", "booked", "free", "free", "free", "withdrawn"]

    def test_actions_stand_in_every_state_and_one_project_rests(self):
        assert set(Action.objects.values_list("state", flat=True)) == set(ActionState.values)
        assert Pause.objects.resting_on(today()).count() == 1
        assert Pause.objects.filter(woken_on__isnull=False).count() == 1
        assert Absence.objects.count() == 2
        assert OpeningHours.objects.values("venue").distinct().count() == 3

    def test_no_session_lies_on_a_public_holiday(self):
        assert not [row for row in Session.objects.dated() if holiday_name(row.day)]

    def test_nothing_was_written_by_a_structure_after_it_left(self):
        gone = Answer.objects.filter(structure__slug="low-tech-bordeaux")

        assert gone.exists()
        assert not gone.filter(created_at__date__gt=dt.date(2021, 3, 31)).exists()


def test_loading_twice_changes_nothing(db):
    load()
    counted = (User, Session, Answer, Transaction, Publication, Poll, Slot, OutboxMail, Signature, Pause)
    before = {model: model.objects.count() for model in counted}

    assert load() is False
    assert {model: model.objects.count() for model in before} == before


@pytest.mark.parametrize("day", ["2026-12-18", "2027-02-05", "2027-04-27", "2027-10-20"])
def test_it_loads_on_any_day_and_its_dates_lie_ahead(db, day):
    with time_machine.travel(f"{day}T09:00:00Z", tick=False):
        load()

        ahead = Session.objects.filter(starts_at__gt=now(), state="published")
        assert ahead.count() == 6
        assert not [row for row in Session.objects.dated() if holiday_name(row.day)]
        assert [clash.rule for row in ahead for clash in find_clashes(proposal_of(row)) if clash.blocks] == []


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
