"""Kinds of funder, as the first edition met them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FunderKind(TextChoices):
    SOLIDARITY_INVESTOR = "solidarity_investor", _("solidarity investor")
    BANK = "bank", _("bank")
    FOUNDATION = "foundation", _("foundation")
    PUBLIC_FUNDER = "public_funder", _("public funder")
    CROWDFUNDING = "crowdfunding", _("crowdfunding platform")
    OTHER = "other", _("other")
