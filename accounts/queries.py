"""Who has which e-mail address, compared in lower case, and which mails were sent there."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from core.models import OutboxMail

from .models import User


def account_of(email: str) -> User | None:
    """The account that signs in with this address: its own one, or another that it has confirmed."""
    address = email.strip().lower()
    found = User.objects.filter(email=address).first()
    if found is None:
        confirmed = EmailAddress.objects.filter(email__iexact=address, verified=True).select_related("user")
        found = next((row.user for row in confirmed.order_by("pk")), None)
    return found


def owns_address(user: Any, email: str) -> bool:
    """Whether the person has confirmed this address."""
    return bool(EmailAddress.objects.filter(user=user, email__iexact=email.strip(), verified=True).exists())


def mails_of(user: Any) -> QuerySet[OutboxMail]:
    """The mails that a person may read again, the latest first, without their text."""
    return OutboxMail.objects.visible_to(user).defer("text", "html", "parts").order_by("-created_at", "-pk")
