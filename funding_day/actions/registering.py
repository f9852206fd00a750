"""Who comes: registered by the team, or by themselves on the public page and confirmed by the link of a mail."""

import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core import trail
from core.dates import format_day, format_hours, format_moment, now
from core.enums import Verb
from core.errors import Refused
from core.links import digest, new_token
from core.rules import keep
from funding_day.enums import Side, Standing
from funding_day.models import Bearer, Cell, Funder, FundingDay, Guest, GuestLink, Plan, Registration

from .guests import write_guest, write_people
from .letters import Letter, send

CONFIRM_WITHIN = timedelta(days=7)


def register_funder(
    *, actor: Any, day: FundingDay, organisation: str, kind: str, contact: str = "", email: str = ""
) -> Funder:
    """Registers an organisation for the morning. Refuses one that is registered already, whatever its capitals."""
    row = Funder(day=day, organisation=" ".join(organisation.split()), kind=kind, contact=contact, email=email)
    with transaction.atomic():
        locked(day)
        if row.organisation.casefold() in _names(day, Side.FUNDER):
            sentence = _("This organisation is registered already.")
            raise Refused(sentence, link=day.get_absolute_url(), field="organisation")
        row.save(force_insert=True)
        trail.record(actor, Verb.REGISTERED, row, day=day.slug)
    return row


@transaction.atomic
def register_bearer(
    *, actor: Any, day: FundingDay, name: str, project: Any = None, contact: str = "", email: str = ""
) -> Bearer:
    """Registers a project: one of the cohort, or a guest from outside. Refuses one that comes already."""
    locked(day)
    title = " ".join((project.name if project is not None else name).split())
    if not title:
        raise Refused(_("Write the name of the project, or choose one of the edition."), field="name")
    if title.casefold() in _names(day, Side.BEARER):
        raise Refused(_("This project comes already."), field="project" if project else "name")
    row = Bearer(day=day, name=title, project=project, contact=contact, email=email)
    keep(row)
    trail.record(actor, Verb.REGISTERED, row, day=day.slug)
    return row


def locked(day: FundingDay) -> FundingDay:
    """The morning's row is the queue in which those who change it stand."""
    return FundingDay.objects.select_for_update(of=("self",)).whole().get(pk=day.pk)


def _names(day: FundingDay, side: Side) -> set[str]:
    rows = day.funders if side == Side.FUNDER else day.bearers
    field = "organisation" if side == Side.FUNDER else "name"
    return {str(name).casefold() for name in rows.order_by("pk").values_list(field, flat=True)}


def may_write_to(address: str, number: int, seconds: int) -> bool:
    """Counts a mail of confirmation to an address; False from the one after `number` in a window of `seconds` on, so that
    nobody's mailbox is flooded from the public page."""
    key = f"funding_day:mails:{digest(address)}:{int(time.time() // seconds)}"
    cache.add(key, 0, seconds)
    try:
        return bool(cache.incr(key) <= number)
    except ValueError:  # the window has just ended
        return True


@transaction.atomic
def ask_registration(
    *, day: FundingDay, side: Side, email: str, data: dict[str, Any], people: list[dict[str, Any]], language: str
) -> Registration:
    """Keeps what was typed on the public page and mails the link that confirms it.

    The same is done for an address that is known and one that is not, so that nobody learns who comes; after the
    closing date the request is kept too, and waits for the team once it is confirmed.
    """
    token, kept = new_token()
    row = Registration.objects.create(
        day=day,
        side=side,
        email=email.strip().lower(),
        data={"facts": data, "people": people},
        language=language,
        digest=kept,
        expires_at=now() + CONFIRM_WITHIN,
    )
    with translation.override(language):
        letter = Letter(
            subject=_("Confirm your registration: funders’ morning of %(day)s")
            % {"day": format_day(day.starts_at, "short")},
            lines=[
                _("Hello,"),
                _("%(who)s has just been registered from this address for the funders’ morning: %(when)s.")
                % {"who": data.get("organisation") or data.get("name"), "when": said_when(day)},
                _("Nothing is registered before you confirm it."),
            ],
            link=settings.SITE_URL + reverse("funding_day:confirm", args=[token]),
            button=_("Confirm my registration"),
            after=[
                _("This link is good until %(day)s. If you asked for nothing, leave this mail: nothing will happen.")
                % {"day": format_moment(row.expires_at)}
            ],
        )
    send(letter, row.email, language, secret=True)
    return row


def said_when(day: FundingDay) -> str:
    """« jeudi 24 septembre 2026, 9 h 00 – 12 h 30, Maison des associations »."""
    parts = [format_day(day.starts_at, "long"), format_hours(day.starts_at, day.ends_at), day.place]
    return ", ".join(filter(None, parts))


def check_registration(row: Registration) -> None:
    """Refuses a link that has been used, or whose time is over; what was typed is kept all the same."""
    if row.confirmed_at is not None:
        raise Refused(_("This registration is confirmed already: the link to your own page is in a second mail."))
    if row.expires_at <= now():
        raise Refused(
            _("This link has expired. Register again: it takes two minutes."),
            link=reverse("funding_day:register", args=[row.day.slug]),
        )


def known_guest(row: Registration) -> Guest | None:
    """The guest that the same address registered before, if any: only whoever reads its mail is told."""
    model = Funder if row.side == Side.FUNDER else Bearer
    return model.objects.filter(day=row.day, email=row.email).order_by("pk").first()


@transaction.atomic
def confirm_registration(*, registration: Registration) -> tuple[Guest, str]:
    """Turns a registration into a guest with its own page; the same address twice brings its page up to date. Gives the
    guest and the secret of its link, which is mailed too. After the closing date a new guest waits for the team."""
    day = locked(registration.day)
    row = Registration.objects.select_for_update(of=("self",)).select_related("day").get(pk=registration.pk)
    check_registration(row)
    guest = known_guest(row)
    closed = day.is_closed_at(now())
    if day.is_cancelled:
        raise Refused(_("The morning is cancelled: nobody is registered any more."))
    if guest is not None and closed:
        raise Refused(
            _("Registration closed on %(day)s, and this address is registered already. What you typed is kept: the team "
              "will see it. Write to the team for a change.") % {"day": format_moment(day.closes_at or day.starts_at)}
        )  # fmt: skip
    if guest is None:
        guest = (Funder if row.side == Side.FUNDER else Bearer)(day=day, email=row.email, language=row.language)
        guest.standing = Standing.WAITING if closed else Standing.EXPECTED
    elif guest.standing == Standing.WITHDRAWN:
        guest.standing = Standing.EXPECTED
    facts = dict(row.data["facts"])
    own = "organisation" if row.side == Side.FUNDER else "name"
    facts[own] = _free_name(day, guest, facts[own], facts.get("contact", ""))
    write_guest(guest, facts)
    write_people(guest, row.data["people"])
    row.confirmed_at = now()
    row.save(update_fields=["confirmed_at"])
    trail.record(None, Verb.REGISTERED, guest, day=day.slug, by_link=True)
    return guest, send_link(guest, again=False)


def _free_name(day: FundingDay, guest: Guest, name: str, contact: str) -> str:
    """Two people of one organisation may register, neither learning of the other: the second one's name tells them apart."""
    side = Side.FUNDER if isinstance(guest, Funder) else Side.BEARER
    taken = _names(day, side) - ({str(guest).casefold()} if guest.pk else set())
    tries = [name, f"{name} · {contact}" if contact else name, *(f"{name} ({n})" for n in range(2, 100))]
    return next(free for free in tries if free.casefold() not in taken)[:160]


def new_link(guest: Guest, until: Any = None) -> str:
    """A link to the guest's own page; those sent before stay good until they are revoked. Gives its secret."""
    token, kept = new_token()
    about = {"funder": guest} if isinstance(guest, Funder) else {"bearer": guest}
    GuestLink.objects.create(
        digest=kept, expires_at=until or max(guest.day.links_until, now() + timedelta(days=30)), **about
    )
    return token


def own_address(token: str, name: str = "own_page") -> str:
    return settings.SITE_URL + reverse(f"funding_day:{name}", args=[token])


def send_link(guest: Guest, *, again: bool = True) -> str:
    """Mails the guest a link to its own page. Gives its secret."""
    token = new_link(guest)
    day = guest.day
    with translation.override(guest.language):
        waiting = _("Registration has closed: the team will tell you whether there is still room.")
        letter = Letter(
            subject=_("Your page for the funders’ morning of %(day)s") % {"day": format_day(day.starts_at, "short")},
            lines=[
                _("Hello,"),
                waiting if guest.standing == Standing.WAITING else
                _("%(who)s is registered for the funders’ morning: %(when)s.") % {"who": guest, "when": said_when(day)},
                _("On your own page you say whom you would like to meet, change what you wrote, and later find your "
                  "schedule."),
            ],
            link=own_address(token),
            button=_("Open my page"),
            after=[_("Keep this mail: its link opens your page without an account. Do not pass it on.")],
        )  # fmt: skip
    send(letter, guest.email, guest.language, secret=True)
    return token


@transaction.atomic
def resend_link(*, actor: Any, guest: Guest) -> None:
    """Mails a fresh link to a guest, at the team's wish. Refuses a guest without an address."""
    if not guest.email:
        raise Refused(_("There is no e-mail address to write to: add one first."), field="email")
    send_link(guest)
    trail.record(actor, Verb.INVITATION_RESENT, guest)


@transaction.atomic
def revoke_links(*, actor: Any, guest: Guest) -> int:
    """Withdraws every link of a guest at once: one that was lost or passed on. Gives how many."""
    number = guest.links.filter(revoked_at=None).update(revoked_at=now())
    trail.record(actor, Verb.INVITATION_REVOKED, guest, links=number)
    return int(number)


@transaction.atomic
def accept_late(*, actor: Any, guest: Guest) -> Guest:
    """Takes in somebody who asked after the closing date."""
    guest = (
        type(guest)
        .objects.select_for_update(of=("self",))
        .select_related("day__cohort", "day__session__venue")
        .get(pk=guest.pk)
    )
    if guest.standing != Standing.WAITING:
        raise Refused(_("Nobody is waiting any more under this name."))
    guest.standing = Standing.EXPECTED
    guest.save(update_fields=["standing"])
    trail.record(actor, Verb.DECIDED, guest, accepted=True)
    if guest.email:
        send_link(guest)
    return guest


@transaction.atomic
def withdraw(*, actor: Any, guest: Guest) -> int:
    """A guest does not come after all. Its meetings stay in the plan until it is computed or repaired again, where they
    show; gives how many there are."""
    guest = type(guest).objects.select_for_update(of=("self",)).get(pk=guest.pk)
    if guest.standing == Standing.WITHDRAWN:
        raise Refused(_("This guest has withdrawn already."))
    guest.standing = Standing.WITHDRAWN
    guest.save(update_fields=["standing"])
    trail.record(actor, Verb.WITHDRAWN, guest)
    plan = Plan.objects.filter(day=guest.day).order_by("-number").first()
    about = {"funder": guest} if isinstance(guest, Funder) else {"bearer": guest}
    return Cell.objects.filter(plan=plan, **about).count() if plan else 0


@transaction.atomic
def come_back(*, actor: Any, guest: Guest) -> None:
    """A guest that had withdrawn comes after all."""
    guest = type(guest).objects.select_for_update(of=("self",)).get(pk=guest.pk)
    guest.standing = Standing.EXPECTED
    guest.save(update_fields=["standing"])
    trail.record(actor, Verb.REOPENED, guest)
