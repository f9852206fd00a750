"""Drafts of the content: begun from a version or from files, written, published or thrown away; and which version an
edition uses."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cohorts.content_files import Pair, Programme, digest_of, problems_of
from cohorts.models import Axis, Cohort, ContentVersion, GuidingObjective, Question, Round, ScaleLevel, Workstream
from cohorts.queries import axes_of, draft_of, mark, pair_of, programme_of, with_axes, with_axis
from core import trail
from core.dates import today
from core.enums import Verb
from core.errors import EditedElsewhere, Refused

from .content import add_version, both, looks_for, publish, write_axis, write_programme


def start_draft(*, actor: Any, source: ContentVersion) -> ContentVersion:
    """A draft that begins as the words of a published version."""
    return import_draft(actor=actor, programme=programme_of(source), based_on=source)


def import_draft(
    *, actor: Any, programme: Programme, based_on: ContentVersion | None, note: str = ""
) -> ContentVersion:
    """A draft with the words of two files. Refuses to begin from another draft."""
    if based_on is not None and based_on.is_draft:
        raise Refused(_("Begin from a published version: a draft is one already."))
    with transaction.atomic():
        version = add_version(
            digest=f"draft-{uuid4().hex}", parts=programme.parts, based_on=based_on, created_by=actor, note=note
        )
        write_programme(version, programme)
        trail.record(actor, Verb.CREATED, version, number=version.number)
    return version


def change_draft(
    *, actor: Any, version: ContentVersion, seen: int, note: str, scale: list[Pair], axes: list[Pair]
) -> ContentVersion:
    """The note, the names of the levels and the axes of a draft, in their order: titles are written, new axes are added
    empty, those that are not named any more are removed with what hangs on them."""
    with transaction.atomic():
        draft = _locked(version)
        known = {axis.slug: axis for axis in draft.axes.all()}
        if seen != draft_mark(draft):
            raise _elsewhere(draft_mark(draft))
        _check(with_axes(draft, scale, axes))
        draft.note = note
        draft.save(update_fields=["note"])
        for french, english in scale:
            ScaleLevel.objects.filter(version=draft, level=french["level"]).update(**both("label", (french, english)))
        slugs = [pair[0]["slug"] for pair in axes]
        draft.axes.exclude(slug__in=slugs).delete()
        looks = looks_for(slugs, {slug: (axis.palette, axis.icon) for slug, axis in known.items() if slug in slugs})
        for position, pair in enumerate(axes, start=1):
            slug = pair[0]["slug"]
            axis = known.get(slug) or Axis(version=draft, slug=slug)
            axis.position, (axis.palette, axis.icon) = position, looks[slug]
            axis.title_fr, axis.title_en = pair[0]["title"], pair[1]["title"]
            axis.save()
        trail.record(actor, Verb.CHANGED, draft, axes=slugs)
    return draft


def change_axis(*, actor: Any, axis: Axis, seen: int, pair: Pair) -> Axis:
    """Writes everything of one axis of a draft. Refuses when somebody else saved it since the form was shown."""
    with transaction.atomic():
        draft = _locked(axis.version)
        stored = axes_of(draft).filter(pk=axis.pk).first()
        if stored is None:
            raise Refused(_("Somebody removed this axis meanwhile."), link=address(draft))
        if seen != axis_mark(stored):
            raise _elsewhere(axis_mark(stored))
        _check(with_axis(draft, stored, pair)[0])
        for name, value in (both("title", pair) | both("intention", pair)).items():
            setattr(stored, name, value)
        stored.save(update_fields=["title_fr", "title_en", "intention_fr", "intention_en"])
        for rows in (Workstream, GuidingObjective, Question):
            rows.objects.filter(axis=stored).delete()
        stored.criteria.all().delete()
        write_axis(stored, pair)
        trail.record(actor, Verb.CHANGED, draft, axis=stored.slug)
    return stored


def publish_draft(*, actor: Any, version: ContentVersion, cohorts: Iterable[Cohort] = ()) -> ContentVersion:
    """Publishes a draft for ever, and gives it to the editions named. Refuses one that is not finished, or that changes
    nothing."""
    with transaction.atomic():
        draft = _locked(version)
        told = draft_of(actor, draft)
        if told.problems:
            raise Refused(
                _("%(number)d things are still to be put right, the first being: %(problem)s")
                % {"number": len(told.problems), "problem": told.problems[0]},
                link=address(draft),
            )
        if not told.differences:
            raise Refused(_("This draft says the same as version %(number)d.") % {"number": _base(draft)})
        draft.digest = digest_of(programme_of(draft))
        publish(draft, actor)
        for cohort in sorted(cohorts, key=lambda one: one.pk):
            choose_content(actor=actor, cohort=cohort, version=draft)
    return draft


def discard_draft(*, actor: Any, version: ContentVersion) -> None:
    """Throws a draft away."""
    with transaction.atomic():
        draft = _locked(version)
        trail.record(actor, Verb.DISCARDED, draft, number=draft.number)
        draft.delete()


def choose_content(*, actor: Any, cohort: Cohort, version: ContentVersion) -> Cohort:
    """Gives an edition another version of the content. Rounds that have begun keep the criteria they began with, and
    answers stay under the question they were given to; a question that goes on word for word keeps its answer."""
    with transaction.atomic():
        stored = Cohort.objects.select_for_update(of=("self",)).get(pk=cohort.pk)
        if version.is_draft:
            raise Refused(_("A draft is published before an edition uses it."))
        if stored.content_id == version.pk:
            return stored
        begun = Round.objects.filter(cohort=stored, content__isnull=True, opens_on__lte=today())
        begun.update(content=stored.content_id)
        before, stored.content = stored.content_id, version
        stored.save(update_fields=["content"])
        trail.record(actor, Verb.CHANGED, stored, fields=["content"], before=before, after=version.pk)
    return stored


def draft_mark(version: ContentVersion) -> int:
    """What the form of a draft shows, as a number."""
    scale = list(version.scale.order_by("level").values_list("label_fr", "label_en"))
    axes = list(version.axes.order_by("position").values_list("slug", "title_fr", "title_en"))
    return mark([version.note, scale, axes])


def axis_mark(axis: Axis) -> int:
    return mark(pair_of(axis))


def address(version: ContentVersion) -> str:
    return reverse("cohorts:content_version", args=[version.number])


def _base(version: ContentVersion) -> int:
    return version.based_on.number if version.based_on else 0


def _check(programme: Programme) -> None:
    """A draft may be unfinished; it holds nothing that no version could hold."""
    wrong = [problem for problem in problems_of(programme) if not problem.later]
    if wrong:
        raise Refused(str(wrong[0]))


def _locked(version: ContentVersion) -> ContentVersion:
    draft = ContentVersion.objects.select_for_update(of=("self",)).filter(pk=version.pk).first()
    if draft is None:
        raise Refused(_("Somebody threw this draft away meanwhile."), link=reverse("cohorts:content_versions"))
    if not draft.is_draft:
        raise Refused(_("This version is published: it never changes. Begin a new one from it."), link=address(draft))
    return draft


def _elsewhere(version: int) -> EditedElsewhere:
    return EditedElsewhere(
        _("Somebody saved this meanwhile. Your text is below: save again to put it in the place of theirs."),
        theirs=None,
        yours=None,
        version=version,
    )
