"""Why an action says no, in words a person can act on. No HTTP here."""

from typing import Any


class Refused(Exception):
    """An action that may not be done *now*: a sentence for the person, a link to what settles it, the field it concerns."""

    status = 422

    def __init__(self, sentence: str, link: str = "", field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.link = link
        self.field = field


class EditedElsewhere(Refused):
    """Somebody saved the same thing meanwhile: both texts, and the version the person must have seen to decide."""

    status = 409

    def __init__(self, sentence: str, *, theirs: Any, yours: Any, version: int) -> None:
        super().__init__(sentence)
        self.theirs = theirs
        self.yours = yours
        self.version = version


class LeaseLost(Exception):
    """Another worker has taken this job over: stop at once, write nothing more."""
