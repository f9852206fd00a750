"""One search over what the person may see: the same `visible_to` as the pages (B93)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from agenda.models import Session
from core.dates import format_day
from logbook.models import Answer
from projects.models import Participant, Project, Structure

MOST = 20  # of each sort; the page says when there are more
SHORTEST = 2


@dataclass(frozen=True)
class Found:
    """One line: what it is, where it stands, and a few words around."""

    title: str
    note: str
    url: str


@dataclass(frozen=True)
class Group:
    """The lines of one sort. `more` says that some are not shown."""

    title: str
    icon: str
    lines: list[Found]
    more: bool


def find(user: Any, words: str) -> list[Group]:
    """Groups with at least one line; nothing for fewer than two signs."""
    words = " ".join(words.split())
    if len(words) < SHORTEST:
        return []
    groups = [projects(user, words), structures(user, words), sessions(user, words), answers(user, words)]
    return [group for group in groups if group.lines]


def group(title: str, icon: str, rows: Any, line: Any) -> Group:
    found = list(rows[: MOST + 1])
    return Group(title, icon, [line(row) for row in found[:MOST]], more=len(found) > MOST)


def projects(user: Any, words: str) -> Group:
    rows = Project.objects.visible_to(user).filter(Q(name__icontains=words) | Q(purpose__icontains=words))
    return group(
        _("Projects"),
        "bi-people",
        rows.select_related("cohort").order_by("name", "pk"),
        lambda row: Found(row.name, row.cohort.name, row.get_absolute_url()),
    )


def structures(user: Any, words: str) -> Group:
    rows = Structure.objects.visible_to(user).filter(
        Q(name__icontains=words) | Q(town__icontains=words) | Q(siret=words.replace(" ", ""))
    )
    return group(
        _("Structures"),
        "bi-building",
        rows.order_by("name", "pk"),
        lambda row: Found(row.name, row.town, row.get_absolute_url()),
    )


def sessions(user: Any, words: str) -> Group:
    rows = Session.objects.visible_to(user).filter(Q(title__icontains=words) | Q(aim__icontains=words))
    return group(
        _("Agenda"),
        "bi-calendar3",
        rows.order_by(F("starts_at").desc(nulls_last=True), "pk"),
        lambda row: Found(
            row.title, format_day(row.starts_at, "long") if row.is_dated else _("to date"), row.get_absolute_url()
        ),
    )


def answers(user: Any, words: str) -> Group:
    """Answers as they stand now; one who left reads theirs in the logbook, as they stood then, and not here."""
    rows = Answer.objects.visible_to(user).filter(text__icontains=words)
    if not user.is_team:
        today = Participant.objects.current().filter(user=user)
        rows = rows.filter(project__in=Project.objects.filter(memberships__participants__in=today))
    return group(
        _("Logbook"),
        "bi-journal-richtext",
        rows.select_related("project", "structure", "question__axis").order_by("-updated_at", "pk"),
        lambda row: Found(
            row.question.text, f"{row.structure or row.project} · {excerpt(row.text, words)}", address(row)
        ),
    )


def excerpt(text: str, words: str) -> str:
    """The words with a little of what stands around them."""
    start = max(0, text.lower().find(words.lower()) - 40)
    return ("…" if start else "") + Truncator(text[start:]).chars(120)


def address(answer: Answer) -> str:
    page = reverse("logbook:axis", args=[answer.project.slug, answer.question.axis.slug])
    return f"{page}#question-{answer.question.pk}"
