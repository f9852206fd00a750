"""Editions: opened with their rounds and kinds of session, changed, cloned from another."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from cohorts.enums import FundingRegime, RoundKind, SessionForm
from cohorts.models import Cohort, ContentVersion, Facilitation, Round, SessionKind, Territory
from core import trail
from core.enums import Verb
from core.errors import Refused
from core.rules import address_for, keep, same_as_seen

# What is asked of an edition beside its name and days; a clone takes it from its source.
SETTINGS = (
    "half_days_target",
    "meetings_target",
    "projects_target",
    "minimum_structures",
    "acquaintance_hours",
    "fund_amount",
    "second_approval_above",
    "funding_regime",
    "reads_nous",
)
# Fields of the form that changes an edition.
CHANGEABLE = ("name", "starts_on", "ends_on", *SETTINGS, "call_opens_on", "call_closes_on", "territories")

# slug, form, French name, English name, usual hours
USUAL_KINDS = (
    ("demi-journee-matin", SessionForm.WORKSHOP, "Demi-journée, matin", "Half-day, morning", (9, 0), (12, 30)),
    (
        "demi-journee-apres-midi",
        SessionForm.WORKSHOP,
        "Demi-journée, après-midi",
        "Half-day, afternoon",
        (14, 0),
        (17, 30),
    ),
    ("seminaire", SessionForm.SEMINAR, "Séminaire", "Seminar", (9, 0), (17, 0)),
    ("rendez-vous", SessionForm.MEETING, "Rendez-vous individuel", "Individual meeting", (10, 0), (11, 30)),
    ("matinee-des-financeurs", SessionForm.MORNING, "Matinée des financeurs", "Funders’ morning", (9, 0), (12, 30)),
)


def open_cohort(
    *,
    actor: Any,
    name: str,
    starts_on: dt.date,
    ends_on: dt.date,
    slug: str = "",
    content: ContentVersion | None = None,
    territories: Iterable[Territory] = (),
    half_days_target: int = 7,
    meetings_target: int = 20,
    projects_target: int = 1,
    minimum_structures: int = 2,
    acquaintance_hours: int = 6,
    fund_amount: Decimal = Decimal(5000),
    second_approval_above: Decimal | None = Decimal(2500),
    funding_regime: str = FundingRegime.ESF_2021_2027,
    reads_nous: bool = False,
    call_opens_on: dt.date | None = None,
    call_closes_on: dt.date | None = None,
    is_example: bool = False,
) -> Cohort:
    """Opens an edition on the newest published content, with three rounds and the usual kinds of session.

    A facilitator who opens one becomes its facilitator, or would not see it. Refuses an address that is taken, days in
    the wrong order, and to open anything before a content is published.
    """
    with transaction.atomic():
        cohort = Cohort(
            slug=address_for(Cohort, slug, name),
            name=name,
            starts_on=starts_on,
            ends_on=ends_on,
            content=content or _newest_content(),
            half_days_target=half_days_target,
            meetings_target=meetings_target,
            projects_target=projects_target,
            minimum_structures=minimum_structures,
            acquaintance_hours=acquaintance_hours,
            fund_amount=fund_amount,
            second_approval_above=second_approval_above,
            funding_regime=funding_regime,
            reads_nous=reads_nous,
            call_opens_on=call_opens_on,
            call_closes_on=call_closes_on,
            is_example=is_example,
        )
        _check_call(cohort)
        keep(cohort)
        cohort.territories.set(territories)
        _usual_rounds(cohort)
        _usual_kinds(cohort)
        _tie(cohort, actor)
        trail.record(actor, Verb.CREATED, cohort)
    return cohort


def change_cohort(*, actor: Any, cohort: Cohort, seen: int | None = None, **values: Any) -> Cohort:
    """Changes the settings of an edition; `values` are fields of CHANGEABLE. Rounds and content stay as they are.

    Refuses when somebody else saved since the form was shown (`seen`), or when the days are in the wrong order.
    """
    with transaction.atomic():
        locked = Cohort.objects.select_for_update(of=("self",)).get(pk=cohort.pk)
        same_as_seen(locked, values, seen)
        territories = values.pop("territories", None)
        changed = _apply(locked, values)
        _check_call(locked)
        keep(locked, values)
        if territories is not None and set(territories) != set(locked.territories.all()):
            locked.territories.set(territories)
            changed.append("territories")
        if changed:
            trail.record(actor, Verb.CHANGED, locked, fields=sorted(changed))
    return locked


def clone_cohort(
    *,
    actor: Any,
    source: Cohort,
    name: str,
    starts_on: dt.date,
    slug: str = "",
    ends_on: dt.date | None = None,
    **values: Any,
) -> Cohort:
    """A new edition made like another: content, targets, minimum, fund amount, regime, territories, kinds of session,
    and the rounds moved by as many days as the start. `values` may say otherwise. People and projects are not copied.
    """
    shift = starts_on - source.starts_on
    settings = {field: getattr(source, field) for field in SETTINGS} | values
    with transaction.atomic():
        territories = settings.pop("territories", None)
        cohort = Cohort(
            slug=address_for(Cohort, slug, name),
            name=name,
            starts_on=starts_on,
            ends_on=ends_on or source.ends_on + shift,
            content=source.content,
            **settings,
        )
        _check_call(cohort)
        keep(cohort)
        cohort.territories.set(source.territories.all() if territories is None else territories)
        Round.objects.bulk_create(
            Round(
                cohort=cohort, kind=row.kind, name=row.name, position=row.position,
                opens_on=row.opens_on + shift, closes_on=row.closes_on + shift,
            )
            for row in source.rounds.all()
        )  # fmt: skip
        SessionKind.objects.bulk_create(_copy_kind(row, cohort) for row in source.session_kinds.all())
        _tie(cohort, actor)
        trail.record(actor, Verb.CLONED, cohort, source=source.pk)
    return cohort


def assign_facilitator(*, actor: Any, cohort: Cohort, user: Any) -> Facilitation:
    """Makes a person a facilitator of the edition. A project bearer becomes one of the team, with its second factor."""
    with transaction.atomic():
        facilitation, new = Facilitation.objects.get_or_create(cohort=cohort, user=user)
        if not user.is_team:
            user.role = Role.FACILITATOR
            user.save(update_fields=["role"])
        if new:
            trail.record(actor, Verb.JOINED, cohort, facilitator=user.pk)
    return facilitation


def _newest_content() -> ContentVersion:
    newest = ContentVersion.objects.filter(published_at__isnull=False).order_by("-number").first()
    if newest is None:
        raise Refused(_("No content is published yet: load it first (manage.py load_content)."))
    return newest


def _check_call(cohort: Cohort) -> None:
    if cohort.call_closes_on and cohort.call_opens_on is None:
        raise Refused(_("Say when the call opens."), field="call_opens_on")
    if cohort.call_closes_on and cohort.call_opens_on and cohort.call_closes_on < cohort.call_opens_on:
        raise Refused(_("The call closes after it opens."), field="call_closes_on")
    if cohort.ends_on <= cohort.starts_on:
        raise Refused(_("The edition must end after it starts."), field="ends_on")


def _apply(cohort: Cohort, values: Mapping[str, Any]) -> list[str]:
    unknown = set(values) - set(CHANGEABLE)
    if unknown:
        raise ValueError(f"Not changeable: {unknown}.")
    changed = [field for field, value in values.items() if getattr(cohort, field) != value]
    for field in changed:
        setattr(cohort, field, values[field])
    return changed


def _usual_rounds(cohort: Cohort) -> None:
    """Entry in the first quarter, midway around the middle, exit in the last quarter."""
    days = (cohort.ends_on - cohort.starts_on).days
    eighths = ((RoundKind.ENTRY, 0, 2), (RoundKind.MIDWAY, 3, 5), (RoundKind.EXIT, 6, 8))
    Round.objects.bulk_create(
        Round(
            cohort=cohort,
            kind=kind,
            position=position,
            opens_on=cohort.starts_on + dt.timedelta(days=days * first // 8),
            closes_on=cohort.starts_on + dt.timedelta(days=days * last // 8),
        )
        for position, (kind, first, last) in enumerate(eighths, start=1)
    )


def _usual_kinds(cohort: Cohort) -> None:
    SessionKind.objects.bulk_create(
        SessionKind(
            cohort=cohort, slug=slug, position=position, form=form, name_fr=french, name_en=english,
            starts_at=dt.time(*start), ends_at=dt.time(*end),
        )
        for position, (slug, form, french, english, start, end) in enumerate(USUAL_KINDS, start=1)
    )  # fmt: skip


def _copy_kind(row: SessionKind, cohort: Cohort) -> SessionKind:
    fields = ("slug", "position", "form", "name_fr", "name_en", "starts_at", "ends_at")
    return SessionKind(cohort=cohort, **{field: getattr(row, field) for field in fields})


def _tie(cohort: Cohort, actor: Any) -> None:
    if actor is not None and not actor.is_administrator:
        Facilitation.objects.create(cohort=cohort, user=actor)
