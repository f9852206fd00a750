"""How an action writes a row: checked first, so that what no row may ever be becomes a sentence beside its field.

Also the mark by which a form knows whether somebody saved the same row since it was shown.
"""

import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from .errors import EditedElsewhere, Refused

# Words that addresses use themselves: /projects/new/ is a form, never a project.
RESERVED = frozenset({"new"})


def keep(row: models.Model, fields: Iterable[str] | None = None) -> None:
    """Checks the row and saves it (only the named fields, when given). Refuses in words what the rules forbid.

    The check looks before the database does; a row that slipped in between is refused by the database and said alike.
    """
    _check(row)
    try:
        with transaction.atomic():
            row.save(update_fields=None if fields is None else list(fields))
    except IntegrityError as broken:
        _check(row)
        raise Refused(_("Somebody changed this at the same moment: look at the page again.")) from broken


def _check(row: models.Model) -> None:
    # « blank » speaks of forms: a column that may be empty may be so here, and its constraints are read all the same.
    empty = {field.name for field in row._meta.fields if field.null and getattr(row, field.attname) is None}
    try:
        row.clean_fields(exclude=empty)
        row.clean()
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as wrong:
        raise as_refusal(wrong) from None


def as_refusal(wrong: ValidationError) -> Refused:
    """The first sentence of a check, and the field it concerns."""
    if not hasattr(wrong, "error_dict"):
        return Refused(wrong.messages[0])
    name, sentences = next(iter(wrong.message_dict.items()))
    return Refused(sentences[0], field=None if name == NON_FIELD_ERRORS else name)


def address_for(model: type[models.Model], typed: str, name: str) -> str:
    """The word of a row's address: the one that was typed, or one made of its name that nobody has yet."""
    if typed in RESERVED:
        raise Refused(_("This word is kept for the application: choose another."), field="slug")
    if typed:
        if model._default_manager.filter(slug=typed).exists():
            raise Refused(_("This address is taken: choose another."), field="slug")
        return typed
    longest = getattr(model._meta.get_field("slug"), "max_length", None) or 50
    made = slugify(name.replace("’", "-").replace("'", "-"))[: longest - 4].strip("-")
    if not made:
        raise Refused(_("Choose an address: none can be made of this name."), field="slug")
    taken = set(model._default_manager.filter(slug__startswith=made).values_list("slug", flat=True)) | RESERVED
    tries = (made if number == 1 else f"{made}-{number}" for number in range(1, 1000))
    return next(free for free in tries if free not in taken)


def mark_of(row: models.Model, fields: Iterable[str]) -> int:
    """A number that changes whenever one of these fields does; a form carries the one it was shown with."""
    values = [(name, _plain(row, name)) for name in sorted(fields)]
    return zlib.crc32(json.dumps(values, cls=DjangoJSONEncoder).encode())


def _plain(row: models.Model, name: str) -> Any:
    field = row._meta.get_field(name)
    if field.many_to_many:
        return sorted(getattr(row, name).values_list("pk", flat=True))
    return field.value_to_string(row) if not field.is_relation else getattr(row, field.attname)  # type: ignore[union-attr]


def same_as_seen(row: models.Model, values: Mapping[str, Any], seen: int | None) -> None:
    """Refuses with both texts when somebody saved something else since the form was shown."""
    current = mark_of(row, values)
    if seen is None or seen == current:
        return
    theirs = {name: _current(row, name) for name in values}
    raise EditedElsewhere(
        _("Somebody saved this meanwhile. What they wrote stands beside yours: save again to keep yours."),
        theirs=theirs,
        yours={name: list(mine) if isinstance(mine, models.QuerySet) else mine for name, mine in values.items()},
        version=current,
    )


def _current(row: models.Model, name: str) -> Any:
    value = getattr(row, name)
    return list(value.all()) if isinstance(value, models.Manager) else value
