"""A line of « À votre attention »."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """One thing to settle."""

    title: str
    text: str
    url: str
    icon: str
    tone: str = "brand"
