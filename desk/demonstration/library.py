"""A library of examples: what stands on each shelf is invented, and says so."""

from accounts.models import User
from cohorts.actions import create_resource
from cohorts.enums import Licence, ResourceKind
from cohorts.models import Resource

EXAMPLES = (
    (
        ResourceKind.TOOL, "Exemple : fiche d’enjeux d’une structure",
        "Une page avant le premier atelier : ce que la structure attend, apporte, ne veut pas toucher.",
        Licence.CC_BY_SA, "https://example.org/fiche-enjeux", [("horizon-commun", "negociable-non-negociable")],
    ),
    (
        ResourceKind.LESSON, "Exemple : dire qui décide avant de décider",
        "Une décision est rouverte quand un absent l’apprend trop tard. Noter qui décide quoi peut suffire.",
        Licence.CC_BY, "", [("gouvernance-juridique", ""), ("projets-collectifs", "decider-sans-tous")],
    ),
    (
        ResourceKind.LINK, "Exemple : comparer les formes juridiques d’une coopération",
        "Association, GIE, SCIC : un tableau d’une page, à lire avant de rencontrer un juriste.",
        Licence.OPEN, "https://example.org/formes-juridiques", [("gouvernance-juridique", "")],
    ),
    (
        ResourceKind.DOCUMENT, "Exemple : trame d’un modèle économique partagé",
        "Charges, ressources et clés de répartition, structure par structure.",
        Licence.AGREED, "https://example.org/trame-economique", [("modelisation-economique", "")],
    ),
)  # fmt: skip


def library(team: User) -> None:
    """Puts the examples on their shelves, once."""
    for kind, title, summary, licence, url, places in EXAMPLES:
        if not Resource.objects.filter(title=title).exists():
            axes = [(axis, "") for axis in dict.fromkeys(axis for axis, _question in places)]
            create_resource(
                actor=team, kind=kind, title=title, summary=summary, language="fr", author="Exemple d’auteur·rice",
                licence=licence, url=url, places=[*axes, *(place for place in places if place[1])], is_example=True,
            )  # fmt: skip
