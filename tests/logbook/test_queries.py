"""Who reads what, and as of when."""

import datetime as dt
import io

import pytest
from django.contrib.auth.models import AnonymousUser

from cohorts.models import Criterion
from core.errors import EditedElsewhere
from logbook import actions, queries
from logbook.models import Answer, AnswerVersion, Assessment
from logbook.queries import round_state
from tests import factories as make
from tests.cast import LAST_DAY

BEFORE, AFTER = "2026-03-31T21:59:00Z", "2026-03-31T22:00:00Z"  # around midnight in Paris


def texts(page, slug):
    """The texts that a page shows under a question, with the structure's slug."""
    row = next(row for row in page.view.questions if row.question.slug == slug)
    return [(text.structure.slug if text.structure else "", text.text) for text in row.texts]


def read(cast, person, axis, structure=None):
    return queries.axis_page(cast.users[person], cast.project, axis, structure)


def test_a_private_answer_is_read_by_its_structure_and_the_team(cast, axis, individual, write):
    write(individual, "Entre nous.")

    seen = {
        person: texts(read(cast, person, axis), "question-1-1") for person in ("participant", "partner", "facilitator")
    }
    assert seen == {
        "participant": [("maison", "Entre nous.")],
        "partner": [],
        "facilitator": [("maison", "Entre nous.")],
    }


def test_a_shared_answer_is_read_by_partners_until_it_is_taken_back(cast, axis, individual, write):
    write(individual, "Entre nous.")
    share = {"actor": cast.participant, "project": cast.project, "question": individual, "structure": cast.structure}

    actions.share_answer(**share, shared=True)
    assert texts(read(cast, "partner", axis), "question-1-1") == [("maison", "Entre nous.")]
    assert texts(read(cast, "left", axis), "question-1-1") == []

    actions.share_answer(**share, shared=False)
    assert texts(read(cast, "partner", axis), "question-1-1") == []


@pytest.mark.parametrize(("person", "own"), [("left", "left_structure"), ("former", "structure")])
def test_one_who_left_reads_the_own_and_the_collective_as_they_stood_on_the_last_day(
    cast, axis, individual, collective, write, time_machine, person, own
):
    structure = getattr(cast, own)
    time_machine.move_to(BEFORE)
    write(individual, "Alors.", by=person, structure=structure)
    write(collective, "Alors ensemble.")
    write(individual, "Le jardin.", by="partner")
    time_machine.move_to(AFTER)
    write(individual, "Depuis.", seen=1, structure=structure)
    write(collective, "Depuis ensemble.", seen=1)
    time_machine.move_to("2026-11-23T12:00:00Z")

    page = read(cast, person, axis)

    assert texts(page, "question-1-1") == [(structure.slug, "Alors.")]
    assert texts(page, "question-1-3") == [("", "Alors ensemble.")]
    assert (page.place.standing.until, page.place.writes) == (LAST_DAY, False)
    assert page.count.given == 2


def test_one_who_left_does_not_read_what_came_after(cast, axis, individual, collective, write):
    write(individual, "Depuis.")
    write(collective, "Depuis ensemble.")

    page = read(cast, "former", axis)

    assert texts(page, "question-1-1") == texts(page, "question-1-3") == []
    assert page.count.given == 0


def test_one_whose_part_has_not_begun_reads_nothing_yet(cast, axis, collective, write):
    write(collective, "Ensemble.")
    part = make.ParticipantFactory(
        membership=cast.project.memberships.get(structure=cast.structure), starts_on=dt.date(2026, 11, 24)
    )

    page = queries.axis_page(part.user, cast.project, axis, None)

    assert (texts(page, "question-1-3"), page.place.standing, page.count.given) == ([], None, 0)


def test_one_who_left_and_came_back_reads_the_present(cast, axis, individual, write):
    write(individual, "Depuis.")
    again = make.MembershipFactory(project=cast.project, structure=cast.left_structure, joined_on=dt.date(2026, 6, 1))
    make.ParticipantFactory(membership=again, user=cast.left)
    write(individual, "Revenus.", by="left", structure=cast.left_structure)

    page = read(cast, "left", axis)

    assert texts(page, "question-1-1") == [("partie", "Revenus.")]
    assert page.place.writes


def test_one_of_two_structures_chooses_in_whose_name(cast, axis, individual, write):
    beside = cast.project.memberships.get(structure=cast.partner_structure)
    make.ParticipantFactory(membership=beside, user=cast.participant)
    write(individual, "Maison.")
    write(individual, "Jardin.", structure=cast.partner_structure)

    default = read(cast, "participant", axis)
    chosen = read(cast, "participant", axis, cast.structure)

    assert default.place.query == "?structure=jardin"
    assert chosen.place.query == "?structure=maison"
    assert chosen.view.questions[0].own.text == "Maison."
    assert [text.text for text in chosen.view.questions[0].others] == ["Jardin."]


def test_a_structure_that_is_not_ones_own_cannot_be_chosen(cast, axis, individual, write):
    write(individual, "Jardin.", by="partner")

    page = read(cast, "participant", axis, cast.partner_structure)

    assert page.place.standing.structure == cast.structure
    assert page.view.questions[0].texts == []


def test_the_team_sees_who_has_not_answered(cast, axis, individual, write):
    write(individual, "Maison.")

    row = read(cast, "facilitator", axis).view.questions[0]

    assert row.silent == (cast.partner_structure,)


def test_levels_of_one_who_left_are_those_of_the_last_day(cast, axis, place, time_machine):
    time_machine.move_to(BEFORE)
    place(2, by="former")
    time_machine.move_to(AFTER)
    place(4, seen=1)
    second = Criterion.objects.get(axis=axis, slug="critere-1-2")
    place(4, on=second)
    time_machine.move_to("2026-11-23T12:00:00Z")

    first_row, second_row = read(cast, "former", axis).view.criteria

    assert first_row.own.level == 2
    assert second_row.own is None


def test_the_level_of_the_round_before_stands_beside(cast, axis, place):
    cast.round.closes_on = dt.date(2026, 12, 18)
    place(2)
    later = make.RoundFactory(cohort=cast.cohort, position=2)
    place(3, round_=later)

    row = read(cast, "participant", axis).view.criteria[0]

    assert (row.previous.level, row.own.level) == (2, 3)
    assert row.placements == [row.own]


def test_who_only_reads_is_shown_the_last_round_that_holds_a_level(cast, axis, place):
    place(2)
    later = make.RoundFactory(cohort=cast.cohort, position=2)
    make.RoundFactory(cohort=cast.cohort, position=3)

    team, own = read(cast, "facilitator", axis), read(cast, "participant", axis)
    assert (team.rounds.shown, team.rounds.previous, team.rounds.following) == (cast.round, None, later)
    assert [one.level for one in team.view.criteria[0].placements] == [2]
    assert not team.rounds.is_open
    assert (own.rounds.shown.position, own.rounds.is_open) == (3, True)

    place(3, round_=later)
    team = read(cast, "facilitator", axis)
    assert (team.rounds.shown, team.rounds.previous) == (later, cast.round)
    assert queries.logbook_for(cast.participant, cast.project).rounds.shown == later
    assert queries.logbook_for(cast.partner, cast.project).rounds.shown.position == 3


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("on", "shown", "previous", "following", "is_open", "begun"),
    [
        ("2026-01-01", None, None, 1, False, []),
        ("2026-02-01", 1, None, 2, True, [1]),
        ("2026-02-28", 1, None, 2, True, [1]),
        ("2026-03-01", 1, None, 2, False, [1]),
        ("2026-06-30", 2, 1, None, True, [1, 2]),
        ("2026-12-01", 2, 1, None, False, [1, 2]),
    ],
)
def test_round_state_shows_the_open_round_else_the_last(cast, on, shown, previous, following, is_open, begun):
    cast.round.delete()
    rounds = [
        make.RoundFactory(cohort=cast.cohort, position=1, opens_on=day("2026-02-01"), closes_on=day("2026-02-28")),
        make.RoundFactory(cohort=cast.cohort, position=2, opens_on=day("2026-06-01"), closes_on=day("2026-06-30")),
    ]

    state = round_state(rounds, day(on))

    names = [one.position if one else None for one in (state.shown, state.previous, state.following)]
    assert (names, state.is_open) == ([shown, previous, following], is_open)
    assert [one.position for one in state.begun] == begun


def test_history_of_ones_own_holds_what_was_kept_beside(cast, individual, write):
    write(individual, "Un.")
    write(individual, "Deux.", seen=1)
    with pytest.raises(EditedElsewhere):
        write(individual, "Autre.", seen=1)
    answer = Answer.objects.get()

    for person in ("participant", "facilitator"):
        found = queries.history(cast.users[person], answer)
        assert [(one.text, one.applied) for one in found] == [("Autre.", False), ("Deux.", True), ("Un.", True)]


def test_history_for_a_partner_begins_with_what_was_shared(cast, individual, write):
    for seen, text in enumerate(("Brouillon.", "Prêt.")):
        write(individual, text, seen=seen)
    actions.share_answer(
        actor=cast.participant, project=cast.project, question=individual, structure=cast.structure, shared=True
    )
    write(individual, "Mieux.", seen=2)

    found = queries.history(cast.partner, Answer.objects.get())

    assert [one.text for one in found] == ["Mieux.", "Prêt."]


def test_history_for_one_who_left_ends_on_the_last_day(cast, collective, write, time_machine):
    time_machine.move_to(BEFORE)
    write(collective, "Alors.")
    time_machine.move_to(AFTER)
    write(collective, "Depuis.", seen=1)

    assert [one.text for one in queries.history(cast.left, Answer.objects.get())] == ["Alors."]


@pytest.mark.parametrize("number", [1, 3])
def test_pages_take_the_same_queries_for_one_and_three(cast, axis, number, sign_in, django_assert_num_queries):
    fill(cast, number)
    member, team = sign_in(cast.participant), sign_in(cast.facilitator)
    for client in (member, team):
        client.get("/projects/projet/logbook/")  # the first page of a session also notes that it began
    for client, address, expected in (
        (member, "/projects/projet/logbook/", 20),
        (member, "/projects/projet/logbook/axe-1/", 33),
        (team, "/projects/projet/logbook/axe-1/", 33),
    ):
        with django_assert_num_queries(expected):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize(("structures", "versions"), [(1, 1), (12, 1), (1, 500)])
def test_the_page_of_an_axis_takes_the_same_queries_however_much_was_written(
    cast, individual, collective, sign_in, write, structures, versions, django_assert_num_queries
):
    for _more in range(structures):
        part = make.ParticipantFactory(membership=make.MembershipFactory(project=cast.project))
        words = {"project": cast.project, "question": individual, "structure": part.membership.structure}
        actions.save_answer(actor=part.user, **words, text="Oui.", seen=0, attempt=None)
        actions.share_answer(actor=part.user, **words, shared=True)
        actions.add_file(actor=part.user, **words, content=io.BytesIO(b"%PDF-1.7"), name="bilan.pdf")
        shared = Answer.objects.get(**words)
        actions.add_comment(actor=part.user, answer=shared, text="Et vous ?", attempt=None)
    write(collective, "Texte 0.")
    answer = Answer.objects.get(question=collective)
    AnswerVersion.objects.bulk_create(
        AnswerVersion(answer=answer, number=number, text=f"Texte {number}.", author=cast.participant)
        for number in range(2, versions + 1)
    )
    for client in (sign_in(cast.participant), sign_in(cast.facilitator)):
        client.get("/projects/projet/logbook/")
        with django_assert_num_queries(33):
            assert "bilan.pdf" in client.get("/projects/projet/logbook/axe-1/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("person", "expected"), [("participant", 15), ("facilitator", 17), ("left", 15)])
def test_the_whole_logbook_takes_the_same_queries_for_one_and_three(
    cast, person, expected, number, django_assert_num_queries
):
    fill(cast, number)
    user = type(cast.participant).objects.get(pk=cast.users[person].pk)

    with django_assert_num_queries(expected):
        whole = queries.logbook_for(user, cast.project)

    assert [view.axis.slug for view in whole.axes] == ["axe-1", "axe-2"]


def fill(cast, number):
    """As many structures, each with an answer of several versions and a level on everything."""
    structures = [cast.structure, cast.left_structure]
    structures += [make.MembershipFactory(project=cast.project).structure for _more in range(number - 1)]
    long_ago = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
    for structure in structures:
        assessment = make.AssessmentFactory(
            project=cast.project, structure=structure, round=cast.round, shared_at=long_ago
        )
        Assessment.objects.filter(pk=assessment.pk).update(created_at=long_ago)
        for axis in cast.cohort.content.axes.all():
            for criterion in axis.criteria.all():
                make.ScoreFactory(assessment=assessment, criterion=criterion)
            for question in axis.questions.all()[:number]:
                if question.is_collective and structure != cast.structure:
                    continue
                answer = make.AnswerFactory(
                    project=cast.project, question=question, structure=None if question.is_collective else structure,
                )  # fmt: skip
                for place in range(number):
                    answer.versions.create(number=place + 1, text="Oui.", author=cast.participant, structure=structure)


def test_the_whole_logbook_says_what_the_pages_say(cast, axis, write, place, individual, collective):
    write(individual, "Maison.")
    write(collective, "Ensemble.")
    place(3)

    whole = queries.logbook_for(cast.participant, cast.project)
    page = read(cast, "participant", axis)

    assert whole.axes[0] == page.view
    assert whole.counted[0][1] == page.count
    assert whole.radar == queries.overview(cast.participant, cast.project, None).radar


def test_visible_to_agrees_with_the_pages(cast, axis, individual, collective, write):
    for structure in (cast.structure, cast.partner_structure, cast.left_structure):
        write(individual, structure.slug, structure=structure)
    write(collective, "Ensemble.")
    Answer.objects.filter(structure=cast.left_structure).update(created_at="2026-02-01T12:00Z")

    visible = {
        person: sorted(Answer.objects.visible_to(cast.users[person]).values_list("text", flat=True))
        for person in ("applicant", "other_member", "partner", "left", "former", "participant", "other_facilitator")
    }

    assert visible == {
        "applicant": [],
        "other_member": [],
        "partner": ["Ensemble.", "jardin"],
        "left": ["partie"],
        "former": [],
        "participant": ["Ensemble.", "maison"],
        "other_facilitator": [],
    }
    assert Answer.objects.visible_to(cast.administrator).count() == 4
    assert Answer.objects.visible_to(cast.facilitator).count() == 4
    assert not Answer.objects.visible_to(AnonymousUser()).exists()


def test_assessments_are_visible_to_the_structure_the_team_and_once_shared_to_partners(cast, place):
    place(2)

    def readers():
        return {name for name, user in cast.users.items() if Assessment.objects.visible_to(user or AnonymousUser())}

    assert readers() == {"participant", "facilitator", "administrator"}
    Assessment.objects.update(shared_at="2026-11-01T12:00Z")
    assert readers() == {"participant", "partner", "facilitator", "administrator"}
    Assessment.objects.update(shared_at=None, created_at="2026-03-31T21:59Z")
    assert readers() == {"participant", "former", "facilitator", "administrator"}
    Assessment.objects.update(created_at="2026-03-31T22:00Z")
    assert readers() == {"participant", "facilitator", "administrator"}
