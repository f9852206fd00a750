"""Scheduling in a real browser: the same move by mouse, by keyboard and, on a phone, by form."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.walker import fr
from tests.running import until

pytestmark = pytest.mark.journey

# Tuesdays whose week holds nothing else from nine to eleven, one for each test: they share a house.
TUESDAYS = {"both": "06-01", "mouse": "06-08", "keyboard": "06-22", "form": "06-29", "touch": "04-20"}
NINE, TEN, ELEVEN = "07:00", "08:00", "09:00"  # in Paris, as the tables hold them in summer


def day_of(word, after=0):
    """The Tuesday of this test, or so many days after it."""
    return str(dt.date.fromisoformat(f"2021-{TUESDAYS[word]}") + dt.timedelta(days=after))


def week(word):
    return f"/agenda/?view=week&date={day_of(word)}"


@pytest.fixture
def plan(shared_house):
    """Plans a draft on a Tuesday of 2021 from nine to ten, by the form."""

    def planned(walker, title, word):
        walker.sign_in("facilitator")
        walker.open(f"/agenda/new/?cohort=cooperations-2021&day={day_of(word)}&starts=09:00&form=workshop")
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


def ends(house, key):
    return str(house.value("SELECT ends_at FROM agenda_session WHERE id = %s", key))[:16]


def test_a_session_is_dragged_by_mouse_undone_and_made_longer(shared_house, new_walker, plan):
    walker = new_walker(shared_house)
    page, key = walker.page, plan(walker, "Glisser par la souris", "mouse")
    walker.open(week("mouse"))
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

    until(lambda: starts(shared_house, key) == f"{day_of('mouse', 1)} {TEN}", "the session is moved", 20)
    page.get_by_role("button", name=fr("Undo"), exact=True).click()
    until(lambda: starts(shared_house, key) == f"{day_of('mouse')} {NINE}", "the move is undone", 20)
    walker.look("undone")

    event.hover()
    box = event.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * 1.5, steps=4)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * 2 - 2, steps=4)
    expect(page.locator("#drag-hint")).to_contain_text(fr("Nothing stands in the way."))
    page.mouse.up()
    until(lambda: ends(shared_house, key) == f"{day_of('mouse')} {ELEVEN}", "the session is longer", 20)
    assert starts(shared_house, key) == f"{day_of('mouse')} {NINE}"


def test_a_session_is_dragged_by_a_finger(shared_house, new_walker, plan):
    walker = new_walker(shared_house, touch=True)
    page, key = walker.page, plan(walker, "Glisser du doigt", "touch")
    walker.open(week("touch"))
    event = page.locator(f"[data-session='{key}']")
    expect(event).to_be_visible()
    event.scroll_into_view_if_needed()
    box, column = event.bounding_box(), page.get_by_role("columnheader").nth(1).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 10
    finger = page.context.new_cdp_session(page)

    def touch(kind, *points):
        told = [{"x": x, "y": y} for x, y in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": told})

    touch("touchStart", (x, y))
    expect(event).to_have_count(2)  # held for a while, it is taken up: its shadow goes with the finger
    for step in range(1, 9):
        touch("touchMove", (x + column["width"] * step / 8, y + box["height"] * step / 8))
    expect(page.locator("#drag-hint")).to_contain_text(fr("Nothing stands in the way."))
    touch("touchEnd")

    until(lambda: starts(shared_house, key) == f"{day_of('touch', 1)} {TEN}", "the session is moved", 20)


def test_the_same_move_by_keyboard(shared_house, new_walker, plan):
    walker = new_walker(shared_house, keyboard=True)
    page, key = walker.page, plan(walker, "Déplacer au clavier", "keyboard")
    walker.open(week("keyboard"))
    event = page.locator(f"[data-session='{key}']")
    walker.hand.reach(event)

    page.keyboard.press("Space")
    for step in ("ArrowRight", "ArrowDown", "ArrowDown"):
        page.keyboard.press(step)
        expect(event).to_be_focused()
    expect(page.locator("#drag-hint")).to_contain_text(fr("Nothing stands in the way."))
    page.keyboard.press("Enter")

    until(lambda: starts(shared_house, key) == f"{day_of('keyboard', 1)} {TEN}", "the session is moved", 20)
    expect(page.get_by_role("button", name=fr("Undo"), exact=True)).to_be_visible()
    expect(event).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    expect(event).to_be_focused()
    page.keyboard.press("Shift+ArrowDown")
    expect(event).to_be_focused()
    page.keyboard.press("Enter")
    until(lambda: ends(shared_house, key) == f"{day_of('keyboard', 1)} 10:00", "the session is longer", 20)
    expect(event).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    expect(page.locator("#live")).to_have_text(fr("Left where it was."))
    assert starts(shared_house, key) == f"{day_of('keyboard', 1)} {TEN}"


def test_the_same_move_by_form_on_a_phone(shared_house, new_walker, plan):
    walker = new_walker(shared_house, width=360)
    page, key = walker.page, plan(walker, "Déplacer sur un téléphone", "form")
    walker.open(f"/agenda/{key}/move/")
    walker.look("move-form")
    page.get_by_label(fr("Day")).fill(day_of("form", 1))
    page.get_by_label(fr("From", "hour"), exact=True).fill("10:00")
    page.get_by_label(fr("To", "hour"), exact=True).fill("11:00")
    page.get_by_role("button", name=fr("Move", "a session"), exact=True).click()

    expect(page.get_by_role("main")).to_contain_text(re.compile("mercredi 30.juin 2021", re.IGNORECASE))
    assert starts(shared_house, key) == f"{day_of('form', 1)} {TEN}"


def test_of_two_who_move_one_session_the_second_sees_both(shared_house, new_walker, plan):
    walker = new_walker(shared_house)
    walker.expected = {409, 422}
    page, key = walker.page, plan(walker, "Deux personnes à la fois", "both")
    walker.open("/agenda/?view=month&date=2021-06-01")
    event = page.locator(f"[data-session='{key}']")
    walker_two = new_walker(shared_house)
    walker_two.sign_in("admin")
    walker_two.open(f"/agenda/{key}/move/")
    walker_two.page.get_by_label(fr("Day")).fill(day_of("both", 2))
    walker_two.page.get_by_role("button", name=fr("Move", "a session"), exact=True).click()
    expect(walker_two.page.get_by_role("heading", level=1)).to_have_text("Deux personnes à la fois")

    event.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(re.compile("jeudi 3.juin 2021"))
    expect(dialog).to_contain_text(re.compile("mercredi 2.juin 2021"))
    walker.look("both")
    dialog.get_by_role("button", name=fr("Move it all the same")).click()
    until(lambda: starts(shared_house, key) == f"{day_of('both', 1)} {NINE}", "the second insists", 20)
