"""Two people in one answer: each sees the other, nobody writes over anybody, and neither a cut network nor a killed
server loses a word."""

import pytest
from playwright.sync_api import expect

from tests.running import until

pytestmark = pytest.mark.journey

AXIS = "/projects/la-halle-des-transitions/logbook/projets-collectifs/"


def collective(walker):
    article = walker.page.get_by_role("article").filter(has=walker.page.get_by_text("Collective", exact=True)).first
    return article, article.get_by_role("textbox")


@pytest.fixture
def enter(new_walker):
    def sign_in(house, name, width=1440):
        walker = new_walker(house, width=width)
        walker.sign_in(name)
        walker.open(AXIS)
        return walker

    return sign_in


def kept(house, text):
    """In how many versions a text stands, applied or beside."""
    return house.value("SELECT count(*) FROM logbook_answerversion WHERE text = %s", text)


@pytest.mark.parametrize("width", [1440, 360])
def test_two_browsers_and_a_cut_network_end_with_both_texts_safe(shared_house, enter, width):
    first, second = enter(shared_house, "slowfest", width), enter(shared_house, "la-boucle", width)
    second.expected = {0, 409}
    field, (article, other) = collective(first)[1], collective(second)
    theirs, mine = f"Répétitions{width} : le mardi.", f"Cuisine{width} partagée, écrite hors ligne."
    other.click()
    field.click()
    expect(article.locator(".writes-here")).to_contain_text("écrit ici", timeout=20_000)
    expect(second.page.locator("#people-here")).to_contain_text("Slowfest", timeout=20_000)

    first.hand.write(field, theirs)
    expect(article.locator(".elsewhere-notice")).to_contain_text("Modifié ailleurs", timeout=20_000)
    expect(article.locator(".save-state")).to_contain_text("Modifié ailleurs")
    second.look("changed-elsewhere")
    second.context.set_offline(True)
    second.hand.write(other, mine)
    expect(article.locator(".save-state")).to_contain_text("appareil", timeout=20_000)
    assert kept(shared_house, mine) == 0
    second.context.set_offline(False)

    expect(article.locator("[data-house-theirs]")).to_contain_text(theirs, timeout=60_000)
    expect(other).to_have_text(mine)
    assert shared_house.value("SELECT count(*) FROM logbook_answer WHERE text = %s", theirs) == 1
    assert (kept(shared_house, theirs), kept(shared_house, mine)) == (1, 1)
    second.hand.follow(article.get_by_role("button", name="Continuer avec les deux"))
    until(
        lambda: shared_house.value(
            "SELECT count(*) FROM logbook_answer WHERE text LIKE %s AND text LIKE %s",
            f"%Répétitions{width}%",
            f"%Cuisine{width}%",
        ),
        "both texts are in the answer",
        20,
    )


def test_a_field_in_which_nobody_is_follows_the_other_persons_text(shared_house, enter):
    first, second = enter(shared_house, "slowfest"), enter(shared_house, "la-boucle")
    text = "Écrit ailleurs, lu ici sans recharger."
    # Nothing was typed: a page that is only looked at has nothing to send.
    keepers = "[...document.querySelectorAll('form[data-house-keep]')].map((form) => form.houseKeeper?.unsent())"
    second.page.wait_for_function(f"{keepers}.every((unsent) => unsent === false)")

    first.hand.write(collective(first)[1], text)

    expect(collective(second)[1]).to_have_text(text, timeout=30_000)
    more = f"{text} Et continué."
    second.hand.write(collective(second)[1], more)
    until(lambda: shared_house.value("SELECT count(*) FROM logbook_answer WHERE text = %s", more), "it goes on", 20)


def test_the_web_server_killed_while_typing_loses_no_word(house, enter):
    walker = enter(house, "slowfest")
    walker.expected = {0, 502, 503}
    article, field = collective(walker)
    field.click()
    field.press_sequentially("Le début d’une longue réponse, ")
    until(
        lambda: house.value("SELECT count(*) FROM logbook_answer WHERE text LIKE %s", "Le début%"), "a first save", 20
    )
    gone = house.kill_part("web")
    field.press_sequentially("écrite pendant que le serveur tombe", delay=15)
    assert field.inner_text() == "Le début d’une longue réponse, écrite pendant que le serveur tombe"
    until(lambda: house.part("web") not in {0, *gone} and house.answers("/readyz"), "the web server is back", 60)
    field.press_sequentially(", puis revient.", delay=15)

    text = "Le début d’une longue réponse, écrite pendant que le serveur tombe, puis revient."
    until(lambda: house.value("SELECT count(*) FROM logbook_answer WHERE text = %s", text), "all of it arrives", 90)
    expect(article.locator(".save-state")).to_contain_text("Enregistré", timeout=20_000)
    numbers = house.rows("SELECT number, count(*) FROM logbook_answerversion WHERE applied GROUP BY answer_id, number")
    assert {count for _number, count in numbers} == {1}


def test_a_session_that_ends_during_a_long_answer_loses_no_word(house, enter):
    walker = enter(house, "slowfest")
    walker.expected = {401}
    article, field = collective(walker)
    sentence = "Une phrase d’une longue réponse que l’on écrit sans s’arrêter. "
    text = (sentence * 60).strip()
    field.click()
    walker.page.keyboard.insert_text(sentence * 30)
    until(lambda: house.value("SELECT count(*) FROM logbook_answer WHERE text LIKE %s", "Une phrase%"), "a save", 20)

    house.rows("DELETE FROM django_session")
    walker.page.keyboard.insert_text((sentence * 30).strip())
    expect(walker.page.get_by_role("dialog").get_by_label("Mot de passe")).to_be_visible(timeout=20_000)
    walker.fill_in_sign_in("slowfest")

    until(lambda: house.value("SELECT count(*) FROM logbook_answer WHERE text = %s", text), "all of it arrives", 60)
    expect(article.locator(".save-state")).to_contain_text("Enregistré", timeout=20_000)
