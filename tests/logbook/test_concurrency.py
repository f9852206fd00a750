"""Two people at once, in two threads with connections of their own: what is acknowledged is current or in the history."""

import pytest

from cohorts.models import Criterion, Question
from core.errors import EditedElsewhere
from logbook import actions
from logbook.models import Answer, AnswerVersion, Score, ScoreVersion
from tests import cast as cast_module


@pytest.fixture
def cast(transactional_db):
    return cast_module.build()


@pytest.mark.parametrize("time", range(3))
def test_two_first_texts_at_once_both_survive(cast, race, time):
    question = Question.objects.get(axis__version=cast.cohort.content, slug="question-1-3")

    def save(person, structure, text):
        return lambda: actions.save_answer(
            actor=cast.users[person], project=cast.project, question=question, structure=structure, text=text,
            seen=0, attempt=None,
        )  # fmt: skip

    outcomes = race(
        save("participant", cast.structure, "Le mien."), save("partner", cast.partner_structure, "Le leur.")
    )

    answer = Answer.objects.get()
    assert sorted(type(one) for one in outcomes if isinstance(one, Exception)) == [EditedElsewhere]
    assert answer.version == 1
    kept = dict(AnswerVersion.objects.order_by("pk").values_list("text", "applied"))
    assert kept == {answer.text: True, ({"Le mien.", "Le leur."} - {answer.text}).pop(): False}


def test_two_levels_at_once_both_survive(cast, race):
    criterion = Criterion.objects.get(axis__version=cast.cohort.content, slug="critere-1-1")

    def place(level):
        return lambda: actions.record_score(
            actor=cast.participant, project=cast.project, criterion=criterion, round_=cast.round,
            structure=cast.structure, level=level, comment="", seen=0, attempt=None,
        )  # fmt: skip

    outcomes = race(place(2), place(4))

    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [EditedElsewhere]
    levels = dict(ScoreVersion.objects.order_by("pk").values_list("level", "applied"))
    assert levels == {Score.objects.get().level: True, ({2, 4} - {Score.objects.get().level}).pop(): False}
