"""Words of the morning: who comes, what they wish, what a plan is, and what came of a meeting."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class FunderKind(TextChoices):
    """Kinds of funder, as the first edition met them."""

    SOLIDARITY_INVESTOR = "solidarity_investor", _("solidarity investor")
    BANK = "bank", _("bank")
    FOUNDATION = "foundation", _("foundation")
    PUBLIC_FUNDER = "public_funder", _("public funder")
    CROWDFUNDING = "crowdfunding", _("crowdfunding platform")
    OTHER = "other", _("other")


class Side(TextChoices):
    FUNDER = "funder", _("funder")
    BEARER = "bearer", _("project bearer")


class Entry(TextChoices):
    """Who may register by the public page."""

    EVERYBODY = "everybody", _("funders, and projects from outside the programme")
    FUNDERS = "funders", _("funders only")
    TEAM = "team", _("nobody: the team registers everybody")


class Standing(TextChoices):
    """Where somebody stands: expected, waiting for the team's yes (asked after the closing date), or withdrawn."""

    EXPECTED = "expected", _("expected")
    WAITING = "waiting", _("asked after the closing date")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Instrument(TextChoices):
    GRANT = "grant", _("grant")
    DONATION = "donation", _("donation or patronage")
    LOAN = "loan", _("loan")
    GUARANTEE = "guarantee", _("guarantee")
    EQUITY = "equity", _("equity or quasi-equity")
    CAMPAIGN = "campaign", _("crowdfunding campaign")
    SKILLS = "skills", _("skills sponsorship")


class Stage(TextChoices):
    IDEA = "idea", _("idea")
    STARTING = "starting", _("start-up")
    GROWING = "growing", _("development")
    CHANGING = "changing", _("change of scale")


class Purpose(TextChoices):
    """What could be funded."""

    FACILITATION = "facilitation", _("the facilitation of the cooperation")
    STUDY = "study", _("a study or expertise")
    INVESTMENT = "investment", _("an investment")
    START_UP = "start_up", _("the start-up of the activity")
    CASH_FLOW = "cash_flow", _("cash flow")


class Level(TextChoices):
    """What one side wishes of the other."""

    MUST = "must", _("must meet")
    LIKE = "like", _("would like to meet")
    NO = "no", _("no thanks")


class Origin(TextChoices):
    """How a version of the plan came about."""

    COMPUTED = "computed", _("computed")
    STOPPED = "stopped", _("computed, stopped before the end")
    BY_HAND = "by_hand", _("changed by hand")
    LOCKED = "locked", _("locks changed")
    REPAIRED = "repaired", _("repaired on the day")


class Sending(TextChoices):
    PROVISIONAL = "provisional", _("provisional")
    FINAL = "final", _("final")


class Mishap(TextChoices):
    """What happens on the day."""

    LATE = "late", _("late")
    ABSENT = "absent", _("absent")
    LEAVING = "leaving", _("has to leave")


class Interest(TextChoices):
    OUTSIDE = "outside", _("outside our scope")
    TOO_EARLY = "too_early", _("interesting but too early")
    FOLLOW = "follow", _("to be followed")
    READY = "ready", _("ready to examine a file")


class Contractor(TextChoices):
    LEAD = "lead", _("one lead organisation")
    EACH = "each", _("each organisation")
    JOINT = "joint", _("a joint entity to be created")
    OPEN = "open", _("to be defined")


class NextStep(TextChoices):
    NONE = "none", _("none")
    MEETING = "meeting", _("arrange a meeting")
    FILE = "file", _("send a file")
    REFER = "refer", _("refer to another funder")


class Readers(TextChoices):
    """Who may read what a funder wrote of a project."""

    TEAM = "team", _("the support team only")
    PROJECT = "project", _("the team and the project")


class Mark(IntegerChoices):
    ONE = 1, _("1 · not at all")
    TWO = 2, _("2 · a little")
    THREE = 3, _("3 · rather")
    FOUR = 4, _("4 · entirely")


class Result(TextChoices):
    """What became of money that was asked for."""

    ASKED = "asked", _("asked for")
    OBTAINED = "obtained", _("obtained")
    REFUSED = "refused", _("refused")


class Source(TextChoices):
    """Who said so."""

    BEARER = "bearer", _("said by the project bearer")
    FUNDER = "funder", _("said by the funder")
    TEAM = "team", _("noted by the team")
