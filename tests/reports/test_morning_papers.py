"""The papers of a funders' morning as one document: who may ask, what they say, and what they never say."""

import pytest

from core.errors import Refused
from funding_day.models import Feedback
from reports import access, making, morning
from reports.access import Wanted
from reports.enums import DocumentKind
from tests import factories as make
from tests.cast import PERSONS
from tests.funding_day.plans import computed, morning_of
from tests.reports.test_sheets import printed, quiet

SECRET = "Le collectif ne nous paraît pas solide."


@pytest.fixture
def plan(cast):
    day = morning_of(cast.cohort)
    make.VisitorFactory(funder=day.funders.get(organisation="Banque 1"), name="Camille Exemple")
    day.bearers.filter(name="Projet 1").update(pitch="Réparer ensemble.", amount=12345, shows_amount=False)
    day.bearers.filter(name="Projet 2").update(amount=6789, email="projet@example.org")
    return computed(day)


def test_the_papers_hold_wall_cards_booklet_and_badges(cast, plan):
    report = morning.gather(plan.day.session, cast.facilitator, quiet)

    told = printed("reports/morning.pdf.html", report)

    for words in ("Banque 1", "Projet 3", "Réparer ensemble.", "Camille Exemple", "version 1"):
        assert words in told
    assert len(report.schedules) == 5
    assert [badge.name for badge in report.badges] == ["Camille Exemple"]


def test_what_a_bearer_does_not_show_and_what_is_for_the_team_is_not_printed(cast, plan):
    funder, bearer = plan.day.funders.first(), plan.day.bearers.get(name="Projet 1")
    Feedback.objects.create(
        funder=funder, bearer=bearer, side="funder", interest="follow", unclear=SECRET, readers="team"
    )

    told = printed("reports/morning.pdf.html", morning.gather(plan.day.session, cast.facilitator, quiet))

    assert SECRET not in told
    assert "12 345" not in told.replace("\u202f", " ").replace("\u00a0", " ")
    assert "projet@example.org" not in told
    assert "6 789" in told.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize("person", PERSONS[1:])
def test_the_team_alone_asks_for_the_papers(cast, plan, person):
    wanted = Wanted(DocumentKind.MORNING, session=plan.day.session, cohort=cast.cohort)

    asked = access.can_request_document(cast.users[person], wanted)

    assert asked == (person in ("facilitator", "administrator"))


def test_no_papers_without_a_plan_and_none_of_a_half_day(cast):
    day = morning_of(cast.cohort)
    with pytest.raises(Refused, match="pas encore de plan"):
        morning.gather(day.session, cast.facilitator, quiet)

    assert not access.can_print_morning(cast.facilitator, cast.workshop)


def test_the_document_is_made_of_the_morning_s_template(cast, plan):
    document = make.DocumentFactory(
        kind=DocumentKind.MORNING, session=plan.day.session, cohort=cast.cohort, requested_by=cast.facilitator
    )

    template, report = making.build(document, quiet)

    assert (template, report.plan) == ("reports/morning.pdf.html", plan)
