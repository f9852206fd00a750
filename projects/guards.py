"""What the database refuses to everybody: a declared capacity and its peak periods are never rewritten."""

from core.guards import Guard, guard

SAID = "What was said of a capacity is never changed: say it anew."

for table in ("capacity", "peak"):
    for event in ("UPDATE", "DELETE"):
        guard(Guard(f"projects_{table}_said_{event.lower()}", f"projects_{table}", event, SAID))
