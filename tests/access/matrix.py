"""The table of who may enter where: a row per (URL name, method), a column per person of the cast.

Each app brings its rows in tests/access/rows/<app>.py as `ROWS`: a list of `row(...)`. Where a door answers otherwise for
another sort of row behind it, that is told in `VARIANTS`.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.access import rows as rows_package
from tests.cast import PERSONS, Cast

Maker = Callable[[Cast], Any]


@dataclass(frozen=True)
class Row:
    """One door. `expected` has one status per person, in the order of PERSONS."""

    name: str
    method: str
    words: Maker
    data: Maker
    expected: tuple[int, ...]

    @property
    def id(self) -> str:
        return f"{self.method} {self.name}"


def row(name: str, method: str, expected: str, *, words: Maker | None = None, data: Maker | None = None) -> Row:
    """`expected` is ten statuses in the order anonymous, applicant, other_member, partner, left, former, participant,
    other_facilitator, facilitator, administrator, like "302 404 404 200 404 404 200 404 200 200".

    `words` gives the words of the address for the cast, `data` what is posted; both may make the rows they need.
    """
    statuses = tuple(int(status) for status in expected.split())
    if len(statuses) != len(PERSONS):
        raise ValueError(f"{name}: {len(statuses)} statuses for {len(PERSONS)} persons.")
    return Row(name, method, words or (lambda cast: {}), data or (lambda cast: {}), statuses)


def rows(name: str = "ROWS") -> list[Row]:
    found: list[Row] = []
    for module in pkgutil.iter_modules(rows_package.__path__):
        found += getattr(importlib.import_module(f"{rows_package.__name__}.{module.name}"), name, [])
    return found
