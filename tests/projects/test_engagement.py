"""What a structure can give: versions that stay, hours declared, reviews that every structure agreed to."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import Error, transaction
from django.urls import reverse

from core.dates import today
from core.errors import EditedElsewhere, Refused
from core.models import AppendOnlyError, TrailEntry
from projects import queries
from projects.actions import Band, add_action, agree_to_review, open_engagement_review, settle_action, state_capacity
from projects.figures import actions_done, declared_hours
from projects.models import Capacity, Peak
from tests import factories as make

pytestmark = pytest.mark.django_db
SUMMER = Band(dt.date(2026, 7, 1), dt.date(2026, 8, 31), "saison")


def state(cast, days="4", **facts):
    told = {"actor": cast.participant, "project": cast.project, "structure": cast.structure} | facts
    return state_capacity(days_a_month=Decimal(days), **told)


def address(cast, name="state_capacity", structure="maison"):
    return reverse(f"projects:{name}", args=[cast.project.slug, structure])


# Said and kept


def test_a_capacity_is_a_version_with_its_peaks_and_the_trail(cast):
    first = state(cast, peaks=[SUMMER])
    second = state(cast, "2.5", words="Une salariée en moins.", seen=1)

    assert [(row.number, row.days_a_month) for row in Capacity.objects.order_by("number")] == [
        (1, Decimal(4)),
        (2, Decimal("2.5")),
    ]
    assert second.hours_a_month == Decimal("17.5")
    assert list(first.peaks.values_list("starts_on", "ends_on", "reason")) == [
        (SUMMER.starts_on, SUMMER.ends_on, "saison")
    ]
    assert queries.latest_capacity(cast.project, cast.structure) == second
    assert [entry.verb for entry in TrailEntry.objects.order_by("pk")] == ["declared", "declared"]


@pytest.mark.parametrize("table", ["projects_capacity", "projects_peak"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_keeps_what_was_said(cast, table, sql):
    from django.db import connection

    state(cast, peaks=[SUMMER])
    with pytest.raises(Error, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))
    for rows in (Capacity.objects.all(), Peak.objects.all()):
        with pytest.raises(AppendOnlyError):
            rows.update(pk=1)
    assert Capacity.objects.count() == Peak.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"stated_on": dt.date(2026, 12, 31)}, "stated_on"),
        ({"stated_on": dt.date(2026, 3, 1)}, "stated_on"),
        ({"structure": "left_structure"}, "stated_on"),
        ({"days": "32"}, "days_a_month"),
        ({"days": "-1"}, "days_a_month"),
        ({"peaks": [Band(dt.date(2026, 8, 1), dt.date(2026, 7, 1), "saison")]}, None),
        ({"peaks": [Band(dt.date(2026, 7, 1), dt.date(2026, 7, 2), "")]}, "reason"),
    ],
)
def test_what_cannot_be_is_refused(cast, facts, field):
    state(cast, stated_on=dt.date(2026, 4, 1))
    if "structure" in facts:
        facts = facts | {"structure": getattr(cast, facts["structure"])}
    with pytest.raises(Refused) as refusal:
        state(cast, **facts)
    assert refusal.value.field == field
    assert Capacity.objects.count() == 1


def test_two_who_say_it_meet_and_keep_both(cast):
    state(cast)
    with pytest.raises(EditedElsewhere) as clash:
        state(cast, "2", seen=0)
    assert (clash.value.version, clash.value.theirs.days_a_month) == (1, Decimal(4))


@pytest.mark.django_db(transaction=True)
def test_two_at_once_take_their_turn(race, db):
    from tests.cast import build

    cast = build()
    outcomes = race(lambda: state(cast, seen=0), lambda: state(cast, "2", seen=0))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Capacity", "EditedElsewhere"], outcomes


def test_only_the_structure_and_the_team_read_it(cast):
    state(cast)
    readers = [name for name in cast.users if name != "anonymous" and Capacity.objects.visible_to(cast.users[name])]
    assert readers == ["participant", "facilitator", "administrator"]


# Hours declared, reckoned by hand


def version(number, day, days):
    return Capacity(number=number, stated_on=dt.date(2026, *day), days_a_month=Decimal(days))


def test_declared_hours_follow_the_version_of_each_day():
    # 4 days a month are 28 h. April (30 days) whole: 28 h. From 16 May 2 days a month, 14 h: 15/31 of 28 and 16/31 of 14.
    versions = [version(1, (3, 1), "4"), version(2, (5, 16), "2")]

    def hours(first, last, rests=()):
        return declared_hours(versions, dt.date(2026, *first), dt.date(2026, *last), rests)

    assert hours((4, 1), (4, 30)) == 28
    assert hours((4, 1), (4, 15)) == 14
    assert round(hours((5, 1), (5, 31)), 6) == round(Decimal(28 * 15 + 14 * 16) / 31, 6)
    # The first version holds before its own day.
    assert hours((2, 1), (2, 28)) == 28
    # Ten days of rest in April: from the 11th, awake on the 21st.
    assert round(hours((4, 1), (4, 30), [(dt.date(2026, 4, 11), dt.date(2026, 4, 21))]), 6) == round(
        Decimal(28) * 20 / 30, 6
    )
    assert round(hours((4, 1), (4, 30), [(dt.date(2026, 4, 16), None)]), 6) == 14
    assert hours((4, 30), (4, 1)) == 0
    assert declared_hours([], dt.date(2026, 4, 1), dt.date(2026, 4, 30)) == 0


def test_actions_done_are_those_of_the_structure_and_of_its_people(cast):
    told = {"actor": cast.facilitator, "project": cast.project}
    own = add_action(**told, text="Chiffrer", structure=cast.structure)
    person = add_action(**told, text="Écrire", person=cast.partner)
    refused = add_action(**told, text="Visiter", structure=cast.structure)
    team = add_action(**told, text="Relire", person=cast.facilitator)
    add_action(**told, text="Attendre", structure=cast.structure)
    for action, word in ((own, "done"), (person, "already_done"), (refused, "refused"), (team, "done")):
        settle_action(actor=cast.facilitator, action=action, state=word)

    found = actions_done([cast.project, cast.other_project])
    assert {row.structure for row in found[cast.project.pk]} == {cast.structure.pk, cast.partner_structure.pk}
    assert len(found[cast.project.pk]) == 2
    assert found[cast.other_project.pk] == []


# Pages


def test_the_form_says_a_version_and_keeps_what_was_typed(cast, sign_in):
    client = sign_in(cast.participant)
    peaks = {"from_0": "2026-07-01", "until_0": "2026-08-31", "reason_0": "saison"}
    data = {"days_a_month": "4.5", "stated_on": today().isoformat(), "seen": "0"} | peaks
    for wrong, field in (
        ({"days_a_month": "40"}, "days_a_month"),
        ({"until_0": ""}, "until_0"),
        ({"from_0": ""}, "from_0"),
        ({"until_0": "2026-06-01"}, "until_0"),
        ({"reason_0": ""}, "reason_0"),
        ({"stated_on": "2099-01-01"}, "stated_on"),
    ):
        answer = client.post(address(cast), data | wrong)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert client.post(address(cast), data).status_code == 302
    again = client.get(address(cast))
    assert again.context["form"].initial["days_a_month"] == Decimal("4.5")
    assert again.context["form"]["reason_0"].value() == "saison"
    clash = client.post(address(cast), data)
    assert clash.status_code == 409
    assert clash.context["form"]["seen"].value() == "1"
    assert client.post(address(cast), data | {"seen": "1"}).status_code == 302


# Reviews


def test_a_review_is_shown_once_every_structure_of_today_agreed(cast):
    assert queries.review_today(cast.project) is None
    review = open_engagement_review(actor=cast.facilitator, project=cast.project, closes_on=today())
    told = queries.review_today(cast.project)
    assert [one.name for one in told.awaited] == ["Jardin", "Maison"]
    assert not told.is_shown

    for person, structure in ((cast.participant, cast.structure), (cast.partner, cast.partner_structure)):
        agree_to_review(actor=person, review=review, structure=structure, agreed=True)
    agree_to_review(actor=cast.partner, review=review, structure=cast.partner_structure, agreed=True)
    assert queries.review_today(cast.project).is_shown
    agree_to_review(actor=cast.partner, review=review, structure=cast.partner_structure, agreed=False)
    assert not queries.review_today(cast.project).is_shown
    assert [entry.verb for entry in TrailEntry.objects.order_by("pk")] == [
        "review_opened", "consented", "consented", "withdrew",
    ]  # fmt: skip


def test_a_review_has_its_limits(cast, time_machine):
    told = {"actor": cast.facilitator, "project": cast.project}
    for days in (-1, 61):
        with pytest.raises(Refused) as refusal:
            open_engagement_review(**told, closes_on=today() + dt.timedelta(days=days))
        assert refusal.value.field == "closes_on"
    review = open_engagement_review(**told, closes_on=today())
    with pytest.raises(Refused, match="déjà en cours"):
        open_engagement_review(**told, closes_on=today())
    time_machine.move_to(dt.datetime.now(dt.UTC) + dt.timedelta(days=2))
    assert queries.review_today(cast.project) is None
    with pytest.raises(Refused, match="terminé"):
        agree_to_review(actor=cast.participant, review=review, structure=cast.structure, agreed=True)


def test_the_pages_of_a_review(cast, sign_in):
    team, member = sign_in(cast.facilitator), sign_in(cast.participant)
    path = reverse("projects:open_review", args=[cast.project.slug])
    assert team.get(path).status_code == 200
    assert team.post(path, {"closes_on": ""}).status_code == 422
    assert team.post(path, {"closes_on": "2020-01-01"}).status_code == 422
    assert team.post(path, {"closes_on": today().isoformat()}).status_code == 302
    assert team.post(path, {"closes_on": today().isoformat()}).status_code == 422
    member.post(address(cast, "agree_to_review"), {"agreed": "1"})
    assert [one.name for one in queries.review_today(cast.project).agreed] == ["Maison"]
    member.post(address(cast, "agree_to_review"))
    assert queries.review_today(cast.project).agreed == []


def test_capacities_grown_old_are_named(cast):
    state(cast, stated_on=dt.date(2026, 4, 1))
    day, after = dt.date(2026, 7, 1), dt.timedelta(weeks=13)
    assert queries.stale_capacities([cast.project], day, after)[cast.project.pk] == [
        (cast.partner_structure, None),
        (cast.structure, dt.date(2026, 4, 1)),
    ]
    make.MembershipFactory(project=cast.other_project, structure=cast.structure, joined_on=dt.date(2026, 1, 5))
    assert [
        row[0].name for row in queries.stale_capacities([cast.project], dt.date(2026, 6, 1), after)[cast.project.pk]
    ] == ["Jardin"]
