"""Accounts: made (nobody signs up alone), and told what their person prefers."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from core import trail
from core.enums import Verb
from core.errors import Refused
from core.rules import keep

from .enums import Role
from .models import User
from .queries import account_of


def create_person(
    *,
    email: str,
    name: str,
    password: str | None = None,
    role: str = Role.MEMBER,
    language: str = "fr",
    actor: Any = None,
    is_example: bool = False,
) -> User:
    """Makes an account whose address is taken as confirmed: the caller has proof of it, or answers for it.

    Without a password one signs in by the code that is mailed. Refuses an address that has an account.
    """
    with transaction.atomic():
        if account_of(email) is not None:
            raise Refused(_("This address has an account."), field="email")
        user = User(email=email.strip().lower(), name=name, role=role, language=language, is_example=is_example)
        user.set_password(password)
        keep(user)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        trail.record(actor or user, Verb.CREATED, user, role=str(role))
    return user


def change_preferences(*, actor: User, name: str, language: str) -> User:
    """A person changes their own name and language."""
    actor.name, actor.language = name, language
    with transaction.atomic():
        keep(actor, ["name", "language"])
        trail.record(actor, Verb.CHANGED, actor, fields=["language", "name"])
    return actor
