"""What a structure seeks: a hundred points, versions that stay, and a sharing that is the structure's own act."""

import datetime as dt

import pytest
from django.db import Error, transaction
from django.urls import reverse

from core.dates import today
from core.errors import EditedElsewhere, Refused
from core.models import OutboxMail, TrailEntry
from projects import actions, figures, queries
from projects.actions import Said
from projects.enums import Move, StakeKind
from projects.models import Stake, Stakes
from reports.enums import DocumentKind
from tests import factories as make

pytestmark = pytest.mark.django_db
START = dt.date(2026, 2, 2)


def say(cast, *points, structure=None, actor=None, shared=(), stated_on=None, **facts):
    lines = {
        kind: Said(number, f"mot {number}", kind in shared) for kind, number in zip(StakeKind, points, strict=False)
    }
    return actions.state_stakes(
        actor=actor or cast.participant, project=cast.project, structure=structure or cast.structure, lines=lines,
        stated_on=stated_on, **facts,
    )  # fmt: skip


def test_a_version_is_kept_whole_with_its_lines_and_the_trail(cast):
    stakes = say(cast, 40, 60, would_leave="Sans lieu.", offers="Des outils.", offers_shared=True)

    assert (stakes.number, stakes.stated_on, stakes.closed, stakes.offers_shared) == (1, today(), True, True)
    assert [(line.kind, line.points) for line in stakes.lines.order_by("pk")][:3] == [
        ("market", 40), ("jobs", 60), ("visibility", 0),
    ]  # fmt: skip
    assert stakes.lines.count() == len(StakeKind)
    assert TrailEntry.objects.get().data == {
        "number": 1, "project": cast.project.pk, "structure": cast.structure.pk,
    }  # fmt: skip


@pytest.mark.parametrize(("points", "sentence"), [((40, 45), "85"), ((70, 60), "130"), ((), "0")])
def test_points_that_do_not_make_a_hundred_are_refused_with_what_is_left(cast, points, sentence):
    with pytest.raises(Refused, match=sentence):
        say(cast, *points)
    assert not Stakes.objects.exists()


@pytest.mark.parametrize(
    "facts",
    [
        {"stated_on": dt.date(2099, 1, 1)},
        {"stated_on": dt.date(2020, 1, 1)},
        {"structure": "left_structure"},
        {"structure": "other_structure"},
    ],
)
def test_a_day_or_a_structure_outside_the_project_is_refused(cast, facts):
    if "structure" in facts:
        facts = {"structure": getattr(cast, facts["structure"])}
    with pytest.raises(Refused) as refusal:
        say(cast, 100, **facts)
    assert refusal.value.field == "stated_on"


def test_versions_follow_each_other_and_one_written_elsewhere_is_told(cast):
    say(cast, 100, stated_on=START)
    second = say(cast, 50, 50, seen=1)
    assert second.number == 2
    with pytest.raises(Refused, match="2026"):
        say(cast, 100, stated_on=START)
    with pytest.raises(EditedElsewhere) as clash:
        say(cast, 100, seen=1)
    assert (clash.value.theirs, clash.value.version) == (second, 2)


def test_two_versions_at_once_follow_each_other_or_one_is_told(cast, race):
    outcomes = race(lambda: say(cast, 100, seen=0), lambda: say(cast, 0, 100, seen=0))

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["EditedElsewhere", "Stakes"]


def test_the_database_keeps_what_was_said_and_asks_for_a_hundred(cast):
    stakes = say(cast, 100)
    line = stakes.lines.order_by("pk").first()
    opened = Stakes.objects.create(
        project=cast.project, structure=cast.structure, number=9, stated_on=START, author=cast.participant
    )
    Stake.objects.create(stakes=opened, kind="jobs", points=99)
    bare = Stakes.objects.create(
        project=cast.project, structure=cast.structure, number=8, stated_on=START, author=cast.participant
    )
    for write in (
        lambda: Stake.objects.filter(pk=line.pk).update(points=0),
        lambda: Stake.objects.filter(pk=line.pk).update(words="autre"),
        lambda: Stake.objects.filter(pk=line.pk).delete(),
        lambda: Stakes.objects.filter(pk=stakes.pk).update(offers="autre"),
        lambda: Stakes.objects.filter(pk=stakes.pk).update(closed=False),
        lambda: Stakes.objects.filter(pk=opened.pk).update(closed=True),
        bare.delete,
        lambda: Stake.objects.create(stakes=stakes, kind="later", points=0),
    ):
        with pytest.raises(Error, match=r"never changed|hundred"), transaction.atomic():
            write()
    actions.share_stakes(actor=cast.participant, stakes=stakes, kinds=["market"], would_leave=False, offers=True)
    assert Stake.objects.get(pk=line.pk).shared


def readers(cast):
    people = {name: person for name, person in cast.users.items() if person is not None}
    return {
        name: [version.points for version in queries.stakes_page(person, cast.project, cast.structure).versions]
        for name, person in people.items()
    }


def test_each_person_reads_the_lines_that_are_theirs_to_read(cast):
    say(cast, 40, 60, stated_on=START, would_leave="Sans lieu.")
    alone = readers(cast)
    whole = {kind: 40 if kind == "market" else 60 if kind == "jobs" else 0 for kind in StakeKind}
    own = {"participant", "facilitator", "administrator", "former"}
    assert {name for name, versions in alone.items() if versions} == own
    assert all(alone[name] == [whole] for name in own)

    stakes = Stakes.objects.get()
    actions.share_stakes(actor=cast.participant, stakes=stakes, kinds=["jobs"], would_leave=True, offers=False)
    shared = readers(cast)
    assert shared["partner"] == [{"jobs": 60}]
    assert shared["left"] == shared["other_member"] == shared["other_facilitator"] == []
    page = queries.stakes_page(cast.partner, cast.project, cast.structure)
    assert (page.latest.would_leave, page.latest.offers, page.latest.hidden) == ("Sans lieu.", "", 6)

    actions.share_stakes(actor=cast.participant, stakes=stakes, kinds=[], would_leave=False, offers=False)
    assert readers(cast)["partner"] == []
    assert TrailEntry.objects.filter(verb="shared").count() == 2


def test_one_who_left_reads_what_was_said_until_then(cast):
    say(cast, 100, stated_on=START)
    say(cast, 0, 100, stated_on=dt.date(2026, 6, 1))

    assert [page.stakes.number for page in queries.stakes_page(cast.former, cast.project, cast.structure).versions] == [
        1
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"jobs": 20}, {"jobs": 44}, []),
        ({"jobs": 20}, {"jobs": 45}, [(20, 45, Move.SHIFTED)]),
        ({"jobs": 45}, {"jobs": 20}, [(45, 20, Move.SHIFTED)]),
        ({"jobs": 0}, {"jobs": 5}, [(0, 5, Move.APPEARED)]),
        ({"jobs": 5}, {"jobs": 0}, [(5, 0, Move.VANISHED)]),
        ({"jobs": 0}, {"jobs": 0}, []),
        ({"jobs": 90}, {"market": 90}, []),
    ],
)
def test_a_move_is_said_from_25_points_or_when_a_stake_appears_or_vanishes(before, after, expected):
    assert [(one.before, one.after, one.move) for one in figures.shifts(before, after)] == expected


def test_alerts_fire_where_they_should_and_nowhere_else(cast):
    """Three structures, hand-made: Maison shifts by 25 and drops one, Jardin moves by 24, Partie says it once."""
    partner = {"structure": cast.partner_structure, "actor": cast.partner}
    say(cast, 40, 40, 0, 20, stated_on=START)  # market, jobs, visibility, territory
    say(cast, 40, 40, 0, 20, stated_on=START, **partner)
    say(cast, 65, 25, 10, 0, stated_on=dt.date(2026, 5, 4))
    say(cast, 64, 36, stated_on=dt.date(2026, 5, 4), **{**partner, "structure": cast.partner_structure})
    say(cast, 100, structure=cast.left_structure, actor=cast.facilitator, stated_on=START)

    found = queries.moved_stakes([cast.project, cast.other_project], dt.date(2026, 5, 4))

    assert [(row.stakes.structure.name, [(one.kind, one.move) for one in row.moved]) for row in found] == [
        ("Jardin", [("territory", Move.VANISHED)]),
        ("Maison", [("market", Move.SHIFTED), ("visibility", Move.APPEARED), ("territory", Move.VANISHED)]),
    ]
    assert queries.moved_stakes([cast.project], dt.date(2026, 5, 5)) == []
    assert queries.moved_stakes([cast.other_project], START) == []


def test_the_alert_is_on_the_desk_of_the_team_and_on_the_page_of_the_structure(cast, sign_in):
    say(cast, 100, stated_on=START)
    say(cast, 70, 30, stated_on=today())
    address = reverse("projects:structure_stakes", args=[cast.project.slug, cast.structure.slug])
    board = sign_in(cast.facilitator).get(cast.cohort.get_absolute_url()).content.decode()
    assert "Des enjeux ont bougé" in board
    assert address in board
    for person in ("participant", "partner"):
        page = sign_in(getattr(cast, person)).get(cast.cohort.get_absolute_url()).content.decode()
        assert "Des enjeux ont bougé" not in page
    assert sign_in(cast.participant).get(address).context["told"].moved


@pytest.mark.parametrize("person", ["other_member", "partner", "left"])
def test_another_member_meets_nothing_of_them_by_any_way(cast, sign_in, person):
    """Page, list, search, the PDF of the logbook and mails."""
    say(cast, 60, 40, would_leave="Perdre notre âme.", offers="Un four à pain.")
    client = sign_in(getattr(cast, person))
    words = [cast.project.slug, cast.structure.slug]
    for name in ("structure_stakes", "state_stakes"):
        assert client.get(reverse(f"projects:{name}", args=words)).status_code in {403, 404}
    assert client.post(reverse("projects:share_stakes", args=words), {"kind": "market"}).status_code in {403, 404}
    for path, told in (
        (reverse("desk:search"), {"q": "four à pain"}),
        (reverse("desk:search"), {"q": "mot 60"}),
        (reverse("projects:stakes", args=words[:1]), {}),
        (cast.project.get_absolute_url(), {}),
        (reverse("desk:engagement", args=words[:1]), {}),
    ):
        page = client.get(path, told)
        text = page.content.decode() if page.status_code == 200 else ""
        for secret in ("Un four à pain", "Perdre notre âme", "mot 60</", "/stakes/maison/"):
            assert secret not in text
    assert "stakes" not in {kind.value for kind in DocumentKind}, "no document prints stakes"
    assert not OutboxMail.objects.filter(text__contains="four à pain").exists()


def test_stakes_that_are_old_or_were_never_said_are_stale(cast):
    day = dt.date(2026, 6, 1)
    say(cast, 100, stated_on=START)
    say(cast, 100, structure=cast.partner_structure, actor=cast.partner, stated_on=day)

    found = queries.stale_stakes([cast.project, cast.other_project], day, dt.timedelta(days=90))

    assert found == {
        cast.project.pk: [(cast.structure, START)], cast.other_project.pk: [(cast.other_structure, None)],
    }  # fmt: skip


def sent(*points, **more):
    data = {f"points_{kind}": str(number) for kind, number in zip(StakeKind, points, strict=False)}
    return data | {"stated_on": today().isoformat(), "seen": "0"} | more


def test_the_form_says_what_is_left_keeps_what_was_typed_and_puts_the_rest_without_a_script(cast, sign_in):
    client = sign_in(cast.participant)
    address = reverse("projects:state_stakes", args=["projet", "maison"])

    wrong = client.post(address, sent(40, 45, words_jobs="Deux postes"))
    text = wrong.content.decode()
    assert (wrong.status_code, "il reste 15 points" in text, "Deux postes" in text) == (422, True, True)
    rest = client.post(address, sent(40, 45, rest="jobs"))
    assert (rest.status_code, 'value="60"' in rest.content.decode()) == (200, True)
    assert client.post(address, sent(140)).status_code == 422
    assert client.post(address, sent(100, stated_on="2099-01-01")).status_code == 422
    assert not Stakes.objects.exists()
    assert client.post(address, sent(40, 60, shared_jobs="on")).status_code == 302
    assert client.post(address, sent(100)).status_code == 409
    assert Stakes.objects.get().lines.get(kind="jobs").shared


def test_what_the_team_writes_down_is_shared_with_nobody(cast, sign_in):
    client = sign_in(cast.facilitator)
    address = reverse("projects:state_stakes", args=["projet", "maison"])

    assert client.post(address, sent(40, 60, shared_jobs="on", offers_shared="on")).status_code == 302
    assert not Stakes.objects.get().lines.filter(shared=True).exists()
    assert not Stakes.objects.get().offers_shared


def test_two_days_are_compared_by_a_chart_and_its_table(cast, sign_in):
    say(cast, 60, 40, stated_on=START)
    say(cast, 20, 40, 40, stated_on=dt.date(2026, 6, 1))
    say(cast, 30, 30, 40)
    client, address = sign_in(cast.participant), reverse("projects:structure_stakes", args=["projet", "maison"])

    text = client.get(address, {"from": "1", "to": "2"}).content.decode()
    assert "<svg" in text
    assert "est apparu" in text
    assert "est passé de 60 à 20 points" in text
    assert client.get(address, {"from": "x", "to": "9"}).status_code == 200


def test_sharing_from_the_page_changes_the_latest_version_only(cast, sign_in):
    client, address = sign_in(cast.participant), reverse("projects:share_stakes", args=["projet", "maison"])
    assert client.post(address, {"kind": "jobs"}).status_code == 302
    say(cast, 60, 40, stated_on=START)
    say(cast, 50, 50)

    assert client.post(address, {"kind": ["jobs", "nowhere"], "offers": "on"}).status_code == 302
    assert list(Stake.objects.filter(shared=True).values_list("stakes__number", "kind")) == [(2, "jobs")]


def test_the_list_costs_the_same_with_one_structure_and_with_three(cast, sign_in, django_assert_num_queries):
    client, address = sign_in(cast.facilitator), reverse("projects:stakes", args=["projet"])
    client.get(address)
    for number in (1, 2):
        for _more in range(number):
            say(cast, 100, structure=make.MembershipFactory(project=cast.project).structure)
        with django_assert_num_queries(STAKES_QUERIES):
            assert client.get(address).status_code == 200


STAKES_QUERIES = 14
