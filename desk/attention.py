"""« À votre attention »: what needs a person, with the link that settles it. Rules, not scores; no item ranks anybody."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.enums import SessionState
from agenda.figures import Nudge, half_days_planned, nudges
from agenda.models import Session
from agenda.queries import Coming, HalfDay, is_open, objections, parties_to_book, polls_to_answer
from cohorts.enums import SessionForm
from cohorts.models import Cohort, Criterion, Round
from core.dates import format_day
from core.templatetags.house import number
from fund import queries as fund_queries
from logbook.models import Assessment, Score
from projects.figures import action_counts_by_project
from projects.models import Action, Membership, Project
from projects.queries import moved_stakes, own_actions, resting_projects

from .items import Item
from .sheets import missing_structures, own_sheets, sheets_to_close

SILENCE = timedelta(weeks=5)  # without a meeting, while the edition runs
RECENT, MOVES = timedelta(weeks=6), 3  # stakes said since; moves told of each
ACTIONS = 3  # of a person's own, the most pressing
WIDE_GAP = 2  # levels between the lowest and the highest structure


def for_team(
    cohort: Cohort, projects: Sequence[Project], upcoming: Sequence[Coming], day: date, path: Sequence[HalfDay] = ()
) -> list[Item]:
    """What a cohort's team should look at, most pressing first."""
    return [
        *ledger(projects),
        *sheets_to_close(cohort),
        *missing_structures(path),
        *missing_half_days(cohort),
        *drafts(cohort),
        *note_objections(cohort),
        *acquaintance(projects, day),
        *without_answer(upcoming),
        *late_actions(projects),
        *stakes_that_moved(projects, day),
        *silent(cohort, projects, day),
        *thin(cohort, projects, day),
        *not_begun(cohort, projects, day),
        *gaps(projects),
    ]


def ledger(projects: Sequence[Project]) -> list[Item]:
    """What the last reading of the whole ledger found wrong in these projects. It should never say anything."""
    return [
        Item(
            _("The ledger differs from what was written"),
            difference.sentence,
            reverse("fund:fund", args=[difference.project.slug]),
            "bi-exclamation-octagon",
            "warn",
        )
        for difference in fund_queries.differences(fund_queries.latest_check(), projects)
    ]


def missing_half_days(cohort: Cohort) -> list[Item]:
    planned = half_days_planned(cohort)
    missing = cohort.half_days_target - planned
    if missing <= 0:
        return []
    title = ngettext("%(n)d half-day to plan", "%(n)d half-days to plan", missing) % {"n": missing}
    text = _("%(planned)d of %(target)d are in the calendar") % {"planned": planned, "target": cohort.half_days_target}
    return [Item(title, text, f"{reverse('agenda:new_session')}?cohort={cohort.slug}", "bi-calendar-plus", "gold")]


def drafts(cohort: Cohort) -> list[Item]:
    """Drafts to publish, and how many wait for a date."""
    rows = Session.objects.filter(cohort=cohort, state=SessionState.DRAFT)
    waiting, undated = list(rows.dated().order_by("starts_at", "pk")[:5]), rows.undated().count()
    title = ngettext("%(n)d session to date", "%(n)d sessions to date", undated) % {"n": undated}
    text = _("Planned, without a day yet")
    to_date = Item(title, text, f"{reverse('agenda:agenda')}?cohort={cohort.slug}#undated", "bi-calendar-plus", "gold")
    return [
        Item(_("To publish"), f"{row.title}, {format_day(row.starts_at)}", row.get_absolute_url(), "bi-send", "gold")
        for row in waiting
    ] + ([to_date] if undated else [])


def without_answer(upcoming: Iterable[Coming]) -> list[Item]:
    found = []
    for line in upcoming:
        silent_people = line.replies.none if line.replies else 0
        if silent_people and is_open(line.session):
            title = ngettext("%(n)d person has not answered", "%(n)d people have not answered", silent_people)
            text = f"{line.session.title}, {format_day(line.session.starts_at)}"
            found.append(Item(title % {"n": silent_people}, text, line.session.get_absolute_url(), "bi-envelope"))
    return found


def acquaintance(projects: Sequence[Project], day: date) -> list[Item]:
    """Projects whose production is in the calendar before their structures know each other."""
    missing = nudges(projects, day)
    return [
        Item(_("Knowing each other before producing"), f"{project.name} · {said(missing[project.pk])}",
             f"{reverse('agenda:rhythm', args=[project.slug])}#purpose-title", "bi-signpost-2", "gold")
        for project in projects
        if project.pk in missing
    ]  # fmt: skip


def said(nudge: Nudge) -> str:
    """What misses, in a few words."""
    hours, pairs = "", ""
    if nudge.hours:
        hours = _("%(n)s h of mutual knowledge are missing") % {"n": number(nudge.hours, 1)}
    if nudge.apart:
        n = len(nudge.apart)
        pairs = ngettext("%(n)d pair has not met", "%(n)d pairs have not met", n) % {"n": n}
    return " · ".join(word for word in (hours, pairs) if word)


def note_objections(cohort: Cohort) -> list[Item]:
    """What somebody objects to in a write-up, as long as it stands as it was."""
    return [
        Item(
            _("%(person)s objects to a write-up") % {"person": row.person},
            f"{row.session.title}, {format_day(row.said_at)}",
            f"{row.session.get_absolute_url()}?part=notes#read",
            "bi-chat-left-text",
            "warn",
        )
        for row in objections(cohort)
    ]


def stakes_that_moved(projects: Sequence[Project], day: date) -> list[Item]:
    """Structures whose stakes said in the last weeks moved: a subject for their next meeting."""
    found = []
    for row in moved_stakes(projects, day - RECENT):
        told = [f"{shift.kind.label} {shift.before} → {shift.after}" for shift in row.moved[:MOVES]]
        text = f"{row.stakes.structure.name}, {row.stakes.project.name} · {', '.join(told)}"
        words = [row.stakes.project.slug, row.stakes.structure.slug]
        address = reverse("projects:structure_stakes", args=words)
        found.append(Item(_("Stakes have moved"), text, address, "bi-bullseye", "gold"))
    return found


def late_actions(projects: Sequence[Project]) -> list[Item]:
    """Per project, how many actions should have been done by now."""
    counts = action_counts_by_project(projects)
    found = []
    for project in projects:
        late = counts[project.pk].late
        if late:
            title = ngettext("%(n)d action is late", "%(n)d actions are late", late) % {"n": late}
            found.append(
                Item(title, project.name, reverse("projects:actions", args=[project.slug]), "bi-check2-square")
            )
    return found


def silent(cohort: Cohort, projects: Sequence[Project], day: date) -> list[Item]:
    """Projects without a meeting held for five weeks, while the edition runs; one that rests is left in peace."""
    if not cohort.starts_on + SILENCE <= day <= cohort.ends_on:
        return []
    meetings = Session.objects.filter(
        project__in=projects, form=SessionForm.MEETING, state=SessionState.PUBLISHED, ends_at__date__lte=day
    )
    last = dict(meetings.order_by().values_list("project").annotate(at=Max("ends_at__date")))
    found = []
    resting = resting_projects([project.pk for project in projects])
    for project in projects:
        if project.pk in resting:
            continue
        since = last.get(project.pk, cohort.starts_on)
        if day - since >= SILENCE:
            weeks = (day - since).days // 7
            title = ngettext("No meeting for %(n)d week", "No meeting for %(n)d weeks", weeks) % {"n": weeks}
            address = f"{reverse('agenda:new_session')}?cohort={cohort.slug}&form=meeting&project={project.slug}"
            found.append(Item(title, project.name, address, "bi-hourglass-split", "warn"))
    return found


def thin(cohort: Cohort, projects: Sequence[Project], day: date) -> list[Item]:
    """Projects with fewer structures today than the edition asks for."""
    active = Membership.objects.filter(project__in=projects).active_on(day)
    counted = dict(active.order_by().values_list("project").annotate(n=Count("structure", distinct=True)))
    found = []
    for project in projects:
        number = counted.get(project.pk, 0)
        if number < cohort.minimum_structures:
            text = _("%(project)s: %(n)d active, at least %(least)d are needed") % {
                "project": project.name,
                "n": number,
                "least": cohort.minimum_structures,
            }
            url = reverse("projects:collective", args=[project.slug])
            found.append(Item(_("Too few structures"), text, url, "bi-people", "warn"))
    return found


def open_round(cohort: Cohort, day: date) -> Round | None:
    """The round of self-assessment that is open on a day; the latest, should two overlap."""
    rounds = Round.objects.filter(cohort=cohort, opens_on__lte=day, closes_on__gte=day, closed_at__isnull=True)
    return rounds.order_by("-opens_on", "-position").first()


def not_begun(cohort: Cohort, projects: Sequence[Project], day: date) -> list[Item]:
    """Structures that have not placed themselves in the open round."""
    current = open_round(cohort, day)
    if current is None:
        return []
    expected = set(
        Membership.objects.filter(project__in=projects).active_on(day).values_list("project_id", "structure_id")
    )
    begun = Assessment.objects.filter(round=current, scores__isnull=False)
    expected -= set(begun.order_by().values_list("project_id", "structure_id"))
    if not expected:
        return []
    title = ngettext(
        "%(n)d structure has not begun its self-assessment",
        "%(n)d structures have not begun their self-assessment",
        len(expected),
    )
    text = _("round “%(round)s”, open until %(day)s") % {
        "round": current,
        "day": format_day(current.closes_on, "short"),
    }
    return [
        Item(title % {"n": len(expected)}, text, f"{reverse('projects:projects')}?cohort={cohort.slug}", "bi-ui-radios")
    ]


def gaps(projects: Sequence[Project]) -> list[Item]:
    """Per project, the criterion on which its structures stand furthest apart in their latest round, from two levels up."""
    spread = (
        Score.objects.filter(assessment__project__in=projects, assessment__structure__isnull=False, level__isnull=False)
        .order_by()
        .values_list("assessment__project", "assessment__round__position", "criterion")
        .annotate(lowest=Min("level"), highest=Max("level"))
    )
    latest: dict[int, int] = {}
    widest: dict[int, tuple[int, int, int, int]] = {}
    for project, position, criterion, lowest, highest in sorted(spread):
        if position > latest.get(project, -1):
            latest[project] = position
            widest.pop(project, None)
        if highest - lowest > max(widest.get(project, (WIDE_GAP - 1, 0, 0, 0))[0], WIDE_GAP - 1):
            widest[project] = (highest - lowest, criterion, lowest, highest)
    keys = [found[1] for found in widest.values()]
    criteria = {row.pk: row for row in Criterion.objects.filter(pk__in=keys).select_related("axis")}
    return [gap_item(row, criteria[widest[row.pk][1]], *widest[row.pk][2:]) for row in projects if row.pk in widest]


def gap_item(project: Project, criterion: Criterion, lowest: int, highest: int) -> Item:
    text = _("%(project)s, “%(criterion)s”: from %(lowest)d to %(highest)d depending on the structure") % {
        "project": project.name,
        "criterion": criterion.title,
        "lowest": lowest,
        "highest": highest,
    }
    url = reverse("logbook:axis", args=[project.slug, criterion.axis.slug])
    return Item(_("Diverging readings"), text, url, "bi-arrows-angle-expand", "gold")


def for_member(
    user: Any, project: Project, structures: frozenset[int], upcoming: Sequence[Coming], day: date
) -> list[Item]:
    """What a project bearer can do now: answer an invitation or a poll, do what was agreed, place the structure in the
    open round."""
    found = own_sheets(user, project.cohort)
    found += [
        Item(_("Will you come?"), f"{line.session.title}, {format_day(line.session.starts_at)}",
             line.session.get_absolute_url(), "bi-envelope")
        for line in upcoming
        if line.own_reply == "none" and is_open(line.session)
    ]  # fmt: skip
    found += [
        Item(action.text, due(action, day), action.get_absolute_url(), "bi-check2-square",
             "warn" if action.is_late_on(day) else "brand")
        for action in own_actions(user, project, ACTIONS)
    ]  # fmt: skip
    found += dates_to_answer(user, project)
    found += slots_to_book(project, structures)
    current = open_round(project.cohort, day)
    begun = Assessment.objects.filter(round=current, project=project, structure__in=structures, scores__isnull=False)
    if structures and current is not None and not begun.exists():
        text = _("round “%(round)s”, open until %(day)s") % {
            "round": current,
            "day": format_day(current.closes_on, "short"),
        }
        url = reverse("logbook:logbook", args=[project.slug])
        found.append(Item(_("Where are we? Place your structure on the criteria"), text, url, "bi-ui-radios"))
    return found


def slots_to_book(project: Project, structures: frozenset[int]) -> list[Item]:
    """The meetings that can be booked: the project's, and the one of the reader's own structure alone."""
    if not structures:
        return []
    url, icon = reverse("agenda:project_slots", args=[project.slug]), "bi-calendar2-plus"
    found = []
    for alone in parties_to_book(project, structures):
        if alone is None:
            found.append(Item(_("Book your next individual meeting"), _("the team offers slots"), url, icon))
        else:
            text = _("the team offers slots to %(structure)s alone") % {"structure": alone.name}
            found.append(Item(_("Book your structure’s meeting"), text, f"{url}?for={alone.slug}", icon))
    return found


def due(action: Action, day: date) -> str:
    if action.due_on is None:
        return _("action to do")
    told = {"day": format_day(action.due_on, "short")}
    return _("late: it was to be done by %(day)s") % told if action.is_late_on(day) else _("by %(day)s") % told


def dates_to_answer(user: Any, project: Project) -> list[Item]:
    """The polls in which this person has dates to answer."""
    return [
        Item(
            _("When can you come?"),
            _("%(poll)s, answers until %(day)s") % {"poll": poll, "day": format_day(poll.answers_until)},
            poll.get_absolute_url(),
            "bi-calendar2-range",
            "gold",
        )
        for poll in polls_to_answer(user, project)
    ]
