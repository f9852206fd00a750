"""Declaring what a structure can give, and looking at it together when every structure agrees."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import trail
from core.dates import format_day, today
from core.enums import Verb
from core.errors import EditedElsewhere, Refused
from core.rules import keep
from projects.models import Capacity, EngagementReview, Membership, Peak, Project, ReviewConsent, Structure
from projects.queries import latest_capacity

LONGEST_REVIEW = dt.timedelta(days=60)


@dataclass(frozen=True)
class Band:
    """A peak period as it is said: first and last day included."""

    starts_on: dt.date
    ends_on: dt.date
    reason: str


@transaction.atomic
def state_capacity(
    *,
    actor: User,
    project: Project,
    structure: Structure,
    days_a_month: Decimal,
    peaks: Sequence[Band] = (),
    words: str = "",
    stated_on: dt.date | None = None,
    seen: int | None = None,
    is_example: bool = False,
) -> Capacity:
    """Adds a version of what a structure can give; those of before stay as they were said.

    Refuses a day to come or before the version of before, a structure that is not in the project that day, a peak
    without a reason or that ends before it starts and, with what was said, a version that somebody else wrote meanwhile.
    """
    # Two who say it at once take their turn on the membership.
    rows = Membership.objects.select_for_update(of=("self",)).filter(project=project, structure=structure)
    memberships = list(rows.order_by("pk"))
    day, last = stated_on or today(), latest_capacity(project, structure)
    if seen is not None and seen != (last.number if last else 0):
        raise EditedElsewhere(
            _(
                "Somebody else declared this capacity meanwhile. Their version is kept: save again to add yours after it."
            ),
            theirs=last,
            yours=days_a_month,
            version=last.number if last else 0,
        )
    if day > today():
        raise Refused(_("A capacity is declared on a day that has come."), field="stated_on")
    if last is not None and day < last.stated_on:
        told = {"day": format_day(last.stated_on, "short")}
        raise Refused(_("The last version was said on %(day)s: this one comes after it.") % told, field="stated_on")
    if not any(row.is_active_on(day) for row in memberships):
        raise Refused(_("The structure does not take part on that day."), field="stated_on")
    capacity = Capacity(
        project=project, structure=structure, number=(last.number if last else 0) + 1, stated_on=day,
        days_a_month=days_a_month, words=words, author=actor, is_example=is_example,
    )  # fmt: skip
    keep(capacity)
    for band in peaks:
        keep(Peak(capacity=capacity, starts_on=band.starts_on, ends_on=band.ends_on, reason=band.reason))
    trail.record(actor, Verb.DECLARED, capacity, number=capacity.number, project=project.pk, structure=structure.pk)
    return capacity


@transaction.atomic
def open_engagement_review(*, actor: User, project: Project, closes_on: dt.date) -> EngagementReview:
    """Opens a time at which the project looks at the engagement of its structures, today until a day. Refuses a day that
    is over or far away, and a second review while one is under way."""
    Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    day = today()
    if closes_on < day:
        raise Refused(_("This day is over: give another one."), field="closes_on")
    if closes_on > day + LONGEST_REVIEW:
        raise Refused(_("A review lasts two months at most."), field="closes_on")
    if EngagementReview.objects.filter(project=project, opens_on__lte=day, closes_on__gte=day).exists():
        raise Refused(_("A review is under way already."), field="closes_on")
    review = EngagementReview.objects.create(project=project, opens_on=day, closes_on=closes_on, opened_by=actor)
    trail.record(actor, Verb.REVIEW_OPENED, review, project=project.pk, closes_on=closes_on)
    return review


@transaction.atomic
def agree_to_review(*, actor: User, review: EngagementReview, structure: Structure, agreed: bool) -> None:
    """Lets the partners see what a structure gives and declared at this review, or takes it back. Refuses a review that
    is over."""
    stored = EngagementReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if not stored.opens_on <= today() <= stored.closes_on:
        raise Refused(_("This review is over."))
    rows = ReviewConsent.objects.filter(review=stored, structure=structure)
    if agreed == rows.exists():
        return
    if agreed:
        ReviewConsent.objects.create(review=stored, structure=structure, given_by=actor)
    else:
        rows.delete()
    trail.record(actor, Verb.CONSENTED if agreed else Verb.WITHDREW, stored, structure=structure.pk)
