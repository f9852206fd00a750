"""A request from its draft to its payment: who may, in which order, and what each refusal leaves untouched."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import EditedElsewhere, Refused
from core.models import OutboxMail, TrailEntry
from fund import actions, figures, queries
from fund.enums import DecisionKind, PaperKind
from fund.models import Decision, Entry, FundRequest, Movement, Paper, Transaction

SIRET = "73282932000074"
PDF = b"%PDF-1.7 devis"


def allocate(project, amount=5000):
    actions.allocate(
        actor=None, project=project, amount=Decimal(amount), happened_on=project.cohort.starts_on,
        label="Dotation", key=f"dotation {project.pk}",
    )  # fmt: skip


@pytest.fixture
def funded(cast):
    allocate(cast.project)
    return cast


def facts(cast, **more):
    return {
        "axis": cast.cohort.content.axes.first(), "title": "Comparer association et SCIC", "question": "Quel statut ?",
        "situation": "Deux options.", "deliverables": "Une note.", "expert": None, "payee_name": "Juriste (exemple)",
        "payee_siret": SIRET, "payee_email": "", "is_independent": True, "interest": "", "offers": 1,
        "choice_reason": "Connaît les SCIC.", "days": Decimal(2), "amount_net": Decimal(1000),
        "amount_vat": Decimal(200), "amount_gross": Decimal(1200), "requested": Decimal(1200),
        "other_funding": Decimal(0), "starts_on": dt.date(2026, 5, 4), "ends_on": dt.date(2026, 6, 5),
    } | more  # fmt: skip


def shares(cast):
    return {cast.structure.pk: Decimal(60), cast.partner_structure.pk: Decimal(40)}


def draft(cast, **more):
    return actions.save_draft(actor=cast.participant, project=cast.project, typed={"title": ["Brouillon"]}, **more)


def proposed(cast, **more):
    row = draft(cast)
    return actions.propose(
        actor=cast.participant, request=row, typed={}, facts=facts(cast, **more), shares=shares(cast)
    )


def paper(cast, row, kind, data=PDF):
    return actions.add_paper(actor=cast.facilitator, request=row, kind=kind, content=BytesIO(data), name="fichier.pdf")


def asked(cast, **more):
    row = proposed(cast, **more)
    actions.answer_request(actor=cast.partner, request=row, agrees=True)
    paper(cast, row, PaperKind.QUOTE)
    return actions.send_request(actor=cast.participant, request=row)


def decided(cast, row, kind=DecisionKind.GRANT, who=None, seen=None, **more):
    told = {"amount": None, "reason": "Bien préparé."} | more
    who = who or cast.facilitator
    return actions.decide(actor=who, request=row, kind=kind, seen=row.version if seen is None else seen, **told)


def standing(cast):
    balance = figures.balance(cast.project)
    return (balance.available, balance.committed, balance.paid)


def refused(sentence, action, *args, **kwargs):
    """The refusal, which leaves requests, decisions and the ledger as they were."""

    def state():
        return (
            list(FundRequest.objects.order_by("pk").values()), list(Decision.objects.order_by("pk").values()),
            Transaction.objects.count(), Entry.objects.count(), TrailEntry.objects.count(), OutboxMail.objects.count(),
        )  # fmt: skip

    before = state()
    with pytest.raises(Refused, match=sentence) as refusal:
        action(*args, **kwargs)
    assert state() == before
    return refusal.value


def test_a_draft_keeps_what_was_typed_right_or_wrong(funded):
    typed = {"title": ["Un titre"], "amount_net": ["1400 francs"], "payee_siret": ["123"]}
    row = actions.save_draft(actor=funded.participant, project=funded.project, typed=typed)
    actions.save_draft(actor=funded.partner, project=funded.project, typed=typed, request=row, seen=row.version)

    row.refresh_from_db()
    assert (row.typed, row.title, row.state) == (typed, "Un titre", "draft")


def test_a_draft_saved_by_somebody_else_meanwhile_is_told(funded):
    row = draft(funded)
    seen = row.version
    actions.save_draft(actor=funded.partner, project=funded.project, typed={"title": ["B"]}, request=row, seen=seen)

    with pytest.raises(EditedElsewhere):
        actions.save_draft(
            actor=funded.participant, project=funded.project, typed={"title": ["C"]}, request=row, seen=seen
        )


def test_who_proposes_agrees_and_the_others_are_asked_by_mail(funded):
    row = proposed(funded)

    assert dict(row.parties.values_list("structure__slug", "answer")) == {"maison": "agrees", "jardin": "none"}
    assert [mail.to for mail in OutboxMail.objects.all()] == [[funded.partner.email]]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"amount_vat": Decimal(100)}, "1.100,00"),
        ({"requested": Decimal(1300)}, "1.300,00"),
        ({"requested": Decimal(0)}, "supérieur à zéro"),
        ({"requested": Decimal(700), "other_funding": Decimal(400)}, "1.100,00"),
        ({"ends_on": dt.date(2027, 1, 5)}, "18"),
        ({"starts_on": dt.date(2025, 1, 5)}, "commence"),
        ({"ends_on": dt.date(2026, 5, 1)}, "termine"),
        ({"payee_siret": "73282932000075"}, "SIRET"),
    ],
)
def test_what_does_not_agree_is_refused_in_words(funded, change, sentence):
    row = draft(funded)

    refused(sentence, actions.propose, actor=funded.participant, request=row, typed={}, facts=facts(funded, **change),
            shares=shares(funded))  # fmt: skip


@pytest.mark.parametrize("percents", [(60, 41), (60, 0), (100, 100)])
def test_shares_total_a_hundred(funded, percents):
    told = dict(zip([funded.structure.pk, funded.partner_structure.pk], map(Decimal, percents), strict=True))

    refused(
        "100",
        actions.propose,
        actor=funded.participant,
        request=draft(funded),
        typed={},
        facts=facts(funded),
        shares=told,
    )


def test_a_structure_that_has_left_has_no_share(funded):
    told = {funded.left_structure.pk: Decimal(100)}

    refused(
        "quitté",
        actions.propose,
        actor=funded.participant,
        request=draft(funded),
        typed={},
        facts=facts(funded),
        shares=told,
    )


def test_nothing_is_sent_before_every_structure_agrees_and_a_quote_is_there(funded):
    row = proposed(funded)
    refused("Jardin", actions.send_request, actor=funded.participant, request=row)
    refused("Dites", actions.answer_request, actor=funded.partner, request=row, agrees=False, reason=" ")
    actions.answer_request(actor=funded.partner, request=row, agrees=False, reason="Trop cher.")
    refused("Jardin", actions.send_request, actor=funded.participant, request=row)
    actions.answer_request(actor=funded.partner, request=row, agrees=True)
    refused("devis", actions.send_request, actor=funded.participant, request=row)
    paper(funded, row, PaperKind.QUOTE)

    sent = actions.send_request(actor=funded.participant, request=row)

    assert (sent.state, sent.requested_by) == ("asked", funded.participant)
    assert standing(funded) == (5000, 0, 0)


def test_a_change_asks_the_structures_again_and_a_repetition_does_not(funded):
    row = proposed(funded)
    actions.answer_request(actor=funded.partner, request=row, agrees=True)

    actions.propose(actor=funded.participant, request=row, typed={}, facts=facts(funded), shares=shares(funded))
    assert row.parties.filter(answer="agrees").count() == 2
    actions.propose(
        actor=funded.participant,
        request=row,
        typed={},
        facts=facts(funded, question="Une autre ?"),
        shares=shares(funded),
    )
    assert row.parties.filter(answer="agrees").count() == 1


def test_more_than_is_available_is_not_asked_for(funded):
    row = proposed(
        funded, amount_net=Decimal(6000), amount_vat=Decimal(0), amount_gross=Decimal(6000), requested=Decimal(6000)
    )
    actions.answer_request(actor=funded.partner, request=row, agrees=True)
    paper(funded, row, PaperKind.QUOTE)

    refused("5.000,00", actions.send_request, actor=funded.participant, request=row)


def test_an_approval_commits_the_euros_and_tells_the_project(funded):
    row = asked(funded)

    granted = decided(funded, row)

    assert (granted.state, granted.granted) == ("approved", 1200)
    assert standing(funded) == (3800, 1200, 0)
    assert Movement.objects.get().transaction.kind == "commitment"
    mail = OutboxMail.objects.filter(person=funded.partner).last()
    assert "Bien préparé." in mail.text


def test_a_grant_in_part_is_less_than_was_asked_for(funded):
    row = asked(funded)
    for amount in (None, Decimal(0), Decimal(1200), Decimal(1201)):
        refused(".", decided, funded, row, DecisionKind.IN_PART, amount=amount)

    assert decided(funded, row, DecisionKind.IN_PART, amount=Decimal(900)).granted == 900
    assert standing(funded) == (4100, 900, 0)


@pytest.mark.parametrize(("kind", "state"), [(DecisionKind.COMPLETE, "to_complete"), (DecisionKind.REFUSE, "refused")])
def test_sent_back_or_refused_with_a_reason(funded, kind, state):
    row = asked(funded)
    refused("raison|motif", decided, funded, row, kind, reason=" ")

    assert decided(funded, row, kind, reason="Précisez le livrable.").state == state
    assert standing(funded) == (5000, 0, 0)


def test_above_the_threshold_two_people_approve_the_same_amount(funded):
    funded.cohort.second_approval_above = Decimal(1000)
    funded.cohort.save(update_fields=["second_approval_above"])
    row = asked(funded)

    row = decided(funded, row)
    assert (row.state, standing(funded)) == ("asked", (5000, 0, 0))
    refused("déjà", decided, funded, row)
    refused("1.200,00", decided, funded, row, DecisionKind.IN_PART, who=funded.administrator, amount=Decimal(900))

    row = decided(funded, row, who=funded.administrator)
    assert (row.state, standing(funded)) == ("approved", (3800, 1200, 0))


def test_at_the_threshold_itself_one_approval_is_enough(funded):
    funded.cohort.second_approval_above = Decimal(1200)
    funded.cohort.save(update_fields=["second_approval_above"])

    assert decided(funded, asked(funded)).state == "approved"


def test_the_second_of_two_who_decide_at_once_is_told(race, cast):
    allocate(cast.project)
    row = asked(cast)

    outcomes = race(
        lambda: decided(cast, row),
        lambda: decided(cast, row, DecisionKind.REFUSE, who=cast.administrator, reason="Non."),
    )

    lost = [outcome for outcome in outcomes if isinstance(outcome, EditedElsewhere)]
    assert len(lost) == 1
    assert Decision.objects.count() == 1
    assert (cast.facilitator.name in lost[0].sentence) or (cast.administrator.name in lost[0].sentence)


def test_two_grants_at_once_on_the_last_euros_take_what_fits(race, cast):
    allocate(cast.project, 2000)
    rows = [asked(cast), asked(cast)]

    outcomes = race(*(lambda row=row: decided(cast, row) for row in rows))

    assert sorted(isinstance(outcome, Refused) for outcome in outcomes) == [False, True]
    assert standing(cast) == (800, 1200, 0)
    assert sorted(FundRequest.objects.values_list("state", flat=True)) == ["approved", "asked"]


def test_the_page_says_who_may_decide_or_who_unblocks(funded):
    row = asked(funded)
    assert {person.pk for person in queries.deciders_of(row)} == {funded.facilitator.pk, funded.administrator.pk}

    FundRequest.objects.update(created_by=funded.facilitator, requested_by=funded.administrator)
    row.refresh_from_db()
    sheet = queries.sheet(row, funded.facilitator)

    assert sheet.deciders == []
    assert sheet.unblockers == [funded.administrator]


def test_from_the_approval_to_the_payment(funded):
    row = decided(funded, asked(funded))
    day = dt.date(2026, 6, 5)
    refused("livrable", actions.deliver, actor=funded.facilitator, request=row, delivered_on=day)
    paper(funded, row, PaperKind.DELIVERABLE)
    refused("futur", actions.deliver, actor=funded.facilitator, request=row, delivered_on=dt.date(2999, 1, 1))
    row = actions.deliver(actor=funded.facilitator, request=row, delivered_on=day)
    refused("facture", actions.receive_invoice, actor=funded.facilitator, request=row, amount=Decimal(1100))
    paper(funded, row, PaperKind.INVOICE)
    refused("validation", actions.receive_invoice, actor=funded.facilitator, request=row, amount=Decimal("1200.01"))
    refused("zéro", actions.receive_invoice, actor=funded.facilitator, request=row, amount=Decimal(0))
    row = actions.receive_invoice(actor=funded.facilitator, request=row, amount=Decimal(1100))
    refused("preuve", actions.pay_request, actor=funded.facilitator, request=row, paid_on=day)
    paper(funded, row, PaperKind.PROOF)
    refused("futur", actions.pay_request, actor=funded.facilitator, request=row, paid_on=dt.date(2999, 1, 1))

    paid = actions.pay_request(actor=funded.facilitator, request=row, paid_on=day)
    again = actions.pay_request(actor=funded.facilitator, request=row, paid_on=day)

    assert (paid.state, again.state) == ("paid", "paid")
    assert standing(funded) == (3900, 0, 1100)
    assert list(Movement.objects.order_by("pk").values_list("transaction__kind", flat=True)) == [
        "commitment",
        "payment",
        "release",
    ]
    assert actions.check_ledger().differences == []


def test_a_payment_that_breaks_between_its_two_steps_leaves_nothing(funded, monkeypatch):
    row = decided(funded, asked(funded))
    paper(funded, row, PaperKind.DELIVERABLE)
    actions.deliver(actor=funded.facilitator, request=row, delivered_on=dt.date(2026, 6, 5))
    paper(funded, row, PaperKind.INVOICE)
    actions.receive_invoice(actor=funded.facilitator, request=row, amount=Decimal(1100))
    paper(funded, row, PaperKind.PROOF)

    def broken(**_facts):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("fund.actions.ledger.release", broken)
        with pytest.raises(RuntimeError):
            actions.pay_request(actor=funded.facilitator, request=row, paid_on=dt.date(2026, 6, 9))

    row.refresh_from_db()
    assert (row.state, standing(funded)) == ("invoiced", (3800, 1200, 0))


def test_another_payee_or_amount_goes_back_to_approval(funded):
    row = decided(funded, asked(funded))
    change = {"actor": funded.facilitator, "request": row, "payee_name": row.payee_name, "payee_siret": SIRET}
    refused("Rien", actions.change_terms, requested=Decimal(1200), **change)

    row = actions.change_terms(requested=Decimal(1500), **change)

    assert (row.state, row.granted, standing(funded)) == ("asked", None, (5000, 0, 0))
    assert row.amount_net + row.amount_vat == row.amount_gross == 1500
    assert funded.facilitator not in queries.deciders_of(row)
    assert decided(funded, row, who=funded.administrator).granted == 1500
    assert standing(funded) == (3500, 1500, 0)


def test_a_mission_given_up_frees_its_euros(funded):
    row = decided(funded, asked(funded))
    refused("raison|motif", actions.release_request, actor=funded.facilitator, request=row, reason=" ")

    assert actions.release_request(actor=funded.facilitator, request=row, reason="Expert malade.").state == "released"
    assert standing(funded) == (5000, 0, 0)
    refused(".", actions.release_request, actor=funded.facilitator, request=row, reason="Encore.")


def test_a_request_is_withdrawn_until_it_is_granted(funded):
    row = asked(funded)
    assert actions.cancel_request(actor=funded.participant, request=row).state == "cancelled"
    granted = decided(funded, asked(funded))
    refused(".", actions.cancel_request, actor=funded.participant, request=granted)


@pytest.mark.parametrize("data", [b"", b"MZ un programme", b"<svg/>", b"%PDF-" + b"x" * 10 * 1024 * 1024])
def test_a_file_is_a_pdf_or_an_image_and_not_too_large(funded, data):
    refused(".", paper, funded, draft(funded), PaperKind.QUOTE, data)
    assert not Paper.objects.exists()


def test_a_quote_is_taken_away_before_the_decision_and_stays_after(funded):
    row = proposed(funded)
    first = paper(funded, row, PaperKind.QUOTE)
    actions.remove_paper(actor=funded.participant, paper=first)
    assert not Paper.objects.exists()
    actions.answer_request(actor=funded.partner, request=row, agrees=True)
    second = paper(funded, row, PaperKind.QUOTE)
    row = actions.send_request(actor=funded.participant, request=row)
    refused(".", actions.remove_paper, actor=funded.participant, paper=second)


steps = st.lists(st.sampled_from(["grant", "part", "refuse", "change", "release", "withdraw"]), max_size=6)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amount=st.integers(1, 300000), steps=steps)
def test_whatever_happens_the_euros_of_a_request_add_up(funded, amount, steps):
    euros = Decimal(amount) / 100
    sums = {"amount_net": euros, "amount_vat": Decimal(0), "amount_gross": euros, "requested": euros}
    before = figures.balance(funded.project)
    try:
        row = asked(funded, **sums)
    except Refused:
        return
    for step in steps:
        row.refresh_from_db()
        try:
            match step:
                case "grant":
                    decided(funded, row, who=funded.administrator)
                case "part":
                    decided(funded, row, DecisionKind.IN_PART, who=funded.administrator, amount=euros / 2)
                case "refuse":
                    decided(funded, row, DecisionKind.REFUSE)
                case "change":
                    actions.change_terms(
                        actor=funded.facilitator,
                        request=row,
                        requested=euros * 2,
                        payee_name="Autre",
                        payee_siret=SIRET,
                    )
                case "release":
                    actions.release_request(actor=funded.facilitator, request=row, reason="Fin.")
                case "withdraw":
                    actions.cancel_request(actor=funded.participant, request=row)
        except Refused:
            pass
        row.refresh_from_db()
        balance = figures.balance(funded.project)
        held = (row.granted or 0) if row.state == "approved" else 0
        assert balance.available + balance.committed + balance.paid == balance.allocated
        assert balance.committed - before.committed == held
        assert balance.available >= 0


# --- pages ----------------------------------------------------------------------------------------------------------


def typed(cast, **more):
    told = {name: value for name, value in facts(cast, **more).items() if value not in (None, False)}
    told |= {"axis": told["axis"].pk, "is_independent": "on"}
    told |= {f"share_{pk}": str(share) for pk, share in shares(cast).items()}
    return {name: str(value) for name, value in told.items()}


def test_a_draft_is_left_and_resumed(funded, sign_in):
    client = sign_in(funded.participant)
    client.post("/projects/projet/fund/new/", {"title": "À finir", "amount_net": "douze", "then": "keep"})
    row = FundRequest.objects.get()

    html = client.get(f"/fund/requests/{row.pk}/edit/").content.decode()

    assert 'value="À finir"' in html
    assert 'value="douze"' in html


def test_an_unfinished_request_says_what_is_missing_and_is_kept(funded, sign_in):
    response = sign_in(funded.participant).post(
        "/projects/projet/fund/new/", {"title": "À finir", "amount_net": "12,345", "then": "propose"}
    )

    assert response.status_code == 422
    html = response.content.decode()
    assert f'action="/fund/requests/{FundRequest.objects.get().pk}/edit/"' in html
    assert "Écrivez un montant en euros" in html


def test_a_request_goes_from_the_project_to_the_payment_by_its_pages(funded, sign_in):
    project, partner, team = (sign_in(getattr(funded, who)) for who in ("participant", "partner", "facilitator"))
    project.post(
        "/projects/projet/fund/new/", {**typed(funded, amount_net="1 000", amount_vat="200,00"), "then": "propose"}
    )
    row = FundRequest.objects.get()
    at = f"/fund/requests/{row.pk}/"

    def upload(client, address, kind):
        client.post(f"{at}{address}/", {"kind": kind, "file": SimpleUploadedFile("a.pdf", PDF)})

    partner.post(f"{at}answer/", {"answer": "agrees"})
    upload(project, "papers", "quote")
    assert project.post(f"{at}send/").status_code == 302
    row.refresh_from_db()
    decision = {"kind": "grant", "reason": "", "amount": "", "decided_on": "2026-04-01", "seen": row.version}
    assert team.post(f"{at}decide/", decision).status_code == 302
    assert team.post(f"{at}decide/", decision).status_code == 409
    upload(project, "papers", "deliverable")
    team.post(f"{at}deliver/", {"delivery-day": "2026-06-05"})
    upload(team, "receipts", "invoice")
    team.post(f"{at}invoice/", {"amount": "1 200,00"})
    upload(team, "receipts", "proof")
    assert team.post(f"{at}pay/", {"payment-day": "2026-06-15"}).status_code == 302

    html = project.get(at).content.decode()
    row.refresh_from_db()
    assert row.state == "paid"
    assert "expert est payé" in html
    assert standing(funded) == (3800, 0, 1200)


def test_invoices_and_proofs_are_for_the_team_and_quotes_for_the_project(funded, sign_in):
    row = decided(funded, asked(funded))
    paper(funded, row, PaperKind.DELIVERABLE)
    row = actions.deliver(actor=funded.facilitator, request=row, delivered_on=dt.date(2026, 6, 5))
    paper(funded, row, PaperKind.INVOICE)
    quote, invoice = Paper.objects.get(kind="quote"), Paper.objects.get(kind="invoice")

    assert b"".join(sign_in(funded.partner).get(quote.get_absolute_url())) == PDF
    assert sign_in(funded.partner).get(invoice.get_absolute_url()).status_code == 404
    assert b"".join(sign_in(funded.facilitator).get(invoice.get_absolute_url())) == PDF


@pytest.mark.parametrize("number", [1, 3])
def test_a_request_takes_the_same_queries_for_one_paper_and_three(funded, sign_in, number, django_assert_num_queries):
    row = proposed(funded)
    for _n in range(number):
        paper(funded, row, PaperKind.QUOTE)
    client = sign_in(funded.participant)
    client.get(row.get_absolute_url())

    with django_assert_num_queries(SHEET_QUERIES):
        client.get(row.get_absolute_url())


SHEET_QUERIES = 17
