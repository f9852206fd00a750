"""From the request to the payment, by four people in real browsers: two structures, and two of the team because the
amount asks for a second approval."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.walker import fr

pytestmark = pytest.mark.journey

FUND = "/projects/les-jardins-de-la-faiencerie/fund/"
TITLE = "Étude de sol de la friche"


@pytest.fixture
def paper(tmp_path):
    def write(name):
        file = Path(tmp_path / f"{name}.pdf")
        file.write_bytes(b"%PDF-1.7\n%%EOF\n")
        return file

    return write


def attach(walker, file, button):
    form = walker.page.locator("form").filter(has=walker.page.get_by_role("button", name=button))
    form.locator("input[type=file]").set_input_files(file)
    walker.hand.follow(form.get_by_role("button", name=button))
    expect(walker.page.get_by_role("link", name=file.name)).to_be_visible()


def write_request(walker):
    page, hand = walker.page, walker.hand
    texts = {
        "Title of the mission": TITLE,
        "Question that the mission must help settle": "Que peut-on cultiver ici ?",
        "Where the group stands on this subject": "Deux relevés se contredisent.",
        "Expected deliverables": "Une carte et une note.",
        "Proposed expert or body": "Pédologue (exemple)",
        "SIRET of the expert": "732 829 320 00074",
        "Reason for the choice": "Connaît les friches.",
        "Declared interest": "Aucun à ce jour.",
        "Number of days": "4",
        "Amount before tax": "2 500",
        "VAT": "500,00",
        "Amount with tax": "3 000",
        "Amount asked of the engineering fund": "3 000,00",
    }
    for label, text in texts.items():
        hand.write(page.get_by_label(re.compile(rf"^\s*{re.escape(fr(label))}")), text)
    hand.select(page.get_by_label(re.compile(fr("Axis concerned"))), "Horizon commun")
    hand.date(page.get_by_label(re.compile(fr("Planned start"))), "2021-07-05")
    hand.date(page.get_by_label(re.compile(fr("Planned end"))), "2021-07-30")


@pytest.mark.parametrize("width", [1440, 360])
def test_an_expert_is_asked_for_granted_by_two_and_paid(house, new_walker, paper, width):
    asker, partner = new_walker(house, width=width), new_walker(house, width=width)
    facilitator, administrator = new_walker(house, width=width), new_walker(house, width=width)
    asker.sign_in("halles-de-bourbon")
    asker.open(FUND)
    asker.look("fund")
    asker.hand.follow(asker.page.get_by_role("link", name=fr("Ask for an expert")))
    asker.look("fund-new")
    asker.hand.write(asker.page.get_by_label(re.compile(fr("Title of the mission"))), TITLE)
    asker.hand.follow(asker.page.get_by_role("button", name=fr("Keep the draft")))
    expect(asker.page.get_by_role("heading", level=1)).to_have_text(TITLE)
    asker.look("fund-draft")
    request = "/" + asker.page.url.split("/", 3)[3]

    asker.hand.follow(asker.page.get_by_role("link", name=fr("Write on")))
    asker.expected = {422}
    asker.hand.follow(asker.page.get_by_role("button", name=fr("Put it to the member structures")))
    expect(asker.page.locator("[data-house-error-summary]")).to_be_visible()
    asker.look("fund-errors")
    write_request(asker)
    asker.hand.follow(asker.page.get_by_role("button", name=fr("Put it to the member structures")))
    expect(asker.page.get_by_role("main")).to_contain_text(fr("says whether the structure agrees"))
    attach(asker, paper("devis"), fr("Attach a quote"))
    asker.look("fund-proposed")

    partner.sign_in("l-oree")
    partner.open(request)
    partner.look("fund-to-agree")
    partner.hand.follow(partner.page.get_by_role("button", name=fr("We agree")))
    expect(partner.page.get_by_role("main")).to_contain_text(fr("sends the request to the team"))

    asker.open(request)
    asker.hand.follow(asker.page.get_by_role("button", name=re.compile("^Demander 3")))
    expect(asker.page.get_by_role("main")).to_contain_text(fr("decides; two approvals are needed"))

    for walker, name in ((facilitator, "facilitator"), (administrator, "admin")):
        walker.sign_in(name)
        walker.open(request)
        walker.look(f"fund-decide-{name}")
        walker.hand.choose(walker.page.get_by_label(fr("Granted"), exact=True))
        walker.hand.follow(walker.page.get_by_role("button", name=fr("Decide")))
    expect(administrator.page.get_by_role("main")).to_contain_text(fr("granted, not paid yet", "request"))

    facilitator.open(request)
    attach(facilitator, paper("livrable"), fr("Attach a deliverable"))
    facilitator.look("fund-granted")
    facilitator.hand.follow(facilitator.page.get_by_role("button", name=fr("The service is done")))
    attach(facilitator, paper("facture"), fr("Attach an invoice"))
    facilitator.hand.follow(facilitator.page.get_by_role("button", name=fr("Note the invoice")))
    attach(facilitator, paper("virement"), fr("Attach a proof of payment"))
    facilitator.look("fund-invoiced")
    facilitator.hand.follow(facilitator.page.get_by_role("button", name=re.compile("sont payés$")))
    expect(facilitator.page.get_by_role("main")).to_contain_text(fr("Nothing more to do: the expert is paid."))
    facilitator.look("fund-paid")

    asker.open(FUND)
    expect(asker.page.get_by_role("row").filter(has_text=TITLE).first).to_contain_text(fr("paid", "request"))
