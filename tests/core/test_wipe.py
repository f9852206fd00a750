"""Emptying the whole database, the guarded tables included, and leaving the guards as they were."""

import pytest
from django.db import IntegrityError, connection, transaction

from cohorts.models import ContentVersion
from core import trail
from core.enums import Verb
from core.models import TrailEntry
from core.wipe import guards_lifted, wipe
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_wipe_deletes_every_row_and_leaves_the_guards_standing():
    make.content()
    trail.record(None, Verb.CREATED, make.VenueFactory())
    wipe()
    emptied = (ContentVersion.objects.count(), TrailEntry.objects.count())
    version = make.content()

    assert emptied == (0, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContentVersion.objects.filter(pk=version.pk).update(number=99)


def test_wipe_goes_on_when_checks_wait_for_the_commit():
    round_ = make.RoundFactory()
    wipe()

    assert not type(round_).objects.exists()


def test_a_failure_while_the_guards_are_lifted_puts_them_back():
    version = make.content()
    with pytest.raises(RuntimeError), guards_lifted():
        raise RuntimeError

    with pytest.raises(IntegrityError), transaction.atomic():
        ContentVersion.objects.filter(pk=version.pk).update(number=99)
    assert connection.is_usable()
