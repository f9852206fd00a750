import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest
import time_machine

from fund import actions as fund
from logbook import actions as logbook
from tests import factories as make
from tests.cast import LAST_DAY, Cast

BEFORE = dt.datetime(2026, 2, 10, 9, tzinfo=dt.UTC)
AFTER = dt.datetime(2026, 6, 10, 9, tzinfo=dt.UTC)

TOGETHER = "ensemble-avant"
REWRITTEN = "ensemble-après"
PRIVATE = "prive-du-jardin"
SHARED = "partage-du-jardin"
OWN = "propre-de-la-maison"
GONE = "propre-de-la-partie"


@dataclass
class Story:
    """A logbook in which every kind of answer stands, written before and after a structure left, and its money."""

    cast: Cast

    def questions_of(self, position):
        return list(self.cast.cohort.content.axes.get(position=position).questions.order_by("position"))

    def write(self, person, structure, question, text, seen=0):
        logbook.save_answer(
            actor=person,
            project=self.cast.project,
            question=question,
            structure=structure,
            text=text,
            seen=seen,
            attempt=None,
        )

    def place(self, person, structure, criterion, level):
        logbook.record_score(
            actor=person,
            project=self.cast.project,
            criterion=criterion,
            round_=self.cast.round,
            structure=structure,
            level=level,
            comment="",
            seen=0,
            attempt=None,
        )


@pytest.fixture
def story(cast):
    told = Story(cast)
    axis = cast.cohort.content.axes.get(position=1)
    alone, shared, together = axis.questions.order_by("position")
    criterion = axis.criteria.get(position=1)
    with time_machine.travel(BEFORE, tick=False):
        told.write(cast.left, cast.left_structure, together, TOGETHER)
        told.write(cast.left, cast.left_structure, alone, GONE)
        told.place(cast.participant, cast.structure, criterion, 2)
    with time_machine.travel(AFTER, tick=False):
        told.write(cast.participant, cast.structure, together, REWRITTEN, seen=1)
        told.write(cast.participant, cast.structure, alone, OWN)
        told.write(cast.partner, cast.partner_structure, alone, PRIVATE)
        told.write(cast.partner, cast.partner_structure, shared, SHARED)
        told.place(cast.partner, cast.partner_structure, criterion, 4)
        logbook.share_answer(
            actor=cast.partner,
            project=cast.project,
            question=shared,
            structure=cast.partner_structure,
            shared=True,
        )
    common = {"actor": None, "project": cast.project, "happened_on": LAST_DAY}
    fund.allocate(**common, amount=Decimal(5000), label="Dotation", key="dotation")
    fund.commit(**common, amount=Decimal("1400.10"), label="Juriste", key="juriste")
    fund.pay(**common, amount=Decimal(400), label="Juriste", key="acompte")
    make.BearerFactory(day=make.FunderFactory(day__cohort=cast.cohort, organisation="Banque d’ici").day)
    return told
