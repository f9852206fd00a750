"""Sent, repaired on the day, and followed for a year."""

import datetime as dt
from decimal import Decimal

import icalendar
import pytest

from agenda.models import Session
from core.dates import now
from core.errors import EditedElsewhere, Refused
from core.models import OutboxMail
from funding_day import actions, figures, queries
from funding_day.enums import Mishap, Sending, Source
from funding_day.models import Feedback, FollowUp, Mailing, Raised, Visitor
from tests import factories as make
from tests.funding_day.plans import computed, morning_of, planned

SECRET = "Le collectif ne nous paraît pas solide."


def tell(plan):
    return Mailing.objects.create(plan=plan, kind="final", mails=0)


def address_everybody(day):
    for rows in (day.funders, day.bearers):
        for guest in rows.order_by("pk"):
            guest.email = f"{guest.key}@example.org"
            guest.save(update_fields=["email"])


def test_everybody_gets_one_mail_with_their_meetings_and_their_calendar(cast):
    day = morning_of(cast.cohort)
    address_everybody(day)
    plan = computed(day)

    mailing = actions.send_agendas(actor=cast.facilitator, day=day, seen=1, kind=Sending.FINAL)

    assert mailing.mails == OutboxMail.objects.count() == 5
    funder = day.funders.get(organisation="Banque 1")
    mail = OutboxMail.objects.get(to=[funder.email])
    events = icalendar.Calendar.from_ical(mail.parts[0]["text"]).walk("VEVENT")
    stops = queries.schedule_of(funder, plan).stops
    assert [(str(row["SUMMARY"]), row["DTSTART"].dt) for row in events] == [
        (f"{stop.other}, table {stop.table}", stop.round.starts_at) for stop in stops
    ]
    assert {str(row["STATUS"]) for row in events} == {"CONFIRMED"}
    assert all(str(stop.other) in mail.text for stop in stops)
    assert mail.secret


def test_what_falls_between_two_sendings_is_cancelled_in_the_calendar(cast):
    day = morning_of(cast.cohort)
    address_everybody(day)
    plan = computed(day)
    actions.send_agendas(actor=None, day=day, seen=1, kind=Sending.PROVISIONAL)
    cell = queries.cells_of(plan)[0]
    actions.take_out(actor=None, day=day, seen=1, cell=cell)

    actions.send_agendas(actor=None, day=day, seen=2, kind=Sending.FINAL)

    mail = OutboxMail.objects.filter(to=[cell.funder.email]).order_by("-pk").first()
    events = icalendar.Calendar.from_ical(mail.parts[0]["text"]).walk("VEVENT")
    fallen = [str(row["SUMMARY"]) for row in events if row["STATUS"] == "CANCELLED"]
    assert fallen == [f"{cell.bearer}, table {cell.table}"]
    assert str(cell.bearer) not in mail.text


def test_a_withdrawn_guest_or_another_version_holds_the_sending_back(cast):
    day = morning_of(cast.cohort)
    computed(day)
    with pytest.raises(EditedElsewhere):
        actions.send_agendas(actor=None, day=day, seen=7, kind=Sending.FINAL)
    actions.withdraw(actor=None, guest=day.funders.get(organisation="Banque 1"))

    with pytest.raises(Refused, match="Banque 1"):
        actions.send_agendas(actor=None, day=day, seen=1, kind=Sending.FINAL)

    assert not OutboxMail.objects.exists()


def test_guests_see_the_schedule_that_was_told_and_no_draft(cast):
    day = morning_of(cast.cohort)
    plan = computed(day)
    assert queries.told_plan(day) is None
    tell(plan)

    actions.take_out(actor=None, day=day, seen=1, cell=queries.cells_of(plan)[0])

    assert queries.told_plan(day) == plan


@pytest.fixture
def under_way(cast):
    """A morning of four rounds that began twenty minutes ago: the second is under way, the third is ten minutes off."""
    day = morning_of(cast.cohort, funders=2, bearers=4)
    starts = now().replace(microsecond=0) - dt.timedelta(minutes=20)
    Session.objects.filter(pk=day.session_id).update(starts_at=starts, ends_at=starts + dt.timedelta(hours=1))
    day = type(day).objects.whole().get()
    return computed(day)


def test_a_repair_moves_nobody_within_five_minutes_and_says_what_it_loses(cast, under_way):
    day, before = under_way.day, {queries.meeting_of(cell) for cell in queries.cells_of(under_way)}
    bearer = next(cell.bearer for cell in queries.cells_of(under_way) if cell.round == 3)

    proposal = actions.propose_repair(
        actor=cast.facilitator, day=day, seen=1, guest=bearer, mishap=Mishap.LEAVING, at_round=2
    )
    made = actions.accept_repair(actor=cast.facilitator, proposal=proposal)

    after = {queries.meeting_of(cell) for cell in queries.cells_of(made)}
    assert (proposal.frozen, made.number, made.origin, made.proven) == (2, 2, "repaired", False)
    assert {one for one in before if one.round < 2} == {one for one in after if one.round < 2}
    assert not [one for one in after if one.bearer == bearer.key and one.round >= 2]
    lost = {one.pair for one in before} - {one.pair for one in after}
    assert len(proposal.told["lost"]) == len(lost)
    assert queries.told_plan(day) == made
    assert Visitor.objects.get(bearer=bearer).here_until is not None


def test_an_absent_bearer_is_a_no_show_and_the_plan_holds_no_meeting_of_it(cast):
    plan = planned(cast.cohort)
    Session.objects.filter(pk=plan.day.session_id).update(
        starts_at=now() + dt.timedelta(hours=1), ends_at=now() + dt.timedelta(hours=2)
    )
    bearer = plan.day.bearers.order_by("pk").first()
    visitor = make.VisitorFactory(bearer=bearer, arrived_at=now())

    proposal = actions.propose_repair(actor=None, day=plan.day, seen=1, guest=bearer, mishap=Mishap.ABSENT, at_round=0)
    made = actions.accept_repair(actor=None, proposal=proposal)

    visitor.refresh_from_db()
    assert (visitor.is_no_show, visitor.arrived_at) == (True, None)
    assert bearer not in {cell.bearer for cell in queries.cells_of(made)}
    with pytest.raises(Refused, match="rien à réparer"):
        actions.propose_repair(actor=None, day=plan.day, seen=2, guest=bearer, mishap=Mishap.LATE, at_round=1)


def test_a_repair_of_a_plan_that_has_changed_is_refused(cast, under_way):
    day = under_way.day
    cell = queries.cells_of(under_way)[-1]
    proposal = actions.propose_repair(actor=None, day=day, seen=1, guest=cell.funder, mishap=Mishap.LEAVING, at_round=3)
    actions.lock_meeting(actor=None, day=day, seen=1, cell=cell, lock=True)

    with pytest.raises(Refused, match="a changé"):
        actions.accept_repair(actor=None, proposal=proposal)
    actions.drop_repair(actor=None, proposal=proposal)
    assert queries.open_proposal(day) is None


def test_only_the_desk_makes_presence(cast):
    visitor = make.VisitorFactory(funder=make.FunderFactory(day__cohort=cast.cohort), is_no_show=True)

    arrived = actions.check_in(actor=cast.facilitator, visitor=visitor, here=True)
    assert (arrived.arrived_at is not None, arrived.is_no_show) == (True, False)
    assert actions.check_in(actor=cast.facilitator, visitor=visitor, here=False).arrived_at is None


@pytest.fixture
def met(cast):
    """Our project has met a funder."""
    day = morning_of(cast.cohort, funders=1, bearers=0)
    bearer = make.BearerFactory(day=day, project=cast.project, name="Notre projet", email="nous@example.org")
    tell(computed(day))
    return day, day.funders.get(), bearer


def said(**more):
    return {"person": "Camille", "interest": "follow", "unclear": SECRET, "readers": "team", **more}


def test_what_is_for_the_team_reaches_the_project_by_no_page_export_or_mail(cast, met, sign_in):
    day, funder, bearer = met
    actions.say_feedback(actor=None, guest=funder, other=bearer, by_team=False, facts=said())
    pages = ["", "details/", "wishes/", f"feedback/{funder.pk}/", "follow-up/", "agenda.ics"]
    base = f"/funding-day/{day.slug}/guests/bearer/{bearer.pk}/"
    member = sign_in(cast.participant)

    texts = [member.get(base + page).content.decode() for page in pages]
    texts += [
        member.get(f"/funding-day/{day.slug}/").content.decode(),
        member.get(day.address("board")).content.decode(),
    ]

    assert not [text for text in texts if SECRET in text]
    assert member.get(day.address("raised")).status_code == 403
    assert queries.shown_to(bearer) == []
    assert list(Feedback.objects.visible_to(cast.participant)) == []
    assert SECRET in sign_in(cast.facilitator).get(day.address("raised")).content.decode()
    actions.send_agendas(actor=None, day=day, seen=1, kind=Sending.FINAL)
    assert not [mail for mail in OutboxMail.objects.all() if SECRET in mail.text + mail.html]


def test_what_a_funder_wants_the_project_to_read_is_read(cast, met, sign_in):
    day, funder, bearer = met
    actions.say_feedback(actor=None, guest=funder, other=bearer, by_team=False, facts=said(readers="project"))

    page = sign_in(cast.participant).get(f"/funding-day/{day.slug}/guests/bearer/{bearer.pk}/").content.decode()

    assert SECRET in page
    assert Feedback.objects.visible_to(cast.other_member).count() == 0


def test_feedback_is_of_meetings_only_and_said_again_replaces(cast, met):
    day, funder, bearer = met
    stranger = make.BearerFactory(day=day)
    with pytest.raises(Refused, match="pas de rendez-vous"):
        actions.say_feedback(actor=None, guest=funder, other=stranger, by_team=False, facts=said())

    for interest in ("follow", "ready"):
        actions.say_feedback(actor=None, guest=funder, other=bearer, by_team=False, facts=said(interest=interest))

    assert [row.interest for row in Feedback.objects.all()] == ["ready"]


def test_funds_raised_keep_their_source_and_one_line_a_request(cast, met):
    day, funder, bearer = met
    about = {"funder": funder, "other_funder": "", "instrument": "loan", "proof": ""}
    asked = {**about, "result": "asked", "asked": Decimal(9000), "obtained": None}
    actions.tell_raised(actor=None, bearer=bearer, source=Source.BEARER, facts=asked)

    got = {**about, "result": "obtained", "asked": None, "obtained": Decimal(7000), "proof": "Convention"}
    actions.tell_raised(actor=cast.facilitator, bearer=bearer, source=Source.TEAM, facts=got)

    row = Raised.objects.get()
    assert (row.asked, row.obtained, row.source, row.proof) == (9000, 7000, "team", "Convention")
    total = figures.raised(day)
    assert (total.asked, total.obtained, total.requests, total.met, total.refused) == (9000, 7000, 1, 1, 0)
    more = {**got, "asked": Decimal(10), "obtained": Decimal(20), "instrument": "grant"}
    with pytest.raises(Refused, match="dépasse"):
        actions.tell_raised(actor=None, bearer=bearer, source=Source.TEAM, facts=more)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (dt.date(2026, 9, 24), 1, dt.date(2026, 10, 24)),
        (dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2026, 12, 1), 12, dt.date(2027, 12, 1)),
        (dt.date(2026, 11, 30), 3, dt.date(2027, 2, 28)),
    ],
)
def test_months_after_a_day(day, months, after):
    assert actions.months_after(day, months) == after


def test_bearers_are_asked_at_their_months_once_even_when_the_cohort_is_over(cast, met, client, time_machine):
    _day, _funder, _bearer = met
    asked = []
    for date in ("2026-10-20", "2026-10-25", "2026-10-26", "2026-12-24", "2027-03-25", "2027-09-24", "2027-12-30"):
        time_machine.move_to(dt.datetime.fromisoformat(f"{date}T12:00:00+00:00"), tick=False)
        asked.append(actions.ask_follow_ups())

    assert asked == [0, 1, 0, 1, 1, 1, 0]
    assert list(FollowUp.objects.order_by("month").values_list("month", flat=True)) == [1, 3, 6, 12]
    time_machine.move_to(dt.datetime(2027, 10, 1, 12, tzinfo=dt.UTC), tick=False)
    link = OutboxMail.objects.order_by("-pk").first().text.split("/funding-day/me/")[1].split("/")[0]
    data = {"other_funder": "Une banque", "result": "obtained", "obtained": "5 000", "words": "Bien."}
    assert client.post(f"/funding-day/me/{link}/follow-up/", data).status_code == 302
    assert (Raised.objects.get().source, Raised.objects.get().obtained) == ("bearer", 5000)
    assert FollowUp.objects.get(month=12).words == "Bien."


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"other_funder": ""}, "Choisissez le financeur"),
        ({"obtained": ""}, "montant obtenu"),
        ({"result": "refused"}, "montant obtenu"),
        ({"obtained": "beaucoup"}, "montant en euros"),
    ],
)
def test_a_wrong_answer_says_so_and_keeps_what_was_typed(cast, met, sign_in, more, words):
    day, _funder, bearer = met
    data = {"other_funder": "Une banque", "result": "obtained", "obtained": "5 000", "words": "Bien.", **more}

    answer = sign_in(cast.participant).post(f"/funding-day/{day.slug}/guests/bearer/{bearer.pk}/follow-up/", data)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Bien." in answer.content.decode()


def test_the_board_shows_the_round_under_way_and_the_next(cast, under_way, sign_in):
    tell(under_way)

    shown = queries.board(under_way, now())
    page = sign_in(cast.participant).get(under_way.day.address("board")).content.decode()

    assert (shown.current.ordinal, shown.following.ordinal) == (2, 3)
    assert all(cell.round == 1 for cell in shown.meetings)
    assert "Tour 2" in page
    assert "data-house-countdown" in page


def test_a_morning_moved_in_the_agenda_takes_its_rounds_along(cast):
    day = morning_of(cast.cohort, lead_minutes=15)
    before = [one.starts_at for one in queries.day_rounds(day)]
    Session.objects.filter(pk=day.session_id).update(
        starts_at=day.starts_at + dt.timedelta(days=7), ends_at=day.ends_at + dt.timedelta(days=7)
    )

    after = [one.starts_at for one in queries.day_rounds(type(day).objects.whole().get())]

    assert after == [start + dt.timedelta(days=7) for start in before]
