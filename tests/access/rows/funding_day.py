import datetime as dt
import time

from django.core import signing

from agenda.models import Session
from core.dates import now
from core.links import new_token
from funding_day import actions
from funding_day.models import GuestLink, Mailing
from tests import factories as make
from tests.access.matrix import row
from tests.funding_day.plans import computed, morning_of, planned, typed_registration


def day_words(cast):
    return {"day": make.FunderFactory(day__cohort=cast.cohort, email="secret@example.org").day.slug}


def new_funder(cast):
    return {"organisation": "Banque d’ici", "kind": "bank"}


def new_bearer(cast):
    return {"name": "Projet d’à côté"}


def new_day(cast):
    return {"cohort": cast.cohort.pk, "date": "2026-10-01", "starts": "09:00", "ends": "12:30"}


def settings(cast):
    day = cast.cohort.funding_days.get()
    return {
        "seen": actions.settings_mark(day),
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
    stamp = signing.dumps(time.time() - 60, salt="funding_day.register")
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


def told_words(cast):
    """A funder's link, once its schedule has been sent."""
    plan = planned(cast.cohort)
    Mailing.objects.create(plan=plan, kind="final", mails=0)
    token, digest = new_token()
    GuestLink.objects.create(funder=plan.day.funders.first(), digest=digest, expires_at=now() + dt.timedelta(days=30))
    return {"token": token}


def our_told_words(cast):
    """The bearer of our project, once its schedule has been sent."""
    day = morning_of(cast.cohort, bearers=0)
    bearer = make.BearerFactory(day=day, project=cast.project)
    Mailing.objects.create(plan=computed(day), kind="final", mails=0)
    return {"day": day.slug, "side": "bearer", "guest": bearer.pk}


def met_by_link(cast):
    return told_words(cast) | {"other": cast.cohort.funding_days.get().bearers.first().pk}


def met_by_account(cast):
    return our_told_words(cast) | {"other": cast.cohort.funding_days.get().funders.first().pk}


def funder_feedback(cast):
    return {
        "person": "Camille",
        "interest": "follow",
        "legibility": "3",
        "clarity": "2",
        "unclear": "Le prix.",
        "next_step": "none",
        "readers": "team",
        "usefulness": "4",
    }


def bearer_feedback(cast):
    return {"quality": "3", "learnt": "Beaucoup."}


def bearer_link(cast):
    token, digest = new_token()
    bearer = make.BearerFactory(day__cohort=cast.cohort)
    GuestLink.objects.create(bearer=bearer, digest=digest, expires_at=now() + dt.timedelta(days=30))
    return {"token": token}


def visitor_words(cast):
    funder = make.FunderFactory(day__cohort=cast.cohort)
    return {"day": funder.day.slug, "visitor": make.VisitorFactory(funder=funder).pk}


def mishap(cast):
    day = cast.cohort.funding_days.get()
    Session.objects.filter(pk=day.session_id).update(
        starts_at=now() + dt.timedelta(days=9), ends_at=now() + dt.timedelta(days=9, hours=1)
    )
    return {"seen": 1, "guest": day.funders.first().key, "mishap": "late", "at_round": 2}


def proposal_words(cast):
    plan = planned(cast.cohort)
    cells = [[cell.round, cell.funder.key, cell.bearer.key] for cell in plan.cells.all()]
    proposal = plan.proposals.create(
        day=plan.day, mishap="late", funder=plan.day.funders.first(), at_round=0, frozen=0, cells=cells, told={}
    )
    return {"day": plan.day.slug, "proposal": proposal.pk}


def money(cast):
    day = cast.cohort.funding_days.get()
    return {
        "bearer": make.BearerFactory(day=day).pk,
        "other_funder": "Une autre",
        "result": "obtained",
        "obtained": "5",
    }


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
    row("funding_day:own_calendar", "GET", EVERYBODY, words=told_words),
    row("funding_day:guest_calendar", "GET", OUR_PROJECT_GET, words=our_told_words),
    row("funding_day:own_feedback", "GET", EVERYBODY, words=met_by_link),
    row("funding_day:own_feedback", "POST", EVERYBODY_GOES, words=met_by_link, data=funder_feedback),
    row("funding_day:guest_feedback", "GET", OUR_PROJECT_GET, words=met_by_account),
    row("funding_day:guest_feedback", "POST", OUR_PROJECT_POST, words=met_by_account, data=bearer_feedback),
    row("funding_day:own_follow_up", "GET", EVERYBODY, words=bearer_link),
    row("funding_day:own_follow_up", "POST", EVERYBODY_GOES, words=bearer_link),
    row("funding_day:guest_follow_up", "GET", OUR_PROJECT_GET, words=bearer_words),
    row("funding_day:guest_follow_up", "POST", OUR_PROJECT_POST, words=bearer_words),
    row("funding_day:send_agendas", "GET", TEAM_GET, words=plan_words),
    row(
        "funding_day:send_agendas", "POST", TEAM_POST, words=plan_words, data=lambda cast: {"seen": 1, "kind": "final"}
    ),
    row("funding_day:schedules", "GET", TEAM_GET, words=plan_words),
    row("funding_day:desk", "GET", TEAM_GET, words=plan_words),
    row("funding_day:check_in", "POST", TEAM_POST, words=visitor_words, data=lambda cast: {"here": "1"}),
    row("funding_day:propose_repair", "POST", TEAM_POST, words=plan_words, data=mishap),
    row("funding_day:settle_repair", "POST", TEAM_POST, words=proposal_words, data=lambda cast: {"accept": "1"}),
    row("funding_day:board", "GET", "302 404 200 200 404 404 200 404 200 200", words=plan_words),
    row("funding_day:raised", "GET", TEAM_GET, words=day_words),
    row("funding_day:raised", "POST", TEAM_POST, words=day_words, data=money),
]
