"""The cast with a few words more: what the tests of the logbook all speak of."""

import pytest

from cohorts.models import Axis, Criterion, Question
from logbook import actions


@pytest.fixture
def axis(cast) -> Axis:
    return Axis.objects.get(version=cast.cohort.content, slug="axe-1")


@pytest.fixture
def individual(cast) -> Question:
    return Question.objects.get(axis__version=cast.cohort.content, slug="question-1-1")


@pytest.fixture
def collective(cast) -> Question:
    return Question.objects.get(axis__version=cast.cohort.content, slug="question-1-3")


@pytest.fixture
def criterion(cast) -> Criterion:
    return Criterion.objects.get(axis__version=cast.cohort.content, slug="critere-1-1")


@pytest.fixture
def write(cast):
    """Saves an answer as its author would; by default the participant's, of their structure."""

    def save(question, text, *, by="participant", structure=None, seen=0, attempt=None):
        return actions.save_answer(
            actor=cast.users[by],
            project=cast.project,
            question=question,
            structure=structure or (cast.partner_structure if by == "partner" else cast.structure),
            text=text,
            seen=seen,
            attempt=attempt,
        )

    return save


@pytest.fixture
def place(cast, criterion):
    """Saves a level; by default the participant's, of their structure."""

    def save(level, *, on=None, by="participant", structure=None, comment="", seen=0, attempt=None, round_=None):
        return actions.record_score(
            actor=cast.users[by],
            project=cast.project,
            criterion=on or criterion,
            round_=round_ or cast.round,
            structure=structure or (cast.partner_structure if by == "partner" else cast.structure),
            level=level,
            comment=comment,
            seen=seen,
            attempt=attempt,
        )

    return save
