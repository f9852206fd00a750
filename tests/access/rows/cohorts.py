import datetime as dt

from cohorts import actions
from tests import factories as make
from tests.access.matrix import row

AHEAD = (dt.date(2098, 1, 1), dt.date(2098, 1, 31))
OVER = (dt.date(2025, 1, 1), dt.date(2025, 1, 31))

# Whoever has or had a part in the edition reads it; its team changes it.
SEEN = "302 404 200 200 200 200 200 404 200 200"
TEAM_OF_IT = "302 404 403 403 403 403 403 404 200 200"
TEAM_OF_IT_POST = "302 404 403 403 403 403 403 404 302 302"
# A new edition is the administrators' decision.
OPENING = "302 403 403 403 403 403 403 403 403 200"
OPENING_POST = "302 403 403 403 403 403 403 403 403 302"
COPYING = "302 404 403 403 403 403 403 404 403 200"
COPYING_POST = "302 404 403 403 403 403 403 404 403 302"


def cohort(cast):
    return {"cohort": cast.cohort.slug}


def settings_form(cast):
    return {
        "name": "Cohorte renommée",
        "starts_on": "2026-01-05",
        "ends_on": "2026-12-18",
        "half_days_target": "7",
        "meetings_target": "20",
        "projects_target": "1",
        "minimum_structures": "2",
        "acquaintance_hours": "6",
        "fund_amount": "5000",
        "funding_regime": "2021-2027",
    }


def clone_form(cast):
    return {"name": "Cohorte suivante", "starts_on": "2027-01-04"}


def expert(cast):
    return {"expert": make.ExpertFactory().pk}


# The experts are the team's list, whichever edition it is for.
ANY_TEAM = "302 403 403 403 403 403 403 200 200 200"
ANY_TEAM_POST = "302 403 403 403 403 403 403 302 302 302"
ITS_EXPERT = "302 404 404 404 404 404 404 200 200 200"
ITS_EXPERT_POST = "302 404 404 404 404 404 404 302 302 302"


def round_form(cast):
    return {"kind": "extra", "name": "Suivi", "opens_on": "2027-01-05", "closes_on": "2027-01-20"}


def round_ahead(cast):
    """A round that has not begun: it may be moved and removed."""
    row = make.RoundFactory(cohort=cast.cohort, opens_on=AHEAD[0], closes_on=AHEAD[1])
    return {"cohort": cast.cohort.slug, "position": row.position}


def round_over(cast):
    row = make.RoundFactory(cohort=cast.cohort, opens_on=OVER[0], closes_on=OVER[1])
    return {"cohort": cast.cohort.slug, "position": row.position}


def round_open(cast):
    return {"cohort": cast.cohort.slug, "position": cast.round.position}


def published(cast):
    return {"number": cast.cohort.content.number}


def draft(cast):
    return {"number": actions.start_draft(actor=cast.administrator, source=cast.cohort.content).number}


def draft_axis(cast):
    return {**draft(cast), "axis": "axe-1"}


# The content is the team's work: of what is not theirs, the others learn nothing.
CONTENT = "302 404 404 404 404 404 404 200 200 200"
CONTENT_POST = "302 404 404 404 404 404 404 302 302 302"


def resource(cast):
    told = {
        "kind": "link",
        "title": "Guide",
        "author": "Exemple",
        "licence": "cc-by",
        "url": "https://example.org/guide",
    }
    return {"resource": actions.create_resource(actor=cast.administrator, places=[("axe-1", "")], **told).pk}


RESOURCE = {
    "kind": "lesson",
    "title": "Leçon",
    "summary": "Prendre le temps.",
    "author": "Exemple",
    "licence": "cc-by",
    "language": "fr",
}
# Whoever has or had a part in an edition reads the library.
READERS = "302 404 200 200 200 200 200 200 200 200"

ROWS = [
    row("cohorts:resources", "GET", "302 200 200 200 200 200 200 200 200 200"),
    row("cohorts:new_resource", "GET", ANY_TEAM),
    row("cohorts:new_resource", "POST", ANY_TEAM_POST, data=lambda cast: RESOURCE),
    row("cohorts:edit_resource", "GET", "302 404 403 403 403 403 403 200 200 200", words=resource),
    row("cohorts:edit_resource", "POST", "302 404 403 403 403 403 403 302 302 302", words=resource, data=lambda cast: RESOURCE),
    row("cohorts:resource_file", "GET", READERS.replace("200", "302"), words=resource),
    row("cohorts:shelve_resource", "POST", "302 404 403 403 403 403 403 302 302 302", words=resource),
    row("cohorts:content_versions", "GET", ANY_TEAM),
    row("cohorts:import_content", "GET", ANY_TEAM),
    row("cohorts:import_content", "POST", "302 403 403 403 403 403 403 422 422 422"),
    row("cohorts:content_version", "GET", CONTENT, words=published),
    row("cohorts:preview_content", "GET", CONTENT, words=draft),
    row("cohorts:export_content", "GET", CONTENT, words=published),
    row("cohorts:start_draft", "POST", CONTENT_POST, words=published),
    row("cohorts:edit_draft", "GET", CONTENT, words=draft),
    row("cohorts:edit_draft", "POST", "302 404 404 404 404 404 404 409 409 409", words=draft),
    row("cohorts:edit_axis", "GET", CONTENT, words=draft_axis),
    row("cohorts:edit_axis", "POST", "302 404 404 404 404 404 404 409 409 409", words=draft_axis),
    row("cohorts:publish_draft", "POST", "302 404 404 404 404 404 404 422 422 422", words=draft),
    row("cohorts:discard_draft", "POST", CONTENT_POST, words=draft),
    row("cohorts:choose_content", "GET", TEAM_OF_IT, words=cohort),
    row(
        "cohorts:choose_content", "POST", TEAM_OF_IT_POST,
        words=cohort, data=lambda cast: {"version": cast.cohort.content.number},
    ),
    row("cohorts:rounds", "GET", SEEN, words=cohort),
    row("cohorts:new_round", "GET", TEAM_OF_IT, words=cohort),
    row("cohorts:new_round", "POST", TEAM_OF_IT_POST, words=cohort, data=round_form),
    row("cohorts:edit_round", "GET", TEAM_OF_IT, words=round_ahead),
    row("cohorts:edit_round", "POST", TEAM_OF_IT_POST, words=round_ahead, data=round_form),
    row("cohorts:close_round", "POST", TEAM_OF_IT_POST, words=round_open),
    row("cohorts:reopen_round", "GET", TEAM_OF_IT, words=round_over),
    row(
        "cohorts:reopen_round", "POST", TEAM_OF_IT_POST,
        words=round_over, data=lambda cast: {"reason": "Il manquait une structure.", "closes_on": "2099-01-01"},
    ),
    row("cohorts:remove_round", "POST", TEAM_OF_IT_POST, words=round_ahead),
    row("cohorts:cohorts", "GET", "302 200 200 200 200 200 200 200 200 200"),
    row("cohorts:content", "GET", SEEN, words=cohort),
    row("cohorts:new_cohort", "GET", OPENING),
    row("cohorts:new_cohort", "POST", OPENING_POST, data=settings_form),
    row("cohorts:edit_cohort", "GET", TEAM_OF_IT, words=cohort),
    row("cohorts:edit_cohort", "POST", TEAM_OF_IT_POST, words=cohort, data=settings_form),
    row("desk:clone_cohort", "GET", COPYING, words=cohort),
    row("desk:clone_cohort", "POST", COPYING_POST, words=cohort, data=clone_form),
    row("cohorts:experts", "GET", ANY_TEAM),
    row("cohorts:new_expert", "GET", ANY_TEAM),
    row("cohorts:new_expert", "POST", ANY_TEAM_POST, data=lambda cast: {"name": "Camille Exemple"}),
    row("cohorts:edit_expert", "GET", ITS_EXPERT, words=expert),
    row("cohorts:edit_expert", "POST", ITS_EXPERT_POST, words=expert, data=lambda cast: {"name": "Camille Exemple"}),
]  # fmt: skip
