"""One factory a model; what a situation needs beyond the plain row is a trait or a helper here."""

from .agenda import AttendanceFactory, NoteFactory, SessionFactory, VenueFactory
from .cohorts import (
    CohortFactory,
    ExpertFactory,
    FacilitationFactory,
    RoundFactory,
    SessionKindFactory,
    TerritoryFactory,
    content,
)
from .dates import (
    PollAnswerFactory,
    PollDateFactory,
    PollFactory,
    PollVoiceFactory,
    SlotFactory,
    SlotOfferFactory,
    ahead,
)
from .fund import FundFactory
from .funding_day import BearerFactory, FunderFactory, FundingDayFactory, PlanRunFactory, VisitorFactory, WishFactory
from .logbook import AnswerFactory, AssessmentFactory, ObjectiveFactory, PresenceFactory, ScoreFactory
from .people import UserFactory
from .projects import (
    ActionFactory,
    InvitationFactory,
    MembershipFactory,
    ParticipantFactory,
    ProjectFactory,
    StructureFactory,
)
from .reports import DocumentFactory, JobFactory
from .sheets import SheetFactory, SignatureFactory, WalkInFactory

__all__ = [
    "ActionFactory",
    "AnswerFactory",
    "AssessmentFactory",
    "AttendanceFactory",
    "BearerFactory",
    "CohortFactory",
    "DocumentFactory",
    "ExpertFactory",
    "FacilitationFactory",
    "FundFactory",
    "FunderFactory",
    "FundingDayFactory",
    "InvitationFactory",
    "JobFactory",
    "MembershipFactory",
    "NoteFactory",
    "ObjectiveFactory",
    "ParticipantFactory",
    "PlanRunFactory",
    "PollAnswerFactory",
    "PollDateFactory",
    "PollFactory",
    "PollVoiceFactory",
    "PresenceFactory",
    "ProjectFactory",
    "RoundFactory",
    "ScoreFactory",
    "SessionFactory",
    "SessionKindFactory",
    "SheetFactory",
    "SignatureFactory",
    "SlotFactory",
    "SlotOfferFactory",
    "StructureFactory",
    "TerritoryFactory",
    "UserFactory",
    "VenueFactory",
    "VisitorFactory",
    "WalkInFactory",
    "WishFactory",
    "ahead",
    "content",
]
