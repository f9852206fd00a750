"""The sheet in real browsers: signed by the code on a second one, on the tablet without network, sealed and amended."""

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


@pytest.fixture
def under_way(shared_house):
    """The key of a half-day that began five minutes ago."""
    return int(re.search(r"SESSION (\d+)", shared_house.run("manage.py", "shell", "-c", PRESENT))[1])


def signatures(house, session):
    asked = "SELECT count(*) FROM agenda_signature g JOIN agenda_sheet s ON s.id = g.sheet_id WHERE s.session_id = %s"
    return house.value(asked, session)


def test_a_member_signs_by_the_code_in_a_second_browser(shared_house, new_walker, under_way):
    team = new_walker(shared_house)
    team.sign_in("facilitator")
    team.open(f"/agenda/{under_way}/attendance/")
    team.look("attendance")
    team.hand.follow(team.page.get_by_role("button", name="Ouvrir la signature"))
    code = team.page.locator(".wall-code").inner_text().strip()
    expect(team.page.get_by_role("img", name=re.compile("Code QR"))).to_be_visible()
    team.look("signing-wall")

    member = new_walker(shared_house, width=360)
    member.open(f"/sign/{code}/")
    member.look("sign-who")
    member.hand.follow(member.page.get_by_role("link", name="Se connecter et signer"))
    member.fill_in_sign_in("slowfest")
    member.page.wait_for_url(re.compile(f"/sign/{code}/"))
    member.look("sign-own")
    member.hand.follow(member.page.get_by_role("button", name="Je signe"))

    expect(member.page.locator(".signed-line")).to_contain_text("signé à")
    expect(team.page.locator(".wall-figure")).to_contain_text("1 signatures sur", timeout=20_000)
    assert signatures(shared_house, under_way) == 1


def test_the_tablet_keeps_signatures_without_network_and_sends_each_once(shared_house, new_walker, under_way):
    tablet = new_walker(shared_house)
    tablet.expected = {0}
    tablet.page.on("dialog", lambda dialog: dialog.accept())
    tablet.sign_in("facilitator")
    tablet.open(f"/agenda/{under_way}/attendance/")
    tablet.hand.follow(tablet.page.get_by_role("button", name="Ouvrir la signature"))
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


def test_a_sealed_sheet_refuses_a_change_and_takes_an_addendum(shared_house, new_walker):
    session = shared_house.value(SEALED)
    team = new_walker(shared_house)
    team.sign_in("facilitator")
    team.open(f"/agenda/{session}/attendance/")
    expect(team.page.get_by_role("heading", name="Feuille scellée")).to_be_visible()
    expect(team.page.locator("[data-house-marks]")).to_have_count(0)
    team.look("sealed-sheet")
    with pytest.raises(Exception, match="sealed"):
        shared_house.rows("UPDATE agenda_attendance SET presence = 'absent' WHERE session_id = %s", session)

    team.hand.follow(team.page.get_by_text("Rédiger un avenant"))
    team.hand.write(team.page.locator("#addenda textarea"), "Exemple : arrivée notée par erreur.")
    team.hand.follow(team.page.get_by_role("button", name="Ajouter définitivement à la feuille"))

    expect(team.page.locator("#addenda")).to_contain_text("Exemple : arrivée notée par erreur.")
    expect(team.page.get_by_role("heading", name="Feuille scellée")).to_be_visible()
