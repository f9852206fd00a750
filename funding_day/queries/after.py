"""What came of a morning, as pages list it."""

from typing import Any

from django.db.models import QuerySet

from funding_day.models import Feedback, FollowUp, Funder, FundingDay, Guest, Mailing, Proposal, Raised


def feedback_of(guest: Guest, other: Guest) -> Feedback | None:
    """What a guest has said of another."""
    pair = {"funder": guest, "bearer": other} if isinstance(guest, Funder) else {"funder": other, "bearer": guest}
    return Feedback.objects.filter(side=guest.side, **pair).first()


def feedback_by(guest: Guest) -> set[int]:
    """Of whom a guest has said something, as keys."""
    mine = {"funder": guest} if isinstance(guest, Funder) else {"bearer": guest}
    other = "bearer_id" if isinstance(guest, Funder) else "funder_id"
    return set(Feedback.objects.filter(side=guest.side, **mine).values_list(other, flat=True))


def shown_to(guest: Guest) -> list[Feedback]:
    """What a project reads of the funders' words: only what they chose to show it. A funder reads nothing of projects'."""
    if isinstance(guest, Funder):
        return []
    rows = Feedback.objects.filter(bearer=guest, side="funder").shared_with_project()
    return list(rows.select_related("funder").order_by("-said_at", "-pk"))


def feedback_for(user: Any, day: FundingDay) -> QuerySet[Feedback]:
    """What the person may read of everybody's words, newest first."""
    rows = Feedback.objects.visible_to(user).filter(funder__day=day)
    return rows.select_related("funder", "bearer").order_by("-said_at", "-pk")


def raised_of(day: FundingDay) -> QuerySet[Raised]:
    rows = Raised.objects.filter(day=day).select_related("bearer", "funder", "said_by")
    return rows.order_by("bearer__name", "-said_at", "-pk")


def raised_by(guest: Guest) -> QuerySet[Raised]:
    return Raised.objects.filter(bearer=guest.pk).select_related("funder").order_by("-said_at", "-pk")


def open_follow_up(guest: Guest) -> FollowUp | None:
    return FollowUp.objects.filter(bearer=guest.pk, answered_at=None).order_by("due_on").last()


def mailings(day: FundingDay) -> list[Mailing]:
    rows = Mailing.objects.filter(plan__day=day).select_related("plan", "sent_by")
    return list(rows.order_by("-sent_at", "-pk"))


def open_proposal(day: FundingDay) -> Proposal | None:
    """The repair that waits for a tap."""
    rows = Proposal.objects.filter(day=day, settled_at=None).select_related("plan", "funder", "bearer")
    return rows.order_by("-made_at", "-pk").first()
