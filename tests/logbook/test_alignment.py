"""The alignment map: what is shown and when, by hand-computed and by drawn levels."""

import datetime as dt
from decimal import Decimal
from itertools import permutations
from types import SimpleNamespace
from unittest.mock import sentinel

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import EditedElsewhere, Refused
from core.models import TrailEntry
from logbook import actions, figures, queries
from logbook.models import Assessment, Consent, Score
from tests import factories as make

MAP = "/projects/projet/logbook/alignment/"
TOGETHER = "/projects/projet/logbook/rounds/1/together/"
MAP_QUERIES = 19
TOGETHER_QUERIES = 26

A, B, C, D = (figures.Voice(name, name, key) for key, name in enumerate("ABCD", start=1))
# A busy machine draws slowly; what is drawn is what is tested.
calm = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
LEVELS = st.lists(st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=4, max_size=4), min_size=1, max_size=12)

# Four structures on twelve criteria, with what was computed by hand: levels, width, mean, reading, illusion.
BY_HAND = [
    ([1, 1, 1, 1], 0, "1", "low", False),
    ([4, 4, 4, 4], 0, "4", "high", False),
    ([1, 2, 2, 1], 1, "1.5", "low", False),
    ([2, 2, 3, 3], 1, "2.5", "close", False),
    ([3, 3, 4, 4], 1, "3.5", "high", False),
    ([1, 3, 2, 2], 2, "2", "split", False),
    ([2, 4, 4, 4], 2, "3.5", "split", True),
    ([2, 4, 3, 3], 2, "3", "split", True),
    ([1, 4, 4, 4], 3, "3.25", "split", True),
    ([1, 4, 1, 4], 3, "2.5", "split", False),
    ([None, 3, 4, None], 1, "3.5", "high", False),
    ([None, 2, None, None], None, "2", "few", False),
]


def spread(levels, number=0, voices=(A, B, C, D)):
    return figures.Spread(
        SimpleNamespace(pk=number, title=str(number)), sentinel.axis, tuple(zip(voices, levels, strict=True))
    )


def drawn(rows, voices=(A, B, C, D)):
    spreads = [spread(levels, number, voices) for number, levels in enumerate(rows)]
    return figures.alignment(voices, spreads, [one.criterion for one in spreads])


@pytest.mark.parametrize(("levels", "width", "mean", "reading", "illusion"), BY_HAND)
def test_spread_by_hand(levels, width, mean, reading, illusion):
    one = spread(levels)

    assert (one.width, one.mean, one.reading, one.is_illusion) == (width, Decimal(mean), reading, illusion)


def test_alignment_by_hand():
    whole = drawn([row[0] for row in BY_HAND])

    def named(spreads):
        return [one.criterion.pk for one in spreads]

    assert named(whole.high) == [1, 4, 10]
    assert named(whole.low) == [0, 2]
    assert named(whole.close) == [3]
    assert named(whole.split) == [8, 9, 5, 6, 7]
    assert named(whole.illusions) == [8, 6, 7]
    # A and B: |1-1| 0, 0, 1, 0, 0, 2, 2, 2, 3, 3 over the ten criteria that both have.
    assert figures.pair(A, B, whole.spreads) == figures.Pair(Decimal("1.3"), 10)
    assert whole.furthest[:2] == (A, B)


@calm
@given(LEVELS)
def test_distances_are_symmetric_zero_to_oneself_and_within_the_scale(rows):
    matrix = [pairs for _voice, pairs in drawn(rows).matrix]

    for i in range(4):
        for j in range(4):
            assert matrix[i][j] == matrix[j][i]
            assert matrix[i][j].distance is None or 0 <= matrix[i][j].distance <= 3
        assert matrix[i][i].distance in {None, 0}


@calm
@given(LEVELS, st.sampled_from(list(permutations(range(4)))))
def test_the_map_is_the_same_whatever_order_the_structures_come_in(rows, order):
    voices = (A, B, C, D)
    turned = drawn([[row[n] for n in order] for row in rows], tuple(voices[n] for n in order))

    for one, other in zip(drawn(rows).spreads, turned.spreads, strict=True):
        assert (one.levels, one.reading, one.is_illusion) == (other.levels, other.reading, other.is_illusion)
    assert drawn(rows).matrix == turned.matrix


@calm
@given(st.integers(1, 4), st.integers(2, 12))
def test_equal_levels_split_nothing(level, number):
    voices = tuple(figures.Voice(str(key), str(key), key) for key in range(number))

    assert drawn([[level] * number], voices).split == []


@calm
@given(st.lists(st.integers(1, 4), min_size=2, max_size=12))
def test_a_structure_that_is_not_concerned_changes_no_figure(levels):
    voices = tuple(figures.Voice(str(key), str(key), key) for key in range(len(levels) + 1))

    one, other = spread(levels, voices=voices[:-1]), spread([*levels, None], voices=voices)

    assert (one.levels, one.width, one.mean, one.reading) == (other.levels, other.width, other.mean, other.reading)
    assert one.is_illusion == (one.width >= 2 and one.mean >= 3)


def test_changes_since_the_round_before():
    before, now = spread([1, 4, 4, 4]), spread([3, 4, 4, 4])
    changed = figures.Spread(now.criterion, now.axis, now.positions, before=before)

    assert (changed.width_change, changed.mean_change) == (-2, Decimal("0.5"))
    assert (now.width_change, now.mean_change) == (None, None)


@pytest.mark.parametrize(
    ("answered", "active", "consenting", "shown"),
    [
        ([], [1, 2, 3], [1, 2, 3], False),
        ([1, 2], [1, 2, 3, 4], [], False),
        ([1, 2, 3], [1, 2, 3, 4], [], True),
        ([1, 2], [1, 2], [], True),
        ([1], [1, 2], [], False),
        ([1, 9], [1, 2], [], False),
        ([1], [1, 2, 3], [1, 2, 3], True),
        ([1], [1, 2, 3], [1, 2], False),
        ([1], [], [], False),
    ],
)
def test_levels_are_shown_from_three_answers_or_all_or_when_all_consent(answered, active, consenting, shown):
    assert figures.is_disclosed(answered, active, consenting) is shown


# --- in a project --------------------------------------------------------------------------------------------------------


@pytest.fixture
def third(cast):
    """A third structure, with a person, so that three have to answer."""
    structure = make.StructureFactory(slug="tiers", name="Tiers Lieu")
    member = make.MembershipFactory(project=cast.project, structure=structure)
    cast.users["third"] = make.ParticipantFactory(membership=member).user
    return structure


@pytest.fixture
def two_answered(cast, place, third):
    place(2)
    place(4, by="partner")


@pytest.fixture
def three_answered(two_answered, place, third):
    place(3, by="third", structure=third)


def shown_to(person, cast, structure=None):
    return queries.alignment_page(cast.users[person], cast.project, structure, None)


def test_the_map_is_closed_to_everybody_before_three_have_answered(cast, two_answered):
    for person in ("participant", "partner", "facilitator", "administrator"):
        found = shown_to(person, cast)
        assert (found.disclosure.open, found.map.spreads, found.radar) == (False, (), None)
        assert found.disclosure.needed == 3


def test_the_map_opens_with_three_under_codes_until_a_structure_shares(cast, three_answered):
    found = shown_to("participant", cast)

    (one,) = found.map.spreads
    assert one.levels == [2, 3, 4]
    assert [voice.name for voice in found.map.voices] == ["Maison", "Structure A", "Structure B"]
    actions.share_assessment(
        actor=cast.partner, project=cast.project, round_=cast.round, structure=cast.partner_structure, shared=True
    )
    assert "Jardin" in [voice.name for voice in shown_to("participant", cast).map.voices]
    assert "Maison" not in [voice.name for voice in shown_to("facilitator", cast).map.voices]


def test_the_map_opens_earlier_when_every_structure_consents(cast, two_answered, third):
    for structure in (cast.structure, cast.partner_structure):
        consent(cast, structure)
    assert not shown_to("participant", cast).disclosure.open

    consent(cast, third)
    assert shown_to("participant", cast).disclosure.open
    consent(cast, third, given=False)

    assert not shown_to("participant", cast).disclosure.open
    assert list(TrailEntry.objects.filter(verb__in=["consented", "withdrew"]).order_by("pk").values_list("verb", flat=True)) == [
        "consented", "consented", "consented", "withdrew",
    ]  # fmt: skip


def consent(cast, structure, *, given=True):
    actions.give_consent(
        actor=cast.participant, project=cast.project, round_=cast.round, structure=structure, given=given
    )


def test_a_consent_twice_is_one(cast):
    consent(cast, cast.structure)
    consent(cast, cast.structure)
    assert Consent.objects.count() == 1


def test_one_who_left_reads_the_rounds_that_were_over_then(cast, three_answered):
    assert shown_to("left", cast).rounds == ()
    past = make.RoundFactory(cohort=cast.cohort, opens_on=dt.date(2026, 1, 1), closes_on=dt.date(2026, 3, 1))
    assert shown_to("left", cast).rounds == (past,)
    past.reopenings.create(reason="Encore", closes_on=dt.date(2026, 6, 1), reopened_by=cast.facilitator)

    assert shown_to("left", cast).rounds == ()


def test_the_map_compares_with_the_round_before(cast, three_answered, criterion, third):
    later = make.RoundFactory(cohort=cast.cohort, opens_on=dt.date(2026, 11, 1), closes_on=dt.date(2026, 12, 1))
    for structure, level in ((cast.structure, 3), (cast.partner_structure, 4), (third, 3)):
        row = make.AssessmentFactory(project=cast.project, round=later, structure=structure)
        make.ScoreFactory(assessment=row, criterion=criterion, level=level)

    found = shown_to("participant", cast)

    assert (found.shown, found.previous) == (later, cast.round)
    assert found.map.spreads[0].width_change == -1


@pytest.mark.parametrize(
    ("name", "short"), [("La Boucle", "LB"), ("Slowfest", "SL"), ("R3", "R3"), ("Terre d’Osmose", "TO")]
)
def test_initials(name, short):
    assert queries.initials(name) == short


@pytest.mark.parametrize("number", [1, 12])
def test_the_map_asks_the_same_queries_for_one_and_twelve_structures(
    cast, sign_in, criterion, number, django_assert_num_queries
):
    crowd(cast, criterion, number)
    client = sign_in(cast.participant)
    client.get(MAP)

    with django_assert_num_queries(MAP_QUERIES):
        client.get(MAP)


@pytest.mark.parametrize("number", [1, 12])
def test_agreeing_asks_the_same_queries_for_one_and_twelve_structures(
    cast, sign_in, criterion, number, django_assert_num_queries
):
    crowd(cast, criterion, number)
    client = sign_in(cast.participant)
    client.get(TOGETHER)

    with django_assert_num_queries(TOGETHER_QUERIES):
        client.get(TOGETHER)


def crowd(cast, criterion, number):
    for level in range(number):
        row = make.AssessmentFactory(project=cast.project, round=cast.round, structure=make.StructureFactory())
        make.ScoreFactory(assessment=row, criterion=criterion, level=level % 4 + 1)
        make.MembershipFactory(project=cast.project, structure=row.structure)


def test_the_page_shows_dots_lists_pairs_and_table_once_open(cast, sign_in, three_answered):
    html = sign_in(cast.participant).get(MAP).content.decode()

    assert html.count('r="10"') == 3
    assert "Maison 2" in html
    assert "Paire par paire" in html


def test_the_page_says_what_is_missing_and_takes_a_consent(cast, sign_in, two_answered):
    client = sign_in(cast.participant)
    html = client.get(MAP).content.decode()
    assert 'r="10"' not in html

    answer = client.post("/projects/projet/logbook/rounds/1/consent/?structure=maison", {"given": "1"}, follow=True)

    assert "Maison donne son accord" in answer.content.decode()
    assert Consent.objects.get().given


# --- agreed together ------------------------------------------------------------------------------------------------------


def agree(cast, criterion, level, *, by="facilitator", seen=0, comment=""):
    return actions.record_agreed_level(
        actor=cast.users[by], project=cast.project, criterion=criterion, round_=cast.round,
        level=level, comment=comment, seen=seen, attempt=None,
    )  # fmt: skip


def test_an_agreed_level_stands_beside_the_individual_ones(cast, criterion, three_answered):
    agree(cast, criterion, 3)

    found = shown_to("participant", cast)
    assert (found.map.spreads[0].agreed, found.map.spreads[0].levels) == (3, [2, 3, 4])
    assert Assessment.objects.filter(structure__isnull=True).count() == 1
    assert not any(one.structure is None for one in figures.axis_levels(cast.project, cast.round))


def test_two_who_agree_on_another_level_at_once_are_told(cast, criterion):
    agree(cast, criterion, 3)

    with pytest.raises(EditedElsewhere):
        agree(cast, criterion, 2, by="participant")

    assert Score.objects.get().level == 3


def test_a_session_says_when_and_who_was_there(cast):
    actions.record_session(
        actor=cast.facilitator, project=cast.project, round_=cast.round, held_on=dt.date(2026, 5, 12),
        session_title="Atelier 5", present=[cast.structure],
    )  # fmt: skip

    row = Assessment.objects.get()
    assert (row.held_on, row.session_title, list(row.present.all())) == (
        dt.date(2026, 5, 12),
        "Atelier 5",
        [cast.structure],
    )


@pytest.mark.parametrize(
    ("held_on", "present", "field"),
    [(dt.date(2099, 1, 1), True, "held_on"), (dt.date(2026, 5, 1), False, "present")],
)
def test_a_session_to_come_or_with_nobody_is_refused(cast, held_on, present, field):
    with pytest.raises(Refused) as refusal:
        actions.record_session(
            actor=cast.facilitator, project=cast.project, round_=cast.round, held_on=held_on, session_title="",
            present=[cast.structure] if present else [],
        )  # fmt: skip

    assert refusal.value.field == field


def test_another_edition_s_round_is_refused(cast, criterion):
    foreign = make.RoundFactory(cohort=cast.other_cohort)
    with pytest.raises(Refused):
        actions.give_consent(
            actor=cast.participant, project=cast.project, round_=foreign, structure=cast.structure, given=True
        )


def test_the_page_saves_a_level_with_and_without_javascript_and_shows_a_clash(cast, sign_in, criterion):
    client, url = sign_in(cast.participant), f"{TOGETHER}axe-1/critere-1-1/"

    fragment = client.post(url, {"level": "3", "comment": "", "seen": 0}, headers={"HX-Request": "true"})
    plain = client.post(url, {"level": "2", "comment": "", "seen": 1})
    clash = client.post(url, {"level": "4", "comment": "", "seen": 1}, headers={"HX-Request": "true"})
    wrong = client.post(url, {"level": "5", "comment": "", "seen": 2}, headers={"HX-Request": "true"})
    unplain = client.post(url, {"level": "5", "comment": "", "seen": 2})

    assert [one.status_code for one in (fragment, plain, clash, wrong, unplain)] == [200, 302, 409, 422, 422]
    assert 'data-version="1"' in fragment.content.decode()
    assert "data-house-conflict" in clash.content.decode()
    assert Score.objects.get().level == 2


def test_the_page_notes_the_session_and_keeps_a_wrong_one(cast, sign_in):
    client = sign_in(cast.facilitator)
    data = {"held_on": "2026-05-12", "session_title": "Atelier 5", "present": [cast.structure.pk]}

    assert client.post(f"{TOGETHER}session/", data).status_code == 302
    assert 'value="Atelier 5"' in client.get(TOGETHER).content.decode()
    assert client.post(f"{TOGETHER}session/", {**data, "held_on": "2099-01-01"}).status_code == 422
    assert client.post(f"{TOGETHER}session/", {**data, "present": []}).status_code == 422


# --- frozen -------------------------------------------------------------------------------------------------------------


def test_a_closed_round_takes_no_level_in_words_and_in_the_database(cast, criterion, place):
    from django.db import IntegrityError, transaction

    from cohorts.models import Round

    place(2)
    Round.objects.filter(pk=cast.round.pk).update(closed_at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    # `cast.round` was read before somebody closed it: only the database knows.
    with pytest.raises(Refused):
        place(3, seen=1)
    with pytest.raises(Refused):
        agree(cast, criterion, 3)

    score = Score.objects.get()
    for act in (
        lambda: Score.objects.update(level=4),
        lambda: Score.objects.all().delete(),
        lambda: Score.objects.create(
            assessment=score.assessment, criterion_id=criterion.pk + 1, updated_by=cast.participant
        ),
        lambda: score.versions.create(number=9, level=4, author=cast.participant),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    assert (score.level, score.versions.count()) == (2, 1)
