"""What the database refuses, whoever asks: raw SQL included, on both engines."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from agenda.models import Addendum, Attendance, Scan, Session, Sheet, Signature, WalkIn
from core import guards
from core.dates import now
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(cast):
    """The workshop with a line, a walk-in, a signature each, and its sheet sealed."""
    line = make.AttendanceFactory(session=cast.workshop, participant=cast.participant.participations.get())
    sheet = make.SheetFactory(session=cast.workshop)
    person = make.WalkInFactory(session=cast.workshop)
    make.SignatureFactory(sheet=sheet, line=line)
    make.SignatureFactory(sheet=sheet, line=None, walk_in=person, name=person.name, structure=None)
    seal(sheet, cast.facilitator)
    return sheet


def seal(sheet, user):
    Sheet.objects.filter(pk=sheet.pk).update(sealed_at=now(), sealed_by=user, content="{}", digest="0" * 64)


def refused(statement, *words) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, words)
    except DatabaseError:
        return True
    return False


CHANGES = (
    "UPDATE agenda_attendance SET presence = 'absent'",
    "UPDATE agenda_attendance SET structure_id = structure_id",
    "DELETE FROM agenda_attendance",
    "UPDATE agenda_walkin SET name = 'X'",
    "DELETE FROM agenda_walkin",
    "UPDATE agenda_signature SET name = 'X'",
    "UPDATE agenda_signature SET withdrawal_reason = 'X'",
    "DELETE FROM agenda_signature",
    "UPDATE agenda_sheet SET content = '[]'",
    "UPDATE agenda_sheet SET sealed_at = NULL",
    "DELETE FROM agenda_sheet",
)


@pytest.mark.parametrize("statement", CHANGES)
def test_a_sealed_sheet_never_changes(sealed, statement):
    assert refused(statement)


@pytest.mark.parametrize("model", [Attendance, WalkIn, Signature, Scan])
def test_nothing_is_added_to_a_sealed_sheet(sealed, model, cast):
    from core.models import StoredFile

    words = {
        Attendance: {"participant": cast.partner.participations.get(), "structure": cast.partner_structure},
        WalkIn: {"name": "X", "key": "00000000-0000-4000-8000-000000000000"},
        Signature: {
            "sheet": sealed, "countersigner": cast.facilitator, "half": "morning", "way": "account", "name": "X",
            "signed_at": now(), "received_at": now(), "key": "00000000-0000-4000-8000-000000000000",
        },
        Scan: {
            "sheet": sealed, "added_by": cast.facilitator, "added_at": now(),
            "file": StoredFile.objects.create(content="x", name="x", content_type="x", size=1, sha256="0" * 64),
        },
    }[model]  # fmt: skip
    if model in {Attendance, WalkIn}:
        words["session"] = cast.workshop

    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.create(**words)


def test_a_signature_is_never_rewritten_but_may_be_withdrawn(cast):
    sheet = make.SheetFactory(session=cast.workshop)
    make.SignatureFactory(sheet=sheet)

    assert refused("UPDATE agenda_signature SET signed_at = received_at")
    assert refused("UPDATE agenda_signature SET ink = '[]'")
    assert refused("DELETE FROM agenda_signature")
    assert not refused("UPDATE agenda_signature SET withdrawal_reason = 'Erreur'")


def test_an_addendum_is_never_changed_or_deleted(sealed):
    Addendum.objects.create(
        sheet=sealed, reason="X", author_name="X", written_at=now(), digest="0" * 64,
        key="00000000-0000-4000-8000-000000000000",
    )  # fmt: skip

    assert refused("UPDATE agenda_addendum SET reason = 'Y'")
    assert refused("DELETE FROM agenda_addendum")


def test_a_signed_session_does_not_move(cast):
    sheet = make.SheetFactory(session=cast.workshop)
    signature = make.SignatureFactory(sheet=sheet)
    move = "UPDATE agenda_session SET ends_at = %s WHERE id = %s"

    assert refused(move, now(), cast.workshop.pk)
    assert refused("UPDATE agenda_session SET project_id = %s WHERE id = %s", cast.project.pk, cast.workshop.pk)
    assert not refused("UPDATE agenda_session SET title = 'X', ends_at = ends_at")
    assert not refused(move, now(), cast.meeting.pk)
    Signature.objects.filter(pk=signature.pk).update(withdrawn_at=now(), withdrawn_by=cast.facilitator)
    assert not refused(move, now(), cast.workshop.pk)


def test_an_unsealed_sheet_changes_freely(cast):
    make.AttendanceFactory(session=cast.workshop, participant=cast.participant.participations.get())
    make.SheetFactory(session=cast.workshop)

    assert not refused("UPDATE agenda_attendance SET presence = 'absent'")
    assert not refused("UPDATE agenda_sheet SET code = 'AUTRES'")


def test_every_guard_is_in_the_database():
    kind = "sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite" else "pg_trigger WHERE true"
    column = "name" if connection.vendor == "sqlite" else "tgname"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {kind}")
        there = {name for (name,) in cursor.fetchall()}

    wanted = {one.name for one in guards.declared()}
    assert len(wanted) >= 15
    assert wanted <= there


def test_guards_are_lifted_while_tables_change_and_set_again(cast):
    sheet = make.SheetFactory(session=cast.workshop)
    make.SignatureFactory(sheet=sheet)

    guards.before_migrations(using="default", plan=["a migration"])
    assert not refused("UPDATE agenda_signature SET name = name")
    guards.after_migrations(using="default")
    assert not refused("UPDATE agenda_signature SET name = name")
    guards.after_migrations(using="default", plan=["a migration"])
    assert refused("UPDATE agenda_signature SET name = name")
    guards.before_migrations(using="default", plan=[])
    assert refused("UPDATE agenda_signature SET name = name")


def test_two_guards_of_one_name_are_a_mistake():
    with pytest.raises(ValueError, match="agenda_addendum_deleted"):
        guards.guard(guards.Guard("agenda_addendum_deleted", "agenda_addendum", "DELETE", "X"))


@pytest.mark.django_db(transaction=True)
def test_migrating_again_keeps_the_guards(cast):
    call_command("migrate", verbosity=0)
    make.SignatureFactory(sheet=make.SheetFactory(session=cast.workshop))

    assert refused("DELETE FROM agenda_signature")
    assert Session.objects.filter(pk=cast.workshop.pk).exists()
