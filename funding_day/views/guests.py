"""Everybody who comes, as the team sees them: who has spoken, their links, those who ask late or withdraw."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import Refused
from core.gate import gate
from core.http import go, page
from funding_day import access, actions, queries

from .days import day_of
from .doors import by_account


def runs(user, door):
    return access.can_run_guest(user, door.guest)


@gate(see=day_of, do=access.can_run_morning)
def guests(request, day):
    return page(request, "funding_day/guests.html", {"day": day, "voices": queries.voices(day)})


def _done(request, door, act, said):
    """Does something to a guest and goes back to the list, saying what came of it."""
    try:
        result = act(actor=request.user, guest=door.guest)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, said(result))
    return go(request, door.guest.day.address("guests"))


@gate(see=by_account, do=runs, methods=("POST",))
def resend_link(request, door):
    return _done(
        request, door, actions.resend_link, lambda _r: _("A fresh link is on its way to %(who)s.") % {"who": door.guest}
    )


@gate(see=by_account, do=runs, methods=("POST",))
def revoke_links(request, door):
    return _done(
        request,
        door,
        actions.revoke_links,
        lambda n: ngettext("%(n)d link is withdrawn.", "%(n)d links are withdrawn.", n) % {"n": n},
    )


@gate(see=by_account, do=runs, methods=("POST",))
def accept_late(request, door):
    return _done(request, door, actions.accept_late, lambda row: _("%(who)s is expected now.") % {"who": row})


@gate(see=by_account, do=runs, methods=("POST",))
def withdraw(request, door):
    def said(number):
        if not number:
            return _("%(who)s does not come any more.") % {"who": door.guest}
        text = ngettext(
            "%(who)s does not come any more; %(n)d meeting of the plan falls: compute it again.",
            "%(who)s does not come any more; %(n)d meetings of the plan fall: compute it again.",
            number,
        )
        return text % {"who": door.guest, "n": number}

    return _done(request, door, actions.withdraw, said)


@gate(see=by_account, do=runs, methods=("POST",))
def come_back(request, door):
    return _done(request, door, actions.come_back, lambda _r: _("%(who)s is expected now.") % {"who": door.guest})
