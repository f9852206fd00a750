"""A poll that looks for the date of a session planned without one: the date chosen dates that session."""

import datetime as dt

import pytest
from django.urls import reverse

from agenda import actions, queries
from agenda.enums import Availability, PollState, Reply, SessionState
from agenda.models import Poll, Session
from core.dates import today
from core.errors import Refused
from core.timetable import Interval
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_quiet_year(time_machine):
    time_machine.move_to(dt.datetime(2026, 9, 14, 8, 0, tzinfo=dt.UTC), tick=False)


def draft(cast, **facts) -> Session:
    told = {"actor": cast.facilitator, "cohort": cast.cohort, "form": "meeting", "project": cast.project}
    return actions.create_session(**told | {"title": "Budget commun", "aim": "Les clés de partage"} | facts)


def poll_for(cast, session, *days) -> Poll:
    dates = [Interval(make.ahead(day, 9), make.ahead(day, 12)) for day in days or (10, 11)]
    return actions.create_poll(
        actor=cast.facilitator, cohort=cast.cohort, form=session.form, project=session.project, draft=session,
        title=session.title, dates=dates, answers_until=today() + dt.timedelta(days=5), facilitators=[cast.facilitator],
    )  # fmt: skip


def choose(cast, poll, place=0) -> Session:
    date = poll.dates.order_by("starts_at")[place]
    return actions.choose_date(
        actor=cast.facilitator, poll=poll, date=date, venue=None, facilitators=[cast.facilitator]
    )


def opened(cast, session) -> Poll:
    poll = poll_for(cast, session)
    actions.open_poll(actor=cast.facilitator, poll=poll)
    return Poll.objects.get(pk=poll.pk)


def test_choosing_dates_that_very_session(cast):
    session = draft(cast)
    poll = opened(cast, session)
    date = poll.dates.order_by("starts_at")[1]
    actions.answer_poll(actor=cast.participant, poll=poll, answers={date.pk: Availability.YES})

    dated = choose(cast, poll, 1)

    assert (dated.pk, dated.state, dated.starts_at) == (session.pk, SessionState.PUBLISHED, date.starts_at)
    assert (dated.title, dated.aim) == ("Budget commun", "Les clés de partage")
    assert dated.attendances.get(participant__user=cast.participant).reply == Reply.YES
    assert Session.objects.filter(title="Budget commun").count() == 1
    poll.refresh_from_db()
    assert (poll.state, poll.session) == (PollState.CLOSED, session)


def test_a_structure_alone_is_asked_alone(cast):
    session = draft(cast, structure=cast.structure)
    poll = opened(cast, session)

    assert [voice.participant.user for voice in poll.voices.select_related("participant__user")] == [cast.participant]
    assert queries.invited_on(poll, make.ahead(10).date()) == 1
    assert not Poll.objects.visible_to(cast.partner).exists()
    assert choose(cast, poll).structure == cast.structure
    assert list(session.attendances.values_list("participant__user", flat=True)) == [cast.participant.pk]


def test_one_poll_under_way_for_a_draft(cast):
    session = draft(cast)
    poll = poll_for(cast, session)
    assert queries.poll_for(session) == poll
    with pytest.raises(Refused, match="cherche déjà") as refusal:
        poll_for(cast, session)
    assert refusal.value.link == poll.get_absolute_url()
    actions.cancel_poll(actor=cast.facilitator, poll=poll)
    assert queries.poll_for(session) is None
    assert poll_for(cast, session)


@pytest.mark.django_db(transaction=True)
def test_two_polls_for_one_draft_at_once(race, db):
    from tests.cast import build

    cast = build()
    session = draft(cast)
    outcomes = race(lambda: poll_for(cast, session), lambda: poll_for(cast, session))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Poll", "Refused"], outcomes


@pytest.mark.django_db(transaction=True)
def test_choosing_and_dating_by_hand_at_once(race, db):
    from tests.cast import build

    cast = build()
    session = draft(cast)
    poll = opened(cast, session)
    by_hand = {"starts_at": make.ahead(20, 9), "ends_at": make.ahead(20, 12)}

    outcomes = race(
        lambda: choose(cast, poll),
        lambda: actions.move_session(actor=cast.facilitator, session=session, seen=session.version, **by_hand),
    )

    assert sum(isinstance(outcome, Session) for outcome in outcomes) == 1, outcomes
    assert any(isinstance(outcome, Refused) for outcome in outcomes), outcomes


def test_a_draft_dated_meanwhile_is_not_dated_twice(cast):
    session = draft(cast)
    poll = opened(cast, session)
    actions.move_session(
        actor=cast.facilitator, session=session, seen=1, starts_at=make.ahead(20, 9), ends_at=make.ahead(20, 12)
    )
    with pytest.raises(Refused, match="a une date entre-temps") as refusal:
        choose(cast, poll)
    assert refusal.value.link == session.get_absolute_url()
    with pytest.raises(Refused, match="a une date entre-temps"):
        poll_for(cast, session)


def test_a_draft_with_a_poll_under_way_is_not_taken_off_the_list(cast):
    session = draft(cast)
    poll = poll_for(cast, session)
    with pytest.raises(Refused, match="annulez-le d’abord"):
        actions.discard_session(actor=cast.facilitator, session=session)
    actions.cancel_poll(actor=cast.facilitator, poll=poll)
    actions.discard_session(actor=cast.facilitator, session=session)
    poll.refresh_from_db()
    assert poll.draft is None


def test_a_poll_taken_up_again_makes_a_session_anew_with_the_same_structure(cast):
    session = draft(cast, structure=cast.structure)
    poll = opened(cast, session)
    actions.cancel_session(actor=cast.facilitator, session=choose(cast, poll))
    actions.reopen_poll(actor=cast.facilitator, poll=poll, answers_until=today())

    again = choose(cast, Poll.objects.get(pk=poll.pk), 1)

    assert again.pk != session.pk
    assert again.structure == cast.structure


def test_the_pages_lead_from_the_draft_to_its_poll_and_back(cast, sign_in):
    session, team = draft(cast, structure=cast.structure), sign_in(cast.facilitator)
    path = reverse("agenda:new_poll") + f"?cohort={cast.cohort.slug}&amp;draft={session.pk}"
    assert path in team.get(session.get_absolute_url()).content.decode()
    address = path.replace("&amp;", "&")
    form = team.get(address)
    assert not {"form", "project", "axis", "title"} & set(form.context["form"].fields)
    assert form.context["form"].initial["message"] == "Les clés de partage"
    data = {
        "cohort": cast.cohort.slug, "draft": session.pk, "answers_until": today().isoformat(),
        "facilitators": [cast.facilitator.pk], "dates-TOTAL_FORMS": "1", "dates-INITIAL_FORMS": "0",
        "dates-0-day": make.ahead(9).date().isoformat(), "dates-0-starts": "09:00", "dates-0-ends": "12:00",
    }  # fmt: skip
    answer = team.post(reverse("agenda:new_poll"), data)
    poll = Poll.objects.get(draft=session)
    assert answer.url == poll.get_absolute_url()
    assert (poll.title, poll.form, poll.project) == ("Budget commun", "meeting", cast.project)
    assert poll.get_absolute_url() in team.get(session.get_absolute_url()).content.decode()
    assert session.get_absolute_url() in team.get(poll.get_absolute_url()).content.decode()
    edit = {"answers_until": today().isoformat(), "seen": "1", "message": "Autre mot"}
    edit |= {"dates-TOTAL_FORMS": "1", "dates-INITIAL_FORMS": "0"}
    assert team.post(reverse("agenda:edit_poll", args=[poll.pk]), edit).status_code == 302
    assert team.post(reverse("agenda:edit_poll", args=[poll.pk]), edit).status_code == 409
    assert team.post(reverse("agenda:new_poll"), data).status_code == 422
    for wrong in ("x", "0", str(cast.meeting.pk)):
        assert team.get(reverse("agenda:new_poll"), {"cohort": "cohorte", "draft": wrong}).status_code == 404
