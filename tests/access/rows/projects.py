import datetime as dt

from core.dates import now, today
from core.links import make_link
from projects.actions import Said, open_engagement_review, state_stakes
from projects.enums import StakeKind
from projects.models import Membership, Participant
from tests import factories as make
from tests.access.matrix import row

SIGNED_IN = "302 200 200 200 200 200 200 200 200 200"
# Whoever has or had a part in the project reads it; the neighbour project's people do not.
SEEN = "302 404 404 200 200 200 200 404 200 200"
TEAM_OF_IT = "302 404 404 403 403 403 403 404 200 200"
TEAM_OF_IT_POST = "302 404 404 403 403 403 403 404 302 302"
MEMBERS = "302 404 404 200 403 403 200 404 200 200"
ANY_TEAM = "302 403 403 403 403 403 403 200 200 200"
# The other facilitator may open the form and is refused the cohort that is not theirs.
ANY_TEAM_POST = "302 403 403 403 403 403 403 422 302 302"
# The structure's own people of today change its presentation; those who stopped do not.
OWN_STRUCTURE = "302 404 404 403 403 403 200 404 200 200"
OWN_STRUCTURE_POST = "302 404 404 403 403 403 302 404 302 302"
# Invitations are the team's affair: nobody else knows that they exist.
TEAM_ONLY_POST = "302 404 404 404 404 404 404 404 302 302"
LINK = "200 200 200 200 200 200 200 200 200 200"


def project(cast):
    return {"project": cast.project.slug}


def structure(cast):
    return {"structure": cast.structure.slug}


def membership(cast):
    return {"membership": Membership.objects.get(project=cast.project, structure=cast.structure).pk}


def participant(cast):
    return {"participant": Participant.objects.get(user=cast.participant).pk}


def invitation(cast):
    return {"invitation": make.InvitationFactory(membership_id=membership(cast)["membership"]).pk}


def link(cast):
    make.InvitationFactory(membership_id=membership(cast)["membership"], token="secret-of-the-link")
    return {"token": "secret-of-the-link"}


def joining(cast):
    """The other structure is seen by the team of the cohort, since it is in the neighbour project."""
    return {"structure": cast.other_structure.slug, "joined_on": "2026-06-01"}


def invited(cast):
    return {"email": "someone@example.org", "role": "facilitator", "cohort": cast.cohort.slug, "language": "fr"}


def action(cast):
    """An action of the participant's structure: a partner reads it and leaves it alone."""
    return {"action": make.ActionFactory(project=cast.project, structure=cast.structure).pk}


def action_link(cast):
    """Sent to the participant. Who is not signed in is believed to be them; somebody else who is, is not."""
    row = make.ActionFactory(project=cast.project, structure=cast.structure)
    return {"token": make_link(cast.participant, "action", row.pk, now() + dt.timedelta(days=9))}


def written(cast):
    return {"text": "Visiter le terrain", "owner": f"{cast.project.pk}-structure-{cast.structure.pk}"}


def said(cast):
    """The participant's structure has said its stakes, and shared none of them."""
    lines = {kind: Said(100 if kind == "jobs" else 0) for kind in StakeKind}
    state_stakes(
        actor=cast.participant,
        project=cast.project,
        structure=cast.structure,
        lines=lines,
        stated_on=dt.date(2026, 3, 1),
    )
    return {"project": cast.project.slug, "structure": cast.structure.slug}


def of_structure(cast):
    return {"project": cast.project.slug, "structure": cast.structure.slug}


def days(cast):
    return {"days_a_month": "2", "stated_on": today().isoformat(), "seen": "0"}


def reviewed(cast):
    open_engagement_review(actor=cast.facilitator, project=cast.project, closes_on=today())
    return of_structure(cast)


def hundred(cast):
    return {"points_jobs": "100", "stated_on": "2026-06-01", "seen": "1"}


ROWS = [
    row("projects:projects", "GET", SIGNED_IN),
    row("projects:new_project", "GET", ANY_TEAM),
    row(
        "projects:new_project",
        "POST",
        ANY_TEAM_POST,
        data=lambda cast: {"cohort": cast.cohort.slug, "name": "Nouveau", "purpose": "Agir ensemble."},
    ),
    row("projects:edit_project", "GET", TEAM_OF_IT, words=project),
    row(
        "projects:edit_project",
        "POST",
        TEAM_OF_IT_POST,
        words=project,
        data=lambda cast: {"name": "Renommé", "purpose": "Agir ensemble."},
    ),
    row("projects:collective", "GET", SEEN, words=project),
    row("projects:join", "GET", TEAM_OF_IT, words=project),
    row("projects:join", "POST", TEAM_OF_IT_POST, words=project, data=joining),
    row("projects:leave", "GET", TEAM_OF_IT, words=membership),
    row("projects:leave", "POST", TEAM_OF_IT_POST, words=membership, data=lambda cast: {"left_on": "2026-11-01"}),
    row("projects:add_participant", "GET", TEAM_OF_IT, words=membership),
    row(
        "projects:add_participant",
        "POST",
        TEAM_OF_IT_POST,
        words=membership,
        data=lambda cast: {"email": cast.applicant.email, "starts_on": "2026-06-01"},
    ),
    row("projects:end_participation", "GET", TEAM_OF_IT, words=participant),
    row(
        "projects:end_participation",
        "POST",
        TEAM_OF_IT_POST,
        words=participant,
        data=lambda cast: {"ends_on": "2026-11-01"},
    ),
    row("projects:structure", "GET", SEEN, words=structure),
    row("projects:new_structure", "GET", ANY_TEAM),
    row(
        "projects:new_structure",
        "POST",
        ANY_TEAM_POST,
        data=lambda cast: {"name": "Nouvelle", "project": cast.project.slug, "joined_on": "2026-06-01"},
    ),
    row("projects:edit_structure", "GET", OWN_STRUCTURE, words=structure),
    row("projects:edit_structure", "POST", OWN_STRUCTURE_POST, words=structure, data=lambda cast: {"name": "Maison"}),
    row("projects:invitations", "GET", ANY_TEAM),
    row("projects:new_invitation", "GET", ANY_TEAM),
    row("projects:new_invitation", "POST", ANY_TEAM_POST, data=invited),
    row("projects:resend_invitation", "POST", TEAM_ONLY_POST, words=invitation),
    row("projects:revoke_invitation", "POST", TEAM_ONLY_POST, words=invitation),
    row("projects:accept_invitation", "GET", LINK, words=link),
    # Nobody of the cast has the invited address: the page says so, and the new person's form is only partly filled.
    row("projects:accept_invitation", "POST", "422 200 200 200 200 200 200 200 200 200", words=link),
    row("projects:actions", "GET", MEMBERS, words=project),
    row("projects:new_action", "GET", MEMBERS, words=project),
    row("projects:new_action", "POST", "302 404 404 302 403 403 302 404 302 302", words=project, data=written),
    row("projects:action", "GET", "302 404 404 200 404 404 200 404 200 200", words=action),
    row("projects:edit_action", "GET", "302 404 404 403 404 404 403 404 200 200", words=action),
    row(
        "projects:edit_action",
        "POST",
        "302 404 404 403 404 404 403 404 302 302",
        words=action,
        data=lambda cast: {**written(cast), "seen": 1},
    ),
    row(
        "projects:settle_action",
        "POST",
        "302 404 404 403 404 404 302 404 302 302",
        words=action,
        data=lambda cast: {"state": "done"},
    ),
    row("projects:remind_action", "POST", "302 404 404 403 404 404 403 404 302 302", words=action),
    row("projects:answer_action", "GET", "200 410 410 410 410 410 200 410 410 410", words=action_link),
    row(
        "projects:answer_action",
        "POST",
        "200 422 422 422 422 422 200 422 422 422",
        words=action_link,
        data=lambda cast: {"state": "done"},
    ),
    row("projects:state_capacity", "GET", "302 404 404 403 403 403 200 404 200 200", words=of_structure),
    row("projects:state_capacity", "POST", "302 404 404 403 403 403 302 404 302 302", words=of_structure, data=days),
    row("projects:open_review", "GET", TEAM_OF_IT, words=project),
    row(
        "projects:open_review",
        "POST",
        TEAM_OF_IT_POST,
        words=project,
        data=lambda cast: {"closes_on": today().isoformat()},
    ),
    row("projects:agree_to_review", "POST", "302 404 404 403 403 403 302 404 403 403", words=reviewed),
    row("projects:stakes", "GET", MEMBERS, words=project),
    # Nothing is shared: a partner and whoever left another structure do not learn that there is anything.
    row("projects:structure_stakes", "GET", "302 404 404 404 404 200 200 404 200 200", words=said),
    row("projects:state_stakes", "GET", "302 404 404 403 403 403 200 404 200 200", words=said),
    row("projects:state_stakes", "POST", "302 404 404 403 403 403 302 404 302 302", words=said, data=hundred),
    row("projects:share_stakes", "POST", "302 404 404 403 403 403 302 404 403 403", words=said),
    row("projects:pauses", "GET", "302 404 404 200 403 403 200 404 200 200", words=lambda cast: {"project": "projet"}),
    row(
        "projects:pause_project",
        "POST",
        "302 404 404 403 403 403 403 404 302 302",
        words=lambda cast: {"project": "projet"},
        data=lambda cast: {"starts_on": "2027-01-04", "reason": "Hiver"},
    ),
    row(
        "projects:wake_project",
        "POST",
        "302 404 404 403 403 403 403 404 302 302",
        words=lambda cast: {"project": "projet"},
    ),
]
