"""Projects and structures: created and changed."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from cohorts.models import Cohort, Territory
from core import trail
from core.enums import Verb
from core.errors import Refused
from core.rules import address_for, keep, same_as_seen
from projects.models import Project, Structure

from .collective import join


def create_project(
    *,
    actor: Any,
    cohort: Cohort,
    name: str,
    purpose: str,
    slug: str = "",
    territory: Territory | None = None,
    is_example: bool = False,
) -> Project:
    """Adds a cooperation project to an edition. Refuses an address that is taken."""
    with transaction.atomic():
        project = Project(
            slug=address_for(Project, slug, name),
            name=name,
            purpose=purpose,
            cohort=cohort,
            territory=territory,
            is_example=is_example,
        )
        keep(project)
        trail.record(actor, Verb.CREATED, project, cohort=cohort.pk)
    return project


def change_project(*, actor: Any, project: Project, seen: int | None = None, **values: Any) -> Project:
    """Changes name, purpose or territory; the address stays, since mails and bookmarks hold it.

    Refuses when somebody else saved since the form was shown (`seen`).
    """
    with transaction.atomic():
        locked = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
        _change(actor, locked, values, seen, allowed={"name", "purpose", "territory"})
    return locked


def create_structure(
    *,
    actor: Any,
    name: str,
    slug: str = "",
    siret: str = "",
    rna: str = "",
    town: str = "",
    presentation: str = "",
    project: Project | None = None,
    joined_on: dt.date | None = None,
    is_example: bool = False,
) -> Structure:
    """Adds a structure and, with a project and a day, its membership. Refuses a wrong or taken SIRET or RNA."""
    with transaction.atomic():
        structure = Structure(
            slug=address_for(Structure, slug, name),
            name=name,
            siret=siret,
            rna=rna,
            town=town,
            presentation=presentation,
            is_example=is_example,
        )
        _check_numbers(structure)
        keep(structure)
        trail.record(actor, Verb.CREATED, structure)
        if project is not None and joined_on is not None:
            join(actor=actor, project=project, structure=structure, joined_on=joined_on)
    return structure


def change_structure(*, actor: Any, structure: Structure, seen: int | None = None, **values: Any) -> Structure:
    """Changes what a structure says of itself; its address stays. Refuses a wrong or taken SIRET or RNA, and when
    somebody else saved since the form was shown (`seen`)."""
    with transaction.atomic():
        locked = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
        _change(actor, locked, values, seen, allowed={"name", "siret", "rna", "town", "presentation"})
    return locked


def _change(actor: Any, row: models.Model, values: Mapping[str, Any], seen: int | None, allowed: set[str]) -> None:
    unknown = set(values) - allowed
    if unknown:
        raise ValueError(f"Not changeable: {unknown}.")
    same_as_seen(row, values, seen)
    changed = [field for field, value in values.items() if getattr(row, field) != value]
    for field in changed:
        setattr(row, field, values[field])
    if changed:
        if isinstance(row, Structure):
            _check_numbers(row)
        keep(row, changed)
        trail.record(actor, Verb.CHANGED, row, fields=sorted(changed))


def _check_numbers(structure: Structure) -> None:
    """Says beside the field which number another structure has; the database would only say that one does."""
    for field, sentence in (
        ("siret", _("A structure with this SIRET exists already.")),
        ("rna", _("A structure with this RNA number exists already.")),
    ):
        number = getattr(structure, field)
        if number and Structure.objects.filter(**{field: number}).exclude(pk=structure.pk).exists():
            raise Refused(sentence, field=field)
