"""Wishes, the plan computed of them, and the plan changed by hand."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from core.errors import EditedElsewhere, Refused
from funding_day import actions, figures, plan_checker, queries
from funding_day.models import Cell, Plan, Visitor, Wish
from funding_day.planner import Meeting
from funding_day.rounds import rounds_between
from tests import factories as make
from tests.funding_day.plans import Silent, computed, morning_of, planned

NINE = dt.datetime(2026, 9, 24, 7, 0, tzinfo=dt.UTC)


def minutes(number):
    return NINE + dt.timedelta(minutes=number)


def pairs(plan):
    return {(cell.funder.organisation, cell.bearer.name, cell.round) for cell in queries.cells_of(plan)}


def wish(day, funder, bearer, level, side="funder"):
    return make.WishFactory(
        funder=day.funders.get(organisation=funder), bearer=day.bearers.get(name=bearer), level=level, side=side
    )


@pytest.fixture
def day(cast):
    return morning_of(cast.cohort)


@pytest.mark.parametrize(
    ("length", "slot", "buffer", "pauses", "starts"),
    [
        (60, 15, 0, [], [0, 15, 30, 45]),
        (60, 15, 2, [], [0, 17, 34]),
        (60, 15, 0, [(20, 30)], [0, 30, 45]),
        (60, 15, 0, [(0, 60)], []),
        (10, 15, 0, [], []),
        (61, 20, 1, [(5, 10), (8, 20)], [20, 41]),
    ],
)
def test_rounds_fill_the_hours_and_leave_breaks_free(length, slot, buffer, pauses, starts):
    breaks = [(minutes(begin), minutes(end)) for begin, end in pauses]

    found = rounds_between(NINE, minutes(length), slot=slot, buffer=buffer, pauses=breaks)

    assert [one.starts_at for one in found] == [minutes(start) for start in starts]


def test_a_plan_is_stored_with_its_proof_and_never_holds_a_no(day):
    wish(day, "Banque 1", "Projet 1", "must")
    wish(day, "Banque 1", "Projet 2", "no")
    wish(day, "Banque 2", "Projet 3", "like", side="bearer")

    plan = computed(day)

    held = {(funder, bearer) for funder, bearer, _round in pairs(plan)}
    assert (plan.number, plan.value, plan.bound, plan.proven, plan.meetings) == (1, 13, 13, True, 5)
    assert ("Banque 1", "Projet 2") not in held
    reached = figures.reached(queries.morning(day), [queries.meeting_of(cell) for cell in queries.cells_of(plan)])
    assert (reached.musts_met, reached.wishes_met, reached.share) == (1, 2, 1.0)


def test_each_must_that_is_not_met_has_its_reason(cast):
    day = morning_of(cast.cohort, funders=1, funder_most=1)
    funder = day.funders.get()
    for bearer in day.bearers.all():
        make.WishFactory(funder=funder, bearer=bearer, level="must")
    wish(day, "Banque 1", "Projet 1", "no", side="bearer")
    Visitor.objects.create(bearer=day.bearers.get(name="Projet 2"), name="Alix", is_no_show=True)

    plan = computed(day)

    assert [(row.bearer.name, row.why) for row in queries.grid(plan, queries.morning(day)).unmet] == [
        ("Projet 1", "a dit non"),
        ("Projet 2", "pas de créneau commun"),
    ]


@pytest.mark.parametrize(("together", "rounds"), [(True, {2}), (False, {0, 1, 2, 3})])
def test_a_team_is_there_when_all_or_when_any_of_its_people_are(day, together, rounds):
    day.together = together
    funder = day.funders.first()
    Visitor.objects.create(funder=funder, name="Ada", here_until=dt.time(9, 45))
    Visitor.objects.create(funder=funder, name="Zoé", here_from=dt.time(9, 30))

    assert queries.presence(day, queries.day_rounds(day), list(funder.visitors.order_by("pk"))) == rounds


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"funder_least": 4, "funder_most": 8}, "Banque 1 doit avoir au moins 4 rendez-vous et ne peut en avoir que 3"),
        (
            {"tables": 1, "bearer_least": 2},
            "Les minima demandent 6 rendez-vous ; 1 tables sur 4 tours en contiennent 4",
        ),
        ({"slot_minutes": 90}, "un rendez-vous dure 90 minutes"),
        ({"funders": 0}, "Aucun financeur"),
    ],
)
def test_what_cannot_be_is_explained_before_computing_with_its_figures(cast, rules, words):
    day = morning_of(cast.cohort, **rules)

    with pytest.raises(Refused) as refusal:
        actions.start_run(actor=None, day=day)

    assert words in refusal.value.sentence.replace("\u202f", " ").replace("\u00a0", " ")


def test_minima_that_only_the_search_can_see_are_told_by_name(cast):
    day = morning_of(cast.cohort, funders=2, bearers=2, bearer_least=1, funder_most=2)
    first, second = day.bearers.order_by("name")
    for bearer in (first, second):
        make.WishFactory(funder=day.funders.get(organisation="Banque 2"), bearer=bearer, level="no")
        Visitor.objects.create(bearer=bearer, name="Ada", here_until=dt.time(9, 15))
    run = actions.start_run(actor=None, day=day)

    with pytest.raises(Refused, match="il manque des rendez-vous"):
        actions.compute(Silent(), run)


def test_computing_again_keeps_locked_meetings_where_they_are(cast):
    day = morning_of(cast.cohort)
    plan = computed(day)
    cell = queries.cells_of(plan)[0]
    locked = actions.lock_meeting(actor=cast.facilitator, day=day, seen=1, cell=cell, lock=True)
    wish(day, "Banque 2", "Projet 1", "must")

    again = computed(day)

    assert (locked.number, locked.proven, again.number) == (2, True, 3)
    held = Cell.objects.get(plan=again, locked=True)
    assert (held.funder_id, held.bearer_id, held.round) == (cell.funder_id, cell.bearer_id, cell.round)


def test_a_computation_done_twice_stores_one_plan(day):
    run = actions.start_run(actor=None, day=day)
    assert actions.start_run(actor=None, day=day) == run
    actions.compute(Silent(), run)
    run.refresh_from_db()

    actions.compute(Silent(), run)

    assert Plan.objects.count() == 1


def test_a_computation_that_is_stopped_keeps_the_best_found(cast, monkeypatch):
    day = morning_of(cast.cohort)
    Visitor.objects.create(funder=day.funders.first(), name="Ada", here_until=dt.time(9, 30))
    run = actions.start_run(actor=None, day=day)
    actions.stop_run(actor=cast.facilitator, run=run)
    watch = actions.planning.Watcher(run, Silent(), 17)
    watch.told -= 10

    assert watch(170.0, 340.0) is False
    run.refresh_from_db()
    assert (run.best, run.bound) == (10, 20)
    actions.compute(Silent(), run)
    with pytest.raises(Refused, match="déjà terminé"):
        actions.stop_run(actor=cast.facilitator, run=run)


def test_a_plan_that_the_checker_refuses_is_not_stored(day, monkeypatch, caplog):
    run = actions.start_run(actor=None, day=day)
    monkeypatch.setattr(plan_checker, "broken", lambda *_told: ["pair twice: planted"])

    with pytest.raises(Refused, match="contrôle indépendant"):
        actions.compute(Silent(), run)

    assert not Plan.objects.exists()
    assert "planted" in caplog.text


def test_locks_changed_while_computing_are_not_lost(cast, monkeypatch):
    day = morning_of(cast.cohort)
    plan = computed(day)
    run = actions.start_run(actor=None, day=day)
    plain = actions.planning.solve

    def meanwhile(*told, **more):
        cell = queries.cells_of(plan)[0]
        actions.lock_meeting(actor=cast.facilitator, day=day, seen=1, cell=cell, lock=True)
        return plain(*told, **more)

    monkeypatch.setattr(actions.planning, "solve", meanwhile)

    with pytest.raises(Refused, match="verrous ont changé"):
        actions.compute(Silent(), run)

    assert Plan.objects.count() == 2


def free_round(plan, cell):
    taken = {
        one.round
        for one in queries.cells_of(plan)
        if cell.funder_id == one.funder_id or cell.bearer_id == one.bearer_id
    }
    return next(iter({0, 1, 2, 3} - taken), None)


def test_a_meeting_is_moved_to_a_free_round_and_the_old_version_stays(cast, day):
    plan = computed(day)
    cell = next(one for one in queries.cells_of(plan) if free_round(plan, one) is not None)
    to = free_round(plan, cell)

    moved = actions.move_meeting(actor=cast.facilitator, day=day, seen=1, cell=cell, to=to)

    assert (moved.number, moved.origin, moved.value, moved.proven) == (2, "by_hand", plan.value, True)
    assert (cell.funder.organisation, cell.bearer.name, to) in pairs(moved)
    assert (cell.funder.organisation, cell.bearer.name, cell.round) in pairs(plan)
    assert moved.note.startswith("Banque")


def test_what_would_break_the_plan_is_refused_in_words(cast):
    day = morning_of(cast.cohort, funders=2, bearers=2, tables=1)
    wish(day, "Banque 2", "Projet 2", "no")
    Visitor.objects.create(bearer=day.bearers.get(name="Projet 2"), name="Ada", here_until=dt.time(9, 30))
    asked = queries.morning(day)
    key = {str(row): row.key for row in (*asked.funders, *asked.bearers)}
    one = Meeting(0, key["Banque 1"], key["Projet 1"])

    def said(round_, funder, bearer):
        return queries.why_not(asked, {one}, Meeting(round_, key[funder], key[bearer]))

    assert "non merci" in said(1, "Banque 2", "Projet 2")
    assert "se rencontrent déjà" in said(1, "Banque 1", "Projet 1")
    assert "Projet 2 n’est pas là à 9\u00a0h\u00a030" in said(2, "Banque 1", "Projet 2")
    assert "tables sont prises" in said(0, "Banque 1", "Projet 2")
    assert "n’existe pas" in said(9, "Banque 1", "Projet 2")
    assert said(1, "Banque 1", "Projet 2") == ""


def test_a_locked_meeting_neither_moves_nor_leaves(cast, day):
    plan = computed(day)
    cell = queries.cells_of(plan)[0]
    actions.lock_meeting(actor=cast.facilitator, day=day, seen=1, cell=cell, lock=True)

    for act in (
        lambda: actions.move_meeting(actor=None, day=day, seen=2, cell=cell, to=3),
        lambda: actions.take_out(actor=None, day=day, seen=2, cell=cell),
    ):
        with pytest.raises(Refused, match="verrouillé"):
            act()


def test_a_minimum_that_a_change_would_break_is_told(cast):
    day = morning_of(cast.cohort, bearer_least=2)
    plan = computed(day)

    with pytest.raises(Refused, match="moins de rendez-vous que le minimum"):
        actions.take_out(actor=None, day=day, seen=1, cell=queries.cells_of(plan)[0])


def test_the_second_of_two_organisers_sees_what_the_first_has_changed(cast, day):
    plan = computed(day)
    first, second = queries.cells_of(plan)[:2]
    actions.take_out(actor=cast.facilitator, day=day, seen=1, cell=first)

    with pytest.raises(EditedElsewhere) as clash:
        actions.lock_meeting(actor=cast.administrator, day=day, seen=1, cell=second, lock=True)

    assert clash.value.version == 2
    assert len(clash.value.theirs.removed) == 1
    assert clash.value.theirs.added == ()
    assert first.bearer.name in clash.value.theirs.removed[0]


def test_of_two_organisers_at_once_one_is_told(race):
    plan = planned(make.CohortFactory())
    one, two = queries.cells_of(plan)[:2]

    outcomes = race(
        lambda: actions.take_out(actor=None, day=plan.day, seen=1, cell=one),
        lambda: actions.take_out(actor=None, day=plan.day, seen=1, cell=two),
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["EditedElsewhere", "Plan"]
    assert Plan.objects.count() == 2


def test_a_funder_that_withdraws_after_the_plan_falls_out_of_the_next_one(cast, day):
    plan = computed(day)
    funder = day.funders.get(organisation="Banque 1")

    fallen = actions.withdraw(actor=cast.facilitator, guest=funder)
    shown = queries.grid(plan, queries.morning(day))

    assert fallen == 3
    assert shown.is_stale
    assert [line.funder.standing for line in shown.lines] == ["withdrawn", "expected"]
    kept = next(cell for cell in queries.cells_of(plan) if cell.funder_id != funder.pk)
    locked = actions.lock_meeting(actor=cast.facilitator, day=day, seen=1, cell=kept, lock=True)
    assert {name for name, _bearer, _round in pairs(locked)} == {"Banque 2"}


def test_the_database_keeps_every_version_as_it_was(day):
    plan = computed(day)
    cell = queries.cells_of(plan)[0]

    for act in (
        lambda: Plan.objects.filter(pk=plan.pk)._raw_delete("default"),
        lambda: Cell.objects.filter(pk=cell.pk)._raw_delete("default"),
        plan.save,
        cell.save,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_wishes_of_the_team_are_marked_and_give_way_to_the_guests_own(cast, day):
    bearer, funders = day.bearers.first(), list(day.funders.order_by("pk"))

    actions.say_wishes(actor=cast.facilitator, guest=bearer, by_team=True, wishes={funders[0].pk: "must"})
    marked = Wish.objects.get()
    assert (marked.by_team, marked.given_by, bearer.__class__.objects.get(pk=bearer.pk).has_spoken) == (
        True, cast.facilitator, False)  # fmt: skip
    actions.say_wishes(actor=None, guest=bearer, by_team=False, wishes={funders[0].pk: "must", funders[1].pk: "no"})

    assert [(one.level, one.by_team) for one in Wish.objects.order_by("pk")] == [("must", False), ("no", False)]
    actions.say_wishes(actor=None, guest=bearer, by_team=False, wishes={funders[0].pk: ""})
    assert Wish.objects.count() == 1
    with pytest.raises(Refused, match="ne vient plus"):
        actions.say_wishes(actor=None, guest=bearer, by_team=False, wishes={999_999: "must"})


@pytest.mark.parametrize("number", [1, 3])
def test_the_plan_takes_the_same_queries_for_one_and_three(cast, sign_in, number, django_assert_num_queries):
    plan = planned(cast.cohort, funders=number, bearers=number)
    client = sign_in(cast.facilitator)
    client.get(plan.day.address("plan"))

    with django_assert_num_queries(21):
        client.get(plan.day.address("plan"))


@pytest.mark.parametrize("number", [1, 3])
def test_guests_take_the_same_queries_for_one_and_three(cast, sign_in, number, django_assert_num_queries):
    day = morning_of(cast.cohort, funders=number, bearers=number)
    client = sign_in(cast.facilitator)
    client.get(day.address("guests"))

    with django_assert_num_queries(14):
        client.get(day.address("guests"))
