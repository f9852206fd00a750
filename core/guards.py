"""Rules that the database itself holds against everybody, raw SQL included: triggers, declared once for both engines.

They are lifted before migrations and set again after them: SQLite rebuilds a table to change it, which would drop its
triggers in silence (docs/decisions/0014).
"""

from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Guard:
    """Refuses an event (`INSERT`, `DELETE`, `UPDATE`, `UPDATE OF a, b`) on a table when the condition holds.

    `when` is SQL over OLD and NEW that both engines read; `differs` names columns of which one must change.
    """

    name: str
    table: str
    event: str
    sentence: str
    when: str = "1 = 1"
    differs: tuple[str, ...] = ()


_guards: dict[str, Guard] = {}


def guard(*guards: Guard) -> None:
    """Declares guards; an app does so where it declares its models."""
    for one in guards:
        if one.name in _guards:
            raise ValueError(f"Two guards are called {one.name}.")
        _guards[one.name] = one


def declared() -> list[Guard]:
    return list(_guards.values())


def lift_all(alias: str) -> None:
    """Takes the triggers away, those of tables that are not there yet aside."""
    connection = connections[alias]
    tables = set(connection.introspection.table_names())
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        for one in _guards.values():
            if one.table in tables:
                cursor.execute(_drop(connection, one))


def set_all(alias: str) -> None:
    """Sets every trigger anew, so that a changed guard replaces the old one."""
    connection = connections[alias]
    tables = set(connection.introspection.table_names())
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        for one in _guards.values():
            if one.table in tables:
                cursor.execute(_drop(connection, one))
                for statement in _create(connection, one):
                    cursor.execute(statement)


def before_migrations(*, using: str, plan: list[Any], **_kwargs: Any) -> None:
    if plan:
        lift_all(using)


def after_migrations(*, using: str, **kwargs: Any) -> None:
    if "plan" in kwargs:  # a flush sends the same signal and leaves the triggers alone
        set_all(using)


def _drop(connection: BaseDatabaseWrapper, one: Guard) -> str:
    place = f" ON {one.table}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {one.name}{place}"


def _create(connection: BaseDatabaseWrapper, one: Guard) -> list[str]:
    postgresql = connection.vendor == "postgresql"
    unlike = "IS DISTINCT FROM" if postgresql else "IS NOT"
    when = f"({one.when})"
    if one.differs:
        when += " AND (" + " OR ".join(f"NEW.{name} {unlike} OLD.{name}" for name in one.differs) + ")"
    if not postgresql:
        trigger = f"CREATE TRIGGER {one.name} BEFORE {one.event} ON {one.table} FOR EACH ROW WHEN {when} "
        return [trigger + f"BEGIN SELECT RAISE(ABORT, '{one.sentence}'); END"]
    function = (
        f"CREATE OR REPLACE FUNCTION {one.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {when} THEN RAISE EXCEPTION '{one.sentence}' USING ERRCODE = 'check_violation'; END IF; "
        f"IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    trigger = f"CREATE TRIGGER {one.name} BEFORE {one.event} ON {one.table} FOR EACH ROW "
    return [function, trigger + f"EXECUTE FUNCTION {one.name}()"]
