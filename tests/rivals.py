"""Two people at the same moment: threads with connections of their own, on rows that are committed."""

import threading

import pytest
from django.db import connection, connections


@pytest.fixture
def race(transactional_db, tmp_path):
    """`race(act, act, …)` runs the acts at once and gives what each returned or raised, in their order.

    SQLite in memory has no second connection that waits its turn: at the first race its rows go to a file, on which
    the test then goes on.
    """
    own = connections["default"]
    file = {**own.settings_dict, "NAME": str(tmp_path / "race.sqlite3")}
    on_file = connection.vendor == "sqlite"

    def enter():
        if on_file:
            connections["default"] = type(own)(file, "default")

    def run(outcomes, barrier, place, act):
        enter()
        try:
            barrier.wait(timeout=30)
            outcomes[place] = act()
        except Exception as error:
            outcomes[place] = error
        finally:
            connections["default"].close()

    def together(*acts):
        if on_file and connections["default"] is own:
            enter()
            connections["default"].ensure_connection()
            own.connection.backup(connections["default"].connection)
        outcomes, barrier = [None] * len(acts), threading.Barrier(len(acts))
        threads = [threading.Thread(target=run, args=(outcomes, barrier, place, act)) for place, act in enumerate(acts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return outcomes

    yield together
    if connections["default"] is not own:
        connections["default"].close()
        connections["default"] = own
