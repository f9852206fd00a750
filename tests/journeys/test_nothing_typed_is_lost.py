"""The network goes, the session ends, a partner writes at the same time: what was typed arrives or is shown."""

import pytest
from playwright.sync_api import expect

from tests.running import until

pytestmark = pytest.mark.journey

AXIS = "/projects/la-halle-des-transitions/logbook/projets-collectifs/"


def first_field(walker, scope):
    """The field of the first individual or collective question."""
    article = walker.page.get_by_role("article").filter(has=walker.page.get_by_text(scope, exact=True)).first
    return article, article.get_by_role("textbox")


def text_of(house, text):
    return house.value("SELECT count(*) FROM logbook_answer WHERE text = %s", text)


@pytest.fixture
def typist(shared_house, new_walker):
    """Slowfest's bearer on an axis of the logbook, the question at hand."""

    def start(name="slowfest", width=1440):
        walker = new_walker(shared_house, width=width)
        walker.sign_in(name)
        walker.open(AXIS)
        return walker

    return start


def test_a_text_typed_without_network_arrives_when_it_is_back_untouched(shared_house, typist):
    walker = typist()
    walker.expected = {0}
    article, field = first_field(walker, "Individuelle")
    text = "Écrit dans le train, sans réseau."
    walker.context.set_offline(True)
    walker.hand.write(field, text)
    expect(article.locator(".save-state")).to_contain_text("appareil", timeout=20_000)
    assert text_of(shared_house, text) == 0

    walker.context.set_offline(False)

    until(lambda: text_of(shared_house, text) == 1, "the text arrives by itself", 60)
    expect(article.locator(".save-state")).to_contain_text("Enregistré", timeout=20_000)
    assert shared_house.value("SELECT count(*) FROM logbook_answerversion WHERE text = %s", text) == 1


def test_a_text_typed_without_network_survives_a_closed_page(shared_house, typist):
    walker = typist()
    walker.expected = {0}
    article, field = first_field(walker, "Individuelle")
    text = "Écrit avant que la page ne se ferme."
    walker.context.set_offline(True)
    walker.hand.write(field, text)
    expect(article.locator(".save-state")).to_contain_text("appareil", timeout=20_000)
    walker.page.close(run_before_unload=False)
    walker.context.set_offline(False)

    walker.page = walker.context.new_page()
    walker.open(AXIS)

    until(lambda: text_of(shared_house, text) == 1, "the text arrives at the next visit", 60)
    expect(first_field(walker, "Individuelle")[1]).to_have_text(text)


def test_a_session_that_ended_keeps_the_text_and_sends_it_after_the_sign_in(shared_house, typist):
    walker = typist()
    walker.expected = {401}
    article, field = first_field(walker, "Collective")
    text = "Écrit après la fin de la session."
    shared_house.rows("DELETE FROM django_session")
    walker.hand.write(field, text)

    dialog = walker.page.get_by_role("dialog")
    expect(dialog.get_by_label("Mot de passe")).to_be_visible(timeout=20_000)
    assert text_of(shared_house, text) == 0
    walker.look("sign-in-dialog")
    walker.fill_in_sign_in("slowfest")

    until(lambda: text_of(shared_house, text) == 1, "the text arrives after the sign-in", 60)
    expect(field).to_have_text(text)
    expect(article.locator(".save-state")).to_contain_text("Enregistré", timeout=20_000)


@pytest.mark.parametrize("width", [1440, 360])
def test_two_people_on_one_answer_the_second_sees_both_texts(shared_house, typist, width):
    first, second = typist("slowfest", width), typist("la-boucle", width)
    second.expected = {409}
    _article, field = first_field(first, "Collective")
    article, other = first_field(second, "Collective")
    theirs, mine = f"La première version, {width}.", f"La seconde version, {width}."
    other.click()  # a field in which nobody is gets the newer text by itself
    first.hand.write(field, theirs)
    until(lambda: text_of(shared_house, theirs) == 1, "the first text is saved", 20)

    second.hand.write(other, mine)

    expect(article.locator("[data-house-theirs]")).to_contain_text(theirs, timeout=20_000)
    expect(other).to_have_text(mine)
    assert text_of(shared_house, theirs) == 1
    assert shared_house.value("SELECT count(*) FROM logbook_answerversion WHERE text = %s", mine) >= 1
    second.look("conflict")
    second.hand.follow(article.get_by_role("button", name="Garder mon texte"))
    until(lambda: text_of(shared_house, mine) == 1, "the choice is saved", 20)


def test_sharing_waits_for_the_text_that_is_still_being_typed(shared_house, typist):
    walker = typist("la-boucle")
    article, field = first_field(walker, "Individuelle")
    walker.hand.write(field, "Un premier texte.")
    share = article.get_by_role("button", name="Partager avec le projet")
    expect(share).to_be_visible(timeout=20_000)
    text = "Le texte que l’on voit en cliquant."
    field.fill(text)

    share.click()

    expect(article.get_by_role("button", name="Reprendre")).to_be_visible(timeout=20_000)
    shared = "SELECT count(*) FROM logbook_answer WHERE text = %s AND shared_at IS NOT NULL"
    assert shared_house.value(shared, text) == 1
