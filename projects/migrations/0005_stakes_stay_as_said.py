"""What a structure said of its stakes is never changed or deleted, and makes a hundred points: the database holds it.

Lines are written while their version is open; closing asks for a hundred points; then only the sharing may change.
"""

from django.db import migrations

NEVER = "What was said of stakes is never changed: say it anew."
WHOLE = "The points of a version of stakes make a hundred."
SAID = "stakes_id, kind, points, words"
TOLD = "project_id, structure_id, number, stated_on, would_leave, offers, author_id, created_at"
# name, event, table, refused when, sentence
RULES = (
    (
        "projects_stake_closed", "INSERT", "projects_stake",
        "EXISTS (SELECT 1 FROM projects_stakes s WHERE s.id = NEW.stakes_id AND s.closed)", NEVER,
    ),
    ("projects_stake_kept", f"UPDATE OF {SAID}", "projects_stake", "", NEVER),
    ("projects_stake_stays", "DELETE", "projects_stake", "", NEVER),
    ("projects_stakes_kept", f"UPDATE OF {TOLD}", "projects_stakes", "", NEVER),
    ("projects_stakes_stay", "DELETE", "projects_stakes", "", NEVER),
    (
        "projects_stakes_whole", "UPDATE OF closed", "projects_stakes",
        "OLD.closed OR (SELECT COALESCE(SUM(points), 0) FROM projects_stake WHERE stakes_id = OLD.id) <> 100", WHOLE,
    ),
)  # fmt: skip


def close(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name, event, table, when, sentence in RULES:
        if postgresql:
            test = f"IF {when} THEN " if when else ""
            end = " END IF; " if when else ""
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {test}"
                f"RAISE EXCEPTION '{sentence}' USING ERRCODE = 'check_violation';{end} RETURN COALESCE(NEW, OLD); END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        else:
            test = f"WHEN {when} " if when else ""
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} {test}BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
            )


def reopen(apps, schema_editor):
    for name, _event, table, _when, _sentence in RULES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("projects", "0004_stakes")]

    operations = [migrations.RunPython(close, reopen)]
