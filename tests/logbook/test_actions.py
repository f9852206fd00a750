import datetime as dt
from uuid import uuid4

import pytest

from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.models import TrailEntry
from core.richtext import Written
from logbook import actions
from logbook.models import Answer, AnswerVersion, Assessment, Score, ScoreVersion
from tests import factories as make


def versions(answer=None):
    rows = AnswerVersion.objects.order_by("pk").values_list("number", "text", "applied")
    return list(rows if answer is None else rows.filter(answer=answer))


def test_save_answer_writes_the_text_its_version_and_the_trail(cast, individual, write):
    saved = write(individual, "Nous tenons au lieu.")

    answer = Answer.objects.get()
    assert (answer.text, answer.version, answer.structure, answer.updated_by) == (
        "Nous tenons au lieu.",
        1,
        cast.structure,
        cast.participant,
    )
    assert (saved.version, saved.at) == (1, answer.updated_at)
    assert versions() == [(1, "Nous tenons au lieu.", True)]
    entry = TrailEntry.objects.get()
    assert (entry.verb, entry.target_id, entry.data) == (Verb.ANSWERED, answer.pk, {"version": 1})


def test_save_answer_collective_belongs_to_the_project_and_remembers_in_whose_name(cast, collective, write):
    write(collective, "À trois.", by="partner")

    assert Answer.objects.get().structure is None
    assert AnswerVersion.objects.get().structure == cast.partner_structure


def test_save_answer_changed_over_the_version_seen_makes_the_next(individual, write):
    write(individual, "Un.")

    assert write(individual, "Deux.", seen=1).version == 2
    assert versions() == [(1, "Un.", True), (2, "Deux.", True)]


def test_save_answer_emptied_is_a_version_too(individual, write):
    write(individual, "Un.")

    write(individual, "", seen=1)

    assert (Answer.objects.get().text, Answer.objects.get().version) == ("", 2)


def test_save_answer_empty_from_the_start_writes_nothing(individual, write):
    assert write(individual, "").version == 0
    assert not Answer.objects.exists()
    assert not TrailEntry.objects.exists()


@pytest.mark.parametrize("seen", [0, 1, 7])
def test_save_answer_unchanged_makes_no_version_whatever_was_seen(individual, write, seen):
    write(individual, "Un.")

    assert write(individual, "Un.", seen=seen).version == 1
    assert versions() == [(1, "Un.", True)]


def test_save_answer_same_attempt_is_acknowledged_with_its_own_version_and_not_doubled(individual, write):
    attempt = uuid4()
    write(individual, "Un.", attempt=attempt)
    write(individual, "Deux.", seen=1)

    assert write(individual, "Un.", attempt=attempt).version == 1
    assert versions() == [(1, "Un.", True), (2, "Deux.", True)]


def test_save_answer_attempt_reused_for_another_text_is_another_save(individual, write):
    attempt = uuid4()
    write(individual, "Un.", attempt=attempt)

    assert write(individual, "Deux.", seen=1, attempt=attempt).version == 2


def test_save_answer_attempt_of_another_person_hides_nothing(cast, individual, write):
    attempt = uuid4()
    write(individual, "Un.", attempt=attempt)

    assert write(individual, "Un.", by="partner", attempt=attempt).version == 1
    assert Answer.objects.filter(structure=cast.partner_structure, text="Un.").exists()


def test_save_answer_over_an_unseen_text_keeps_both(collective, write):
    write(collective, "Le nôtre.", by="partner")

    with pytest.raises(EditedElsewhere) as clash:
        write(collective, "Le mien.", seen=0)

    assert (clash.value.theirs, clash.value.yours) == (Written("Le nôtre."), Written("Le mien."))
    assert clash.value.version == 1
    assert Answer.objects.get().text == "Le nôtre."
    assert versions() == [(1, "Le nôtre.", True), (1, "Le mien.", False)]


def test_save_answer_clashing_attempt_repeated_clashes_again_and_is_kept_once(collective, write):
    attempt = uuid4()
    write(collective, "Le nôtre.", by="partner")

    for _time in range(2):
        with pytest.raises(EditedElsewhere):
            write(collective, "Le mien.", seen=0, attempt=attempt)

    assert versions() == [(1, "Le nôtre.", True), (1, "Le mien.", False)]


def test_save_answer_chosen_after_a_clash_applies_though_it_was_kept_before(collective, write):
    attempt = uuid4()
    write(collective, "Le nôtre.", by="partner")
    with pytest.raises(EditedElsewhere):
        write(collective, "Le mien.", seen=0, attempt=attempt)

    assert write(collective, "Le mien.", seen=1, attempt=uuid4()).version == 2
    assert Answer.objects.get().text == "Le mien."


def test_save_answer_refuses_a_question_of_another_edition(cast, write):
    other = make.content()

    with pytest.raises(Refused):
        write(other.axes.get(slug="axe-1").questions.get(position=1), "Ailleurs.")

    assert not Answer.objects.exists()


def test_share_answer_opens_and_takes_back_once(cast, individual, write):
    write(individual, "Un.")
    written_at = Answer.objects.get().updated_at
    share = {"actor": cast.participant, "project": cast.project, "question": individual, "structure": cast.structure}

    for shared in (True, True, False, False):
        actions.share_answer(**share, shared=shared)
        assert (Answer.objects.get().shared_at is not None) is shared

    verbs = TrailEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [Verb.ANSWERED, Verb.SHARED, Verb.UNSHARED]
    assert Answer.objects.get().updated_at == written_at


def test_share_answer_refuses_what_is_collective_unwritten_or_emptied(cast, individual, collective, write):
    share = {"actor": cast.participant, "project": cast.project, "structure": cast.structure, "shared": True}

    for question in (collective, individual):
        with pytest.raises(Refused):
            actions.share_answer(**share, question=question)
    write(individual, "Un.")
    write(individual, "", seen=1)
    with pytest.raises(Refused):
        actions.share_answer(**share, question=individual)


def test_record_score_writes_the_level_its_version_and_the_trail(cast, criterion, place):
    assert place(3, comment="On y est presque.").version == 1

    score = Score.objects.get()
    assert (score.level, score.comment, score.assessment.structure) == (3, "On y est presque.", cast.structure)
    assert ScoreVersion.objects.get().number == 1
    assert TrailEntry.objects.get().data == {"version": 1}


def test_record_score_not_concerned_is_kept_and_differs_from_nothing(place):
    place(None)

    assert Score.objects.get().level is None
    assert ScoreVersion.objects.get().applied


def test_record_score_unchanged_or_repeated_makes_no_version(place):
    attempt = uuid4()
    place(2, attempt=attempt)
    place(3, seen=1)

    assert place(3, seen=0).version == 2
    assert place(2, attempt=attempt).version == 1
    assert ScoreVersion.objects.count() == 2


def test_record_score_over_an_unseen_level_keeps_both(cast, place):
    place(2, comment="Avant")
    attempt = uuid4()

    for _time in range(2):
        with pytest.raises(EditedElsewhere) as clash:
            place(4, comment="Après", seen=0, attempt=attempt)

    assert (clash.value.theirs, clash.value.yours) == (actions.Mark(2, "Avant"), actions.Mark(4, "Après"))
    kept = ScoreVersion.objects.order_by("pk").values_list("level", "applied")
    assert list(kept) == [(2, True), (4, False)]


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        (dt.date(2026, 1, 5), dt.date(2026, 11, 22), "clos"),
        (dt.date(2026, 11, 24), dt.date(2026, 12, 18), "ouvre"),
    ],
)
def test_record_score_refuses_a_round_that_is_not_open(cast, place, opens, closes, words):
    cast.round.opens_on, cast.round.closes_on = opens, closes
    cast.round.save()

    with pytest.raises(Refused) as refusal:
        place(2)

    assert words in refusal.value.sentence
    assert refusal.value.link == "/projects/projet/logbook/"
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("day", [dt.date(2026, 1, 5), dt.date(2026, 12, 18)])
def test_record_score_is_open_on_both_ends(cast, place, time_machine, day):
    time_machine.move_to(dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC))

    assert place(2).version == 1


def test_record_score_acknowledges_a_repeated_save_after_the_round_closed(cast, place):
    attempt = uuid4()
    place(2, attempt=attempt)
    cast.round.closes_on = dt.date(2026, 11, 22)
    cast.round.save()

    assert place(2, attempt=attempt).version == 1


def test_record_score_refuses_another_edition(cast, place):
    other = make.content().axes.get(slug="axe-1").criteria.get(position=1)

    with pytest.raises(Refused):
        place(2, on=other)
    with pytest.raises(Refused):
        place(2, round_=make.RoundFactory(cohort=cast.other_cohort))


def test_share_assessment_opens_and_takes_back_once(cast, place):
    place(2)
    share = {"actor": cast.participant, "project": cast.project, "round_": cast.round, "structure": cast.structure}

    for shared in (True, True, False):
        actions.share_assessment(**share, shared=shared)
        assert (Assessment.objects.get().shared_at is not None) is shared

    assert TrailEntry.objects.filter(verb__in=[Verb.SHARED, Verb.UNSHARED]).count() == 2


def test_share_assessment_refuses_what_is_not_begun(cast):
    with pytest.raises(Refused):
        actions.share_assessment(
            actor=cast.participant, project=cast.project, round_=cast.round, structure=cast.structure, shared=True
        )
