import datetime as dt

from django.core import signing

from core.dates import now
from core.links import new_token
from funding_day import actions
from funding_day.models import GuestLink
from tests import factories as make
from tests.access.matrix import row
from tests.funding_day.plans import planned, typed_registration


def day_words(cast):
    return {"day": make.FunderFactory(day__cohort=cast.cohort, email="secret@example.org").day.slug}


def new_funder(cast):
    return {"organisation": "Banque d’ici", "kind": "bank"}


def new_bearer(cast):
    return {"name": "Projet d’à côté"}


def new_day(cast):
    return {"cohort": cast.cohort.pk, "date": "2026-10-01", "starts": "09:00", "ends": "12:30", "place": ""}


def settings(cast):
    day = cast.cohort.funding_days.get()
    return {
        "seen": actions.settings_mark(day),
        "date": "2026-09-24",
        "starts": "09:00",
        "ends": "12:30",
        "place": "Ici",
        "rounds_start": "09:30",
        "rounds_end": "12:00",
        "slot_minutes": 15,
        "buffer_minutes": 2,
        "breaks": "",
        "tables": 4,
        "funder_least": 0,
        "funder_most": 8,
        "bearer_least": 0,
        "bearer_most": 8,
        "entry": "everybody",
    }


def funder_words(cast):
    funder = make.FunderFactory(day__cohort=cast.cohort, email="secret@example.org")
    return {"day": funder.day.slug, "side": "funder", "guest": funder.pk}


def waiting_words(cast):
    funder = make.FunderFactory(day__cohort=cast.cohort, standing="waiting")
    return {"day": funder.day.slug, "side": "funder", "guest": funder.pk}


def bearer_words(cast):
    bearer = make.BearerFactory(day__cohort=cast.cohort, project=cast.project)
    make.FunderFactory(day=bearer.day)
    return {"day": bearer.day.slug, "side": "bearer", "guest": bearer.pk}


def token_words(cast):
    token, digest = new_token()
    funder = make.FunderFactory(day__cohort=cast.cohort)
    GuestLink.objects.create(funder=funder, digest=digest, expires_at=now() + dt.timedelta(days=30))
    return {"token": token}


def confirm_words(cast):
    return {"token": typed_registration(make.FundingDayFactory(cohort=cast.cohort))}


def people(**more):
    return {"people-TOTAL_FORMS": "0", "people-INITIAL_FORMS": "0", **more}


def registration(cast):
    stamp = signing.dumps(0.0, salt="funding_day.register")
    return people(organisation="Banque", kind="bank", contact="Camille", email="camille@example.org", stamp=stamp)


def bearer_facts(cast):
    return people(name="Projet", contact="Camille", pitch="Un lieu à nous.")


def funder_facts(cast):
    return people(organisation="Banque", kind="bank", contact="Camille")


def plan_words(cast):
    return {"day": planned(cast.cohort).day.slug}


def run_words(cast):
    plan = planned(cast.cohort)
    run = make.PlanRunFactory(day=plan.day)
    return {"day": plan.day.slug, "run": run.pk}


def version_words(cast):
    return {"day": planned(cast.cohort).day.slug, "number": 1}


def change(cast):
    cell = cast.cohort.funding_days.get().plans.get().cells.first()
    return {"seen": 1, "cell": cell.pk, "act": "lock"}


def addition(cast):
    day = cast.cohort.funding_days.get()
    return {"seen": 1, "funder": day.funders.first().pk, "bearer": day.bearers.first().pk, "to": 3}


TEAM_GET = "302 404 403 403 404 404 403 404 200 200"
TEAM_POST = "302 404 403 403 404 404 403 404 302 302"
TEAM_ONLY_GET = "302 404 404 404 404 404 404 404 200 200"
TEAM_ONLY_POST = "302 404 404 404 404 404 404 404 302 302"
EVERYBODY = "200 200 200 200 200 200 200 200 200 200"
EVERYBODY_GOES = "302 302 302 302 302 302 302 302 302 302"
OUR_PROJECT_GET = "302 404 404 200 404 404 200 404 200 200"
OUR_PROJECT_POST = "302 404 404 302 404 404 302 404 302 302"
NOTHING_ADDED = "302 404 403 403 404 404 403 404 422 422"

# The morning is the whole cohort's: the neighbour project sees it, one who left does not. A guest's page is the team's
# and, for a project of the cohort, its own people's; by the secret of a link, whoever holds it.
ROWS = [
    row("funding_day:days", "GET", "302 200 200 200 200 200 200 200 200 200"),
    row("funding_day:new_day", "GET", "302 403 403 403 403 403 403 200 200 200"),
    row("funding_day:new_day", "POST", "302 403 403 403 403 403 403 422 302 302", data=new_day),
    row("funding_day:day", "GET", "302 404 200 200 404 404 200 404 200 200", words=day_words),
    row("funding_day:settings", "GET", TEAM_GET, words=day_words),
    row("funding_day:settings", "POST", TEAM_POST, words=day_words, data=settings),
    row("funding_day:new_funder", "GET", TEAM_GET, words=day_words),
    row("funding_day:new_funder", "POST", TEAM_POST, words=day_words, data=new_funder),
    row("funding_day:new_bearer", "GET", TEAM_GET, words=day_words),
    row("funding_day:new_bearer", "POST", TEAM_POST, words=day_words, data=new_bearer),
    row("funding_day:register", "GET", EVERYBODY, words=day_words),
    row("funding_day:register", "POST", EVERYBODY, words=day_words, data=registration),
    row("funding_day:confirm", "GET", EVERYBODY, words=confirm_words),
    row("funding_day:confirm", "POST", EVERYBODY_GOES, words=confirm_words),
    row("funding_day:own_page", "GET", EVERYBODY, words=token_words),
    row("funding_day:own_details", "GET", EVERYBODY, words=token_words),
    row("funding_day:own_details", "POST", EVERYBODY_GOES, words=token_words, data=funder_facts),
    row("funding_day:own_wishes", "GET", EVERYBODY, words=token_words),
    row("funding_day:own_wishes", "POST", EVERYBODY_GOES, words=token_words),
    row("funding_day:guests", "GET", TEAM_GET, words=day_words),
    row("funding_day:guest_page", "GET", OUR_PROJECT_GET, words=bearer_words),
    row("funding_day:guest_details", "GET", OUR_PROJECT_GET, words=bearer_words),
    row("funding_day:guest_details", "POST", OUR_PROJECT_POST, words=bearer_words, data=bearer_facts),
    row("funding_day:guest_wishes", "GET", TEAM_ONLY_GET, words=funder_words),
    row("funding_day:guest_wishes", "POST", OUR_PROJECT_POST, words=bearer_words),
    row("funding_day:resend_link", "POST", TEAM_ONLY_POST, words=funder_words),
    row("funding_day:revoke_links", "POST", "302 404 404 403 404 404 403 404 302 302", words=bearer_words),
    row("funding_day:accept_late", "POST", TEAM_ONLY_POST, words=waiting_words),
    row("funding_day:withdraw", "POST", TEAM_ONLY_POST, words=funder_words),
    row("funding_day:come_back", "POST", TEAM_ONLY_POST, words=funder_words),
    row("funding_day:plan", "GET", TEAM_GET, words=plan_words),
    row("funding_day:compute_plan", "POST", TEAM_POST, words=plan_words),
    row("funding_day:plan_progress", "GET", TEAM_GET, words=run_words),
    row("funding_day:stop_plan", "POST", TEAM_POST, words=run_words),
    row("funding_day:change_plan", "POST", TEAM_POST, words=plan_words, data=change),
    row("funding_day:add_meeting", "POST", NOTHING_ADDED, words=plan_words, data=addition),
    row("funding_day:plan_version", "GET", TEAM_GET, words=version_words),
]
