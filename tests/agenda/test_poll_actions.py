import datetime as dt
import re

import pytest

from agenda import actions
from agenda.enums import Availability, PollState, Reply, SessionState
from agenda.models import Poll, PollAnswer, PollDate, Session
from core import links
from core.dates import combine, now, today
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.models import Link, OutboxMail, TrailEntry
from core.timetable import Interval
from tests import factories as make

YES, MAYBE, NO = Availability.YES, Availability.IF_NEED_BE, Availability.NO
CLOSED = dt.date(2026, 12, 25)


@pytest.fixture(autouse=True)
def a_quiet_year(time_machine):
    """The cast's cohort is under way and no public holiday is near."""
    time_machine.move_to(dt.datetime(2026, 9, 14, 8, 0, tzinfo=dt.UTC), tick=False)


def day(n: int, hour: int = 9) -> Interval:
    return Interval(make.ahead(n, hour), make.ahead(n, hour + 3))


def prepare(cast, **facts) -> Poll:
    facts = {
        "actor": cast.facilitator,
        "cohort": cast.cohort,
        "form": "meeting",
        "project": cast.project,
        "dates": [day(10), day(11)],
        "answers_until": today() + dt.timedelta(days=5),
        "facilitators": [cast.facilitator],
    } | facts
    return actions.create_poll(**facts)


def asked(cast, **facts) -> Poll:
    poll = prepare(cast, **facts)
    actions.open_poll(actor=cast.facilitator, poll=poll)
    return Poll.objects.get(pk=poll.pk)


def dates(poll: Poll) -> list[PollDate]:
    return list(poll.dates.proposed().order_by("starts_at", "pk"))


def choose(cast, poll, date, **facts) -> Session:
    facts = {"actor": cast.facilitator, "venue": None, "facilitators": [cast.facilitator]} | facts
    return actions.choose_date(poll=poll, date=date, **facts)


def people(poll) -> set[str]:
    return set(poll.voices.values_list("participant__user__name", flat=True))


def verbs(poll) -> list[str]:
    rows = TrailEntry.objects.filter(target_type="agenda.poll", target_id=poll.pk)
    return list(rows.order_by("pk").values_list("verb", flat=True))


def change(cast, poll, **facts) -> Poll:
    stored = {name: getattr(poll, name) for name in ("axis", "title", "message", "venue", "answers_until")}
    stored |= {"facilitators": [cast.facilitator], "seen": poll.version}
    return actions.change_poll(actor=cast.facilitator, poll=poll, **(stored | facts))


# Preparing and sending


def test_a_poll_is_prepared_without_a_mail_and_then_asks_everybody_concerned(cast):
    poll = prepare(cast)
    assert (poll.state, poll.voices.count(), OutboxMail.objects.count()) == (PollState.DRAFT, 0, 0)

    written = actions.open_poll(actor=cast.facilitator, poll=poll)

    assert written == 2
    assert people(poll) == {cast.participant.name, cast.partner.name}
    assert sorted(mail.to[0] for mail in OutboxMail.objects.order_by("pk")) == sorted(
        [cast.participant.email, cast.partner.email]
    )
    assert all(mail.secret for mail in OutboxMail.objects.order_by("pk"))
    assert verbs(poll) == [Verb.CREATED, Verb.PUBLISHED]
    assert actions.open_poll(actor=cast.facilitator, poll=poll) == 0  # a second press writes to nobody


def test_a_collective_poll_asks_every_project_and_writes_once_to_who_stands_for_two(cast):
    both = make.ParticipantFactory(user=cast.other_member, membership__project=cast.project)

    poll = asked(cast, form="seminar", project=None)

    assert people(poll) == {cast.participant.name, cast.partner.name, cast.other_member.name}
    assert poll.voices.filter(participant__user=both.user).count() == 2
    assert OutboxMail.objects.count() == 3


def test_each_is_written_to_in_their_language(cast):
    cast.partner.language = "en"
    cast.partner.save(update_fields=["language"])
    asked(cast, title="Comité", message="Relire le budget.")

    texts = {mail.to[0]: mail for mail in OutboxMail.objects.order_by("pk")}

    assert texts[cast.partner.email].subject == "When can you come? Comité"
    assert texts[cast.participant.email].subject.startswith("Quand pouvez-vous venir")
    assert "Relire le budget." in texts[cast.participant.email].text
    assert "jeudi 24\u00a0septembre 2026, 9\u00a0h\u00a000" in texts[cast.participant.email].text


def test_the_link_of_the_mail_lasts_until_the_last_date(cast):
    poll = asked(cast)

    found = re.findall(r"/l/poll/(\S+)/", OutboxMail.objects.get(to=[cast.participant.email]).text)

    link = Link.objects.get(digest=links.digest(found[0]))
    assert (link.purpose, link.subject, link.user) == ("poll", poll.pk, cast.participant)
    assert link.expires_at == dates(poll)[-1].ends_at


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"dates": []}, "dates"),
        ({"dates": [day(n) for n in range(10, 51)]}, "dates"),
        ({"dates": [Interval(make.ahead(3, 22), make.ahead(4, 1))]}, "dates"),
        ({"dates": [day(5000)]}, "dates"),
        ({"answers_until": dt.date(2026, 9, 13)}, "answers_until"),
        ({"answers_until": dt.date(2026, 9, 26)}, "answers_until"),
        ({"project": None}, None),
    ],
)
def test_a_poll_is_refused(cast, facts, field):
    with pytest.raises(Refused) as refusal:
        prepare(cast, **facts)

    assert refusal.value.field == field
    assert not Poll.objects.exists()


def test_a_date_that_is_over_is_refused(cast):
    gone = Interval(now() - dt.timedelta(hours=2), now() - dt.timedelta(hours=1))

    with pytest.raises(Refused) as refusal:
        prepare(cast, dates=[gone, day(10)])

    assert refusal.value.field == "dates"
    assert "14" in refusal.value.sentence


@pytest.mark.parametrize(
    ("form", "when"), [("meeting", dt.date(2026, 11, 11)), ("seminar", CLOSED), ("workshop", dt.date(2026, 12, 20))]
)
def test_an_unusual_day_asks_for_the_box(cast, form, when):
    unusual = Interval(combine(when, dt.time(9)), combine(when, dt.time(12)))
    facts = {"form": form, "project": cast.project if form == "meeting" else None, "dates": [unusual]}

    with pytest.raises(Refused) as refusal:
        prepare(cast, **facts)

    assert refusal.value.field == "accept_warnings"
    assert prepare(cast, accept_warnings=True, **facts).dates.count() == 1


def test_what_is_of_another_cohort_is_refused(cast):
    foreign = make.ProjectFactory(cohort=cast.other_cohort)
    axis = make.CohortFactory().content.axes.first()

    for facts, field in (
        ({"project": foreign}, "project"),
        ({"axis": axis}, "axis"),
        ({"facilitators": [cast.other_facilitator]}, "facilitators"),
    ):
        with pytest.raises(Refused) as refusal:
            prepare(cast, **facts)
        assert refusal.value.field == field


def test_a_poll_that_concerns_nobody_is_not_sent(cast):
    lonely = make.ProjectFactory(cohort=cast.cohort)
    poll = prepare(cast, project=lonely)

    with pytest.raises(Refused):
        actions.open_poll(actor=cast.facilitator, poll=poll)

    poll.refresh_from_db()
    assert poll.is_draft


def test_a_poll_whose_day_has_passed_is_not_sent(cast, time_machine):
    poll = prepare(cast)
    time_machine.move_to(dt.datetime(2026, 9, 20, 8, 0, tzinfo=dt.UTC))

    with pytest.raises(Refused) as refusal:
        actions.open_poll(actor=cast.facilitator, poll=poll)
    assert refusal.value.field == "answers_until"

    time_machine.move_to(dt.datetime(2026, 9, 30, 8, 0, tzinfo=dt.UTC))
    with pytest.raises(Refused) as refusal:
        actions.reopen_poll(
            actor=cast.facilitator,
            poll=actions.cancel_poll(actor=cast.facilitator, poll=poll),
            answers_until=today(),
        )
    assert refusal.value.field == "dates"


# Answering


def test_answers_are_kept_changed_and_counted_for_every_structure_of_the_person(cast):
    make.ParticipantFactory(user=cast.participant, membership__project=cast.project)
    poll = asked(cast)
    first, second = dates(poll)

    actions.answer_poll(actor=cast.participant, poll=poll, answers={first.pk: YES})
    actions.answer_poll(actor=cast.participant, poll=poll, answers={first.pk: NO, second.pk: MAYBE})

    told = PollAnswer.objects.filter(voice__participant__user=cast.participant)
    assert sorted(told.values_list("date", "answer")) == sorted(2 * [(first.pk, NO), (second.pk, MAYBE)])
    assert set(poll.voices.waited_for().values_list("participant__user__name", flat=True)) == {cast.partner.name}


def test_an_answer_is_refused_with_a_sentence(cast, time_machine):
    poll = asked(cast)
    first, _second = dates(poll)
    foreign = make.PollDateFactory()

    def sentence(actor=cast.participant, answers=None):
        with pytest.raises(Refused) as refusal:
            actions.answer_poll(actor=actor, poll=poll, answers={first.pk: YES} if answers is None else answers)
        return refusal.value.sentence

    said = {
        sentence(actor=cast.other_member),
        sentence(answers={}),
        sentence(answers={foreign.pk: YES}),
    }
    time_machine.move_to(dt.datetime(2026, 9, 20, 8, 0, tzinfo=dt.UTC))
    said.add(sentence())
    time_machine.move_to(dt.datetime(2026, 9, 15, 8, 0, tzinfo=dt.UTC))
    session = choose(cast, poll, first)
    said.add(sentence())
    actions.cancel_session(actor=cast.facilitator, session=session)
    poll = actions.reopen_poll(actor=cast.facilitator, poll=poll, answers_until=today())
    actions.cancel_poll(actor=cast.facilitator, poll=poll)
    said.add(sentence())

    assert len(said) == 6  # each its own
    assert not PollAnswer.objects.exists()


def test_whoever_left_since_answers_no_more(cast):
    poll = asked(cast)
    part = poll.voices.get(participant__user=cast.participant).participant
    part.ends_on = today() - dt.timedelta(days=1)
    part.save(update_fields=["ends_on"])

    with pytest.raises(Refused):
        actions.answer_poll(actor=cast.participant, poll=poll, answers={dates(poll)[0].pk: YES})


def test_a_link_answers_as_often_as_one_likes_until_the_poll_closes(cast):
    poll = asked(cast)
    first, second = dates(poll)
    token = links.make_link(cast.participant, "poll", poll.pk, second.ends_at)
    link = Link.objects.get(digest=links.digest(token))
    nobody = type("Nobody", (), {"is_authenticated": False})()

    for answer in (YES, NO):
        actions.answer_by_link(reader=nobody, link=link, poll=poll, answers={first.pk: answer})
    with pytest.raises(Refused):
        actions.answer_by_link(reader=cast.partner, link=link, poll=poll, answers={first.pk: YES})
    links.revoke("poll", poll.pk)
    with pytest.raises(Refused):
        actions.answer_by_link(reader=nobody, link=link, poll=poll, answers={first.pk: YES})

    assert PollAnswer.objects.get(voice__participant__user=cast.participant).answer == NO


# Reminding


def test_a_reminder_goes_to_those_who_have_not_answered_and_to_who_joined_since(cast, time_machine):
    poll = asked(cast)
    actions.answer_poll(actor=cast.partner, poll=poll, answers={date.pk: YES for date in dates(poll)})
    with pytest.raises(Refused):  # they were written to just now
        actions.remind_poll(actor=cast.facilitator, poll=poll)
    time_machine.move_to(now() + dt.timedelta(days=1))
    new = make.ParticipantFactory(membership__project=cast.project).user
    OutboxMail.objects.all().delete()

    written = actions.remind_poll(actor=cast.facilitator, poll=poll)

    assert written == 2
    mails = {mail.to[0]: mail.subject for mail in OutboxMail.objects.order_by("pk")}
    assert set(mails) == {cast.participant.email, new.email}
    assert mails[new.email].startswith("Rappel")
    assert verbs(poll)[-1] == Verb.REMINDED


def test_nobody_is_reminded_once_all_have_answered_or_the_poll_is_over(cast):
    poll = asked(cast)
    for person in (cast.participant, cast.partner):
        actions.answer_poll(actor=person, poll=poll, answers={date.pk: YES for date in dates(poll)})
    with pytest.raises(Refused):
        actions.remind_poll(actor=cast.facilitator, poll=poll)
    actions.cancel_poll(actor=cast.facilitator, poll=poll)
    with pytest.raises(Refused):
        actions.remind_poll(actor=cast.facilitator, poll=poll)


def test_who_left_without_a_word_is_asked_no_more_and_an_inactive_account_gets_no_mail(cast, time_machine):
    poll = asked(cast)
    part = poll.voices.get(participant__user=cast.partner).participant
    part.ends_on = today()
    part.save(update_fields=["ends_on"])
    cast.participant.is_active = False
    cast.participant.save(update_fields=["is_active"])
    new = make.ParticipantFactory(membership__project=cast.project).user
    time_machine.move_to(now() + dt.timedelta(days=1))

    assert actions.remind_poll(actor=cast.facilitator, poll=poll) == 1
    assert people(poll) == {cast.participant.name, new.name}


# Changing


def test_dates_are_added_and_withdrawn_and_what_was_said_of_the_others_stays(cast):
    poll = asked(cast)
    first, second = dates(poll)
    actions.answer_poll(actor=cast.partner, poll=poll, answers={first.pk: YES, second.pk: NO})

    changed = change(cast, poll, dates=[day(20)], withdrawn={first.pk}, title="Comité")

    assert [row.hours for row in dates(poll)] == [second.hours, day(20)]
    assert (changed.title, changed.version) == ("Comité", poll.version + 1)
    assert poll.voices.waited_for().count() == 2  # the partner has yet to speak of the new date
    assert {link.expires_at for link in Link.objects.order_by("pk")} == {day(20).end}
    back = change(cast, changed, dates=[first.hours, second.hours])
    assert [row.pk for row in dates(back)][:2] == [first.pk, second.pk]
    assert PollAnswer.objects.filter(date=first).count() == 1


def test_a_change_is_refused(cast):
    poll = asked(cast)
    keys = {row.pk for row in dates(poll)}

    with pytest.raises(Refused) as refusal:
        change(cast, poll, withdrawn=keys)
    assert refusal.value.field == "withdrawn"
    with pytest.raises(Refused):
        change(cast, poll, answers_until=today() - dt.timedelta(days=1))
    with pytest.raises(EditedElsewhere) as elsewhere:
        change(cast, poll, seen=poll.version - 1, title="Autre")
    assert elsewhere.value.version == poll.version
    with pytest.raises(Refused):
        change(cast, actions.cancel_poll(actor=cast.facilitator, poll=poll))


def test_a_facilitator_who_left_the_team_stays_on_a_poll_that_names_them(cast):
    poll = asked(cast)
    cast.cohort.facilitations.all().delete()

    assert change(cast, poll, title="Comité").title == "Comité"


# Choosing


def test_choosing_a_date_plans_and_publishes_the_session_and_carries_the_answers_over(cast):
    poll = asked(cast, title="Comité", message="Relire le budget.")
    first, second = dates(poll)
    actions.answer_poll(actor=cast.participant, poll=poll, answers={first.pk: YES, second.pk: NO})
    actions.answer_poll(actor=cast.partner, poll=poll, answers={first.pk: NO, second.pk: MAYBE})
    make.ParticipantFactory(membership__project=cast.project)

    session = choose(cast, poll, second)

    poll.refresh_from_db()
    assert (poll.state, poll.chosen, poll.session) == (PollState.CLOSED, second, session)
    assert (session.state, session.starts_at, session.title, session.aim) == (
        SessionState.PUBLISHED,
        second.starts_at,
        "Comité",
        "Relire le budget.",
    )
    assert list(session.facilitators.order_by("pk")) == [cast.facilitator]
    replies = dict(session.attendances.values_list("participant__user__name", "reply"))
    assert (replies.pop(cast.participant.name), replies.pop(cast.partner.name)) == (Reply.NO, Reply.MAYBE)
    assert list(replies.values()) == [Reply.NONE]
    assert verbs(poll)[-1] == Verb.CHOSEN
    assert PollAnswer.objects.count() == 4  # the poll keeps its result


def test_a_clash_is_asked_again_when_the_date_is_chosen(cast):
    poll = asked(cast)
    first, _second = dates(poll)
    taken = make.SessionFactory(cohort=cast.cohort, starts_at=first.starts_at, title="Pris")
    taken.facilitators.add(cast.facilitator)

    with pytest.raises(Refused) as refusal:
        choose(cast, poll, first)

    assert "Pris" in refusal.value.sentence
    poll.refresh_from_db()
    assert poll.is_open
    assert choose(cast, poll, first, facilitators=[]).starts_at == first.starts_at


def test_a_poll_that_is_no_longer_open_chooses_nothing(cast):
    poll = prepare(cast)
    first, second = dates(poll)
    with pytest.raises(Refused):
        choose(cast, poll, first)
    actions.open_poll(actor=cast.facilitator, poll=poll)
    change(cast, Poll.objects.get(pk=poll.pk), withdrawn={first.pk})
    with pytest.raises(Refused):
        choose(cast, poll, first)
    session = choose(cast, poll, second)
    with pytest.raises(Refused) as refusal:
        choose(cast, poll, second)
    assert refusal.value.link == session.get_absolute_url()
    assert "25" in refusal.value.sentence


@pytest.mark.django_db(transaction=True)
def test_of_two_who_choose_at_once_one_wins_and_the_other_is_told(race, db):
    from tests.cast import build

    cast = build()
    poll = asked(cast)
    first, second = dates(poll)

    outcomes = race(
        lambda: choose(cast, poll, first, facilitators=[]), lambda: choose(cast, poll, second, facilitators=[])
    )

    kinds = sorted(type(outcome).__name__ for outcome in outcomes)
    assert kinds == ["Refused", "Session"], outcomes
    [refusal] = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    [session] = [outcome for outcome in outcomes if isinstance(outcome, Session)]
    assert refusal.link == session.get_absolute_url()
    assert Session.objects.filter(title=session.title).count() == 1


# Cancelling and taking up again


def test_a_cancelled_poll_keeps_its_answers_and_can_be_taken_up_again(cast):
    poll = asked(cast)
    actions.answer_poll(actor=cast.partner, poll=poll, answers={dates(poll)[0].pk: YES})

    gone = actions.cancel_poll(actor=cast.facilitator, poll=poll)
    assert actions.cancel_poll(actor=cast.facilitator, poll=gone).version == gone.version
    again = actions.reopen_poll(actor=cast.facilitator, poll=gone, answers_until=today())

    assert (again.state, again.answers_until, PollAnswer.objects.count()) == (PollState.OPEN, today(), 1)
    assert actions.reopen_poll(actor=cast.facilitator, poll=again, answers_until=today()).version == again.version


def test_a_draft_taken_up_again_is_a_draft(cast):
    gone = actions.cancel_poll(actor=cast.facilitator, poll=prepare(cast))

    assert actions.reopen_poll(actor=cast.facilitator, poll=gone, answers_until=today()).is_draft


def test_a_closed_poll_is_taken_up_again_only_when_its_session_is_cancelled(cast):
    poll = asked(cast)
    session = choose(cast, poll, dates(poll)[0])
    with pytest.raises(Refused):
        actions.cancel_poll(actor=cast.facilitator, poll=poll)
    with pytest.raises(Refused) as refusal:
        actions.reopen_poll(actor=cast.facilitator, poll=poll, answers_until=today())
    assert refusal.value.link == session.get_absolute_url()
    actions.cancel_session(actor=cast.facilitator, session=session)

    again = actions.reopen_poll(actor=cast.facilitator, poll=poll, answers_until=today())

    assert (again.is_open, again.session, again.chosen) == (True, None, None)
    assert choose(cast, again, dates(again)[1]).pk != session.pk
