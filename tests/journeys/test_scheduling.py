"""Scheduling in a real browser: the same move by mouse, by keyboard and, on a phone, by form."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.walker import fr
from tests.running import until

pytestmark = pytest.mark.journey

WEEK = "/agenda/?view=week&date=2021-06-07"
AT_NINE, AT_TEN = "2021-06-08 07:00", "2021-06-09 08:00"


@pytest.fixture
def plan(house):
    """Plans a draft on Tuesday 8 June 2021 from nine to ten, by the form."""

    def planned(walker, title):
        walker.sign_in("facilitator")
        walker.open("/agenda/new/?day=2021-06-08&starts=09:00&form=workshop")
        page = walker.page
        page.get_by_label(fr("Title"), exact=True).fill(title)
        page.get_by_label(fr("To", "hour"), exact=True).fill("10:00")
        page.get_by_label(fr("Publish at once")).uncheck()
        page.get_by_role("button", name=fr("Plan the session")).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        return int(page.url.rstrip("/").rpartition("/")[2])

    return planned


def starts(house, key):
    return str(house.value("SELECT starts_at FROM agenda_session WHERE id = %s", key))[:16]


def test_a_session_is_dragged_by_mouse_and_the_move_is_undone(house, new_walker, plan):
    walker = new_walker(house)
    page, key = walker.page, plan(walker, "Glisser par la souris")
    walker.open(WEEK)
    event = page.locator(f"[data-session='{key}']")
    expect(event).to_be_visible()
    box, column = event.bounding_box(), page.get_by_role("columnheader").nth(1).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 10

    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y + 10, steps=4)
    page.mouse.move(x + column["width"], y + box["height"], steps=8)
    expect(page.locator("#drag-hint")).to_contain_text(fr("Nothing stands in the way."))
    page.mouse.up()

    until(lambda: starts(house, key) == AT_TEN, "the session is moved", 20)
    page.get_by_role("button", name=fr("Undo"), exact=True).click()
    until(lambda: starts(house, key) == AT_NINE, "the move is undone", 20)
    walker.look("undone")


def test_the_same_move_by_keyboard(house, new_walker, plan):
    walker = new_walker(house, keyboard=True)
    page, key = walker.page, plan(walker, "Déplacer au clavier")
    walker.open(WEEK)
    event = page.locator(f"[data-session='{key}']")
    walker.hand.reach(event)

    page.keyboard.press("Space")
    for step in ("ArrowRight", "ArrowDown", "ArrowDown"):
        page.keyboard.press(step)
        expect(event).to_be_focused()
    expect(page.locator("#drag-hint")).to_contain_text(fr("Nothing stands in the way."))
    page.keyboard.press("Enter")

    until(lambda: starts(house, key) == AT_TEN, "the session is moved", 20)
    expect(event).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    expect(page.locator("#live")).to_have_text(fr("Left where it was."))
    assert starts(house, key) == AT_TEN


def test_the_same_move_by_form_on_a_phone(house, new_walker, plan):
    walker = new_walker(house, width=360)
    page, key = walker.page, plan(walker, "Déplacer sur un téléphone")
    walker.open(f"/agenda/{key}/move/")
    walker.look("move-form")
    page.get_by_label(fr("Day")).fill("2021-06-09")
    page.get_by_label(fr("From", "hour"), exact=True).fill("10:00")
    page.get_by_label(fr("To", "hour"), exact=True).fill("11:00")
    page.get_by_role("button", name=fr("Move", "a session"), exact=True).click()

    expect(page.get_by_role("main")).to_contain_text(re.compile("mercredi 9.juin 2021"))
    assert starts(house, key) == AT_TEN


def test_a_holiday_asks_why_and_the_loser_of_two_sees_both(house, new_walker, plan):
    walker = new_walker(house)
    walker.expected = {409, 422}
    page, key = walker.page, plan(walker, "Deux personnes à la fois")
    walker.open("/agenda/?view=month&date=2021-06-01")
    event = page.locator(f"[data-session='{key}']")
    walker_two = new_walker(house)
    walker_two.sign_in("admin")
    walker_two.open(f"/agenda/{key}/move/")
    walker_two.page.get_by_label(fr("Day")).fill("2021-06-10")
    walker_two.page.get_by_role("button", name=fr("Move", "a session"), exact=True).click()
    expect(walker_two.page.get_by_role("heading", level=1)).to_have_text("Deux personnes à la fois")

    event.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(re.compile("jeudi 10.juin 2021"))
    expect(dialog).to_contain_text(re.compile("mercredi 9.juin 2021"))
    walker.look("both")
    dialog.get_by_role("button", name=fr("Move it all the same")).click()
    until(lambda: starts(house, key) == "2021-06-09 07:00", "the second insists", 20)
