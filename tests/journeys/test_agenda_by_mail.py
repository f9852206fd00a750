"""The agenda by its mails, in real browsers: a poll that becomes a session, a calendar that is published, an answer and
an action settled by their links, the calendar of a person, and one slot wanted by two."""

import re
import urllib.request

import pytest
from playwright.sync_api import expect

from desk.demonstration.around import ahead
from tests.journeys.letters import letter, letters, link
from tests.journeys.walker import fr
from tests.running import until

pytestmark = pytest.mark.journey

HALLE = "La Halle des transitions"
OFFER = """
from datetime import time
from accounts.models import User
from agenda.actions import offer_slots
from cohorts.models import Cohort
from core.dates import combine
from core.timetable import Interval
from desk.demonstration.around import ahead
team = User.objects.get(email="facilitator@demo.example")
day = ahead(24)
hours = Interval(combine(day, time(9)), combine(day, time(10)))
offer_slots(actor=team, cohort=Cohort.objects.get(slug="cooperations-2021"), facilitators=[team], ranges=[hours], minutes=30)
"""


def test_a_poll_answered_from_a_phone_becomes_a_session(shared_house, new_walker):
    team, title = new_walker(shared_house), "Trouver une date ensemble"
    team.sign_in("facilitator")
    team.open("/agenda/polls/new/?cohort=cooperations-2021")
    page, hand = team.page, team.hand
    hand.choose(page.get_by_role("radio", name="Rendez-vous individuel"))
    hand.select(page.get_by_label(fr("Project"), exact=False).last, HALLE)
    hand.write(page.get_by_label(fr("Title"), exact=True), title)
    for place, days in enumerate((10, 11)):
        row = page.locator("[data-house-row]").nth(place)
        row.get_by_label(fr("Day"), exact=True).fill(ahead(days).isoformat())
        row.get_by_label(fr("From", "hour"), exact=True).fill("14:00")
        row.get_by_label(fr("To", "hour"), exact=True).fill("15:30")
    hand.date(page.get_by_label(re.compile(fr("Answers until"))), ahead(8).isoformat())
    team.look("poll-form")
    hand.follow(page.get_by_role("button", name=fr("Prepare the poll")))
    hand.follow(page.get_by_role("button", name="Envoyer à 6 personnes"))
    expect(page.get_by_role("main")).to_contain_text("0 personne")

    phone = new_walker(shared_house, width=360)
    phone.open(link(letter(shared_house, "slowfest", title), "poll"))
    phone.look("poll-link")
    dates = phone.page.get_by_role("group")
    expect(dates).to_have_count(2)
    phone.hand.choose(dates.nth(0).get_by_role("radio", name="Non"))
    phone.hand.choose(dates.nth(1).get_by_role("radio", name="Oui"))
    phone.hand.follow(phone.page.get_by_role("button", name=fr("Send my answers")))
    expect(phone.page.get_by_role("main")).to_contain_text("Vos réponses sont notées")
    phone.look("poll-link-answered")

    page.reload()
    team.look("poll")
    best = page.locator(".date-results > li").first
    expect(best).to_contain_text("Slowfest")
    hand.follow(best.get_by_role("link", name=re.compile(fr("Choose this date"))))
    team.look("choose-date")
    hand.follow(page.get_by_role("button", name="Planifier la séance et inviter 6 personnes"))
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    invitation = letter(shared_house, "slowfest", "Nouvelle séance")
    assert "text/calendar" in [part.get_content_type() for part in invitation.walk()]
    said = "SELECT a.reply FROM agenda_attendance a JOIN agenda_session s ON s.id = a.session_id WHERE s.title = %s"
    assert sorted(row[0] for row in shared_house.rows(said, title)) == ["none"] * 5 + ["yes"]
    phone.page.reload()
    expect(phone.page.get_by_role("main")).to_contain_text("Ce sondage est clos")


def test_publishing_writes_to_as_many_as_the_button_says_and_the_mail_is_answered(shared_house, new_walker):
    team, title = new_walker(shared_house), "Partager les charges"
    team.sign_in("facilitator")
    team.open("/agenda/publication/cooperations-2021/")
    team.look("publication")
    button = team.page.get_by_role("button", name=re.compile(r"Publier et écrire à \d+ personnes"))
    number = int(re.search(r"\d+", button.inner_text())[0])
    team.hand.follow(button)
    expect(team.page.get_by_role("main")).to_contain_text("Tout est publié")
    team.look("published")
    written = (
        "SELECT count(*) FROM agenda_sessionmail m JOIN agenda_session s ON s.id = m.session_id WHERE s.title LIKE %s"
    )
    assert shared_house.value(written, f"%{title}%") == number == 16
    unsent = "SELECT count(*) FROM core_outboxmail WHERE state <> 'sent'"
    until(lambda: shared_house.value(unsent) == 0, "all of them left", 40)
    assert (
        len([1 for name in ("slowfest", "la-boucle", "r3", "ludosens-2") if letters(shared_house, name, about=title)])
        == 4
    )

    address = link(letter(shared_house, "r3", title), "reply")
    stranger = new_walker(shared_house)
    stranger.expected = {403}
    stranger.sign_in("la-boucle")
    stranger.open(address)
    expect(stranger.page.get_by_role("alert")).to_contain_text("Ce lien a été envoyé à quelqu’un d’autre")
    expect(stranger.page.get_by_role("main")).not_to_contain_text(title)
    stranger.look("link-of-somebody-else")

    phone = new_walker(shared_house, width=360)
    phone.expected = {410}
    phone.open(address)
    phone.look("answer")
    phone.hand.follow(phone.page.get_by_role("button", name="Oui"))
    expect(phone.page.get_by_role("heading", level=1)).to_have_text(fr("Thank you, it is noted"))
    phone.open(address)
    expect(phone.page.get_by_role("alert")).to_contain_text("Ce lien a déjà servi")
    phone.look("answer-used")


def test_a_meeting_is_written_up_and_its_action_settled_from_the_mail(shared_house, new_walker):
    team, action = new_walker(shared_house), "Demander les plans à la mairie"
    team.sign_in("facilitator")
    held = "SELECT max(id) FROM agenda_session WHERE form = 'meeting' AND starts_at < '2021-10-01' AND project_id = %s"
    project = shared_house.value("SELECT id FROM projects_project WHERE slug = 'la-halle-des-transitions'")
    team.open(f"/agenda/{shared_house.value(held, project)}/note/")
    page, hand = team.page, team.hand
    team.look("write-up")
    block = page.locator("details.note-block[open]").first
    hand.write(block.get_by_label(fr("What was decided")), "Visiter le lieu en juin.")
    expect(block.locator(".save-state")).to_contain_text(re.compile(r"Enregistré à \d+.h.\d\d"), timeout=20_000)
    hand.write(page.get_by_label(re.compile(fr("What is to be done"))), action)
    page.get_by_label(re.compile(fr("Who does it"))).select_option(label="R3 – Réseau de Réemplois des deux Rives")
    hand.follow(page.get_by_role("button", name=fr("Add the action")))
    expect(page.locator("#actions")).to_contain_text(action)
    hand.follow(page.get_by_role("button", name=re.compile(r"Envoyer les nouvelles actions à \d+ personne")))
    expect(page.get_by_role("main")).not_to_contain_text("Envoyer les nouvelles actions")

    phone = new_walker(shared_house, width=360)
    phone.open(link(letter(shared_house, "r3", "action"), "action"))
    phone.look("action-by-link")
    phone.hand.follow(phone.page.get_by_role("button", name=fr("It is done"), exact=True))
    expect(phone.page.get_by_role("heading", level=1)).to_have_text(fr("Noted, thank you"))
    phone.look("action-noted")
    assert shared_house.value("SELECT state FROM projects_action WHERE text = %s", action) == "done"


def test_a_calendar_is_subscribed_to_and_withdrawn(shared_house, new_walker):
    walker = new_walker(shared_house, width=360)
    walker.page.on("dialog", lambda dialog: dialog.accept())
    walker.sign_in("slowfest")
    walker.open("/agenda/calendar/")
    walker.look("my-calendar")
    walker.hand.follow(walker.page.get_by_role("button", name=fr("Make my address")))
    field = walker.page.get_by_label(fr("Address to copy"))
    expect(field).to_be_visible()
    walker.look("my-calendar-address")
    address = field.input_value()
    assert read(address)[0] == 200
    assert "BEGIN:VEVENT" in read(address)[1]
    assert "Rendez-vous de suivi" in read(address)[1]
    assert "Passerelles" not in read(address)[1]

    walker.hand.follow(walker.page.get_by_role("button", name=re.compile(fr("Withdraw the address…"))))
    expect(walker.page.get_by_role("heading", name=fr("No address yet"))).to_be_visible()
    status, text = read(address)
    assert status == 410
    assert "Cette adresse d’agenda a été retirée" in text


def read(address):
    """As a calendar program does: without cookies."""
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def test_of_two_who_book_one_slot_the_second_is_told(shared_house, new_walker):
    shared_house.run("manage.py", "shell", "-c", OFFER)
    slot = shared_house.value("SELECT max(s.id) FROM agenda_slot s")
    first, second = new_walker(shared_house, width=360), new_walker(shared_house)
    second.expected = {422}
    for walker, name, project in (
        (first, "slowfest", "la-halle-des-transitions"),
        (second, "ludosens", "passerelles"),
    ):
        walker.sign_in(name)
        walker.open(f"/projects/{project}/slots/")
        walker.look(f"slots of {name}")
        walker.hand.follow(walker.page.locator(f"a[href$='/slots/{slot}/book/']"))
        expect(walker.page.get_by_role("heading", level=1)).to_have_text(fr("Book this slot"))
    first.look("book-slot")

    first.hand.follow(first.page.get_by_role("button", name=re.compile(r"Réserver et écrire à \d+ personnes")))
    expect(first.page).not_to_have_url(re.compile("/book/"))
    second.hand.follow(second.page.get_by_role("button", name=re.compile(r"Réserver et écrire à \d+ personnes")))
    expect(second.page.get_by_role("main")).to_contain_text("Ce créneau vient d’être réservé.")
    expect(second.page.get_by_role("main")).to_contain_text("Encore libres")
    second.look("slot-lost")
    meetings = "SELECT count(*) FROM agenda_session WHERE id = (SELECT session_id FROM agenda_slot WHERE id = %s)"
    assert shared_house.value(meetings, slot) == 1
