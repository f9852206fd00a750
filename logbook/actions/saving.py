"""What saving a text and placing on a criterion have in common."""

from django.utils.translation import gettext as _

from cohorts.models import Criterion, Question
from core.errors import Refused
from projects.models import Project


def check_edition(project: Project, part: Question | Criterion) -> None:
    if part.axis.version_id != project.cohort.content_id:
        raise Refused(_("This belongs to another edition of the programme."))
