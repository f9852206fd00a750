"""What people type wrong or meet too late: each has its sentence, beside the field it is about, and nothing is written."""

import datetime as dt

import pytest
from django.urls import reverse

from agenda import actions
from agenda.models import Poll, PollAnswer, Session, Venue
from core import links
from core.enums import MailState
from core.models import OutboxMail
from tests import factories as make
from tests.agenda.telling import link_in, mails, plan

pytestmark = pytest.mark.django_db

NEW = {"cohort": "cohorte", "form": "workshop", "day": "2026-12-03", "starts": "09:00", "ends": "12:30"}
SKIPPED = {"day": "2026-03-29", "starts": "02:30", "ends": "04:00"}
TWICE = {"day": "2026-10-25", "starts": "01:00", "ends": "02:30"}
WRONG_HOURS = [
    ({"starts": "12:30", "ends": "09:00"}, "ends", "La séance doit finir après son début"),
    ({"starts": "09:00", "ends": "09:00"}, "ends", "La séance doit finir après son début"),
    ({"starts": "20:00", "ends": "00:30"}, "ends", "avant minuit"),
    (SKIPPED, "starts", "n’existe pas"),
    (TWICE, "ends", "arrive deux fois"),
]
IDS = ["end before start", "no time at all", "over midnight", "a time that is skipped", "a time that comes twice"]


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC))
    return time_machine


@pytest.fixture
def team(sign_in, cast):
    return sign_in(cast.facilitator)


def text(response) -> str:
    return response.content.decode()


def beside(response, name: str, sentence: str) -> None:
    """The answer is a refusal whose sentence stands beside this field, which keeps what was typed."""
    assert response.status_code == 422
    assert sentence in " ".join(response.context["form"].errors[name])
    assert sentence in text(response)


@pytest.mark.parametrize(("wrong", "field", "sentence"), WRONG_HOURS, ids=IDS)
class TestHours:
    def test_of_a_new_session(self, team, wrong, field, sentence):
        response = team.post(reverse("agenda:new_session"), NEW | wrong)

        beside(response, field, sentence)
        assert f'value="{(NEW | wrong)[field]}"' in text(response)
        assert not Session.objects.filter(starts_at__year=2026, starts_at__month__in=[3, 10, 12]).exists()

    def test_of_a_move(self, cast, team, wrong, field, sentence):
        session = plan(cast)
        words = {name: NEW[name] for name in ("day", "starts", "ends")} | wrong | {"seen": session.version}

        response = team.post(reverse("agenda:move_session", args=[session.pk]), words)

        beside(response, field, sentence)
        assert Session.objects.get(pk=session.pk).starts_at == session.starts_at

    def test_of_a_series(self, cast, team, wrong, field, sentence):
        words = {name: NEW[name] for name in ("cohort", "day", "starts", "ends")} | wrong
        count = Session.objects.count()

        response = team.post(reverse("agenda:new_series"), words | {"rhythm": "weekly", "count": "2"})

        assert response.status_code in {200, 422}  # the dates are shown first, each with what is wrong with it
        assert sentence.split(" ")[-1] in text(response)
        assert Session.objects.count() == count


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"starts": "12:30", "ends": "09:00"}, "La fin vient après le début"),
        ({"starts": "20:00", "ends": "00:30"}, "avant minuit"),
        ({"day": "2027-03-28", "starts": "02:30", "ends": "04:00"}, "n’existe pas"),
        ({"day": "2027-10-31", "starts": "02:30", "ends": "04:00"}, "arrive deux fois"),
    ],
    ids=["end before start", "over midnight", "a time that is skipped", "a time that comes twice"],
)
def test_a_date_of_a_poll_says_what_is_wrong_with_it(cast, team, wrong, sentence):
    told = {"day": "2026-12-10", "starts": "09:00", "ends": "12:00"} | wrong
    words = {"cohort": "cohorte", "form": "meeting", "project": cast.project.pk, "answers_until": "2026-12-01"}
    words |= {"dates-TOTAL_FORMS": "1", "dates-INITIAL_FORMS": "0"}

    response = team.post(reverse("agenda:new_poll"), words | {f"dates-0-{name}": value for name, value in told.items()})

    assert response.status_code == 422
    assert sentence in text(response)
    assert not Poll.objects.exists()


def test_a_day_outside_the_cohort_asks_why_and_keeps_the_reason(cast, team):
    words = NEW | {"day": "2027-01-14"}

    asked = team.post(reverse("agenda:new_session"), words)
    assert asked.status_code == 422
    assert "en dehors de la cohorte" in text(asked)
    passed = team.post(reverse("agenda:new_session"), words | {"reason": "Le bilan d’un an."})

    assert passed.status_code == 302
    [warning] = Session.objects.latest("pk").passed_warnings.all()
    assert (warning.rule, warning.reason, warning.passed_by) == ("outside", "Le bilan d’un an.", cast.facilitator)


def test_a_place_that_was_removed_while_the_form_was_open(cast, team):
    kept, gone = make.VenueFactory(), make.VenueFactory()
    actions.retire_venue(actor=cast.facilitator, venue=kept)
    removed = gone.pk
    Venue.objects.filter(pk=removed).delete()

    beside(team.post(reverse("agenda:new_session"), NEW | {"venue": removed}), "venue", "choix")
    beside(team.post(reverse("agenda:new_session"), NEW | {"venue": kept.pk}), "venue", "choix")
    assert not Session.objects.filter(venue__isnull=False).exists()


def test_who_left_before_that_day_is_told_that_they_are_not_invited_any_more(cast, client, november):
    session = plan(cast, publish=True)
    [mail] = mails(cast.participant)
    cast.participant.participations.update(ends_on=session.day - dt.timedelta(days=1))
    actions.renew_lines(session)

    response = client.post(link_in(mail), {"answer": "yes"})

    assert response.status_code == 410
    assert "Vous n’êtes plus invité·e à cette séance." in text(response)


def test_a_calendar_whose_address_was_withdrawn_reads_why(cast, client):
    token = actions.renew_feed(actor=cast.participant)
    actions.revoke_feed(actor=cast.participant)

    gone = client.get(reverse("agenda:feed", args=[token]))

    assert gone.status_code == 410
    assert "Cette adresse d’agenda a été retirée." in text(gone)


@pytest.mark.parametrize(("state", "sentence"), [("cancelled", "annulé"), ("over", "jusqu’au")])
def test_a_poll_that_is_over_takes_no_answer_behind_its_link(cast, client, november, state, sentence):
    poll = make.PollFactory(cohort=cast.cohort, form="meeting", project=cast.project)
    date = make.PollDateFactory(poll=poll, starts_at=make.ahead(9))
    make.PollVoiceFactory(poll=poll, participant=cast.participant.participations.get())
    link = reverse("agenda:poll_link", args=[links.make_link(cast.participant, "poll", poll.pk, make.ahead(9, 18))])
    if state == "cancelled":
        actions.cancel_poll(actor=cast.facilitator, poll=poll)
    else:
        november.shift(dt.timedelta(days=8))

    response = client.post(link, {f"date-{date.pk}": "yes"})

    assert response.status_code == 422
    assert sentence in text(response)
    assert not PollAnswer.objects.exists()


def test_a_link_in_the_hands_of_somebody_else_says_so_and_shows_nothing(cast, sign_in):
    plan(cast, publish=True, title="Atelier 5")
    [mail] = mails(cast.participant)
    other = sign_in(cast.partner)

    for response in (other.get(link_in(mail)), other.post(link_in(mail), {"answer": "yes"})):
        assert response.status_code == 403
        assert "Ce lien a été envoyé à quelqu’un d’autre" in text(response)
        assert "Atelier 5" not in text(response)


@pytest.mark.parametrize("page", ["agenda", "publication", "session"])
def test_the_pages_of_the_team_say_that_the_mail_server_is_away(cast, team, november, page):
    session = plan(cast, publish=True)
    address = {
        "agenda": reverse("agenda:agenda"),
        "publication": reverse("agenda:publication", args=["cohorte"]),
        "session": session.get_absolute_url() + "?part=history",
    }[page]
    number = OutboxMail.objects.update(attempts=1, error="ConnectionRefusedError")
    told = {"session": f"{number} en attente"}.get(page, f"{number} attendent")

    shown = " ".join(text(team.get(address)).split())
    assert told in shown
    OutboxMail.objects.update(state=MailState.SENT)
    assert told not in " ".join(text(team.get(address)).split())
