"""Choices of an edition and of the programme's content."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FundingRegime(TextChoices):
    """Which European programming period's rules the evidence follows; none is fine."""

    ESF_2014_2020 = "2014-2020", _("ESF 2014–2020")
    ESF_2021_2027 = "2021-2027", _("ESF+ 2021–2027")
    NONE = "none", _("no European co-funding")


class RoundKind(TextChoices):
    ENTRY = "entry", _("entry")
    MIDWAY = "midway", _("midway")
    EXIT = "exit", _("exit")
    EXTRA = "extra", _("follow-up")


class RoundState(TextChoices):
    """Where a round stands on a day."""

    TO_COME = "to_come", pgettext_lazy("round", "to come")
    OPEN = "open", pgettext_lazy("round", "open")
    CLOSED = "closed", pgettext_lazy("round", "closed")


class SessionForm(TextChoices):
    """The forms a session may take; all are rows of one calendar."""

    WORKSHOP = "workshop", _("workshop (half-day)")
    SEMINAR = "seminar", _("seminar")
    MEETING = "meeting", _("individual meeting")
    MORNING = "morning", _("funders’ morning")


class Scope(TextChoices):
    """Who answers a guiding question."""

    INDIVIDUAL = "individual", _("individual")
    COLLECTIVE = "collective", _("collective")


class ResourceKind(TextChoices):
    """What stands in the library."""

    TOOL = "tool", _("tool")
    DOCUMENT = "document", _("document")
    LINK = "link", _("link")
    LESSON = "lesson", _("lesson")


class Licence(TextChoices):
    """What may be done with a resource."""

    CC_BY = "cc-by", _("CC BY (share and change, naming the author)")
    CC_BY_SA = "cc-by-sa", _("CC BY-SA (the same, under the same licence)")
    CC_BY_NC = "cc-by-nc", _("CC BY-NC (not for sale)")
    CC_BY_NC_SA = "cc-by-nc-sa", _("CC BY-NC-SA (not for sale, same licence)")
    CC0 = "cc0", _("public domain (CC0)")
    OPEN = "etalab", _("Open Licence (Etalab)")
    AGREED = "agreed", _("for the programme, with the author’s agreement")
    RESERVED = "reserved", _("all rights reserved: to be read only")


class Palette(TextChoices):
    """The five colours of ux.md; each axis keeps one everywhere."""

    HORIZON = "horizon"
    GESTION = "gestion"
    ECO = "eco"
    GOUV = "gouv"
    EVAL = "eval"


class Level(IntegerChoices):
    """The four levels of a criterion; their names come with the content."""

    ONE = 1
    TWO = 2
    THREE = 3
    FOUR = 4
