"""Plans the rendez-vous of a morning: who meets whom in which round, at which table, with a bound that proves it.

Nothing here knows Django, the database or a person: names are keys and rounds are numbers from 0. What a plan is worth
to people, and their words, is the business of `funding_day.figures` and of the pages.
"""

from .arrange import seat
from .faults import Fault, FaultKind, faults
from .methods import Impossible, solve
from .problem import Guest, Meeting, Plan, Problem
from .reasons import Reason, ReasonKind, reasons
from .repair import Repair, repair

__all__ = [
    "Fault",
    "FaultKind",
    "Guest",
    "Impossible",
    "Meeting",
    "Plan",
    "Problem",
    "Reason",
    "ReasonKind",
    "Repair",
    "faults",
    "reasons",
    "repair",
    "seat",
    "solve",
]
