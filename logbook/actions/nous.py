"""The index of « nous »: a structure lets the project read it; the team says who a « nous » is."""

from typing import Any

from django.db import transaction

from core import trail
from core.enums import Verb
from logbook.enums import Whose
from logbook.models import Answer, NousConsent, NousReading
from projects.models import Project, Structure


def agree_to_nous(*, actor: Any, project: Project, structure: Structure, given: bool) -> None:
    """A structure agrees that the whole project reads the index, or does not any more."""
    with transaction.atomic():
        Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
        if (structure.pk in NousConsent.objects.given_in(project)) == given:
            return
        row = NousConsent.objects.create(project=project, structure=structure, given=given, given_by=actor)
        trail.record(actor, Verb.CONSENTED if given else Verb.WITHDREW, row, structure=structure.pk)


@transaction.atomic
def tell_nous(*, actor: Any, answer: Answer, sentence: str, whose: Whose | None) -> None:
    """Notes who the « nous » of a sentence (its mark) is; None forgets what was noted."""
    Answer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    if whose is None:
        NousReading.objects.filter(answer=answer, sentence=sentence).delete()
    else:
        NousReading.objects.update_or_create(
            answer=answer, sentence=sentence, defaults={"whose": whose, "read_by": actor}
        )
    trail.record(actor, Verb.NOTED, answer, whose=whose or "")
