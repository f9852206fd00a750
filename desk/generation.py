"""Synthetic editions shaped like that of 2021, for measuring and for seeing the house full. Everything in them is an
example; rows go in by bulk, and the same seed gives the same editions. The words are few on purpose: they are not read."""

import datetime as dt
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import models, transaction

from accounts.enums import Role
from accounts.models import User
from agenda.enums import Presence, Reply, SessionState
from agenda.models import Attendance, Session
from cohorts.actions import load_content, open_cohort
from cohorts.enums import SessionForm
from cohorts.models import Axis, Cohort, ContentVersion, Criterion, Facilitation, Question, Round, Territory
from core.dates import combine
from desk.demonstration.people import PASSWORD
from fund.chain import link
from fund.enums import Account, TransactionKind
from fund.models import Entry, Fund, Transaction
from logbook.models import Answer, AnswerVersion, Assessment, Score, ScoreVersion
from projects.models import Membership, Participant, Project, Structure

SHAPE = (3, 3, 4)  # structures of each project: ten in all, as in 2021
LEFT = (1, 2)  # the third structure of the second project leaves on the way
SINGLE = 3  # structures with one participant; the others have two, which makes seventeen
HALF_DAYS, MEETINGS = 7, 20
MONTHS_RUN, FIRST_YEAR, YEARS = 9, 2017, 10
BATCH = 2000
NUMBERED = re.compile(r"generated-(\d+)")
SENTENCES = (
    "Nous avons besoin les uns des autres pour louer, former et accueillir.",
    "Nous avons décidé de faire tourner l’animation et d’écrire chaque décision.",
    "Chaque structure donne trois jours par mois, pris sur la coordination.",
    "La question de la place marchande reste ouverte jusqu’au prochain budget.",
    "Nos équipes ne se connaissent pas encore toutes : deux visites sont prévues.",
    "Le partage des charges suit le temps donné, revu après six mois.",
)
Row = TypeVar("Row", bound=models.Model)


class Person(NamedTuple):
    """Who acts for a structure in a project."""

    participant: Participant
    membership: Membership


class Edition:
    """One edition while it is written: its rows so far, and its own luck, which depends on seed and number alone."""

    def __init__(self, number: int, seed: int, content: ContentVersion, territory: Territory, password: str) -> None:
        self.number, self.content, self.territory, self.password = number, content, territory, password
        self.luck = random.Random(f"{seed} {number}")  # noqa: S311 - invents texts and figures, no secret
        self.name = f"generated-{number:03}"
        starts_on = dt.date(FIRST_YEAR + number % YEARS, 1, 4 + self.luck.randrange(10))
        ends_on = starts_on + dt.timedelta(days=30 * MONTHS_RUN)
        self.cohort: Cohort = open_cohort(
            actor=None,
            slug=self.name,
            name=f"Édition {number} (exemple)",
            starts_on=starts_on,
            ends_on=ends_on,
            content=content,
            territories=[territory],
            half_days_target=HALF_DAYS,
            meetings_target=MEETINGS,
            projects_target=len(SHAPE),
            is_example=True,
        )
        self.people: list[Person] = []

    def day(self, part: int, parts: int) -> dt.date:
        """The day at `part` of `parts` of the edition."""
        return self.cohort.starts_on + (self.cohort.ends_on - self.cohort.starts_on) * part // parts

    def text(self) -> str:
        return "Exemple : " + " ".join(self.luck.sample(SENTENCES, self.luck.randint(1, 4)))


def generate(cohorts: int, seed: int = 1) -> int:
    """Adds that many editions, numbered on from those of an earlier run; gives back the number of rows written."""
    content = ContentVersion.objects.filter(published_at__isnull=False).order_by("number").last() or load_content()
    territory, _made = Territory.objects.get_or_create(name="Territoire d’exemple")
    password = make_password(PASSWORD)
    written = 0
    for number in range(first := next_number(), first + cohorts):
        with transaction.atomic():
            edition = Edition(number, seed, content, territory, password)
            writers = (_people, _sessions, _answers, _assessments, _money)
            written += 1 + sum(writer(edition) for writer in writers)
    return written


def next_number() -> int:
    slugs = Cohort.objects.filter(slug__startswith="generated-").values_list("slug", flat=True)
    return max((int(found[1]) for found in map(NUMBERED.fullmatch, slugs) if found), default=0) + 1


def _put(model: type[Row], rows: Iterable[Row]) -> list[Row]:
    return model._default_manager.bulk_create(rows, batch_size=BATCH)


# --- people ---------------------------------------------------------------------------------------------------------


def _people(edition: Edition) -> int:
    """Projects, structures with their memberships, participants and a facilitator."""
    cohort, name = edition.cohort, edition.name
    projects = _put(
        Project,
        [
            Project(
                slug=f"{name}-{place}",
                name=f"Coopération {edition.number}.{place} (exemple)",
                purpose=edition.text(),
                cohort=cohort,
                territory=edition.territory,
                is_example=True,
            )
            for place in range(1, len(SHAPE) + 1)
        ],
    )
    seats = [(place, seat) for place, size in enumerate(SHAPE) for seat in range(size)]
    structures = _put(
        Structure,
        [
            Structure(
                slug=f"{name}-structure-{n}",
                name=f"Structure {edition.number}.{n} (exemple)",
                town="Bordeaux",
                is_example=True,
            )
            for n in range(1, len(seats) + 1)
        ],
    )
    memberships = _put(
        Membership,
        [
            Membership(
                project=projects[place],
                structure=structure,
                joined_on=cohort.starts_on,
                left_on=edition.day(1, 3) if (place, seat) == LEFT else None,
                leaving_reason="Exemple : un autre projet a pris le pas." if (place, seat) == LEFT else "",
            )
            for (place, seat), structure in zip(seats, structures, strict=True)
        ],
    )
    parts = [m for n, m in enumerate(memberships) for _seat in range(1 if n < SINGLE else 2)]
    users = _accounts(edition, len(parts))
    participants = _put(
        Participant,
        [
            Participant(membership=membership, user=user, starts_on=cohort.starts_on)
            for membership, user in zip(parts, users, strict=True)
        ],
    )
    edition.people = [Person(row, membership) for row, membership in zip(participants, parts, strict=True)]
    return len(projects) + 2 * len(seats) + 3 * len(parts) + 3


def _accounts(edition: Edition, count: int) -> list[User]:
    """The people of the edition with their addresses; the facilitator's is the first and is tied to the edition."""
    names = [f"{edition.name}-facilitator", *(f"{edition.name}-{n}" for n in range(1, count + 1))]
    users = _put(
        User,
        [
            User(
                email=f"{name}@demo.example",
                name=f"Personne {edition.number}.{n} (exemple)",
                role=Role.MEMBER if n else Role.FACILITATOR,
                password=edition.password,
                is_example=True,
            )
            for n, name in enumerate(names)
        ],
    )
    _put(EmailAddress, [EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users])
    Facilitation.objects.create(cohort=edition.cohort, user=users[0])
    return users[1:]


# --- agenda ---------------------------------------------------------------------------------------------------------


def _sessions(edition: Edition) -> int:
    """Seven half-days and twenty meetings a project, with who came."""
    sessions = _put(Session, list(_planned(edition)))
    lines = _put(Attendance, [line for session in sessions for line in _lines(edition, session)])
    return len(sessions) + len(lines)


def _planned(edition: Edition) -> Iterator[Session]:
    axes = list(Axis.objects.filter(version=edition.content).order_by("position"))
    for turn in range(HALF_DAYS):
        axis, day = axes[turn % len(axes)], edition.day(2 * turn + 1, 2 * HALF_DAYS)
        yield _session(edition, SessionForm.WORKSHOP, axis, f"Atelier {turn + 1} (exemple)", day, 9)
    projects = {person.membership.project_id: person.membership.project for person in edition.people}
    for place, project in enumerate(projects.values()):
        for turn in range(MEETINGS):
            axis, day = axes[turn * len(axes) // MEETINGS], edition.day(2 * turn + 1, 2 * MEETINGS)
            title = f"Rendez-vous {turn + 1} (exemple)"
            yield _session(edition, SessionForm.MEETING, axis, title, day + dt.timedelta(days=1), 13 + place, project)


def _session(
    edition: Edition,
    form: SessionForm,
    axis: Axis,
    title: str,
    day: dt.date,
    hour: int,
    project: Project | None = None,
) -> Session:
    starts_at = combine(day, dt.time(hour))
    return Session(
        cohort=edition.cohort,
        form=form,
        project=project,
        axis=axis,
        title=title,
        aim=edition.text(),
        starts_at=starts_at,
        ends_at=starts_at + (dt.timedelta(hours=1) if project else dt.timedelta(hours=3, minutes=30)),
        state=SessionState.PUBLISHED,
        published_at=starts_at - dt.timedelta(days=30),
        is_example=True,
    )


def _lines(edition: Edition, session: Session) -> Iterator[Attendance]:
    """A line for each person concerned that day; four in five came, unless the day is still to come."""
    to_come = session.starts_at > dt.datetime.now(dt.UTC)
    for person in edition.people:
        membership = person.membership
        if not membership.is_active_on(session.day) or session.project_id not in (None, membership.project_id):
            continue
        seen = edition.luck.choices(
            (Presence.PRESENT, Presence.LATE, Presence.EXCUSED, Presence.ABSENT), (78, 6, 9, 7)
        )[0]
        yield Attendance(
            session=session,
            participant=person.participant,
            structure_id=membership.structure_id,
            reply=edition.luck.choice((Reply.YES, Reply.YES, Reply.MAYBE, Reply.NONE)),
            presence=Presence.EXPECTED if to_come else seen,
        )


# --- logbook --------------------------------------------------------------------------------------------------------


def _answers(edition: Edition) -> int:
    """Filled logbooks: every question answered, with one to three versions of each text."""
    questions = list(Question.objects.filter(axis__version=edition.content).order_by("axis__position", "position"))
    speakers = _speakers(edition)
    answers, versions = [], []
    for place, question in enumerate(questions):
        at = combine(edition.day(place + 1, len(questions) + 1), dt.time(12))
        for people in speakers.values():
            present = [person for person in people if person.membership.is_active_on(at.date())]
            for person in present[:1] if question.is_collective else present:
                texts = [edition.text() for _version in range(edition.luck.randint(1, 3))]
                answer = Answer(
                    project_id=person.membership.project_id,
                    question=question,
                    structure_id=None if question.is_collective else person.membership.structure_id,
                    text=texts[-1],
                    version=len(texts),
                    shared_at=None if question.is_collective or edition.luck.random() < 0.6 else at,
                    created_at=at,
                    updated_by_id=person.participant.user_id,
                )
                answers.append(answer)
                versions += [
                    AnswerVersion(
                        answer=answer,
                        number=number,
                        text=text,
                        author_id=person.participant.user_id,
                        structure_id=person.membership.structure_id,
                        created_at=at + dt.timedelta(hours=number - 1),
                    )
                    for number, text in enumerate(texts, start=1)
                ]
    _put(Answer, answers)
    _put(AnswerVersion, versions)
    Answer.objects.filter(project__cohort=edition.cohort).update(updated_at=models.F("created_at"))
    return len(answers) + len(versions)


def _speakers(edition: Edition) -> dict[int, list[Person]]:
    """Per project, one person for each structure."""
    first: dict[int, Person] = {}
    for person in edition.people:
        first.setdefault(person.membership.pk, person)
    by_project = defaultdict(list)
    for person in first.values():
        by_project[person.membership.project_id].append(person)
    return by_project


def _assessments(edition: Edition) -> int:
    """Each structure places itself in each round that began before today and before it left, a little higher each time."""
    criteria = list(Criterion.objects.filter(axis__version=edition.content).order_by("axis__position", "position"))
    rounds = list(Round.objects.filter(cohort=edition.cohort).order_by("position"))
    speakers = [person for people in _speakers(edition).values() for person in people]
    assessments, scores, versions = [], [], []
    for turn, round_ in enumerate(rounds):
        at = combine(round_.opens_on + (round_.closes_on - round_.opens_on) // 2, dt.time(12))
        for person in speakers:
            if not person.membership.is_active_on(at.date()) or at > dt.datetime.now(dt.UTC):
                continue
            who, structure = person.participant.user_id, person.membership.structure_id
            project = person.membership.project_id
            assessment = Assessment(
                project_id=project, structure_id=structure, round=round_, created_at=at, shared_at=at
            )
            assessments.append(assessment)
            for criterion in criteria:
                level = min(4, max(1, turn + edition.luck.randint(0, 2)))
                score = Score(assessment=assessment, criterion=criterion, level=level, version=1, updated_by_id=who)
                scores.append(score)
                versions.append(ScoreVersion(score=score, number=1, level=level, author_id=who, created_at=at))
    _put(Assessment, assessments)
    _put(Score, scores)
    _put(ScoreVersion, versions)
    return len(assessments) + len(scores) + len(versions)


# --- money ----------------------------------------------------------------------------------------------------------


def _money(edition: Edition) -> int:
    """To each project its allocation, some missions committed and most of them paid; a fund row that adds up, and
    transactions that chain."""
    projects = {person.membership.project_id: person.membership.project for person in edition.people}
    funds = [Fund(project=project) for project in projects.values()]
    _put(Fund, funds)
    movements, entries = [], []
    for fund in funds:
        balance = {Account.AVAILABLE: Decimal(0), Account.COMMITTED: Decimal(0), Account.PAID: Decimal(0)}
        moves = list(_moves(edition))
        for turn, (kind, source, target, amount) in enumerate(moves):
            row = Transaction(
                fund=fund,
                number=turn + 1,
                kind=kind,
                label=f"Mouvement {turn + 1} (exemple)",
                happened_on=edition.day(turn + 1, len(moves) + 2),
                key=f"{fund.project.slug} {turn}",
                is_example=True,
            )
            both = ((source, -amount), (target, amount))
            fund.written, fund.head = row.number, link(fund.head, row, both)
            row.hash = fund.head
            movements.append(row)
            for account, sum_ in both:
                entries.append(Entry(transaction=row, account=account, amount=sum_))
                if account in balance:
                    balance[account] += sum_
        fund.allocated = edition.cohort.fund_amount
        fund.available, fund.committed, fund.paid = balance.values()
    Fund.objects.bulk_update(funds, ["allocated", "available", "committed", "paid", "written", "head"])
    _put(Transaction, movements)
    _put(Entry, entries)
    return len(funds) + len(movements) + len(entries)


def _moves(edition: Edition) -> Iterator[tuple[TransactionKind, Account, Account, Decimal]]:
    """The allocation, then missions: each committed, and paid in full or by half or not yet."""
    left = edition.cohort.fund_amount
    yield TransactionKind.ALLOCATION, Account.SOURCE, Account.AVAILABLE, left
    for _mission in range(edition.luck.randint(2, 5)):
        amount = Decimal(edition.luck.randrange(20, 130) * 10)
        if amount > left:
            return
        left -= amount
        yield TransactionKind.COMMITMENT, Account.AVAILABLE, Account.COMMITTED, amount
        if paid := amount * edition.luck.choice((0, 1, 2)) / 2:
            yield TransactionKind.PAYMENT, Account.COMMITTED, Account.PAID, paid


def totals() -> dict[str, Any]:
    """What there is of each kind now, by name: what the command prints."""
    kinds: tuple[type[models.Model], ...] = (Cohort, Project, Structure, Participant, Session, Answer, Score, Entry)
    return {kind._meta.model_name or "": kind._default_manager.count() for kind in kinds}
