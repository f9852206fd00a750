import datetime as dt

import pytest

from agenda import figures, queries
from agenda.enums import Availability
from agenda.models import Poll
from core.dates import today
from tests import factories as make

YES, MAYBE, NO = Availability.YES, Availability.IF_NEED_BE, Availability.NO


@pytest.fixture
def poll(cast):
    """A meeting of the project: maison (two people), jardin, halle; three dates."""
    poll = make.PollFactory(cohort=cast.cohort, form="meeting", project=cast.project)
    house = make.ParticipantFactory(membership=cast.participant.participations.get().membership)
    hall = make.ParticipantFactory(membership__project=cast.project, membership__structure__name="Halle")
    for part in (cast.participant.participations.get(), cast.partner.participations.get(), house, hall):
        make.PollVoiceFactory(poll=poll, participant=part)
    for days in (8, 9, 10):
        make.PollDateFactory(poll=poll, starts_at=make.ahead(days))
    return poll


def say(poll, date, **answers):
    """What the people of the structures say, in the order in which they were asked: maison, jardin, maison_2, halle."""
    voices = dict(zip(("maison", "jardin", "maison_2", "halle"), poll.voices.order_by("pk"), strict=False))
    for name, answer in answers.items():
        make.PollAnswerFactory(voice=voices[name], date=date, answer=answer)


def names(memberships) -> list[str]:
    return [membership.structure.name for membership in memberships]


def test_a_structure_is_represented_by_one_yes_and_missing_when_all_say_no(poll):
    first, second, third = poll.dates.order_by("starts_at")
    say(poll, first, maison=NO, maison_2=YES, jardin=NO, halle=MAYBE)
    say(poll, second, maison=NO, jardin=YES)
    say(poll, third, maison=NO, maison_2=NO)

    found = {result.date: result for result in figures.poll_result(poll)}

    groups = {
        date: (names(row.represented), names(row.if_need_be), names(row.silent), names(row.missing))
        for date, row in found.items()
    }
    assert groups == {
        first: (["Maison"], ["Halle"], [], ["Jardin"]),
        second: (["Jardin"], [], ["Halle", "Maison"], []),
        third: ([], [], ["Halle", "Jardin"], ["Maison"]),
    }
    assert found[first].heads == {YES: 1, MAYBE: 1, NO: 2, "silent": 0}
    assert found[first].structures == 3


def test_dates_come_best_first_by_structures_before_heads(poll):
    first, second, third = poll.dates.order_by("starts_at")
    say(poll, first, maison=YES, maison_2=YES)  # two heads, one structure
    say(poll, second, maison=YES, jardin=NO, halle=NO)  # one structure, nobody else
    say(poll, third, maison=YES, jardin=YES)  # two structures

    results = figures.poll_result(poll)

    assert [row.date for row in results] == [third, first, second]
    assert [row.is_best for row in results] == [True, False, False]


def test_equal_dates_are_all_best_and_one_that_cannot_be_had_is_not(poll):
    first, second, third = poll.dates.order_by("starts_at")
    for date in (first, second, third):
        say(poll, date, maison=YES)

    assert [(row.date, row.is_best) for row in figures.poll_result(poll, [first.pk])] == [
        (second, True),
        (third, True),
        (first, False),
    ]


def test_no_date_is_best_before_anybody_says_yes(poll):
    say(poll, poll.dates.order_by("starts_at")[0], maison=MAYBE)

    assert [row.is_best for row in figures.poll_result(poll)] == [False, False, False]
    assert figures.poll_result(make.PollFactory()) == []


def test_only_those_who_take_part_that_day_are_counted(poll, cast):
    first, _second, third = poll.dates.order_by("starts_at")
    say(poll, third, maison=YES, jardin=YES)
    part = cast.partner.participations.get()
    part.ends_on = third.day - dt.timedelta(days=1)
    part.save(update_fields=["ends_on"])

    found = {row.date: row for row in figures.poll_result(poll)}

    assert (names(found[third].represented), found[third].structures, found[third].heads[YES]) == (["Maison"], 2, 1)
    assert found[first].structures == 3
    late = poll.voices.get(participant__user=cast.partner)
    assert late in poll.voices.waited_for()
    part.ends_on = today()
    part.save(update_fields=["ends_on"])
    assert late not in poll.voices.waited_for()  # none of the dates is theirs any more


def test_who_stands_for_two_structures_is_one_head(poll, cast):
    first = poll.dates.order_by("starts_at")[0]
    other = make.ParticipantFactory(user=cast.participant, membership__project=cast.project)
    voice = make.PollVoiceFactory(poll=poll, participant=other)
    say(poll, first, maison=YES)
    make.PollAnswerFactory(voice=voice, date=first, answer=YES)

    result = figures.poll_result(poll)[0]

    assert (result.heads[YES], len(result.represented)) == (1, 2)
    assert figures.poll_counts([poll])[poll.pk] == figures.PollCounts(dates=3, asked=4, waited_for=4)


def test_counts_tell_who_is_waited_for(poll):
    for date in poll.dates.order_by("starts_at"):
        say(poll, date, maison=NO, jardin=YES)
    poll.dates.filter(pk=poll.dates.order_by("starts_at")[2].pk).update(withdrawn_at=dt.datetime.now(dt.UTC))

    counts = figures.poll_counts([poll])[poll.pk]

    assert (counts.dates, counts.asked, counts.waited_for, counts.answered) == (2, 4, 2, 2)


# Queries


def test_who_is_taken_is_told_for_every_date_in_one_go(poll, cast, django_assert_num_queries):
    venue = make.VenueFactory()
    poll.venue = venue
    poll.save(update_fields=["venue", "updated_at"])
    poll.facilitators.set([cast.facilitator])
    first, second, third = poll.dates.order_by("starts_at")
    busy = make.SessionFactory(starts_at=first.starts_at - dt.timedelta(hours=1), state="draft")
    busy.facilitators.add(cast.facilitator)
    make.SessionFactory(starts_at=second.ends_at - dt.timedelta(minutes=1), venue=venue)
    make.SessionFactory(starts_at=third.ends_at, venue=venue)  # touching ends do not clash
    make.SessionFactory(starts_at=third.starts_at, venue=venue, state="cancelled")
    poll = Poll.objects.select_related("venue").prefetch_related("facilitators").get(pk=poll.pk)

    with django_assert_num_queries(4):
        found = queries.obstacles(poll)

    assert {key: [str(one) for one in row] for key, row in found.items()} == {
        first.pk: [str(cast.facilitator)],
        second.pk: [str(venue)],
        third.pk: [],
    }


def test_nothing_is_asked_of_the_database_for_a_poll_without_people_or_place(poll, django_assert_num_queries):
    poll = Poll.objects.select_related("venue").prefetch_related("facilitators").get(pk=poll.pk)

    with django_assert_num_queries(1):
        assert not any(queries.obstacles(poll).values())


def test_a_person_finds_the_polls_they_have_to_answer(poll, cast):
    other = make.PollFactory(cohort=cast.cohort, answers_until=today())
    for part in (cast.participant, cast.other_member):
        make.PollVoiceFactory(poll=other, participant=part.participations.get())
    make.PollDateFactory(poll=other)
    over = make.PollFactory(cohort=cast.cohort, answers_until=today() - dt.timedelta(days=1))
    make.PollDateFactory(poll=over)
    make.PollVoiceFactory(poll=over, participant=cast.participant.participations.get())

    assert queries.polls_to_answer(cast.participant) == [other, poll]
    assert queries.polls_to_answer(cast.participant, cast.project) == [other, poll]
    assert queries.polls_to_answer(cast.other_member, cast.project) == []
    for date in poll.dates.order_by("pk"):
        say(poll, date, maison=YES)
    assert queries.polls_to_answer(cast.participant) == [other]


def test_own_dates_are_those_of_the_own_part(poll, cast):
    first, second, _third = poll.dates.order_by("starts_at")
    say(poll, first, maison=MAYBE)
    part = cast.participant.participations.get()
    part.ends_on = second.day
    part.save(update_fields=["ends_on"])

    assert [(row.date, row.answer) for row in queries.own_dates(poll, cast.participant)] == [
        (first, MAYBE),
        (second, None),
    ]
    assert queries.own_dates(poll, cast.other_member) == []
