"""What a document says of who co-funds the programme, by the rules of each European period."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cohorts.enums import FundingRegime
from cohorts.models import Cohort


@dataclass(frozen=True)
class Mention:
    """The sentence that the regime asks for, beside the emblem of the Union."""

    sentence: str


def mention_of(cohort: Cohort) -> Mention | None:
    """Nothing where no European money is."""
    if cohort.funding_regime == FundingRegime.ESF_2021_2027:
        return Mention(_("Co-funded by the European Union"))
    if cohort.funding_regime == FundingRegime.ESF_2014_2020:
        return Mention(
            _(
                "This project is co-funded by the European Social Fund within the national operational programme"
                " “Employment and Inclusion” 2014–2020"
            )
        )
    return None
