"""What a list shows is what its pages show: `visible_to` equals, person by person, the rows whose page answers 200."""

import pytest

from agenda.models import Poll, Session, SlotOffer
from cohorts.models import Cohort
from fund.models import Fund, FundRequest
from funding_day.models import FundingDay
from projects.models import Action, Project, Structure
from reports.models import Document
from tests import factories as make
from tests.cast import PERSONS

MODELS = (Cohort, Project, Structure, Action, Session, Poll, SlotOffer, Fund, FundRequest, FundingDay, Document)


@pytest.fixture
def furnished(cast):
    """Rows of every model, in the cohort of the cast, in its neighbour project and in the other cohort."""
    far = make.ProjectFactory(cohort=cast.other_cohort)
    make.MembershipFactory(project=far)
    for project in (cast.project, cast.other_project, far):
        make.FundFactory(project=project)
        FundRequest.objects.create(project=project, title="Mission")
        make.ActionFactory(project=project)
    for cohort in (cast.cohort, cast.other_cohort):
        make.FundingDayFactory(cohort=cohort)
        make.SessionFactory(cohort=cohort, state="draft")
        make.SessionFactory(cohort=cohort, state="cancelled")
    make.SessionFactory(cohort=cast.other_cohort, project=far, form="meeting")
    make.SessionFactory(cohort=cast.cohort, project=cast.other_project, form="meeting")
    for state in ("draft", "open", "cancelled"):
        poll = make.PollFactory(cohort=cast.cohort, state=state)
        for person in ("other_member", "left", "former", "participant"):
            make.PollVoiceFactory(poll=poll, participant=cast.users[person].participations.get())
    for cohort in (cast.cohort, cast.other_cohort):
        make.PollFactory(cohort=cohort)
        make.SlotOfferFactory(cohort=cohort)
    for person in ("participant", "facilitator", "administrator"):
        make.DocumentFactory(cohort=cast.cohort, requested_by=cast.users[person])
    return cast


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_visible_rows_are_those_whose_page_opens(model, furnished, sign_in):
    looked = 0
    for person in PERSONS:
        user = furnished.users[person]
        if user is None:
            continue
        client = sign_in(user)
        rows = list(model.objects.order_by("pk"))
        opened = {row.pk for row in rows if client.get(row.get_absolute_url()).status_code == 200}
        user = type(user).objects.get(pk=user.pk)

        assert set(model.objects.visible_to(user).values_list("pk", flat=True)) == opened, person
        looked += len(rows)

    assert looked >= 2 * (len(PERSONS) - 1)
