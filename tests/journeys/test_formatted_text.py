"""Bold, lists and links in an answer: by the bar, by the keyboard, from a word processor; read by the others and on paper."""

import pytest
from playwright.sync_api import expect

from tests.running import until

pytestmark = pytest.mark.journey

AXIS = "/projects/la-halle-des-transitions/logbook/projets-collectifs/"
# As Word puts it in the clipboard: styles of its own, lists as paragraphs, instructions in comments.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head><body>
<!--StartFragment--><p class=MsoNormal style='mso-margin-top-alt:auto'><b><span style='color:#1F3864'>Nos règles</span></b>
<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>Décider à plusieurs<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o</span>Même à distance</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>Écrire <a
href="https://exemple.org/regles">le relevé</a></p><!--EndFragment--><script>alert(1)</script></body></html>"""
KEPT = (
    "<div><strong>Nos règles</strong></div><ul><li>Décider à plusieurs<ul><li>Même à distance</li></ul></li><li>Écrire "
    '<a href="https://exemple.org/regles" rel="nofollow noopener noreferrer">le relevé</a></li></ul>'
)
PASTE = """(field, html) => {
  const data = new DataTransfer();
  data.setData('text/html', html);
  data.setData('text/plain', 'Nos règles');
  field.focus();
  field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def first_collective(walker):
    article = walker.page.get_by_role("article").filter(has=walker.page.get_by_text("Collective", exact=True)).first
    return article, article.get_by_role("textbox")


def html_like(house, piece):
    return house.value("SELECT html FROM logbook_answer WHERE html LIKE %s", f"%{piece}%")


def test_words_are_set_in_bold_and_in_a_list_by_the_bar_and_the_keyboard(shared_house, new_walker):
    walker = new_walker(shared_house)
    walker.sign_in("slowfest")
    walker.open(AXIS)
    article, field = first_collective(walker)
    bar = article.get_by_role("toolbar", name="Mise en forme")
    expect(bar).to_be_visible()
    field.click()
    walker.page.keyboard.press("ControlOrMeta+B")
    field.press_sequentially("Ensemble")
    expect(article.locator(".save-state")).to_contain_text("Enregistré")
    walker.page.keyboard.press("ControlOrMeta+B")
    expect(bar.get_by_role("button", name="Gras")).to_have_attribute("aria-pressed", "false")
    field.press_sequentially(" :")
    walker.page.keyboard.press("Enter")
    until(lambda: html_like(shared_house, " :"), "the first line is saved", 20)
    # The bar is one tab stop before the field; the arrows go through it, and a key presses like the mouse.
    walker.page.keyboard.press("Shift+Tab")
    expect(bar.get_by_role("button", name="Gras")).to_be_focused()
    walker.page.keyboard.press("ArrowRight")
    walker.page.keyboard.press("ArrowRight")
    expect(bar.get_by_role("button", name="Liste", exact=True)).to_be_focused()
    walker.page.keyboard.press("Enter")
    expect(field).to_be_focused()
    field.press_sequentially("un point")
    expect(bar.get_by_role("button", name="Liste", exact=True)).to_have_attribute("aria-pressed", "true")

    kept = until(lambda: html_like(shared_house, "un point"), "the text is saved", 20)

    assert kept == "<div><strong>Ensemble</strong> :</div><ul><li>un point</li></ul>"
    # Tab leaves the field, in a list too: nobody is held in it.
    walker.page.keyboard.press("Tab")
    expect(field).not_to_be_focused()
    walker.look("formatted-answer")


@pytest.mark.parametrize("width", [1440, 360])
def test_a_paste_from_word_comes_clean_and_is_read_by_the_partner(shared_house, new_walker, width):
    walker = new_walker(shared_house, width=width)
    walker.sign_in("slowfest")
    walker.open(AXIS)
    article, field = first_collective(walker)
    field.fill("")
    expect(field).to_have_text("")
    field.evaluate(PASTE, WORD)

    until(lambda: html_like(shared_house, "Même à distance") == KEPT, "the pasted text is saved, clean", 20)
    expect(article.locator(".save-state")).to_contain_text("Enregistré")
    walker.page.reload()
    expect(field.locator("ul ul li")).to_have_text("Même à distance")
    walker.look("pasted-answer")

    partner = new_walker(shared_house, width=width)
    partner.sign_in("facilitator")
    partner.open(AXIS)
    expect(partner.page.locator(".answer-text.rich strong", has_text="Nos règles")).to_be_visible()
    expect(partner.page.locator(".answer-text.rich").get_by_role("link", name="le relevé")).to_be_visible()
    partner.look("formatted-read")
    partner.open("/search/?q=Écrire+le+relevé")
    expect(partner.page.get_by_role("main")).to_contain_text("Écrire le relevé")
    field.fill("")
    expect(field).to_have_text("")
    until(lambda: not html_like(shared_house, "Même à distance"), "the text is emptied again", 20)
