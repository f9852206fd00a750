"""How far an objective is: from its start value towards its target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from logbook.models import Objective, ObjectiveValue


@dataclass(frozen=True)
class Course:
    """The values of an objective, one a day (the last that was written for it), in the order of their days."""

    objective: Objective
    values: tuple[ObjectiveValue, ...]

    @property
    def latest(self) -> Decimal | None:
        """The value of the last day that was measured; before any, the start value."""
        return self.values[-1].value if self.values else self.objective.start_value

    @property
    def ratio(self) -> Decimal | None:
        """The way gone of the way to go, between 0 and 1, whether it goes up or down; None without a start and a target
        that differ, or a value."""
        start, target = self.objective.start_value, self.objective.target_value
        if start is None or target is None or self.latest is None or start == target:
            return None
        return min(max((self.latest - start) / (target - start), Decimal(0)), Decimal(1))

    def is_late_on(self, day: date) -> bool:
        return self.objective.state == "open" and self.objective.due_on is not None and self.objective.due_on < day


def course(objective: Objective, values: Sequence[ObjectiveValue]) -> Course:
    """`values` in the order in which they were written; a later one of the same day stands for it."""
    of_day = {value.measured_on: value for value in sorted(values, key=lambda one: (one.recorded_at, one.pk))}
    return Course(objective, tuple(of_day[day] for day in sorted(of_day)))
