"""The accounts of the demonstration: the team, and one or two bearers per structure. No name of a real person."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from accounts.enums import Role
from accounts.models import User
from cohorts.models import Cohort
from projects.models import Membership, Participant, Project, Structure

PASSWORD = "cooperation"  # published in the README; the accounts open only where the demonstration is on
DOMAIN = "demo.example"
TEAM = {
    "admin": ("Administration (exemple)", Role.ADMINISTRATOR),
    "facilitator": ("Chargé·e de mission (exemple)", Role.FACILITATOR),
    "facilitator-2022": ("Chargé·e de mission 2022 (exemple)", Role.FACILITATOR),
}
# Seven structures come with a second person, so that the bearers are seventeen.
WITH_A_SECOND = (
    *("ludosens", "terre-d-osmose", "conservatoire-du-gout", "halles-de-bourbon", "l-oree"),
    *("slowfest", "la-boucle"),
)


def slug_of(name: str) -> str:
    """« Terre d’Osmose » → terre-d-osmose, « R3 – Réseau… » → r3."""
    return slugify(name.split(" – ", maxsplit=1)[0].replace("’", "-"))


def structures_of(project: dict[str, Any]) -> list[str]:
    """All that ever took part, the one that left included."""
    return [*project["structures"], *project.get("left_on_the_way", [])]


def addresses(facts: dict[str, Any]) -> list[str]:
    """Every address that is the demonstration's own."""
    slugs = [slug_of(name) for project in facts["projects"] for name in structures_of(project)]
    return [f"{name}@{DOMAIN}" for name in (*TEAM, *slugs, *(f"{slug}-2" for slug in WITH_A_SECOND))]


def team() -> dict[str, User]:
    """The administrator and the two facilitators, by name."""
    return {name: account(name, label, role) for name, (label, role) in TEAM.items()}


def account(name: str, label: str, role: Role, *, password: str = "") -> User:
    user = User.objects.create(
        email=f"{name}@{DOMAIN}", name=label, role=role, is_example=True, password=password or make_password(PASSWORD)
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def bearers(facts: dict[str, Any], inventions: dict[str, Any], cohort: Cohort) -> None:
    """Projects, structures, memberships with their dates, and the seventeen who carry them."""
    hashed = make_password(PASSWORD)
    for told in facts["projects"]:
        project = Project.objects.create(
            slug=slug_of(told["name"]),
            name=told["name"],
            purpose=told["purpose"][0].upper() + told["purpose"][1:] + ".",
            cohort=cohort,
            territory=cohort.territories.first(),
        )
        for name in structures_of(told):
            structure = Structure.objects.create(slug=slug_of(name), name=name)
            left = name in told.get("left_on_the_way", [])
            membership = Membership.objects.create(
                project=project,
                structure=structure,
                joined_on=cohort.starts_on,
                left_on=inventions["left_on"] if left else None,
                leaving_reason=inventions["leaving_reason"] if left else "",
            )
            names = [structure.slug, *([f"{structure.slug}-2"] if structure.slug in WITH_A_SECOND else [])]
            for place, login in enumerate(names, start=1):
                label = f"Porteur·se {place}, {name.split(' – ')[0]} (exemple)"
                user = account(login, label, Role.MEMBER, password=hashed)
                Participant.objects.create(membership=membership, user=user, starts_on=cohort.starts_on)
