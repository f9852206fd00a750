"""The index of « nous »: the rules against sentences tagged by hand, the figures, who reads it, and the page."""

from pathlib import Path

import pytest

from cohorts.models import Cohort, Question
from core.models import AppendOnlyError
from logbook import actions, figures, queries
from logbook.enums import Speaker, Whose
from logbook.models import NousConsent, NousReading
from tests import factories as make

PAGE = "/projects/projet/logbook/nous/"
PAGE_QUERIES = 18
NAMES = (
    "La Boucle", "Slowfest", "Réagir", "R3", "L'Orée", "Ludosens", "Terre d'Osmose", "Conservatoire du Goût",
)  # fmt: skip
TAGS = {
    "nous": Speaker.COLLECTIVE, "je": Speaker.SINGULAR, "structure": Speaker.STRUCTURE, "on": Speaker.IMPERSONAL,
}  # fmt: skip


def tagged():
    """(clear, tags, sentence) of each line of the file."""
    lines = (Path(__file__).parent / "nous.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith("#"):
            continue
        tags, sentence = line.split(" | ", 1)
        words = tags.removeprefix("? ").split(",")
        yield not tags.startswith("?"), {TAGS[word] for word in words if word != "-"}, sentence


@pytest.mark.parametrize("speaker", list(Speaker))
def test_rules_agree_with_people_nine_times_in_ten(speaker):
    clear = [(tags, figures.speakers(sentence, NAMES)) for is_clear, tags, sentence in tagged() if is_clear]
    assert len(clear) >= 190
    right = sum(speaker in tags and speaker in found for tags, found in clear)
    assert right / sum(speaker in found for _tags, found in clear) >= 0.9, "precision"
    assert right / sum(speaker in tags for tags, _found in clear) >= 0.9, "recall"


def test_two_hundred_sentences_are_tagged():
    assert sum(1 for _line in tagged()) >= 200


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("Nous décidons. Je reste.", ["Nous décidons.", "Je reste."]),
        ("M. Durand vient. Mme Rey aussi.", ["M. Durand vient.", "Mme Rey aussi."]),
        ("À 9 h 30. (Plus tard si besoin.) Fin", ["À 9 h 30.", "(Plus tard si besoin.", "Fin"]),
        ("Un point… Deux points !", ["Un point…", "Deux points !"]),
        ("Le loyer est de 3.5 % du budget.", ["Le loyer est de 3.5 % du budget."]),
        ("", []),
    ],
)
def test_sentences_of_a_line(line, sentences):
    assert figures.sentences_in(line) == sentences


def said(speakers, answer=1, whose=None):
    return figures.Sentence(answer, 1, "…", frozenset(speakers), whose)


NOUS, JE, STRUCTURE, ON = Speaker.COLLECTIVE, Speaker.SINGULAR, Speaker.STRUCTURE, Speaker.IMPERSONAL


def test_the_share_by_hand():
    """Twenty « nous » (one of them with a « je »), six « je », four structures: 20 of 30; « on » and nobody are out."""
    index = figures.Index(
        (
            *(said({NOUS}),) * 19, said({NOUS, JE}), *(said({JE}),) * 6, *(said({STRUCTURE}),) * 4,
            *(said({ON}),) * 9, *(said(()),) * 9,
        )
    )  # fmt: skip
    assert index.value == pytest.approx(20 / 30)
    assert [index.said_by(one) for one in (NOUS, JE, STRUCTURE, ON)] == [20, 7, 4, 9]


def test_a_nous_read_as_one_structure_counts_for_none():
    plain = (*(said({NOUS}),) * 20, *(said({JE}),) * 10)
    assert figures.Index(plain).value == pytest.approx(2 / 3)
    read = (*(said({NOUS}),) * 15, *(said({NOUS}, whose=Whose.OWN),) * 5, *(said({JE}),) * 10)
    assert figures.Index(read).value == pytest.approx(1 / 2)
    assert figures.Index(read).read_as(Whose.OWN) == 5


def test_under_thirty_sentences_that_speak_there_is_no_figure():
    index = figures.Index((*(said({NOUS}),) * 29, *(said({ON}),) * 50))
    assert (index.enough, index.value, index.band) == (False, None, None)


def test_the_length_of_the_texts_changes_nothing():
    one = [said({NOUS}, answer) for answer in range(20)] + [said({JE}, answer) for answer in range(20, 40)]
    assert figures.Index(tuple(one)).value == figures.Index(tuple(one * 7)).value
    assert figures.Index(tuple(one)).band == figures.Index(tuple(one * 7)).band


def test_the_band_is_wider_when_few_answers_speak():
    few = figures.Index(tuple(said({NOUS} if answer < 3 else {JE}, answer) for answer in range(6) for _n in range(10)))
    many = figures.Index(tuple(said({NOUS} if answer < 30 else {JE}, answer) for answer in range(60)))
    assert few.value == many.value == pytest.approx(0.5)
    assert few.band[1] - few.band[0] > 2 * (many.band[1] - many.band[0])


@pytest.fixture
def reading(cast):
    Cohort.objects.filter(pk=cast.cohort.pk).update(reads_nous=True)
    return cast


def write(cast, text, slug="question-1-3"):
    question = Question.objects.get(axis__version=cast.cohort.content, slug=slug)
    return actions.save_answer(
        actor=cast.participant,
        project=cast.project,
        question=question,
        structure=cast.structure,
        text=text,
        seen=0,
        attempt=None,
    )


def agree(cast, structure, *, given=True, by=None):
    actions.agree_to_nous(actor=by or cast.participant, project=cast.project, structure=structure, given=given)


def test_off_by_default_nobody_reads_it(cast, client):
    client.force_login(cast.facilitator)
    assert client.get(PAGE).status_code == 403
    assert "Indice du" not in client.get("/projects/projet/logbook/").content.decode()


def test_members_read_it_once_every_structure_agrees_and_no_longer(reading, client):
    client.force_login(reading.participant)
    agree(reading, reading.structure)
    assert client.get(PAGE).status_code == 403
    agree(reading, reading.partner_structure)
    for structure in queries.nous_agreed(reading.project).structures:
        agree(reading, structure[0])
    assert client.get(PAGE).status_code == 200
    agree(reading, reading.partner_structure, given=False)
    assert client.get(PAGE).status_code == 403


def test_the_logbook_leads_the_team_to_the_index_and_asks_structures(reading, client):
    client.force_login(reading.facilitator)
    assert PAGE in client.get("/projects/projet/logbook/").content.decode()
    client.force_login(reading.participant)
    before = client.get("/projects/projet/logbook/").content.decode()
    assert PAGE not in before.replace(f"{PAGE}agree/", "")
    client.post(f"{PAGE}agree/?structure={reading.structure.slug}", {"given": "1"})
    assert "Retirer notre accord" in client.get("/projects/projet/logbook/").content.decode()


def test_consents_are_never_rewritten(reading):
    agree(reading, reading.structure)
    agree(reading, reading.structure)
    assert NousConsent.objects.count() == 1
    with pytest.raises(AppendOnlyError):
        NousConsent.objects.all().delete()


def test_the_page_counts_what_stands_and_reads_only_collective_answers(reading, client):
    write(reading, "Nous décidons. Je doute. « Nous partons. » On verra.")
    individual = Question.objects.get(axis__version=reading.cohort.content, slug="question-1-1")
    make.AnswerFactory(
        project=reading.project, question=individual, structure=reading.structure, text="Nous souffrons."
    ).versions.create(number=1, text="Nous souffrons.", author=reading.participant, structure=reading.structure)
    client.force_login(reading.facilitator)
    answer = client.get(PAGE)
    content = answer.content.decode()
    assert "Nous décidons." in content
    assert "Nous souffrons." not in content
    index = answer.context["page"].index
    assert [index.said_by(one) for one in (NOUS, JE, STRUCTURE, ON)] == [1, 1, 0, 1]


def test_a_structure_named_as_the_one_that_acts(reading):
    write(reading, f"{reading.structure.name} porte le bail. Merci à {reading.structure.name}.")
    page = queries.nous_page(reading.facilitator, reading.project, None)
    assert page.index.said_by(STRUCTURE) == 1


def test_who_a_nous_is_is_said_in_one_click_and_taken_back(reading, client):
    write(reading, "Nous décidons.")
    client.force_login(reading.facilitator)
    page = queries.nous_page(reading.facilitator, reading.project, None)
    [(_axis, [spoken])] = page.spoken
    address = f"{PAGE}{spoken.sentence.answer}/"
    answer = client.post(address, {"sentence": spoken.mark, "whose": "own"}, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert 'aria-pressed="true"' in answer.content.decode()
    assert queries.nous_page(reading.facilitator, reading.project, None).index.said_by(NOUS) == 0
    client.post(address, {"sentence": spoken.mark, "whose": ""})
    assert not NousReading.objects.exists()


@pytest.mark.parametrize("sent", [{"sentence": "x", "whose": "own"}, {"sentence": "0" * 64, "whose": "me"}, {}])
def test_a_made_up_reading_is_refused_in_words(reading, client, sent):
    write(reading, "Nous décidons.")
    client.force_login(reading.facilitator)
    answer = client.post(f"{PAGE}{reading.project.answers.get().pk}/", sent, follow=True)
    assert "Rien n’a été noté" in answer.content.decode()
    assert not NousReading.objects.exists()


def test_a_reading_ends_with_the_words_it_was_about(reading):
    saved = write(reading, "Nous décidons.")
    [(_axis, [spoken])] = queries.nous_page(reading.facilitator, reading.project, None).spoken
    answer = reading.project.answers.get(pk=spoken.sentence.answer)
    actions.tell_nous(actor=reading.facilitator, answer=answer, sentence=spoken.mark, whose=Whose.PROJECT)
    question = Question.objects.get(axis__version=reading.cohort.content, slug="question-1-3")
    actions.save_answer(
        actor=reading.participant, project=reading.project, question=question, structure=reading.structure,
        text="Nous avons décidé.", seen=saved.version, attempt=None,
    )  # fmt: skip
    [(_axis, [after])] = queries.nous_page(reading.facilitator, reading.project, None).spoken
    assert after.sentence.whose is None


@pytest.mark.parametrize("answers", [1, 2])
def test_queries_do_not_grow(reading, client, answers, django_assert_num_queries):
    for number in range(answers):
        write(reading, "Nous décidons.", f"question-{number + 1}-3")
    client.force_login(reading.facilitator)
    with django_assert_num_queries(PAGE_QUERIES):
        assert client.get(PAGE).status_code == 200
