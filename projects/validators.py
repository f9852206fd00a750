"""Numbers of French organisations, checked offline: format and key."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as NotANumber
from stdnum.fr import siret

RNA = re.compile(r"W\d[\dA-Z]\d{7}")


def check_siret(value: str) -> None:
    """Fourteen digits whose check digits hold (INSEE; La Poste's own rule is known to python-stdnum), or nothing."""
    try:
        if value:
            siret.validate(value)
    except NotANumber:
        raise ValidationError(_("This is not a SIRET: fourteen digits, the last one being a check digit.")) from None


def check_rna(value: str) -> None:
    """W and nine signs, as the Répertoire national des associations gives them (it has no check digit), or nothing."""
    if value and not RNA.fullmatch(value):
        raise ValidationError(_("This is not an RNA number: W followed by nine digits."))
