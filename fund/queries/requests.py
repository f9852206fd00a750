"""What the pages of requests show: who does what next, who may decide, and what is still missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from core.dates import today
from core.money import format_money
from fund import figures
from fund.enums import Agreement, DecisionKind, PaperKind, RequestState
from fund.models import Decision, FundRequest, Paper, Party
from projects.access import current_structures
from projects.models import Participant, Project

GRANTS = (DecisionKind.GRANT, DecisionKind.IN_PART)


def bearers_of(request: FundRequest, structures: Iterable[int] | None = None) -> QuerySet[User]:
    """The people who carry the project today, for the given structures or all."""
    parts = Participant.objects.active_on(today()).filter(membership__project=request.project)
    if structures is not None:
        parts = parts.filter(membership__structure__in=list(structures))
    return User.objects.filter(pk__in=parts.values("user"), is_active=True).order_by("name", "pk")


def bearers_to_ask(project: Project, user: Any) -> int:
    """How many people are asked at most when a request is put to the member structures: those of the other ones."""
    parts = Participant.objects.active_on(today()).filter(membership__project=project, user__is_active=True)
    others = parts.exclude(membership__structure__in=current_structures(user, project))
    return others.order_by().values("user").distinct().count()


def deciders_of(request: FundRequest) -> QuerySet[User]:
    """The team's people who may decide: not who made or sent the request, nor who carries the project."""
    team = Q(role=Role.ADMINISTRATOR) | Q(facilitations__cohort=request.project.cohort_id)
    rows = User.objects.filter(pk__in=User.objects.filter(team, is_active=True).values("pk"))
    concerned = [key for key in (request.created_by_id, request.requested_by_id) if key]
    return rows.exclude(pk__in=concerned).exclude(pk__in=bearers_of(request).values("pk")).order_by("name", "pk")


def on_sheet(rows: Any) -> Any:
    """What the page of a request needs beside it."""
    return rows.select_related("project__cohort", "axis", "expert", "created_by", "requested_by")


def requests_of(project: Project) -> list[FundRequest]:
    """The requests of a project, the newest first."""
    rows = FundRequest.objects.filter(project=project).select_related("axis", "expert")
    return list(rows.order_by("-created_at", "-pk"))


def to_decide(user: Any) -> QuerySet[FundRequest]:
    """What waits for the team's decision in the projects that the person follows, the oldest first."""
    rows = FundRequest.objects.visible_to(user).filter(state=RequestState.ASKED)
    return rows.select_related("project", "axis").order_by("asked_at", "pk")


@dataclass(frozen=True)
class Step:
    """Who does what next."""

    who: str
    what: str
    over: bool = False


@dataclass(frozen=True)
class Sheet:
    """A request with all that its page shows."""

    request: FundRequest
    parties: list[Party]
    own: list[Party]
    papers: list[Paper]
    decisions: list[Decision]
    approvals: list[Decision]
    approvals_needed: int
    deciders: list[User]
    unblockers: list[User]
    step: Step
    to_bearers: int
    to_deciders: int

    @property
    def second_amount(self) -> Any:
        """What the first of two approvals granted."""
        return self.approvals[0].amount if self.approvals else None

    @property
    def all_agree(self) -> bool:
        return bool(self.parties) and all(party.answer == Agreement.AGREES for party in self.parties)

    @property
    def quotes(self) -> list[Paper]:
        return [paper for paper in self.papers if paper.kind == PaperKind.QUOTE]


def sheet(request: FundRequest, user: Any) -> Sheet:
    """The page of a request, in a constant number of queries."""
    parties = list(request.parties.select_related("structure", "answered_by").order_by("structure__name", "pk"))
    papers = list(
        Paper.objects.visible_to(user).filter(request=request).select_related("file").order_by("added_at", "pk")
    )
    decisions = list(request.decisions.select_related("decided_by").order_by("-at", "-pk"))
    approvals = [row for row in decisions if row.terms == request.terms and row.kind in GRANTS]
    mine = current_structures(user, request.project)
    deciders: list[User] = []
    unblockers: list[User] = []
    if request.state == RequestState.ASKED:
        done = {row.decided_by_id for row in approvals}
        deciders = [person for person in deciders_of(request) if person.pk not in done]
        if not deciders:
            rows = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
            unblockers = list(rows.order_by("name", "pk"))
    needed = figures.approvals_needed(request, approvals[0].amount if approvals else request.requested or figures.ZERO)
    return Sheet(
        request=request,
        parties=parties,
        own=[party for party in parties if party.structure_id in mine],
        papers=papers,
        decisions=decisions,
        approvals=approvals,
        approvals_needed=needed,
        deciders=deciders,
        unblockers=unblockers,
        step=_step(request, parties, papers, approvals, needed, deciders),
        to_bearers=bearers_of(request).count(),
        to_deciders=deciders_of(request).exclude(pk=user.pk if request.may_be_written else 0).count(),
    )


def paper_for(user: Any, request: FundRequest, pk: int) -> Paper | None:
    """A file of a request, when the person may read it."""
    rows = Paper.objects.visible_to(user).filter(request=request, pk=pk)
    paper = rows.select_related("file").first()
    if paper is not None:
        paper.request = request
    return paper


def _step(
    request: FundRequest, parties: list[Party], papers: list[Paper], approvals: list[Decision], needed: int,
    deciders: list[User],
) -> Step:  # fmt: skip
    team, project = _("The team"), _("The project")
    state = RequestState(request.state)
    if request.may_be_written:
        return _before_sending(request, parties, papers, project)
    if state == RequestState.ASKED:
        names = ", ".join(person.name for person in deciders)
        who = _("One of: %(names)s") % {"names": names} if names else team
        if approvals:
            words = {"amount": format_money(approvals[0].amount or figures.ZERO)}
            return Step(who, _("gives the second approval, of %(amount)s") % words)
        return Step(who, _("decides; two approvals are needed") if needed > 1 else _("decides"))
    following = {
        RequestState.APPROVED: Step(team, _("receives the deliverable and confirms that the service was done")),
        RequestState.DELIVERED: Step(team, _("receives the invoice")),
        RequestState.INVOICED: Step(team, _("pays the invoice and attaches the proof")),
        RequestState.PAID: Step("", _("Nothing more to do: the expert is paid."), over=True),
        RequestState.REFUSED: Step("", _("Nothing more to do: the team has refused."), over=True),
        RequestState.CANCELLED: Step("", _("Nothing more to do: the project has withdrawn it."), over=True),
        RequestState.RELEASED: Step("", _("Nothing more to do: its euros are available again."), over=True),
    }
    return following[state]


def _before_sending(request: FundRequest, parties: list[Party], papers: list[Paper], project: str) -> Step:
    if not parties:
        return Step(project, _("finishes the request and puts it to the member structures"))
    objecting = [party.structure.name for party in parties if party.answer == Agreement.OBJECTS]
    if objecting:
        return Step(project, _("changes the request: %(names)s objects") % {"names": ", ".join(objecting)})
    silent = [party.structure.name for party in parties if party.answer == Agreement.NONE]
    if silent:
        return Step(", ".join(silent), _("says whether the structure agrees"))
    if not any(paper.kind == PaperKind.QUOTE for paper in papers):
        return Step(project, _("attaches a quote"))
    return Step(project, _("sends the request to the team"))
