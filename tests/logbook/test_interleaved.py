"""Whatever the order in which several people save, look again, insist and restore: every text that was acknowledged, and
every one that was refused, is the present one or in the history."""

import itertools
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import EditedElsewhere
from logbook import actions, queries
from logbook.models import Answer, AnswerVersion
from tests import factories as make

WRITERS = 3
words = st.one_of(
    st.sampled_from(["", "Un.", "Un. Deux.", "Trois, à l’écart."]),
    st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=12),
)
acts = st.one_of(
    st.tuples(st.just("save"), words),
    st.tuples(st.just("again"), st.none()),  # the answer was lost: the same attempt once more
    st.tuples(st.just("look"), st.none()),
    st.tuples(st.just("insist"), st.none()),  # « garder mon texte »
    st.tuples(st.just("restore"), st.integers(0, 20)),
)
turns = st.lists(st.tuples(st.integers(0, WRITERS - 1), st.booleans(), acts), min_size=1, max_size=25)


class Writer:
    """One person in one tab: what they typed last, the version that their page has seen, and their last attempt."""

    def __init__(self, user, structure, project, question):
        self.user, self.structure, self.project, self.question = user, structure, project, question
        self.seen, self.text, self.attempt = 0, "", None

    def save(self, text, *, at_once):
        self.text = text
        known = queries.field_of(self.user, "projet", "axe-1", self.question.slug, self.structure.slug)
        try:
            saved = actions.save_answer(
                actor=self.user, project=self.project, question=self.question, structure=self.structure,
                text=text, html="", seen=self.seen, attempt=self.attempt, known=known.answer if at_once else None,
            )  # fmt: skip
        except EditedElsewhere as clash:
            return clash.version, False
        self.seen = saved.version
        return saved.version, True


@pytest.fixture
def room(cast, individual):
    """A structure of its own for each example, so that each begins with no answer."""
    numbers = itertools.count()

    def enter():
        member = make.MembershipFactory(
            project=cast.project, structure=make.StructureFactory(slug=f"atelier-{next(numbers)}")
        )
        people = [make.ParticipantFactory(membership=member).user for _writer in range(WRITERS)]
        return member.structure, [Writer(user, member.structure, cast.project, individual) for user in people]

    return enter


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(turns=turns)
def test_no_order_of_saves_loses_a_text(room, cast, individual, turns):
    structure, writers = room()
    said = set()
    for place, at_once, (act, what) in turns:
        writer = writers[place]
        answer = Answer.objects.filter(project=cast.project, question=individual, structure=structure).first()
        if act == "save":
            writer.attempt = uuid4()
            writer.save(what, at_once=at_once)
        elif act == "again" and writer.attempt:
            writer.save(writer.text, at_once=at_once)
        elif act == "look" and answer:
            writer.seen, writer.text, writer.attempt = answer.version, answer.text, None
        elif act == "insist" and answer:
            writer.seen, writer.attempt = answer.version, uuid4()
            assert writer.save(writer.text, at_once=at_once)[1]
        elif act == "restore" and answer:
            versions = list(answer.versions.all())
            version = versions[what % len(versions)]
            actions.restore_answer(
                actor=writer.user, answer=answer, version=version, structure=structure, seen=str(answer.version)
            )
        if act in ("save", "insist") and (writer.text or answer):
            said.add(writer.text)
        check(cast.project, individual, structure, said)


def check(project, question, structure, said):
    answer = Answer.objects.filter(project=project, question=question, structure=structure).first()
    if answer is None:
        assert not said
        return
    versions = list(AnswerVersion.objects.filter(answer=answer).order_by("pk"))
    applied = [one for one in versions if one.applied]
    assert said <= {one.text for one in versions} | {answer.text}
    assert [one.number for one in applied] == list(range(1, answer.version + 1))
    assert applied[-1].text == answer.text
    attempts = [one.attempt for one in versions if one.attempt]
    assert len(attempts) == len(set(attempts))
