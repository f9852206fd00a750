"""Two people at once, in two threads with connections of their own: what is acknowledged is current or in the history."""

import threading

import pytest
from django.db import connection, connections

from cohorts.models import Criterion, Question
from core.errors import EditedElsewhere
from logbook import actions
from logbook.models import Answer, AnswerVersion, Score, ScoreVersion
from tests import cast as cast_module


@pytest.fixture
def committed(transactional_db, tmp_path):
    """The cast, committed. In-memory SQLite has no second connection that waits its turn, so a copy on disk is used."""
    cast = cast_module.build()
    if connection.vendor != "sqlite":
        yield cast, lambda: None
        return
    own, file = connections["default"], tmp_path / "race.sqlite3"
    settings = {**own.settings_dict, "NAME": str(file)}

    def enter():
        connections["default"] = type(own)(settings, "default")

    enter()
    own.connection.backup(connections["default"].connection or _opened())
    yield cast, enter
    connections["default"].close()
    connections["default"] = own


def _opened():
    connections["default"].ensure_connection()
    return connections["default"].connection


def race(enter, *acts):
    """Runs the acts at the same moment; gives what each returned or raised."""
    barrier, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        enter()
        try:
            barrier.wait()
            outcomes[place] = act()
        except Exception as error:
            outcomes[place] = error
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


@pytest.mark.parametrize("time", range(3))
def test_two_first_texts_at_once_both_survive(committed, time):
    cast, enter = committed
    question = Question.objects.get(axis__version=cast.cohort.content, slug="question-1-3")

    def save(person, structure, text):
        return lambda: actions.save_answer(
            actor=cast.users[person], project=cast.project, question=question, structure=structure, text=text,
            seen=0, attempt=None,
        )  # fmt: skip

    outcomes = race(
        enter, save("participant", cast.structure, "Le mien."), save("partner", cast.partner_structure, "Le leur.")
    )

    answer = Answer.objects.get()
    assert sorted(type(one) for one in outcomes if isinstance(one, Exception)) == [EditedElsewhere]
    assert answer.version == 1
    kept = dict(AnswerVersion.objects.order_by("pk").values_list("text", "applied"))
    assert kept == {answer.text: True, ({"Le mien.", "Le leur."} - {answer.text}).pop(): False}


def test_two_levels_at_once_both_survive(committed):
    cast, enter = committed
    criterion = Criterion.objects.get(axis__version=cast.cohort.content, slug="critere-1-1")

    def place(level):
        return lambda: actions.record_score(
            actor=cast.participant, project=cast.project, criterion=criterion, round_=cast.round,
            structure=cast.structure, level=level, comment="", seen=0, attempt=None,
        )  # fmt: skip

    outcomes = race(enter, place(2), place(4))

    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [EditedElsewhere]
    levels = dict(ScoreVersion.objects.order_by("pk").values_list("level", "applied"))
    assert levels == {Score.objects.get().level: True, ({2, 4} - {Score.objects.get().level}).pop(): False}
