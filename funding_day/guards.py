"""What the database refuses to everybody: a version of the plan, once stored, is what it was."""

from core.guards import Guard, guard

KEPT = "A version of the plan never changes: make the next one."

guard(
    Guard("funding_day_plan_kept", "funding_day_plan", "UPDATE", KEPT),
    Guard("funding_day_plan_stays", "funding_day_plan", "DELETE", KEPT),
    Guard("funding_day_cell_kept", "funding_day_cell", "UPDATE", KEPT),
    Guard("funding_day_cell_stays", "funding_day_cell", "DELETE", KEPT),
)
