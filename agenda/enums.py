"""States of a session and of a poll, answers to an invitation and to a date, attendance, and what stands in the way."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SessionState(TextChoices):
    DRAFT = "draft", pgettext_lazy("session", "draft")
    PUBLISHED = "published", pgettext_lazy("session", "published")
    CANCELLED = "cancelled", pgettext_lazy("session", "cancelled")


class Reply(TextChoices):
    NONE = "none", _("no answer")
    YES = "yes", _("yes")
    MAYBE = "maybe", _("maybe")
    NO = "no", _("no")


class Presence(TextChoices):
    EXPECTED = "expected", _("expected")
    PRESENT = "present", _("present")
    LATE = "late", _("late")
    LEFT_EARLY = "left_early", _("left early")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("absent")


class PollState(TextChoices):
    DRAFT = "draft", pgettext_lazy("poll", "draft")
    OPEN = "open", pgettext_lazy("poll", "open")
    CLOSED = "closed", pgettext_lazy("poll", "date chosen")
    CANCELLED = "cancelled", pgettext_lazy("poll", "cancelled")


class Availability(TextChoices):
    """What a person says of one date of a poll."""

    YES = "yes", _("yes")
    IF_NEED_BE = "if_need_be", _("if need be")
    NO = "no", _("no")


class OfferedTo(TextChoices):
    """Who may book the slots of an offer for their meeting."""

    PROJECTS = "projects", pgettext_lazy("slots offered to", "each project")
    STRUCTURES = "structures", pgettext_lazy("slots offered to", "each structure, alone")
    BOTH = "both", pgettext_lazy("slots offered to", "each project, and each structure alone")


class Rule(TextChoices):
    """What may stand in the way of a session, in the order in which it is told."""

    VENUE = "venue", _("the place is taken")
    FACILITATOR = "facilitator", _("a facilitator twice")
    EXPERT = "expert", _("an expert twice")
    PARTICIPANT = "participant", _("a participant twice")
    STRUCTURE = "structure", _("a structure twice")
    ABSENCE = "absence", _("a declared absence")
    TRAVEL = "travel", _("too short a way between two places")
    CAPACITY = "capacity", _("more people than the place holds")
    HOURS = "hours", _("the place is closed")
    HOLIDAY = "holiday", _("a public holiday")
    PEAK = "peak", _("a peak period that a structure declared")
    OUTSIDE = "outside", _("outside the cohort’s dates")


class ClashLevel(TextChoices):
    """How strictly a rule is taken, the strictest first."""

    BLOCK = "block", pgettext_lazy("clash", "block")
    BLOCK_PUBLICATION = "block_publication", pgettext_lazy("clash", "block publication")
    WARN = "warn", pgettext_lazy("clash", "warn")
    IGNORE = "ignore", pgettext_lazy("clash", "ignore")


class DayPart(TextChoices):
    """How much of a day."""

    WHOLE = "whole", _("the whole day")
    MORNING = "morning", _("the morning")
    AFTERNOON = "afternoon", _("the afternoon")


class Weekday(IntegerChoices):
    """Monday is 0, as in Python."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


CAME = (Presence.PRESENT, Presence.LATE, Presence.LEFT_EARLY)


class Audience(TextChoices):
    """Who reads a note."""

    PROJECT = "project", _("the whole project and the team")
    TEAM = "team", _("the team only")


class NoteSaid(TextChoices):
    """What one of its readers says of a write-up."""

    READ = "read", _("has read it")
    OBJECTS = "objects", _("objects to something")


class ChangeKind(TextChoices):
    """What a publication says of a session. One that moved says so by its hours, one held elsewhere by its place."""

    NEW = "new", pgettext_lazy("session", "new")
    CHANGED = "changed", pgettext_lazy("session", "changed")
    CANCELLED = "cancelled", pgettext_lazy("session", "cancelled")


class MailKind(TextChoices):
    """Why a person was written to about a session."""

    INVITATION = "invitation", _("invitation")
    CHANGE = "change", _("change")
    CANCELLATION = "cancellation", _("cancellation")
    REMINDER = "reminder", _("reminder")


class Purpose(TextChoices):
    """What the time of a session is for."""

    ACQUAINTANCE = "acquaintance", _("mutual knowledge")
    VISION = "vision", _("vision")
    PRODUCTION = "production", _("production")
    DECISION = "decision", _("decision")


class Source(TextChoices):
    """Where what a line says comes from."""

    NONE = "", _("nothing said yet")
    TEAM = "team", _("noted by the team")
    SIGNATURE = "signature", _("by their signature")
    SCAN = "scan", _("read on the scanned sheet")


class Half(TextChoices):
    """A session passes noon at most once: it has one half-day, or two, and one signature for each."""

    MORNING = "morning", _("morning")
    AFTERNOON = "afternoon", _("afternoon")


class Way(TextChoices):
    """How a signature was given."""

    ACCOUNT = "account", _("on their own phone, signed in")
    LINK = "link", _("by the link sent to their address")
    TABLET = "tablet", _("on the shared tablet")
    PAPER = "paper", _("on the paper sheet")
