"""The person who signs in, by e-mail address; what they were told, and how often they want to be told."""

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .enums import Pace, Role


class UserManager(BaseUserManager["User"]):
    """Addresses are kept in lower case, so that one person has one account however they type it."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user


class User(AbstractBaseUser):
    """A person. `is_example` marks those that the demonstration invented."""

    email = models.EmailField(
        _("e-mail address"), max_length=254, unique=True, error_messages={"unique": _("This address has an account.")}
    )
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="fr")
    is_active = models.BooleanField(default=True)
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="address_in_lower_case"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def ties(self) -> dict[str, Any]:
        """What the access modules of the floors above found out about this person: asked once, for one request."""
        return {}

    @property
    def is_administrator(self) -> bool:
        return self.role == Role.ADMINISTRATOR

    @property
    def is_team(self) -> bool:
        """Of the support organisation: these accounts need a second factor."""
        return self.role in {Role.ADMINISTRATOR, Role.FACILITATOR}


class NoticeChoice(models.Model):
    """How often a person wants the notices of a kind; without a row, the usual pace (`enums.PACES`)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=12)  # a NoticeKind; not as choices, which every new kind would have to migrate
    pace = models.CharField(max_length=10, choices=Pace)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_pace_per_person_and_kind")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}: {self.pace}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def waiting(self) -> "NoticeQuerySet":
        """Those that the next summary of their person will hold."""
        return self.filter(told_at=None, dropped_at=None)


class Notice(models.Model):
    """One fact that a person was told, or will be told in their next summary. `fact` names it, so that nobody is told
    twice; after `until` it is of no use any more and is dropped."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12)  # a NoticeKind
    fact = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    address = models.CharField(max_length=300)  # of the page it is about
    pace = models.CharField(max_length=10, choices=Pace)
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, default=None)
    told_at = models.DateTimeField(null=True, default=None)
    dropped_at = models.DateTimeField(null=True, default=None)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "fact"], name="one_notice_per_person_and_fact")]
        indexes = [
            models.Index(
                fields=["pace", "at"],
                name="notice_waiting",
                condition=models.Q(told_at__isnull=True, dropped_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.fact}"
