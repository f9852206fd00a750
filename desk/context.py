"""What every page of a signed-in person shows around its own content: the rail, whose page it is, the demonstration."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.models import User
from cohorts.models import Cohort

from . import queries


@dataclass(frozen=True)
class Link:
    """One line of the rail."""

    url: str
    icon: str
    label: str
    current: bool


def house(request: HttpRequest) -> dict[str, Any]:
    """Lazy, because an error page must not need a query."""
    return {"house": SimpleLazyObject(lambda: surroundings(request))}


def surroundings(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    around: dict[str, Any] = {
        "site_name": "Coopérations",
        "notice": "",
        "nav": [],
        "cohort": None,
        "project": None,
        "rest": None,
    }
    if user is None or not user.is_authenticated:
        return {**around, "demo": settings.DEMO and User.objects.filter(is_example=True).exists()}
    place = queries.place_of(user, getattr(request, "seen", ()))
    links = team_links(place, user) if user.is_team else member_links(place)
    return {
        **around,
        "demo": settings.DEMO and user.is_example,
        "nav": [Link(url, icon, label, current=is_current(request.path, url, links)) for url, icon, label in links],
        "project" if place.project else "cohort": place if place.title else None,
        "rest": place.rest,
        "user_label": str(user),
        "user_role": user.get_role_display(),
    }


def team_links(place: queries.Place, user: User) -> list[tuple[str, str, str]]:
    """The rail of administrators and facilitators."""
    cohort = place.cohort
    links = [(board_url(cohort), "bi-grid-1x2", _("Board"))] if cohort else []
    suffix = f"?cohort={cohort.slug}" if cohort else ""
    links += [
        (reverse("agenda:agenda") + suffix, "bi-calendar3", _("Agenda")),
        (reverse("projects:projects") + suffix, "bi-people", _("Projects")),
        (reverse("fund:funds") + suffix, "bi-piggy-bank", _("Engineering fund")),
        (reverse("funding_day:days"), "bi-cup-hot", _("Funders’ morning")),
        (reverse("cohorts:resources"), "bi-bookshelf", _("Resources")),
        (reverse("reports:documents"), "bi-file-earmark-bar-graph", _("Reports")),
        (reverse("cohorts:cohorts"), "bi-collection", _("Cohorts")),
        (reverse("projects:invitations"), "bi-envelope-plus", _("Invitations")),
        *([(reverse("desk:outbox"), "bi-send", _("Outbox"))] if user.is_administrator else []),
    ]
    return links


def member_links(place: queries.Place) -> list[tuple[str, str, str]]:
    """The rail of those who carry a project."""
    if place.project is None:
        return [(reverse("desk:home"), "bi-house", _("Home"))]
    slug = [place.project.slug]
    links = [
        (reverse("desk:project", args=slug), "bi-house", _("Home")),
        (reverse("logbook:logbook", args=slug), "bi-journal-richtext", _("Our logbook")),
        (reverse("agenda:agenda"), "bi-calendar3", _("Agenda")),
        (reverse("projects:collective", args=slug), "bi-people", _("The collective")),
    ]
    if place.current:
        links += [
            (reverse("fund:fund", args=slug), "bi-piggy-bank", _("Engineering fund")),
            (reverse("funding_day:days"), "bi-cup-hot", _("Funders’ morning")),
        ]
    links.append((reverse("cohorts:resources"), "bi-bookshelf", _("Resources")))
    return [*links, (reverse("reports:documents"), "bi-file-earmark-bar-graph", _("Documents"))]


def board_url(cohort: Cohort) -> str:
    return reverse("desk:board", args=[cohort.slug])


def is_current(path: str, url: str, links: list[tuple[str, str, str]]) -> bool:
    """The line whose address is the longest beginning of this page's."""
    bare = [address.partition("?")[0] for address, _icon, _label in links]
    inside = [address for address in bare if path.startswith(address)]
    return bool(inside) and url.partition("?")[0] == max(inside, key=len)
