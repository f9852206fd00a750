"""The morning, who comes, what they wish, the plans, and what came of the meetings."""

from .after import Feedback, FollowUp, Raised
from .days import FundingDay, Pause
from .guests import Bearer, Funder, Guest, GuestLink, Registration, Visitor
from .plans import Cell, Mailing, Plan, PlanRun, Proposal, Wish

__all__ = [
    "Bearer",
    "Cell",
    "Feedback",
    "FollowUp",
    "Funder",
    "FundingDay",
    "Guest",
    "GuestLink",
    "Mailing",
    "Pause",
    "Plan",
    "PlanRun",
    "Proposal",
    "Raised",
    "Registration",
    "Visitor",
    "Wish",
]
