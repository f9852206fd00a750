"""A permission is declared once and tested for every URL and person."""

import pytest
from django.db import connection
from django.urls import reverse

from core.models import Job, OutboxMail
from tests.access.matrix import Row, rows
from tests.access.walk import THIRD_PARTY, leaves, ours
from tests.cast import PERSONS, Cast

ROWS = rows()


def test_every_view_of_ours_has_a_gate():
    without = [name for _path, name, view in ours() if not hasattr(view, "gate")]

    assert without == []
    assert len(ours()) >= 6


def test_third_party_doors_are_those_we_listed():
    foreign = [path for path, _name, view in leaves() if not hasattr(view, "gate")]

    assert foreign
    assert all(path.startswith(THIRD_PARTY) for path in foreign)


def test_the_matrix_has_a_row_for_every_door_and_method_and_no_other():
    doors = {(name, method) for _path, name, view in ours() for method in view.gate.methods}

    assert {(row.name, row.method) for row in ROWS} == doors
    assert len(ROWS) == len(doors)


@pytest.mark.parametrize("person", PERSONS)
@pytest.mark.parametrize("row", [*ROWS, *rows("VARIANTS")], ids=lambda row: row.id)
def test_door(row: Row, person: str, cast: Cast, sign_in):
    words = row.words(cast)
    data = row.data(cast)
    client = sign_in(cast.users[person])
    address = reverse(row.name, kwargs=words)
    before = snapshot()

    response = client.get(address, data) if row.method == "GET" else client.post(address, data)
    if response.streaming:
        response.close()  # a download holds its file open until then

    if response.streaming:
        b"".join(response)  # read to its end, or the file stays open
    assert response.status_code == row.expected[PERSONS.index(person)]
    sent_to_sign_in = response.status_code == 302 and response.url.startswith(reverse("account_login"))
    if response.status_code in {401, 403, 404, 405, 410} or sent_to_sign_in:
        assert snapshot() == before


def snapshot() -> tuple:
    """Every row of every table but the session's, the mails and the queue: a refusal leaves them byte for byte alike."""
    left_out = {"django_session", "usersessions_usersession", "django_migrations"}
    tables = sorted(set(connection.introspection.table_names()) - left_out)
    state = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            state.append((table, sorted(map(repr, cursor.fetchall()))))
    return tuple(state), Job.objects.count(), OutboxMail.objects.count()
