"""The persons of every access test. Each refused one is one tie short of being allowed, and owns rows that could leak."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from agenda.models import Session
from cohorts.models import Cohort, Round
from projects.models import Project, Structure
from tests import factories as make

LAST_DAY = dt.date(2026, 3, 31)

# The columns of the matrix, in its order.
PERSONS = (
    "anonymous",
    "applicant",
    "other_member",
    "partner",
    "left",
    "former",
    "participant",
    "other_facilitator",
    "facilitator",
    "administrator",
)


@dataclass
class Cast:
    """A cohort with a project of three structures, its neighbour project, and another cohort."""

    cohort: Cohort
    round: Round
    project: Project
    structure: Structure
    partner_structure: Structure
    left_structure: Structure
    other_project: Project
    other_structure: Structure
    other_cohort: Cohort
    workshop: Session
    meeting: Session
    users: dict[str, User | None]
    more: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        users = self.__dict__.get("users", {})
        if name in users:
            return users[name]
        raise AttributeError(name)


def build() -> Cast:
    """Makes the persons and the ties that tell them apart.

    anonymous is nobody; applicant has an account and no tie; other_member carries the neighbour project; partner is of
    the same project in another structure; left's structure left on 31 March 2026; former ended their own part that day
    while the structure stayed; other_facilitator has another cohort.
    """
    cohort = make.CohortFactory(slug="cohorte", name="Cohorte")
    first_round = make.RoundFactory(cohort=cohort, position=1)
    project = make.ProjectFactory(cohort=cohort, slug="projet", name="Projet")
    other_project = make.ProjectFactory(cohort=cohort, slug="voisin", name="Voisin")
    structure, partner_structure, left_structure, other_structure = (
        make.StructureFactory(slug=slug, name=slug.capitalize()) for slug in ("maison", "jardin", "partie", "ailleurs")
    )
    own = make.MembershipFactory(project=project, structure=structure)
    beside = make.MembershipFactory(project=project, structure=partner_structure)
    gone = make.MembershipFactory(project=project, structure=left_structure, left_on=LAST_DAY)
    elsewhere = make.MembershipFactory(project=other_project, structure=other_structure)
    facilitation = make.FacilitationFactory(cohort=cohort)
    other_cohort = make.CohortFactory(slug="autre", name="Autre", content=cohort.content)
    users: dict[str, User | None] = {
        "anonymous": None,
        "applicant": make.UserFactory(name="Applicant"),
        "other_member": make.ParticipantFactory(membership=elsewhere).user,
        "partner": make.ParticipantFactory(membership=beside).user,
        "left": make.ParticipantFactory(membership=gone).user,
        "former": make.ParticipantFactory(membership=own, ends_on=LAST_DAY).user,
        "participant": make.ParticipantFactory(membership=own).user,
        "other_facilitator": make.FacilitationFactory(cohort=other_cohort).user,
        "facilitator": facilitation.user,
        "administrator": make.UserFactory(administrator=True),
    }
    workshop = make.SessionFactory(cohort=cohort, starts_at=dt.datetime(2026, 5, 12, 7, 0, tzinfo=dt.UTC))
    meeting = make.SessionFactory(
        cohort=cohort, project=project, form="meeting", starts_at=dt.datetime(2026, 5, 20, 7, 0, tzinfo=dt.UTC)
    )
    return Cast(
        cohort=cohort,
        round=first_round,
        project=project,
        structure=structure,
        partner_structure=partner_structure,
        left_structure=left_structure,
        other_project=other_project,
        other_structure=other_structure,
        other_cohort=other_cohort,
        workshop=workshop,
        meeting=meeting,
        users=users,
    )
