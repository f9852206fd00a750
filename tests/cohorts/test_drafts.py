"""Drafts of the content: begun, written, imported, exported, published, given to an edition."""

import datetime as dt

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse
from django.utils import translation

from cohorts import actions, queries
from cohorts.content_check import LOGBOOK_WORDS
from cohorts.content_files import FILES, FOLDER, ContentError, Programme, digest_of, problems_of, read_texts, write
from cohorts.forms import AxisSheet
from cohorts.models import Axis, ContentVersion, Criterion, Question
from core.errors import EditedElsewhere, Refused
from core.models import TrailEntry
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def published():
    return actions.load_content()


@pytest.fixture
def draft(cast, published):
    return actions.start_draft(actor=cast.facilitator, source=published)


def raw(programme: Programme) -> dict[str, bytes]:
    return {language: write(programme, language).encode() for language in FILES}


def files() -> dict[str, bytes]:
    return {language: (FOLDER / name).read_bytes() for language, name in FILES.items()}


def changed(axis: Axis, **words: str) -> tuple[dict, dict]:
    """The axis with other words in its first question, French and English."""
    french, english = queries.pair_of(axis)
    french["questions"][0]["text"] = words.get("fr", french["questions"][0]["text"])
    english["questions"][0]["text"] = words.get("en", english["questions"][0]["text"])
    return french, english


def save(draft, axis, pair, actor):
    return actions.change_axis(actor=actor, axis=axis, seen=actions.axis_mark(axis), pair=pair)


# Files


def test_what_was_imported_is_exported_again_other_parts_included(cast):
    version = actions.import_draft(actor=cast.facilitator, programme=read_texts(files()), based_on=None)
    version.refresh_from_db()

    exported = raw(queries.programme_of(version))

    assert read_texts(exported) == read_texts({**exported})
    for language, text in exported.items():
        told, source = yaml.safe_load(text), yaml.safe_load(files()[language])
        assert list(told) == list(source)
        assert spelled(told) == spelled(source)
    again = actions.import_draft(actor=cast.facilitator, programme=read_texts(exported), based_on=None)
    assert raw(queries.programme_of(again)) == exported


def spelled(told):
    """Without what typography sets: apostrophes, quotation marks and kinds of spaces."""
    if isinstance(told, dict):
        return {key: spelled(value) for key, value in told.items()}
    if isinstance(told, list):
        return [spelled(value) for value in told]
    if not isinstance(told, str):
        return told
    for old, new in (("’", "'"), ("\u202f", " "), ("\u00a0", " "), ("“", '"'), ("”", '"')):
        told = told.replace(old, new)
    return told


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"a: &a [1]\nb: *a", "line 1: References"),
        (b"language: fr\nscale: &big\n  - 1\n", "line 2: References"),
        (b"a: !!python/object/apply:os.system ['true']", "A value of this type"),
        (b"a: 1\na: 2", "line 2: The entry “a” comes twice"),
        (b"[" * 40, "too deep"),
        (b"\xff\xfe", "UTF-8"),
        (b"a: \x00", "signs that a text does not have"),
        (b"a: [", "as YAML expects"),
        (b"", "empty"),
        (b"x" * (513 * 1024), "512 kB at most"),
        (b"- 1\n" * 30_000, "too many entries"),
        (b"1: 2", "The name of an entry is a word"),
        (b"- 1\n", "language: fr"),
    ],
)
def test_a_file_that_is_not_plain_is_refused_in_a_sentence(text, says):
    with pytest.raises(ContentError, match=says):
        read_texts({"fr": text, "en": files()["en"]})


def test_every_problem_is_told_with_its_line_and_place():
    french = files()["fr"].decode().replace("slug: gouvernance-juridique", "slug: horizon", 1)
    english = files()["en"].decode().replace("slug: gouvernance-juridique", "slug: horizon", 1)
    line = french[: french.index("slug: horizon\n")].count("\n") + 1

    with pytest.raises(ContentError) as wrong:
        read_texts({"fr": french.encode(), "en": english.encode()})

    [problem] = wrong.value.problems
    assert (problem.line, problem.sentence) == (
        line,
        "“horizon” is an address of the logbook itself: choose another.",
    )


def test_the_words_that_axes_may_not_take_are_the_addresses_of_the_logbook():
    """Each address under /projects/<project>/logbook/ begins with a word of its own, or with an axis."""
    prefix = "projects/<slug:project>/logbook/"
    words = {
        str(pattern.pattern).removeprefix(prefix).split("/")[0]
        for resolver in get_resolver().url_patterns
        for pattern in getattr(resolver, "url_patterns", [])
        if str(pattern.pattern).startswith(prefix)
    }

    assert {word for word in words if word and not word.startswith("<")} == LOGBOOK_WORDS


# Drafts


def test_a_draft_begins_as_the_words_of_its_source(draft, published):
    assert draft.is_draft
    assert queries.programme_of(draft) == queries.programme_of(published)
    assert [axis.palette for axis in draft.axes.all()] == [axis.palette for axis in published.axes.all()]


def test_an_axis_is_written_whole(cast, draft):
    axis = draft.axes.get(slug="evaluation")
    french, english = changed(axis, fr="Que mesurer ?", en="What to measure?")
    for pair, more in ((french, "Encore"), (english, "More")):
        pair["workstreams"].append(more)
        pair["criteria"].reverse()
    number = axis.criteria.count()

    save(draft, axis, (french, english), cast.facilitator)

    assert queries.pair_of(draft.axes.get(slug="evaluation")) == (french, english)
    assert axis.criteria.count() == number
    assert TrailEntry.objects.first().data == {"axis": "evaluation"}


def test_a_draft_saved_by_another_is_not_overwritten_unseen(cast, draft):
    axis = draft.axes.first()
    seen = actions.axis_mark(axis)
    save(draft, axis, changed(axis, fr="Une question ?"), cast.facilitator)

    with pytest.raises(EditedElsewhere):
        actions.change_axis(actor=cast.administrator, axis=axis, seen=seen, pair=changed(axis, fr="Une autre ?"))

    assert axis.questions.first().text_fr == "Une question ?"


def test_two_who_save_an_axis_at_once_do_not_lose_a_text(race, cast):
    version = actions.load_content()
    draft = actions.start_draft(actor=cast.facilitator, source=version)
    axis = draft.axes.first()
    seen = actions.axis_mark(axis)
    texts = ["La première ?", "La seconde ?"]

    def act(text):
        return lambda: actions.change_axis(actor=cast.facilitator, axis=axis, seen=seen, pair=changed(axis, fr=text))

    outcomes = race(*(act(text) for text in texts))

    assert sum(isinstance(one, EditedElsewhere) for one in outcomes) == 1
    assert sum(isinstance(one, Axis) for one in outcomes) == 1
    assert Axis.objects.get(pk=axis.pk).questions.count() == 6


def test_a_published_version_is_never_written(cast, published):
    axis = published.axes.first()

    with pytest.raises(Refused, match="never changes"):
        save(published, axis, changed(axis, fr="Autre ?"), cast.facilitator)


def test_what_no_version_could_hold_is_refused(cast, draft):
    axis = draft.axes.first()
    french, english = changed(axis)
    for pair in (french, english):
        pair["title"] = "x" * 121

    with pytest.raises(Refused, match="at most 120 fit"):
        save(draft, axis, (french, english), cast.facilitator)


def test_an_unfinished_draft_is_saved_and_not_published(cast, draft):
    axis = draft.axes.first()
    save(draft, axis, changed(axis, fr="Une question neuve ?", en=""), cast.facilitator)

    with pytest.raises(
        Refused, match=r"still to be put right.*English, Shared horizon, question 1: This text is empty"
    ):
        actions.publish_draft(actor=cast.facilitator, version=draft)

    assert [problem.later for problem in problems_of(queries.programme_of(draft))] == [True]


def test_a_draft_that_changes_nothing_is_not_published(cast, draft):
    with pytest.raises(Refused, match="says the same as version"):
        actions.publish_draft(actor=cast.facilitator, version=draft)


def test_axes_are_ordered_renamed_added_and_removed(cast, draft):
    pairs = [queries.pair_of(axis) for axis in draft.axes.order_by("-position")]
    colours = {axis.slug: axis.palette for axis in draft.axes.all()}
    titles = [
        ({"slug": one["slug"], "title": one["title"]}, {"slug": one["slug"], "title": two["title"]})
        for one, two in pairs
    ]
    gone = titles.pop(1)[0]["slug"]
    titles.append(({"slug": "soin", "title": "Prendre soin"}, {"slug": "soin", "title": "Taking care"}))
    scale = queries.programme_of(draft).scale

    actions.change_draft(
        actor=cast.facilitator, version=draft, seen=actions.draft_mark(draft), note="Essai", scale=scale, axes=titles
    )

    assert [axis.slug for axis in draft.axes.order_by("position")] == [pair[0]["slug"] for pair in titles]
    now = {axis.slug: axis.palette for axis in draft.axes.all()}
    assert all(now[slug] == colour for slug, colour in colours.items() if slug != gone)
    assert now["soin"] == colours[gone]


def test_publishing_ties_what_goes_on_word_for_word(cast, draft, published):
    axis = draft.axes.first()
    first, second = published.axes.first().questions.all()[:2]
    save(draft, axis, changed(axis, fr="Tout autre chose ?", en="Something else?"), cast.facilitator)

    actions.publish_draft(actor=cast.facilitator, version=draft)

    new = list(Question.objects.filter(axis__version=draft, axis__slug=axis.slug))
    assert [new[0].root_id, new[1].root_id] == [new[0].pk, second.pk]
    assert first.root_id == first.pk
    assert not Criterion.objects.filter(axis__version=draft, since__isnull=True).exists()
    assert ContentVersion.objects.get(pk=draft.pk).digest == digest_of(queries.programme_of(draft))


def test_a_draft_that_is_thrown_away_leaves_nothing(cast, draft, published):
    actions.discard_draft(actor=cast.facilitator, version=draft)

    assert list(ContentVersion.objects.exclude(pk=cast.cohort.content_id)) == [published]
    with pytest.raises(Refused, match="threw this draft away"):
        actions.publish_draft(actor=cast.facilitator, version=draft)


# An edition takes another version


def test_a_round_that_has_begun_keeps_its_criteria(cast, published):
    ahead = make.RoundFactory(cohort=cast.cohort, opens_on=dt.date(2098, 1, 1), closes_on=dt.date(2098, 2, 1))
    before = cast.cohort.content

    actions.choose_content(actor=cast.facilitator, cohort=cast.cohort, version=published)

    cast.cohort.refresh_from_db()
    assert cast.cohort.content == published
    rounds = {row.pk: row.version_id for row in cast.cohort.rounds.all()}
    assert rounds == {cast.round.pk: before.pk, ahead.pk: published.pk}


def test_a_draft_is_given_to_no_edition(cast, draft):
    with pytest.raises(Refused, match="published before"):
        actions.choose_content(actor=cast.facilitator, cohort=cast.cohort, version=draft)


# Pages


@pytest.fixture
def page(client, cast, draft):
    client.force_login(cast.facilitator)
    return lambda name, *words: reverse(f"cohorts:{name}", args=[draft.number, *words])


def sent(axis, seen=None, **more):
    """What the editor's form sends, as it was shown."""
    sheet = AxisSheet.of(queries.pair_of(axis))
    data = {"seen": actions.axis_mark(axis) if seen is None else seen}
    for name in ("title", "intention"):
        row = getattr(sheet, name)
        data |= {f"{name}_fr": row.fr, f"{name}_en": row.en}
    for name in ("workstreams", "objectives", "questions", "criteria"):
        rows = getattr(sheet, name)
        data |= {f"{name}_fr": [row.fr for row in rows], f"{name}_en": [row.en for row in rows]}
    data["questions_slug"] = [row.slug for row in sheet.questions]
    data["questions_scope"] = [row.scope for row in sheet.questions]
    data["criteria_slug"] = [row.slug for row in sheet.criteria]
    for level in range(1, 5):
        for place, language in ((1, "fr"), (2, "en")):
            data[f"criteria_{level}_{language}"] = [row.levels[level - 1][place] for row in sheet.criteria]
    return data | more


def test_the_editor_sends_back_what_it_showed(client, draft, page):
    axis = draft.axes.first()
    before = queries.programme_of(draft)

    answer = client.post(page("edit_axis", axis.slug), sent(axis))

    assert answer.status_code == 302
    assert queries.programme_of(draft) == before


def test_a_button_moves_a_row_without_saving_it(client, draft, page):
    axis = draft.axes.first()
    second = axis.questions.all()[1]

    answer = client.post(page("edit_axis", axis.slug), sent(axis, move="questions:1:up", seen=""))

    assert answer.status_code == 200
    assert answer.context["sheet"].questions[0].slug == second.slug
    assert axis.questions.all()[1] == second


def test_a_new_question_gets_a_word_of_its_own_and_typography(client, draft, page):
    axis = draft.axes.first()
    data = sent(axis)
    for name, value in (("fr", "Qu'est-ce que l'essentiel ?"), ("en", "What's essential?")):
        data[f"questions_{name}"].append(value)
    data["questions_slug"].append("")
    data["questions_scope"].append("collective")

    client.post(page("edit_axis", axis.slug), data)

    new = axis.questions.last()
    assert (new.slug, new.text_fr) == ("qu-est-ce-que-l-essentiel", "Qu’est-ce que l’essentiel\u202f?")


def test_a_text_that_is_missing_is_said_beside_its_row(client, draft, page, cast):
    axis = draft.axes.first()
    save(draft, axis, changed(axis, en=""), cast.facilitator)

    answer = client.get(page("edit_axis", axis.slug))

    assert answer.context["sheet"].questions[0].problems == ["Anglais – Ce texte est vide."]


def test_somebody_else_saved_the_axis_meanwhile(client, draft, page):
    axis = draft.axes.first()

    answer = client.post(page("edit_axis", axis.slug), sent(axis, seen=1, title_fr="Le mien"))

    assert answer.status_code == 409
    assert answer.context["sheet"].title.fr == "Le mien"
    assert answer.context["seen"] == actions.axis_mark(axis)


def test_files_are_looked_at_before_they_are_kept(client, cast, published):
    client.force_login(cast.facilitator)
    told = files()
    told["fr"] = told["fr"].replace(b"title: Horizon commun", "title: Horizon partagé".encode())
    drafts = ContentVersion.objects.count()

    looked = client.post(
        reverse("cohorts:import_content"),
        {language: SimpleUploadedFile(f"{language}.yaml", text) for language, text in told.items()},
    )

    assert looked.status_code == 200
    [axis] = looked.context["changes"]
    assert axis.differences[0].texts == (("fr", "Horizon commun", "Horizon partagé"),)
    assert ContentVersion.objects.count() == drafts
    kept = client.post(
        reverse("cohorts:import_content"),
        {"confirm": "1", **{language: text.decode() for language, text in told.items()}},
    )
    assert kept.status_code == 302
    assert ContentVersion.objects.get(published_at=None).axes.first().title_fr == "Horizon partagé"


def test_files_that_are_wrong_say_every_line(client, cast, published):
    client.force_login(cast.facilitator)
    told = files()
    told["en"] = told["en"].replace(b"scope: individual", b"scope: secret", 1)

    answer = client.post(
        reverse("cohorts:import_content"),
        {language: SimpleUploadedFile(f"{language}.yaml", text) for language, text in told.items()},
    )

    assert answer.status_code == 422
    assert "et non «\u00a0secret\u00a0»" in answer.text
    assert ContentVersion.objects.count() == 2


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_versions_takes_a_constant_number_of_queries(
    client, cast, django_assert_num_queries, published, number
):
    for _turn in range(number):
        actions.start_draft(actor=cast.facilitator, source=published)
    client.force_login(cast.facilitator)

    with django_assert_num_queries(12):
        client.get(reverse("cohorts:content_versions"))


def test_the_export_is_a_file_named_after_its_version(client, cast, draft, page):
    answer = client.get(page("export_content") + "?language=en")

    assert answer["Content-Disposition"] == f'attachment; filename="programme.en.v{draft.number}.yaml"'
    assert yaml.safe_load(answer.text)["language"] == "en"
