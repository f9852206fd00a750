"""An invitation as the invited person meets it: by the link in the mail."""

import re

from core.models import OutboxMail
from projects import actions

NEW = {"name": "Camille Exemple", "password": "un mot de passe assez long"}


def link_in(mail):
    return re.search(r"http://\S+(/invitations/\S+/)", mail.text).group(1)


def invite(actor, membership, email="camille@example.org"):
    """The invitation and the link that the person receives."""
    invitation = actions.invite(actor=actor, email=email, role="participant", membership=membership)
    return invitation, link_in(OutboxMail.objects.latest("pk"))
