"""How often each person is written to, each fact once; summaries; and the link that switches a kind off."""

import datetime as dt

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.urls import reverse

from accounts import actions, queries
from accounts.enums import NoticeKind, Pace
from accounts.models import Notice, NoticeChoice
from core import jobs
from core.dates import now
from core.errors import Refused
from core.models import Heartbeat, OutboxMail
from core.outbox import deliver
from tests import factories as make

pytestmark = pytest.mark.django_db
PAGE_QUERIES = 9


@pytest.fixture(autouse=True)
def november():
    """A Monday at ten in Paris."""
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC), tick=False) as clock:
        yield clock


def fact(key="session 1", **more):
    return actions.Fact(
        **{"key": key, "title": f"Atelier, {key}", "address": "https://maison.example/agenda/1/"} | more
    )


def tell(person, *facts, kind=NoticeKind.REMINDER, **more):
    def compose(fresh, quiet):
        return EmailMessage("Rappel", "\n".join([*(one.title for one in fresh), quiet]), to=[person.email])

    return actions.tell(person, kind, facts or [fact()], compose, **more)


def choose(person, pace, kind=NoticeKind.REMINDER):
    actions.set_paces(actor=person, wanted={kind: pace})


def mails():
    return list(OutboxMail.objects.order_by("pk"))


def test_a_fact_is_told_once(november):
    person, other = make.UserFactory(), make.UserFactory()

    first, again = tell(person), tell(person)
    november.shift(dt.timedelta(days=40))
    mixed, theirs = tell(person, fact(), fact("session 2")), tell(other)

    assert (first.person, again) == (person, None)
    assert "session 1" not in mixed.text
    assert "session 2" in mixed.text
    assert theirs is not None
    assert Notice.objects.filter(told_at=None).count() == 0


def test_without_a_choice_each_kind_has_its_usual_pace():
    person = make.UserFactory()

    assert queries.paces(person) == {
        NoticeKind.INVITATION: Pace.AT_ONCE,
        NoticeKind.REMINDER: Pace.AT_ONCE,
        NoticeKind.ACTION: Pace.AT_ONCE,
        NoticeKind.LOGBOOK: Pace.AT_ONCE,
        NoticeKind.DIGEST: Pace.NONE,
    }


def test_whoever_wants_none_gets_none_and_a_hand_does_not_change_that():
    person = make.UserFactory()
    choose(person, Pace.NONE)

    assert tell(person) is None
    assert tell(person, at_once=True) is None
    assert not Notice.objects.exists()


def test_what_is_sent_by_hand_waits_for_no_summary():
    person = make.UserFactory()
    choose(person, Pace.WEEKLY)

    assert tell(person, at_once=True) is not None


def test_invitations_are_never_put_off():
    person = make.UserFactory()

    with pytest.raises(Refused):
        choose(person, Pace.DAILY, NoticeKind.INVITATION)


@pytest.mark.parametrize(("pace", "days"), [(Pace.DAILY, 1), (Pace.WEEKLY, 7)])
def test_a_summary_leaves_at_seven_with_all_that_waits(november, pace, days):
    person = make.UserFactory(name="Claude Exemple")
    choose(person, pace)
    choose(person, pace, NoticeKind.ACTION)
    tell(person, fact("action 1"), kind=NoticeKind.ACTION)
    tell(person, fact("session 1"), fact("session 2"))
    november.move_to(dt.datetime(2026, 11, 23 + days, 5, 59, tzinfo=dt.UTC))

    assert (actions.send_summaries(), mails()) == (0, [])
    november.shift(dt.timedelta(minutes=1))
    assert [actions.send_summaries(), actions.send_summaries()] == [1, 0]

    (mail,) = mails()
    assert mail.subject == "Votre résumé : 3 choses à savoir"
    assert mail.text.index("session 1") < mail.text.index("session 2") < mail.text.index("action 1")
    assert mail.text.count("/l/notices/") == 1
    assert mail.text.startswith("Bonjour Claude Exemple,")


def test_a_summary_that_was_missed_leaves_later_and_once(november):
    person = make.UserFactory()
    choose(person, Pace.DAILY)
    tell(person)
    november.shift(dt.timedelta(days=3))

    assert [actions.send_summaries(), actions.send_summaries()] == [1, 0]


def test_what_is_of_no_use_any_more_is_dropped(november):
    person, gone = make.UserFactory(), make.UserFactory()
    for one in (person, gone):
        choose(one, Pace.DAILY)
    tell(person, fact(until=now() + dt.timedelta(hours=3)))
    tell(gone)
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    november.shift(dt.timedelta(days=1))

    assert actions.send_summaries() == 0
    assert mails() == []
    assert Notice.objects.exclude(dropped_at=None).count() == 2


@pytest.mark.parametrize(
    ("pace", "left"), [(Pace.NONE, 0), (Pace.AT_ONCE, 1), (Pace.DAILY, 1)], ids=["never", "at once", "daily"]
)
def test_what_waits_follows_a_new_choice(november, pace, left):
    person = make.UserFactory()
    choose(person, Pace.WEEKLY)
    tell(person)
    choose(person, pace)
    november.shift(dt.timedelta(days=1))

    assert actions.send_summaries() == left


def test_two_schedulers_send_one_summary(race):
    person = make.UserFactory()
    NoticeChoice.objects.create(user=person, kind=NoticeKind.REMINDER, pace=Pace.DAILY)
    yesterday = now() - dt.timedelta(days=1)
    Notice.objects.create(
        user=person, kind=NoticeKind.REMINDER, fact="session 1", title="Atelier", pace=Pace.DAILY, at=yesterday
    )

    outcomes = race(actions.send_summaries, actions.send_summaries)

    assert sorted(outcomes) == [0, 1]
    assert len(mails()) == 1


def test_two_at_once_tell_a_fact_once(race):
    person = make.UserFactory()

    outcomes = race(lambda: tell(person), lambda: tell(person))

    assert sorted(outcome is None for outcome in outcomes) == [False, True]
    assert len(mails()) == 1


def test_the_scheduler_knows_the_summaries():
    jobs.tick()

    assert Heartbeat.objects.filter(name="duty accounts.send_summaries").exists()


def test_the_foot_of_a_mail_switches_its_kind_off_without_signing_in(client, sign_in):
    person, other = make.UserFactory(), make.UserFactory()
    mail = tell(person)
    page = "/l/notices/" + mail.text.split("/l/notices/")[1].split()[0]

    shown = client.get(page).content.decode()
    kept = queries.paces(person)[NoticeKind.REMINDER]
    wrong = client.post(page, {"reminder": "tomorrow"})
    stranger = sign_in(other).post(page, {"reminder": "none"})
    done = client.post(page, {"reminder": ["at_once", "none"]})

    assert "Rappels" in shown
    assert "Actions" not in shown
    assert (kept, wrong.status_code, stranger.status_code, done.status_code) == (Pace.AT_ONCE, 422, 403, 200)
    assert person.name not in stranger.content.decode()
    assert queries.paces(person)[NoticeKind.REMINDER] == Pace.NONE
    assert mail.headers["List-Unsubscribe"].endswith(page + ">")


def test_a_mail_that_has_left_forgets_the_link_that_switches_off(settings):
    settings.DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail = tell(make.UserFactory())
    deliver(mail)

    mail.refresh_from_db()
    assert "/l/notices/…" in mail.text
    assert mail.headers["List-Unsubscribe"].endswith("/l/notices/…/>")


def test_a_person_chooses_on_their_page(sign_in, django_assert_num_queries):
    person = make.UserFactory()
    client, address = sign_in(person), reverse("accounts:notices")
    client.get(address)

    with django_assert_num_queries(PAGE_QUERIES):
        html = client.get(address).content.decode()
    wrong = client.post(address, {"reminder": "none"})
    client.post(address, {"reminder": "none", "action": "weekly", "logbook": "daily", "digest": "weekly"})

    assert "Commentaires et mentions" in html
    assert wrong.status_code == 422
    assert list(queries.paces(person).values()) == [Pace.AT_ONCE, Pace.NONE, Pace.WEEKLY, Pace.DAILY, Pace.WEEKLY]
