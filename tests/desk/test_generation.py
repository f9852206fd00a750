"""Generated editions: shaped like 2021, whole, the same for the same seed, and every figure consistent."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count, F, Max, Q, Sum

from accounts.models import User
from agenda.models import Attendance, Session
from cohorts.models import Cohort, ContentVersion
from desk.generation import generate
from fund.models import Entry, Fund, Transaction
from logbook.models import Answer, AnswerVersion, Assessment, Score, ScoreVersion
from projects.models import Membership, Participant, Project, Structure

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return generate(2, seed=7)


def test_each_edition_has_the_shape_of_2021(two):
    cohorts = Cohort.objects.annotate(
        all_projects=Count("projects", distinct=True),
        half_days=Count("sessions", filter=Q(sessions__form="workshop"), distinct=True),
        meetings=Count("sessions", filter=Q(sessions__form="meeting"), distinct=True),
        kinds=Count("session_kinds", distinct=True),
        all_rounds=Count("rounds", distinct=True),
        team=Count("facilitations", distinct=True),
    )

    for cohort in cohorts.order_by("slug"):
        assert (cohort.all_projects, cohort.half_days, cohort.meetings) == (3, 7, 60)
        assert (cohort.kinds, cohort.all_rounds, cohort.team) == (5, 3, 1)
        members = Membership.objects.filter(project__cohort=cohort)
        assert (members.count(), members.filter(left_on__isnull=False).count()) == (10, 1)
        assert Participant.objects.filter(membership__in=members).count() == 17
    assert cohorts.count() == 2


def test_everything_is_marked_as_an_example(two):
    for model in (Cohort, Project, Structure, User, Session, Transaction):
        assert model.objects.count() > 0
        assert model.objects.filter(is_example=False).count() == 0, model


def test_the_number_of_rows_is_told(two):
    models = (Cohort, Project, Structure, Membership, Participant, Session, Attendance, Answer, AnswerVersion)
    more = (Assessment, Score, ScoreVersion, Fund, Transaction, Entry)
    people = 2 * User.objects.count() + 2  # with their addresses, and two facilitations

    assert two == sum(model.objects.count() for model in (*models, *more)) + people


def test_logbooks_are_filled_and_versions_agree_with_what_is_read(two):
    last = AnswerVersion.objects.filter(number=F("answer__version"), text=F("answer__text"), applied=True)
    kept = Answer.objects.annotate(versions_kept=Count("versions")).filter(versions_kept=F("version"))

    assert last.count() == Answer.objects.count()
    assert kept.count() == Answer.objects.count()
    assert Answer.objects.filter(structure__isnull=True).count() == 2 * 3 * 15
    assert Score.objects.count() == ScoreVersion.objects.count() == Assessment.objects.count() * 24
    levels = Score.objects.values("assessment__round__position").annotate(top=Max("level")).order_by()
    assert {row["assessment__round__position"] for row in levels} >= {1, 2}


def test_nothing_is_written_for_a_structure_after_it_left(two):
    gone = Membership.objects.get(left_on__isnull=False, project__cohort__slug="generated-001")

    assert not Attendance.objects.filter(structure=gone.structure, session__starts_at__date__gt=gone.left_on).exists()
    assert not Answer.objects.filter(structure=gone.structure, created_at__date__gt=gone.left_on).exists()
    assert Attendance.objects.filter(structure=gone.structure).exists()
    assert Answer.objects.filter(structure=gone.structure).exists()


def test_every_fund_adds_up_from_its_entries_and_every_transaction_to_zero(two):
    unbalanced = Transaction.objects.annotate(total=Sum("entries__amount")).exclude(total=0)

    assert unbalanced.count() == 0
    for fund in Fund.objects.order_by("pk"):
        sums = dict(
            Entry.objects.filter(transaction__fund=fund).order_by().values_list("account").annotate(total=Sum("amount"))
        )
        assert fund.allocated == -sums["source"] == 5000
        assert (fund.available, fund.committed, fund.paid) == tuple(
            sums.get(account, 0) for account in ("available", "committed", "paid")
        )
        assert fund.available >= 0
    assert Fund.objects.count() == 6


def fingerprint():
    """Every word and figure that luck decided, without keys and clocks."""
    return (
        list(Answer.objects.order_by("project__slug", "question__slug", "structure__slug").values_list("text", "shared_at")),
        list(Transaction.objects.order_by("key", "entries__amount").values_list("key", "kind", "entries__amount")),
        list(
            Attendance.objects.order_by(
                "session__cohort__slug", "session__starts_at", "session__project__slug", "participant__user__email"
            ).values_list("presence", "reply")
        ),
    )  # fmt: skip


def test_the_same_seed_gives_the_same_editions_and_another_seed_others(two):
    from core.wipe import wipe

    first = fingerprint()
    wipe()
    generate(2, seed=7)
    again = fingerprint()
    wipe()
    generate(2, seed=8)

    assert again == first
    assert fingerprint() != first


def test_a_second_run_goes_on_with_the_numbers(two):
    generate(1, seed=7)

    assert list(Cohort.objects.order_by("slug").values_list("slug", flat=True)) == [
        "generated-001",
        "generated-002",
        "generated-003",
    ]
    assert ContentVersion.objects.count() == 1


def test_every_constraint_of_the_database_holds(two):
    connection.check_constraints()
    for row in (*Session.objects.order_by("pk")[:20], *Fund.objects.order_by("pk"), *Project.objects.order_by("pk")):
        row.full_clean()


def test_people_of_an_edition_can_sign_in_where_the_demonstration_is_on(two, client, settings):
    settings.DEMO = True
    answer = client.post(
        "/accounts/login/", {"login": "generated-001-facilitator@demo.example", "password": "cooperation"}
    )

    assert answer.status_code == 302


def test_the_command_tells_its_rate(capsys):
    call_command("generate", "--cohorts", "1")
    said = capsys.readouterr().out

    assert "1 editions" in said
    assert "rows a second" in said
    assert "17 participant" in said


@pytest.mark.parametrize("count", ["0", "-3"])
def test_the_command_refuses_less_than_one(count):
    with pytest.raises(CommandError, match="from 1 on"):
        call_command("generate", f"--cohorts={count}")
