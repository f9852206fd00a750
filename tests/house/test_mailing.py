"""Before a click that mails people, the button says so and to how many. Read from the code: which view can send, and
what stands beside its button."""

import ast
import re
from collections import defaultdict
from pathlib import Path

from django.conf import settings

ROOT = settings.BASE_DIR
APPS = ("accounts", "cohorts", "projects", "logbook", "agenda", "fund", "funding_day", "reports", "desk")
# What makes a mail leave: sending, posting into the outbox, and noting a change that is told some minutes later.
SINKS = {"<send>", "note_change"}

# For each view that mails: the template of its button, and the number that it counts by.
COUNTED = {
    "agenda.book_slot": ("agenda/book_slot.html", "invited"),
    "agenda.cancel_booking": ("agenda/project_slots.html", "cancelling|of:line.slot.pk"),
    "agenda.cancel_session": ("agenda/cancel.html", "people"),
    "agenda.choose_date": ("agenda/choose_date.html", "invited"),
    "agenda.edit_session": ("agenda/_send_words.html", "people"),
    "agenda.move_booking": ("agenda/project_slots.html", "moves|of:line.slot.pk"),
    "agenda.move_session": ("agenda/_send_words.html", "people"),
    "agenda.new_session": ("agenda/_send_words.html", "people"),
    "agenda.open_poll": ("agenda/poll.html", "to_write_to"),
    "agenda.publication": ("agenda/_publish_words.html", "people"),
    "agenda.publish_session": ("agenda/_publish_words.html", "people"),
    "agenda.remind_poll": ("agenda/_asked.html", "to_write_to"),
    "agenda.share_note": ("agenda/note.html", "reached"),
    "fund.change_terms": ("fund/_act.html", "sheet.to_deciders"),
    "fund.decide_request": ("fund/_act.html", "sheet.to_bearers"),
    "fund.deliver": ("fund/_act.html", "sheet.to_bearers"),
    "fund.edit_request": ("fund/request_form.html", "to_ask"),
    "fund.new_request": ("fund/request_form.html", "to_ask"),
    "fund.pay_request": ("fund/_act.html", "sheet.to_bearers"),
    "fund.release_request": ("fund/_act.html", "sheet.to_bearers"),
    "fund.send_request": ("fund/_act.html", "sheet.to_deciders"),
    "funding_day.send_agendas": ("funding_day/send.html", "number"),
    "projects.remind_action": ("projects/action.html", "people|length"),
}
# Views that mail and count nobody, each with its reason.
EXCEPTIONS = {
    "agenda.ask_link": "One link to the address that its own reader types; the page says the same whether it is known.",
    "agenda.new_series": "Half-days are planned as drafts: nobody is written to before they are published.",
    "funding_day.accept_late": "One guest, named on the line: their own page is sent to them.",
    "funding_day.confirm": "The guest's own click from their own mail: their page is sent to the same address.",
    "funding_day.new_day": "A morning is opened as a draft of the agenda: nobody is written to before it is published.",
    "funding_day.register": "One mail to the address that its own reader types; the page says the same whether it is known.",
    "funding_day.resend_link": "One guest, named on the line and in the answer.",
    "logbook.add_comment": "Whoever the writer names with an @: each name stands in the text, and chose how often to be told.",
    "logbook.change_comment": "Only whoever is named anew with an @, as often as they want to be told.",
    "logbook.reply": "Whoever the writer names with an @, as for a comment.",
    "projects.new_invitation": "One person, whose address is typed above the button; the button says « 1 ».",
    "projects.resend_invitation": "One person, named on the button, which says « 1 ».",
}


def functions(app: str, part: str) -> list[ast.FunctionDef]:
    folder = ROOT / app
    paths = [*(folder / part).rglob("*.py"), *([folder / f"{part}.py"] if (folder / f"{part}.py").exists() else [])]
    trees = [ast.parse(path.read_text()) for path in paths]
    return [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def names_in(node: ast.AST) -> set[str]:
    """What a function mentions by name, called or handed on; sending is a name of its own."""
    found = set()
    for sub in ast.walk(node):
        if isinstance(sub, ast.Name):
            found.add(sub.id)
        elif isinstance(sub, ast.Attribute):
            found.add("<send>" if sub.attr == "send" else sub.attr)
    return found | ({"<send>"} if "post" in found else set())


def reaching(graph: dict[str, set[str]], sinks: set[str]) -> set[str]:
    """The functions from which a sink is reached."""
    reached = set(sinks)
    while more := {name for name, called in graph.items() if called & reached} - reached:
        reached |= more
    return reached


def mailing_views() -> set[str]:
    """app.view of every view with a gate of its own that can make a mail leave."""
    graph: dict[str, set[str]] = defaultdict(set)
    for app in APPS:
        for node in functions(app, "actions"):
            graph[node.name] |= names_in(node)
    mailing = reaching(graph, SINKS)
    found = set()
    for app in APPS:
        nodes = {node.name: node for node in functions(app, "views")}
        local = {name: names_in(node) - {name} for name, node in nodes.items()}
        acting = {name for name, said in local.items() if _acts(nodes[name], mailing)}
        acting = reaching({name: said & set(nodes) for name, said in local.items()}, acting)
        found |= {f"{app}.{name}" for name in acting & set(nodes) if _is_view(nodes[name])}
    return found


def _acts(node: ast.FunctionDef, mailing: set[str]) -> bool:
    """Whether a function of the views names an action that mails (`actions.x`, or `x` imported by its name)."""
    named = [sub for sub in ast.walk(node) if isinstance(sub, ast.Attribute) and isinstance(sub.value, ast.Name)]
    return any(sub.value.id == "actions" and sub.attr in mailing for sub in named)


def _is_view(node: ast.FunctionDef) -> bool:
    return any(isinstance(one, ast.Call) and getattr(one.func, "id", "") == "gate" for one in node.decorator_list)


def test_every_view_that_mails_is_counted_or_has_its_reason():
    found = mailing_views()

    assert found - set(COUNTED) - set(EXCEPTIONS) == set(), "say to how many, or why not"
    assert (set(COUNTED) | set(EXCEPTIONS)) - found == set(), "mails nobody any more"
    assert all(len(reason) > 20 for reason in EXCEPTIONS.values())


def test_every_button_that_mails_says_to_how_many():
    for view, (template, number) in COUNTED.items():
        text = (ROOT / "templates" / template).read_text()
        counted = re.search(rf"count \w+={re.escape(number)}\b", text)
        shown = f'components/mail_count.html" with people={number} ' in text
        assert counted or shown, f"{view}: {template} does not count {number}"
        assert Path(ROOT / "templates" / template).exists()
