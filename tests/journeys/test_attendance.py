"""The sheet in real browsers: signed by the code on a second one and followed live, on the tablet without network,
sealed and amended; somebody who walks in, the page of a session on a phone, and the rates."""

import re

import pytest
from playwright.sync_api import expect

from tests.running import until

pytestmark = pytest.mark.journey

PRESENT = """
from datetime import timedelta
from accounts.models import User
from agenda import actions
from agenda.models import Session
from cohorts.models import Cohort
from core.dates import now
cohort = Cohort.objects.get(slug="cooperations-2021")
row = Session.objects.create(cohort=cohort, form="workshop", title="Atelier en cours (exemple)", state="published",
    starts_at=now() - timedelta(minutes=5), ends_at=now() + timedelta(hours=2), is_example=True)
actions.renew_lines(row)
print("SESSION", row.pk)
"""
SEALED = "SELECT s.session_id FROM agenda_sheet s WHERE s.sealed_at IS NOT NULL ORDER BY s.session_id LIMIT 1"
PARTS = ("Déroulé", "Personnes", "Émargement", "Relevé et actions", "Historique")


@pytest.fixture
def under_way(shared_house):
    """The key of a half-day that began five minutes ago."""
    return int(re.search(r"SESSION (\d+)", shared_house.run("manage.py", "shell", "-c", PRESENT))[1])


def signatures(house, session):
    asked = "SELECT count(*) FROM agenda_signature g JOIN agenda_sheet s ON s.id = g.sheet_id WHERE s.session_id = %s"
    return house.value(asked, session)


def opened(walker, session):
    """The code of the sheet, opened by the team."""
    walker.sign_in("facilitator")
    walker.open(f"/agenda/{session}/attendance/")
    walker.look("attendance")
    walker.hand.follow(walker.page.get_by_role("button", name="Ouvrir la signature"))
    return walker.page.locator(".wall-code").inner_text().strip()


def test_a_member_signs_by_the_code_in_a_second_browser(shared_house, new_walker, under_way):
    team = new_walker(shared_house)
    code = opened(team, under_way)
    expect(team.page.get_by_role("img", name=re.compile("Code QR"))).to_be_visible()
    team.look("signing-wall")

    member = new_walker(shared_house, width=360)
    member.open("/sign/")
    member.look("sign-code")
    member.hand.write(member.page.get_by_label("Code de la séance"), "FAUX22")
    member.expected = {422}
    member.hand.follow(member.page.get_by_role("button", name="Continuer"))
    expect(member.page.get_by_role("main")).to_contain_text("Aucune séance n’a ce code")
    member.look("sign-wrong-code")
    member.open(f"/sign/{code}/")
    member.look("sign-who")
    member.hand.follow(member.page.get_by_role("link", name="Se connecter et signer"))
    member.fill_in_sign_in("slowfest")
    member.page.wait_for_url(re.compile(f"/sign/{code}/"))
    member.look("sign-own")
    member.hand.follow(member.page.get_by_role("button", name="Je signe"))

    expect(member.page.locator(".signed-line")).to_contain_text("signé à")
    member.look("sign-signed")
    expect(team.page.locator(".wall-figure")).to_contain_text("1 signatures sur", timeout=20_000)
    assert signatures(shared_house, under_way) == 1


def test_the_sheet_follows_the_signatures_and_leaves_alone_who_is_at_work(shared_house, new_walker, under_way):
    team, member = new_walker(shared_house), new_walker(shared_house, width=360)
    opened(team, under_way)
    team.open(f"/agenda/{under_way}/attendance/")
    line = team.page.locator(".roll-line").filter(has_text="Porteur·se 1, Slowfest")
    mark = line.get_by_role("button", name="En retard")
    mark.focus()
    expect(team.page.locator("[data-house-live]")).to_contain_text("Se met à jour", timeout=20_000)

    # The way to sign stands on the session's own page, on a phone.
    member.sign_in("slowfest")
    member.open(f"/agenda/{under_way}/")
    member.look("session-to-sign")
    member.hand.follow(member.page.get_by_role("link", name="Signer maintenant"))
    member.hand.follow(member.page.get_by_role("button", name="Je signe"))
    expect(member.page.locator(".signed-line")).to_contain_text("signé à")
    member.open(f"/agenda/{under_way}/")
    expect(member.page.locator("#turn")).to_contain_text("signé à")
    member.look("session-signed")

    expect(team.page.locator("#tally")).to_contain_text(re.compile(r"1\s+sur"), timeout=20_000)
    expect(mark).to_be_focused()  # the line in which somebody is at work waits
    expect(line.locator(".box.signed")).to_have_count(0)
    mark.blur()
    expect(line.locator(".box.signed")).to_have_count(1, timeout=20_000)

    team.expected = {0}
    team.context.set_offline(True)
    expect(team.page.locator("[data-house-live]")).to_contain_text("Pas de réseau", timeout=20_000)
    team.context.set_offline(False)
    expect(team.page.locator("[data-house-live]")).to_contain_text("Se met à jour", timeout=20_000)


def test_whoever_walks_in_is_on_the_sheet_in_three_gestures(shared_house, new_walker, under_way):
    """Under fifteen seconds: the name is touched, typed and sent; for the next person it is typed and sent."""
    team = new_walker(shared_house, width=360)
    team.sign_in("facilitator")
    team.open(f"/agenda/{under_way}/attendance/")
    name = team.page.get_by_label("Prénom et nom", exact=False).first
    steps = 0

    def gesture(act):
        nonlocal steps
        steps += 1
        act()

    gesture(name.click)
    for person in ("Camille Exemple", "Dominique Exemple"):
        gesture(lambda person=person: team.page.keyboard.type(person))
        gesture(lambda: team.page.keyboard.press("Enter"))
        expect(
            team.page.locator(".roll-group").filter(has_text="Invité").locator(f"b:text-is('{person}')")
        ).to_be_visible()
        expect(name).to_be_focused()

    assert steps == 5
    team.look("attendance-walk-ins")


def test_the_tablet_keeps_signatures_without_network_and_sends_each_once(shared_house, new_walker, under_way):
    tablet = new_walker(shared_house)
    tablet.expected = {0}
    tablet.page.on("dialog", lambda dialog: dialog.accept())
    opened(tablet, under_way)
    tablet.open(f"/agenda/{under_way}/attendance/")
    tablet.hand.follow(tablet.page.get_by_role("button", name="Faire circuler cet appareil"))
    tablet.page.wait_for_url(re.compile("/l/tablet/"))
    tablet.look("tablet")
    address = tablet.page.url.removeprefix(shared_house.url)
    kept = "caches.open('signing-1').then(async cache => Boolean(await cache.match(location.pathname)))"
    until(lambda: tablet.page.evaluate(kept), "the worker keeps the page", 30)

    tablet.context.set_offline(True)
    for name in ("Première Exemple", "Deuxième Exemple"):
        tablet.hand.follow(tablet.page.locator("[data-house-sign-row]").first)
        tablet.hand.write(tablet.page.get_by_label("Ou tapez vos prénom et nom"), name)
        waiting = tablet.page.locator(".waiting").count()
        tablet.hand.follow(tablet.page.get_by_role("button", name="Je signe"))
        expect(tablet.page.locator(".waiting")).to_have_count(waiting + 1)
    expect(tablet.page.locator("[data-house-kept]")).to_contain_text("2 signatures conservées sur cet appareil")
    tablet.open(address)  # the page closed and opened again, still without network
    expect(tablet.page.locator("[data-house-kept]")).to_contain_text("2 signatures conservées sur cet appareil")
    assert signatures(shared_house, under_way) == 0

    tablet.context.set_offline(False)

    until(lambda: signatures(shared_house, under_way) == 2, "both signatures arrive by themselves", 60)
    expect(tablet.page.locator("[data-house-kept]")).to_be_hidden(timeout=20_000)
    tablet.open(address)
    expect(tablet.page.locator(".tablet-name.done")).to_have_count(2)
    assert signatures(shared_house, under_way) == 2


@pytest.mark.parametrize("width", [1440, 360])
def test_a_sealed_sheet_refuses_a_change_and_takes_an_addendum(shared_house, new_walker, width):
    session = shared_house.value(SEALED)
    team = new_walker(shared_house, width=width)
    team.sign_in("facilitator")
    team.open(f"/agenda/{session}/attendance/")
    expect(team.page.get_by_role("heading", name="Feuille scellée")).to_be_visible()
    expect(team.page.locator("[data-house-marks]")).to_have_count(0)
    team.look("sealed-sheet")
    with pytest.raises(Exception, match="sealed"):
        shared_house.rows("UPDATE agenda_attendance SET presence = 'absent' WHERE session_id = %s", session)

    team.hand.follow(team.page.get_by_text("Rédiger un avenant"))
    team.hand.write(team.page.locator("#addenda textarea"), f"Exemple : arrivée notée par erreur ({width}).")
    team.look("addendum")
    team.hand.follow(team.page.get_by_role("button", name="Ajouter définitivement à la feuille"))

    expect(team.page.locator("#addenda")).to_contain_text(f"Exemple : arrivée notée par erreur ({width}).")
    expect(team.page.get_by_role("heading", name="Feuille scellée")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 360])
def test_a_session_is_read_part_by_part_and_the_rates_by_their_kinds(shared_house, new_walker, width):
    session = shared_house.value(SEALED)
    team = new_walker(shared_house, width=width)
    team.sign_in("facilitator")
    team.open(f"/agenda/{session}/")
    for part in PARTS:
        team.hand.follow(team.page.locator(".tabs").get_by_role("link", name=part))
        expect(team.page.locator(".tabs [aria-current]")).to_have_text(part)
        team.look(f"session-{part}")
    team.open("/cohorts/cooperations-2021/attendance/")
    for by in ("Par séance", "Par structure", "Par personne", "Par projet"):
        team.hand.follow(team.page.locator(".tabs").get_by_role("link", name=by))
        team.look(f"rates-{by}")
    team.hand.follow(team.page.get_by_role("main").get_by_role("link", name="La Halle des transitions"))
    team.look("rates-project")


def test_rows_are_added_to_the_sheet_with_the_keyboard_alone(shared_house, new_walker, under_way):
    team = new_walker(shared_house, keyboard=True)
    team.sign_in("facilitator")
    team.open(f"/agenda/{under_way}/sheet/")
    rows = team.page.locator("ol.row-list > li")
    expect(rows).to_have_count(3)
    team.hand.reach(team.page.locator("#id_minutes_0"))
    for place in range(4):
        team.page.keyboard.type("15")
        team.page.keyboard.press("Enter")
        expect(team.page.locator(f"#id_step_{place}")).to_be_focused()
        team.page.keyboard.type(f"Étape {place}")
        team.page.keyboard.press("Enter")
    expect(rows).to_have_count(5)
    team.look("session-sheet-form")
    team.page.reload()  # not sent: the device brings back what it kept, in rows that the page did not have
    expect(team.page.locator("#id_step_3")).to_have_value("Étape 3")
    team.hand.follow(team.page.get_by_role("main").get_by_role("button", name="Enregistrer"))

    expect(team.page.locator(".plan-steps li")).to_have_count(4)
