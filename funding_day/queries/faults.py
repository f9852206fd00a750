"""What cannot be, in words, before anything is computed: each sentence names the figures that contradict each other."""

from django.utils.translation import gettext as _

from core.dates import format_clock
from funding_day.morning import Morning
from funding_day.planner import Fault, FaultKind, Meeting, faults


def impossible(morning: Morning) -> list[str]:
    """Every contradiction that can be seen without computing, as sentences."""
    if not morning.rounds:
        day = morning.day
        return [
            _("No round fits: a meeting takes %(slot)d minutes, and between the hours of the rounds, breaks left out, "
              "there is no such time.") % {"slot": day.slot_minutes}
        ]  # fmt: skip
    found = []
    if not morning.funders:
        found.append(_("No funder is expected yet."))
    if not morning.bearers:
        found.append(_("No project is expected yet."))
    return found or [_sentence(morning, fault) for fault in faults(morning.problem)]


def _sentence(morning: Morning, fault: Fault) -> str:
    names = {**morning.funder, **morning.bearer}
    figures = {
        "who": str(names.get(fault.key, "")),
        "asked": fault.asked,
        "possible": fault.possible,
        "tables": morning.problem.tables,
        "rounds": morning.problem.rounds,
    }
    if fault.kind in (FaultKind.FUNDER_MINIMUM, FaultKind.BEARER_MINIMUM):
        text = _("%(who)s is to have at least %(asked)d meetings, and can have %(possible)d at most: "
                 "hours of presence, number of rounds and refusals leave no more.")  # fmt: skip
    elif fault.kind == FaultKind.MINIMUM_ABOVE_MAXIMUM:
        text = _("%(who)s is to have at least %(asked)d meetings and at most %(possible)d: change one of the two.")
    elif fault.kind == FaultKind.TABLES:
        text = _("The minima ask for %(asked)d meetings; %(tables)d tables over %(rounds)d rounds hold %(possible)d.")
    else:
        return _locked(morning, fault, figures)
    return text % figures


def _locked(morning: Morning, fault: Fault, figures: dict[str, object]) -> str:
    meeting = fault.meeting
    said = said_meeting(morning, meeting) if meeting else ""
    texts = {
        FaultKind.LOCKED_NO: _("The locked meeting %(meeting)s cannot be held: one of the two said no, or does not come "
                               "any more. Unlock it."),
        FaultKind.LOCKED_ABSENT: _("The locked meeting %(meeting)s is outside the hours of presence. Unlock or move it."),
        FaultKind.LOCKED_TWICE: _("The locked meeting %(meeting)s meets another locked one. Unlock one of the two."),
        FaultKind.LOCKED_TABLES: _("With %(meeting)s, %(asked)d meetings are locked in one round of %(possible)d tables."),
        FaultKind.LOCKED_MAXIMUM: _("With %(meeting)s, %(who)s has %(asked)d locked meetings, and wants %(possible)d at "
                                    "most."),
    }  # fmt: skip
    return texts[fault.kind] % (figures | {"meeting": said})


def said_meeting(morning: Morning, meeting: Meeting) -> str:
    """« Banque – Passerelles, 9 h 30 »."""
    funder = morning.funder.get(meeting.funder, "?")
    bearer = morning.bearer.get(meeting.bearer, "?")
    hour = format_clock(morning.rounds[meeting.round].starts_at) if meeting.round < len(morning.rounds) else "?"
    return f"{funder} – {bearer}, {hour}"


def why_not(morning: Morning, others: set[Meeting], wanted: Meeting) -> str:
    """Why a meeting cannot be put beside the others by hand; empty when it can."""
    problem = morning.problem
    if wanted.funder not in morning.funder or wanted.bearer not in morning.bearer:
        return _("One of the two does not come any more.")
    if not 0 <= wanted.round < problem.rounds:
        return _("There is no such round.")
    words = {
        "funder": str(morning.funder[wanted.funder]),
        "bearer": str(morning.bearer[wanted.bearer]),
        "hour": format_clock(morning.rounds[wanted.round].starts_at),
    }
    return _pair_why(morning, others, wanted, words) or _guests_why(morning, others, wanted, words)


def _pair_why(morning: Morning, others: set[Meeting], wanted: Meeting, words: dict[str, str]) -> str:
    problem = morning.problem
    if wanted.pair not in problem.worth:
        return _("%(funder)s and %(bearer)s do not meet: one of the two said “no thanks”.") % words
    if any(one.pair == wanted.pair for one in others):
        return _("%(funder)s and %(bearer)s meet already.") % words
    if sum(one.round == wanted.round for one in others) >= problem.tables:
        return _("All %(tables)d tables are taken at %(hour)s.") % {**words, "tables": problem.tables}
    return ""


def _guests_why(morning: Morning, others: set[Meeting], wanted: Meeting, words: dict[str, str]) -> str:
    problem = morning.problem
    for guest, name in ((problem.funder(wanted.funder), "funder"), (problem.bearer(wanted.bearer), "bearer")):
        mine = [one for one in others if guest.key in one.pair]
        who = {**words, "who": words[name]}
        if wanted.round not in guest.rounds:
            return _("%(who)s is not there at %(hour)s.") % who
        if busy := next((one for one in mine if one.round == wanted.round), None):
            meeting = said_meeting(morning, busy)
            return _("%(who)s has a meeting at %(hour)s already: %(meeting)s.") % (who | {"meeting": meeting})
        if len(mine) >= guest.most:
            figures = {"who": words[name], "have": len(mine), "most": guest.most}
            return _("%(who)s has %(have)d meetings already, and %(most)d at most.") % figures
    return ""
