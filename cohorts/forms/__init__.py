"""Forms about editions."""

from .editions import AmountField, ChangeCohortForm, CloneCohortForm, NewCohortForm, day

__all__ = ["AmountField", "ChangeCohortForm", "CloneCohortForm", "NewCohortForm", "day"]
