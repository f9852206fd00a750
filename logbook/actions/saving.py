"""What saving a text and placing on a criterion have in common."""

from django.utils.translation import gettext as _

from cohorts.models import Criterion, Question, Round
from core.errors import Refused
from projects.models import Project


def check_edition(project: Project, question: Question) -> None:
    """The question is asked by the content that the edition uses, in these very words."""
    version = project.cohort.content_id
    if question.axis.version_id == version:
        return
    if not Question.objects.filter(axis__version=version, since=question).exists():
        raise Refused(_("This belongs to another edition of the programme."))


def check_round(project: Project, round_: Round, criterion: Criterion) -> None:
    """The round is the edition's, and the criterion of the version of the content under which it is answered."""
    if round_.cohort_id != project.cohort_id or criterion.axis.version_id != round_.version_id:
        raise Refused(_("This belongs to another edition of the programme."))
