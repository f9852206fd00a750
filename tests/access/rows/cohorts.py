from tests import factories as make
from tests.access.matrix import row

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

ROWS = [
    row("cohorts:cohorts", "GET", "302 200 200 200 200 200 200 200 200 200"),
    row("cohorts:content", "GET", SEEN, words=cohort),
    row("cohorts:new_cohort", "GET", OPENING),
    row("cohorts:new_cohort", "POST", OPENING_POST, data=settings_form),
    row("cohorts:edit_cohort", "GET", TEAM_OF_IT, words=cohort),
    row("cohorts:edit_cohort", "POST", TEAM_OF_IT_POST, words=cohort, data=settings_form),
    row("cohorts:clone_cohort", "GET", COPYING, words=cohort),
    row("cohorts:clone_cohort", "POST", COPYING_POST, words=cohort, data=clone_form),
    row("cohorts:experts", "GET", ANY_TEAM),
    row("cohorts:new_expert", "GET", ANY_TEAM),
    row("cohorts:new_expert", "POST", ANY_TEAM_POST, data=lambda cast: {"name": "Camille Exemple"}),
    row("cohorts:edit_expert", "GET", ITS_EXPERT, words=expert),
    row("cohorts:edit_expert", "POST", ITS_EXPERT_POST, words=expert, data=lambda cast: {"name": "Camille Exemple"}),
]
