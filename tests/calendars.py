"""Calendars read back: by the library's own parser, and by khal, a calendar program of others in a process of its own."""

import datetime as dt
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import icalendar

CONFIGURATION = """
[calendars]
[[mine]]
path = {folder}/events
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Paris
default_timezone = Europe/Paris
[default]
default_calendar = mine
[sqlite]
path = {folder}/khal.db
"""
COLUMNS = "{uid}|{start}|{end}|{status}|{title}"


@dataclass(frozen=True)
class Seen:
    """An event as khal shows it, on a Paris clock."""

    uid: str
    starts: str
    ends: str
    status: str
    title: str


class Khal:
    """A person's calendar program: takes files one after the other, and says what is on the days asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "events").mkdir(parents=True)
        (folder / "khal.conf").write_text(CONFIGURATION.format(folder=folder))

    def run(self, *words: str) -> str:
        program = Path(sys.executable).parent / "khal"
        # The machine's own clock is elsewhere on purpose: the file alone must say what time it is in Paris.
        environment = {**os.environ, "TZ": "Asia/Tokyo", "XDG_CACHE_HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        command = [str(program), "-c", str(self.folder / "khal.conf"), *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    def take(self, text: str) -> None:
        file = self.folder / "taken.ics"
        file.write_bytes(text.encode())
        self.run("import", "--batch", "-a", "mine", str(file))

    def shows(self, first: dt.date, last: dt.date) -> list[Seen]:
        """`last` is included."""
        told = self.run("list", "--format", COLUMNS, "--day-format", "", f"{first}", f"{last + dt.timedelta(days=1)}")
        return [Seen(*map(str.strip, line.split("|"))) for line in told.splitlines() if line.count("|") == 4]


def events(text: str) -> list[icalendar.Event]:
    """The events of a calendar, as its library reads them back."""
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))
