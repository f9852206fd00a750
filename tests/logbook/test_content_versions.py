"""A logbook whose edition takes another version of the content: answers and levels stay under their own words."""

import pytest
from django.urls import reverse

from cohorts import actions as editions
from cohorts import queries as contents
from cohorts.models import Criterion, Question
from core.errors import Refused
from logbook import actions, figures, queries
from projects.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def take(cast):
    """Gives the edition a new version in which `change` has reworded the first axis; the project as read again."""

    def publish(change):
        draft = editions.start_draft(actor=cast.administrator, source=cast.cohort.content)
        axis = draft.axes.get(slug="axe-1")
        pair = contents.pair_of(axis)
        for told in pair:
            change(told)
        editions.change_axis(actor=cast.administrator, axis=axis, seen=editions.axis_mark(axis), pair=pair)
        editions.publish_draft(actor=cast.administrator, version=draft, cohorts=[cast.cohort])
        return Project.objects.select_related("cohort").get(pk=cast.project.pk)

    return publish


def reword(told):
    told["questions"][0]["text"] = f"Autrement dit ({told['title']}) ?"
    told["criteria"][0]["title"] = f"Autre critère ({told['title']})"


def page_of(cast, project, by="participant"):
    axis = project.cohort.content.axes.get(slug="axe-1")
    return queries.axis_page(cast.users[by], project, axis, cast.structure)


def test_a_question_that_goes_on_word_for_word_keeps_its_answer(cast, take, write, collective):
    write(collective, "Nous avançons.")

    project = take(reword)

    page = page_of(cast, project)
    row = next(row for row in page.view.questions if row.question.slug == collective.slug)
    assert row.own.text == "Nous avançons."
    assert page.view.earlier == ()
    actions.save_answer(
        actor=cast.participant, project=project, question=row.question, structure=cast.structure,
        text="Nous avançons encore.", seen=1, attempt=None,
    )  # fmt: skip
    collective.answers.get(version=2)


def test_an_answer_stays_under_the_question_it_was_given_to(cast, take, write, individual, client):
    write(individual, "Ce que nous savions.")
    asked = individual.text

    project = take(reword)

    page = page_of(cast, project)
    assert page.view.questions[0].own is None
    [row] = page.view.earlier
    assert (row.question, row.texts[0].text) == (individual, "Ce que nous savions.")
    client.force_login(cast.participant)
    shown = client.get(reverse("logbook:axis", args=[project.slug, "axe-1"])).text
    assert asked in shown
    with pytest.raises(Refused):
        actions.save_answer(
            actor=cast.participant, project=project, question=individual, structure=cast.structure,
            text="Autre", seen=1, attempt=None,
        )  # fmt: skip


def test_a_partner_still_does_not_read_what_is_not_shared(cast, take, write, individual):
    write(individual, "Entre nous.")

    project = take(reword)

    axis = project.cohort.content.axes.get(slug="axe-1")
    assert queries.axis_page(cast.partner, project, axis, cast.partner_structure).view.earlier == ()


def test_the_page_of_a_question_saves_to_the_answer_that_goes_on(cast, take, write, collective, client):
    write(collective, "Un")
    project = take(reword)
    client.force_login(cast.participant)

    answer = client.post(
        reverse("logbook:save_answer", args=[project.slug, "axe-1", collective.slug]), {"text": "Deux", "seen": "1"}
    )

    assert answer.status_code in (200, 302)
    assert collective.answers.get().text == "Deux"


def test_progress_counts_what_goes_on_and_not_what_is_asked_otherwise(cast, take, write, individual, collective):
    write(individual, "Un")
    write(collective, "Deux")
    before = figures.progress(cast.project, cast.structure).total

    project = take(reword)

    after = figures.progress(project, cast.structure).total
    assert (before.given, after.given, after.expected) == (2, 1, before.expected)


def test_a_round_that_has_begun_is_answered_under_its_own_criteria(cast, take, place, criterion):
    place(2)

    project = take(reword)

    round_ = project.cohort.rounds.get(pk=cast.round.pk)
    row = page_of(cast, project).view.criteria[0]
    assert (row.criterion, row.own.level) == (criterion, 2)
    new = Criterion.objects.get(axis__version=project.cohort.content_id, slug=criterion.slug)
    with pytest.raises(Refused):
        actions.record_score(
            actor=cast.participant, project=project, criterion=new, round_=round_, structure=cast.structure,
            level=3, comment="", seen=1, attempt=None,
        )  # fmt: skip
    actions.record_score(
        actor=cast.participant, project=project, criterion=criterion, round_=round_, structure=cast.structure,
        level=3, comment="", seen=1, attempt=None,
    )  # fmt: skip


def test_the_radar_and_the_whole_logbook_read_both_versions(cast, take, place, write, individual):
    place(2)
    write(individual, "Ce que nous savions.")

    project = take(reword)

    book = queries.logbook_for(cast.participant, project)
    assert book.radar.rows[0][1][0] == 2
    assert [row.question for view in book.axes for row in view.earlier] == [individual]
    assert book.axes[0].criteria[0].own.level == 2


def test_the_map_and_what_is_agreed_together_follow_the_round(cast, take, place, criterion):
    place(2)
    place(3, by="partner")
    project = take(reword)
    round_ = project.cohort.rounds.get(pk=cast.round.pk)

    shown = queries.alignment_page(cast.facilitator, project, None, None)
    together = queries.together_page(cast.facilitator, project, round_)

    assert shown.map.spreads[0].criterion == criterion
    assert together.sections[0][1][0].criterion == criterion


@pytest.mark.parametrize("number", [1, 3])
def test_the_axis_page_of_another_version_takes_the_same_queries_for_one_answer_and_three(
    cast, take, write, client, django_assert_num_queries, number
):
    questions = Question.objects.filter(axis__version=cast.cohort.content, axis__slug="axe-1")[:number]
    for question in questions:
        write(question, "Un texte")

    def all_anew(told):
        for one in told["questions"]:
            one["text"] += " (bis)"

    project = take(all_anew)
    client.force_login(cast.participant)

    with django_assert_num_queries(37):
        client.get(reverse("logbook:axis", args=[project.slug, "axe-1"]))


def test_a_save_finds_at_once_the_question_on_which_the_answer_hangs(cast, take, write, collective, client):
    write(collective, "Nous avançons.")
    take(reword)
    client.force_login(cast.participant)
    axis = "/projects/projet/logbook/axe-1/"
    client.get(axis)

    found = queries.field_of(cast.participant, "projet", "axe-1", collective.slug, "maison")
    assert (found.question, found.answer.pk) == (collective, collective.answers.get().pk)
    saved = client.post(
        f"{axis}questions/{collective.slug}/?structure=maison",
        {"text": "Encore.", "seen": 1},
        headers={"HX-Request": "true"},
    )
    assert 'data-version="2"' in saved.text
    now = client.post(f"{axis}here/?structure=maison", headers={"HX-Request": "true"}).text
    assert f'id="question-{collective.pk}"' in now
    assert "Encore." in now
