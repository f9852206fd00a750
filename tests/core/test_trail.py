"""The trail: lines are added and never changed."""

import pytest
from django.contrib.auth.models import AnonymousUser

from core import trail
from core.enums import Verb
from core.models import AppendOnlyError, TrailEntry
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_line_says_who_did_what_to_which_row():
    person = make.UserFactory()
    venue = make.VenueFactory()
    line = trail.record(person, Verb.CHANGED, venue, field="name")

    assert (line.actor, line.verb, line.target_type, line.target_id) == (person, Verb.CHANGED, "agenda.venue", venue.pk)
    assert line.data == {"field": "name"}
    assert f"changed agenda.venue {venue.pk}" in str(line)


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_what_the_house_does_by_itself_has_no_actor(nobody):
    assert trail.record(nobody, Verb.CREATED, make.VenueFactory()).actor is None


@pytest.mark.parametrize("act", ["update", "delete", "bulk_update"])
def test_lines_are_never_changed_nor_deleted(act):
    trail.record(None, Verb.CREATED, make.VenueFactory())
    rows = TrailEntry.objects.all()
    acts = {
        "update": lambda: rows.update(verb=Verb.CHANGED),
        "delete": rows.delete,
        "bulk_update": lambda: TrailEntry.objects.bulk_update(list(rows), ["verb"]),
    }

    with pytest.raises(AppendOnlyError, match="TrailEntry"):
        acts[act]()
    assert TrailEntry.objects.get().verb == Verb.CREATED
