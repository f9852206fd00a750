"""How one comes to a guest's page: by the link of a mail, or signed in (the team on somebody's behalf, a project for itself)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from core.dates import now
from core.gate import gate
from core.http import page
from core.links import digest
from funding_day import access
from funding_day.enums import Side
from funding_day.models import Bearer, Funder, Guest, GuestLink

PUBLIC = "A guest has no account: the secret of the link that was mailed says who it is."


@dataclass(frozen=True)
class Door:
    """Who stands before a guest's page, and by which way."""

    guest: Guest
    user: Any
    token: str = ""
    link: GuestLink | None = None

    @property
    def by_team(self) -> bool:
        """The team speaks on the guest's behalf; by the link, the guest speaks itself, whoever is signed in."""
        return not self.token and access.can_run_guest(self.user, self.guest)

    @property
    def actor(self) -> Any:
        return self.user if self.user.is_authenticated else None

    @property
    def is_good(self) -> bool:
        return self.link is None or (self.link.revoked_at is None and self.link.expires_at > now())

    @property
    def side(self) -> Side:
        return Side.FUNDER if isinstance(self.guest, Funder) else Side.BEARER

    def address(self, name: str, *more: Any) -> str:
        """Where a page of the guest is found by the same way: `page`, `details`, `wishes`…"""
        if self.token:
            return reverse(f"funding_day:own_{name}", args=[self.token, *more])
        return reverse(f"funding_day:guest_{name}", args=[self.guest.day.slug, self.side.value, self.guest.pk, *more])

    @property
    def layout(self) -> str:
        """By the link one is in public; by account, in the house."""
        return "layouts/public.html" if self.token else "layouts/app.html"

    @property
    def page_url(self) -> str:
        return self.address("page")

    @property
    def details_url(self) -> str:
        return self.address("details")

    @property
    def follow_up_url(self) -> str:
        return self.address("follow_up")

    @property
    def calendar_url(self) -> str:
        return self.address("calendar")

    @property
    def wishes_url(self) -> str:
        return self.address("wishes")


def by_link(request: HttpRequest, token: str) -> Door:
    """The guest of a link, expired and revoked ones included: the page says in words what is wrong with them."""
    link = (
        GuestLink.objects.select_related(
            "funder__day__cohort",
            "funder__day__session__venue",
            "bearer__day__cohort",
            "bearer__day__session__venue",
            "bearer__project",
        )
        .filter(digest=digest(token))
        .first()
    )
    if link is None:
        raise Http404
    return Door(link.guest, request.user, token, link)


by_link.words = ("token",)  # type: ignore[attr-defined]


def by_account(request: HttpRequest, day: str, side: str, guest: int) -> Door:
    model: Any = {"funder": Funder, "bearer": Bearer}.get(side)
    if model is None:
        raise Http404
    rows = model.objects.visible_to(request.user).filter(day__slug=day, pk=guest)
    row = rows.select_related("day__cohort", "day__session__venue", *(["project"] if model is Bearer else [])).first()
    if row is None:
        raise Http404
    return Door(row, request.user)


by_account.words = ("day", "side", "guest")  # type: ignore[attr-defined]

View = Callable[..., HttpResponse]


def speaks_for(user: Any, door: Door) -> bool:
    return access.can_speak_for(user, door.guest)


def _met(door: Door, other: int) -> Guest:
    """The other side of a meeting of this guest's morning."""
    rows: Any = door.guest.day.bearers if door.side == Side.FUNDER else door.guest.day.funders
    found: Guest | None = rows.filter(pk=other).first()
    if found is None:
        raise Http404
    return found


def met_by_link(request: HttpRequest, token: str, other: int) -> tuple[Door, Guest]:
    door = by_link(request, token)
    return door, _met(door, other)


met_by_link.words = ("token", "other")  # type: ignore[attr-defined]


def met_by_account(request: HttpRequest, day: str, side: str, guest: int, other: int) -> tuple[Door, Guest]:
    door = by_account(request, day, side, guest)
    return door, _met(door, other)


met_by_account.words = ("day", "side", "guest", "other")  # type: ignore[attr-defined]


def speaks_of_meeting(user: Any, door: Door, _other: Guest) -> bool:
    return speaks_for(user, door)


def feedback_ways(view: View) -> tuple[View, View]:
    """The same two doors, before what a guest says of one it met."""
    linked, _signed_in = _doors(view)
    methods = ("GET", "POST")
    return (
        gate(public=PUBLIC, see=met_by_link, methods=methods)(linked),
        gate(see=met_by_account, do=speaks_of_meeting, methods=methods)(view),
    )


def two_ways(*, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], tuple[View, View]]:
    """One page behind two doors: gives the view by link and the view by account."""

    def doors(view: View) -> tuple[View, View]:
        linked, signed_in = _doors(view)
        return (
            gate(public=PUBLIC, see=by_link, methods=methods)(linked),
            gate(see=by_account, do=speaks_for, methods=methods)(signed_in),
        )

    return doors


def _doors(view: View) -> tuple[View, View]:
    @wraps(view)
    def linked(request: HttpRequest, door: Door, *more: Any) -> HttpResponse:
        if door.is_good:
            answer = view(request, door, *more)
        else:
            answer = page(request, "funding_day/link_gone.html", {"door": door}, status=410)
        answer["Cache-Control"] = "private, no-store"
        answer["Referrer-Policy"] = "same-origin"
        return answer

    @wraps(view)
    def signed_in(request: HttpRequest, door: Door, *more: Any) -> HttpResponse:
        return view(request, door, *more)

    return linked, signed_in
