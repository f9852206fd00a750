"""The walks of a newcomer through the demonstration, in a real browser: wide, narrow, and with the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.walker import fr, read_pdf
from tests.running import until

pytestmark = pytest.mark.journey

WAYS = [(1440, False), (360, False), (1440, True)]
HALLE = "La Halle des transitions"
INDIVIDUAL = "Qu’est-ce qui nous manquerait, à nous, si cette coopération s’arrêtait demain"
COLLECTIVE = "Quand nous disons « nous », de qui parlons-nous"


@pytest.fixture(params=WAYS, ids=["1440", "360", "1440-keyboard"])
def way(request):
    width, keyboard = request.param
    return {"width": width, "keyboard": keyboard, "pictures": not keyboard}


def test_a_facilitator_plans_a_workshop_and_sees_it_in_the_calendar(house, new_walker, way):
    walker = new_walker(house, **way)
    page, hand = walker.page, walker.hand
    title = "Visite de la halle"
    walker.sign_in("facilitator", look=True)

    # The board: three projects, ten structures of which one has left, seven half-days, what needs attention.
    expect(page.get_by_role("heading", level=1)).to_have_text("Coopérations 2021")
    projects = page.get_by_role("region", name=fr("Projects"), exact=True)
    expect(projects.get_by_role("article")).to_have_count(3)
    expect(projects).to_contain_text(re.compile(r"1 (sortie|structure partie)"))
    figures = page.get_by_role("region", name=fr("Figures"), exact=True)
    expect(figures).to_contain_text(re.compile(r"Structures depuis le début\s*10"))
    half_days = page.locator("ol.timeline li")
    expect(half_days).to_have_count(7)
    expect(page.get_by_role("region", name="À votre attention")).to_be_visible()
    walker.look("board")

    walker.menu("Agenda")
    expect(page.locator("[data-house-calendar]").get_by_role("button", name="Suivant")).to_be_visible()
    walker.look("agenda")
    hand.follow(page.get_by_role("link", name=fr("Plan", "a session"), exact=True))
    walker.look("new-session")

    hand.choose(page.get_by_role("radio", name=re.compile("atelier", re.IGNORECASE)))
    hand.select(page.get_by_label(fr("Axis")), "Modélisation économique")
    hand.write(page.get_by_label(fr("Title"), exact=True), title)
    hand.date(page.get_by_label(re.compile(rf"^\s*{fr('Day')}\b")), "2021-06-03")
    hand.follow(page.get_by_role("button", name=fr("Plan the session")))

    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"9.h.00"))
    walker.look("session")
    crumbs = page.get_by_role("navigation", name="Vous êtes ici")
    hand.follow(crumbs.get_by_role("link", name="Agenda"))
    expect(page.locator("[data-house-calendar]").get_by_text(title)).to_be_visible()
    walker.look("agenda-june")


def test_a_structure_fills_the_logbook_and_the_partner_reads_what_is_common(shared_house, new_walker, way):
    walker = new_walker(shared_house, **way)
    page, hand = walker.page, walker.hand
    mark = f"{way['width']} {hand.name}"
    own, common = f"Slowfest perdrait son atelier, {mark}.", f"Nous, ce sont quatre équipes, {mark}."
    walker.sign_in("slowfest")

    expect(page.get_by_role("heading", level=1)).to_have_text(HALLE)
    walker.look("project")
    hand.follow(page.get_by_role("link", name=fr("Open the logbook")).first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Carnet de bord")
    walker.look("logbook")
    hand.follow(page.get_by_role("main").get_by_role("link", name="Horizon commun").first)
    walker.look("logbook-axis")

    for question, text in ((INDIVIDUAL, own), (COLLECTIVE, common)):
        field = page.get_by_role("textbox", name=question)
        hand.write(field, text)
        saved(page.get_by_role("article").filter(has=field))
    criterion = page.get_by_role("group", name="Confiance et parole franche")
    level = re.compile({"1440 pointer": "^2 ·", "360 pointer": "^3 ·"}.get(mark, "^1 ·"))
    hand.choose(criterion.get_by_role("radio", name=level))
    saved(page.get_by_role("article").filter(has=criterion))
    page.reload()
    expect(page.get_by_role("textbox", name=INDIVIDUAL)).to_have_text(own)
    expect(page.get_by_role("textbox", name=COLLECTIVE)).to_have_text(common)
    expect(criterion.get_by_role("radio", name=level)).to_be_checked()
    walker.look("logbook-axis-filled")
    walker.sign_out()
    walker.open("/projects/")
    expect(page).to_have_url(re.compile("/accounts/login/"))

    walker.sign_in("la-boucle")
    walker.open("/projects/la-halle-des-transitions/logbook/horizon-commun/")
    expect(page.get_by_role("textbox", name=COLLECTIVE)).to_have_text(common)
    expect(page.get_by_role("textbox", name=INDIVIDUAL)).not_to_have_text(own)
    assert own not in page.content()
    walker.look("logbook-axis-partner")


def saved(article):
    expect(article.locator(".save-state")).to_contain_text(re.compile(r"Enregistré à \d+.h.\d\d"), timeout=20_000)


@pytest.mark.parametrize("kind", ["logbook", "programme"])
def test_an_administrator_asks_for_a_document_and_opens_it(shared_house, new_walker, way, kind, tmp_path):
    walker = new_walker(shared_house, **way)
    page, hand = walker.page, walker.hand
    walker.sign_in("admin")

    if kind == "logbook":
        walker.open("/projects/la-halle-des-transitions/logbook/")
        hand.follow(page.get_by_role("main").get_by_role("link", name="PDF"))
    else:
        walker.open("/cohorts/cooperations-2021/")
        hand.follow(page.get_by_role("main").get_by_role("link", name=fr("Export")))
    walker.look(f"ask-for-{kind}")
    # What the bar says while the worker moves it is noted, since it may move faster than a test looks.
    page.evaluate("sessionStorage.setItem('bar', '[]')")
    page.add_init_script(WATCH_BAR)
    hand.follow(page.get_by_role("button", name=fr("Make the document")))

    download = page.get_by_role("link", name=fr("Download the PDF"))
    expect(download).to_be_visible(timeout=90_000)
    states = page.evaluate("JSON.parse(sessionStorage.getItem('bar'))")
    assert states[-2:] == ["running", "done"]
    walker.look(f"document-{kind}")
    with page.expect_download() as coming:
        hand.follow(download)
    path = tmp_path / "document.pdf"
    coming.value.save_as(path)
    assert coming.value.suggested_filename.endswith(".pdf")
    read_document(kind, path)
    walker.open("/reports/")
    walker.look("documents")


WATCH_BAR = """
new MutationObserver(() => {
  const state = document.querySelector('#progress')?.dataset.state;
  const seen = JSON.parse(sessionStorage.getItem('bar') ?? '[]');
  if (state && seen.at(-1) !== state) sessionStorage.setItem('bar', JSON.stringify([...seen, state]));
}).observe(document, { childList: true, subtree: true, attributes: true });
"""


def read_document(kind, path):
    text = read_pdf(path)
    if kind == "logbook":
        for word in (HALLE, "Slowfest", "La Boucle", "Horizon commun", "Modélisation économique", "Réagir"):
            assert word in text, word
    else:
        for word in ("Coopérations 2021", "Passerelles", "Les jardins de la Faïencerie", HALLE, "Low-tech Bordeaux"):
            assert word in text, word
    assert "Fonds social européen" in text or "FSE" in text


def test_the_fund_of_a_project_shows_its_allocation_and_two_example_entries(shared_house, new_walker, way):
    walker = new_walker(shared_house, **way)
    page = walker.page
    walker.sign_in("facilitator")
    walker.menu(fr("Engineering fund"))
    walker.look("funds")
    walker.hand.follow(page.get_by_role("main").get_by_role("link", name=HALLE).first)

    expect(page.get_by_role("heading", level=1)).to_have_text(fr("Engineering fund"))
    register = page.get_by_role("region", name=re.compile("Registre"))
    expect(register).to_contain_text(re.compile(r"\+\s5\s000,00\s€"))
    rows = register.locator("tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text=re.compile("Exemple.: mission"))).to_have_count(2)
    walker.look("fund")


def test_everybody_finds_a_way_by_the_menu(shared_house, new_walker):
    """Every entry of every role's menu opens, at both widths, with nothing to complain about."""
    for width in (1440, 360):
        for name in ("admin", "slowfest"):
            walker = new_walker(shared_house, width=width)
            walker.sign_in(name)
            entries = walker.page.locator("#rail-nav a").evaluate_all("links => links.map(link => link.pathname)")
            assert len(entries) >= 6
            for path in entries:
                walker.open(path)
                walker.look(f"{name} {path}")


def test_the_pages_for_what_fails_are_ours(shared_house, new_walker):
    walker = new_walker(shared_house, width=360)
    walker.expected = {403, 404, 405}
    walker.sign_in("slowfest")
    for path in ("/nowhere/", "/projects/passerelles/", "/cohorts/new/", "/offline/"):
        walker.open(path)
        walker.look(path)
    until(lambda: not shared_house.value("SELECT 1 FROM core_job WHERE state = %s", "failed"), "no job has failed", 1)
