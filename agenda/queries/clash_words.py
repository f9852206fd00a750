"""What stands in the way, in words. A session that the reader may not see is only said to be busy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Protocol

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agenda.enums import ClashLevel, Rule
from agenda.models import PassedWarning, Session
from core.dates import format_day, format_hours, holiday_name, now

from .clashes import Clash, find_clashes, proposal_of

MOST_NAMES = 3


class Told(Protocol):
    """A clash found now, or one that somebody passed."""

    @property
    def rule(self) -> Any: ...
    @property
    def facts(self) -> Any: ...
    @property
    def other(self) -> Any: ...


@dataclass(frozen=True)
class Notice:
    """A clash as one reader may read it; `link` leads to what stands there, or is empty."""

    rule: Rule
    level: ClashLevel
    sentence: str
    link: str = ""


@dataclass(frozen=True)
class Passed:
    """A warning that somebody passed, as one reader may read it."""

    sentence: str
    link: str
    warning: PassedWarning


def notices(reader: Any, clashes: Sequence[Clash]) -> list[Notice]:
    """The clashes in words for one reader, in their order."""
    shown = _shown(reader, clashes)
    return [
        Notice(clash.rule, clash.level, sentence(clash, shown=_is_shown(clash, shown)), _link(clash, shown))
        for clash in clashes
    ]


def passed(reader: Any, session: Session) -> list[Passed]:
    """The warnings passed for a session that are true of where it stands now."""
    rows = list(session.passed_warnings.filter(holds=True).select_related("passed_by", "other").order_by("pk"))
    shown = _shown(reader, rows)
    return [Passed(sentence(row, shown=_is_shown(row, shown)), _link(row, shown), row) for row in rows]


def standing(reader: Any, session: Session) -> list[Notice]:
    """What stands in the way of a session to come and was not passed: it appeared since, or blocks its publication."""
    if not session.is_dated or session.is_cancelled or session.ends_at <= now():
        return []
    known = set(session.passed_warnings.values_list("key", flat=True))
    return notices(reader, [clash for clash in find_clashes(proposal_of(session)) if clash.key not in known])


def sentence(told: Told, *, shown: bool = True) -> str:
    """One sentence that names the clash."""
    if "starts_at" in told.facts:
        return _about_another(told, shown=shown)
    return _about_size(told) if told.rule == Rule.CAPACITY else _about_a_day(told)


_ELSEWHERE = {
    Rule.VENUE: gettext_lazy("%(who)s is taken by “%(title)s”, %(when)s."),
    Rule.FACILITATOR: gettext_lazy("%(who)s already facilitates “%(title)s”, %(when)s."),
    Rule.EXPERT: gettext_lazy("%(who)s is already invited to “%(title)s”, %(when)s."),
    Rule.PARTICIPANT: gettext_lazy("Already expected at “%(title)s”, %(when)s: %(who)s."),
    Rule.STRUCTURE: gettext_lazy("Already represented at “%(title)s”, %(when)s: %(who)s."),
    Rule.TRAVEL: gettext_lazy("%(who)s: %(minutes)d min to come from “%(title)s” (%(place)s), %(least)d are reckoned."),
}
_AFTERWARDS = gettext_lazy("%(who)s: %(minutes)d min to go on to “%(title)s” (%(place)s), %(least)d are reckoned.")


def _about_another(told: Told, *, shown: bool) -> str:
    """Somebody or something is at another session; its title and place are for those who may see it."""
    facts = told.facts
    when = format_hours(datetime.fromisoformat(facts["starts_at"]), datetime.fromisoformat(facts["ends_at"]))
    words = {**facts, "who": _listed(facts["who"]), "when": when}
    if not shown or told.other is None:
        return _("%(who)s: busy, %(when)s.") % words
    going_on = told.rule == Rule.TRAVEL and not facts["before"]
    return str(_AFTERWARDS if going_on else _ELSEWHERE[told.rule]) % {**words, "title": told.other.title}


def _about_size(told: Told) -> str:
    return ngettext(
        "%(who)s holds %(capacity)d person, %(number)d are expected.",
        "%(who)s holds %(capacity)d people, %(number)d are expected.",
        told.facts["capacity"],
    ) % {**told.facts, "who": _listed(told.facts["who"])}


def _about_a_day(told: Told) -> str:
    facts, day = told.facts, date.fromisoformat(told.facts["day"])
    words = {"who": _listed(facts.get("who", ())), "day": format_day(day, "long")}
    if told.rule == Rule.ABSENCE:
        return _("Declared away on %(day)s: %(who)s.") % words
    if told.rule == Rule.PEAK:
        return _("%(day)s is in a declared peak period: %(who)s.") % {**words, "day": capfirst(words["day"])}
    if told.rule == Rule.HOURS and not facts["opens"]:
        return _("%(who)s is closed on %(day)s.") % words
    if told.rule == Rule.HOURS:
        words["hours"] = format_hours(time.fromisoformat(facts["opens"]), time.fromisoformat(facts["closes"]))
        return _("%(who)s is only open from %(hours)s on %(day)s.") % words
    words["day"] = capfirst(words["day"])
    if told.rule == Rule.HOLIDAY:
        return _("%(day)s is a public holiday (%(name)s).") % {**words, "name": holiday_name(day)}
    words |= {name: format_day(date.fromisoformat(facts[name]), "short") for name in ("first", "last")}
    return _("%(day)s is outside the cohort, which goes from %(first)s to %(last)s.") % words


def _listed(names: Sequence[str]) -> str:
    """« Ana, Bo, Cy et 4 autres »."""
    first = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    if more <= 0:
        return first
    return ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", more) % {"names": first, "n": more}


def _shown(reader: Any, told: Iterable[Told]) -> set[int]:
    keys = {one.other.pk for one in told if one.other is not None}
    if not keys:
        return set()
    return set(Session.objects.visible_to(reader).filter(pk__in=keys).order_by().values_list("pk", flat=True))


def _is_shown(told: Told, shown: set[int]) -> bool:
    return told.other is not None and told.other.pk in shown


def _link(told: Told, shown: set[int]) -> str:
    return told.other.get_absolute_url() if _is_shown(told, shown) else ""
