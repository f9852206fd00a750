import datetime as dt

import pytest
from django.urls import reverse

from agenda import actions
from agenda.models import Session, SlotOffer
from core.dates import today
from tests import factories as make

pytestmark = pytest.mark.django_db

NEW = reverse("agenda:new_offer")
OFFERS_QUERIES, OFFER_QUERIES, BOOKING_QUERIES = 15, 17, 27


@pytest.fixture
def team(sign_in, cast):
    return sign_in(cast.facilitator)


@pytest.fixture
def member(sign_in, cast):
    return sign_in(cast.participant)


@pytest.fixture
def offer(cast):
    """Three slots of an hour, in ten days."""
    row = make.SlotOfferFactory(cohort=cast.cohort, team=[cast.facilitator], note="Lien : https://visio.example")
    for hour in (14, 15, 16):
        make.SlotFactory(offer=row, starts_at=make.ahead(10, hour))
    return row


def text(response) -> str:
    return response.content.decode()


def page_of(cast) -> str:
    return reverse("agenda:project_slots", args=[cast.project.slug])


def address(name: str, cast, slot) -> str:
    return reverse(f"agenda:{name}", args=[cast.project.slug, slot.pk])


def typed(*ranges, **facts) -> dict:
    data = {"cohort": "cohorte", "minutes": "60", "pause": "0", "notice_hours": "24", "offered_to": "projects"}
    data |= {"ranges-TOTAL_FORMS": str(len(ranges)), "ranges-INITIAL_FORMS": "0"}
    for place, (days, starts, ends) in enumerate(ranges):
        day = (today() + dt.timedelta(days=days)).isoformat()
        data |= {f"ranges-{place}-day": day, f"ranges-{place}-starts": starts, f"ranges-{place}-ends": ends}
    return data | facts


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_take_a_constant_number_of_queries(cast, team, member, number, django_assert_num_queries):
    for n in range(number):
        row = make.SlotOfferFactory(cohort=cast.cohort, team=[cast.facilitator], venue=make.VenueFactory())
        for hour in (14, 15, 16)[:number]:
            make.SlotFactory(offer=row, starts_at=make.ahead(10 + n, hour))
        actions.book_slot(actor=cast.participant, project=cast.project, slot=row.slots.order_by("starts_at")[0])
    make.SlotFactory(offer=row, starts_at=make.ahead(30))
    for client, path in (
        (team, reverse("agenda:slot_offers")),
        (team, row.get_absolute_url()),
        (member, page_of(cast)),
    ):
        client.get(path)

    with django_assert_num_queries(OFFERS_QUERIES):
        team.get(reverse("agenda:slot_offers"))
    with django_assert_num_queries(OFFER_QUERIES):
        team.get(row.get_absolute_url())
    with django_assert_num_queries(BOOKING_QUERIES):
        page = member.get(page_of(cast))
    assert len(page.context["booked"]) == number


def test_slots_are_offered_from_one_form(cast, team):
    assert "Proposer des créneaux" in text(team.get(reverse("agenda:slot_offers"), {"cohort": "cohorte"}))
    assert team.get(NEW).status_code == 200

    answer = team.post(NEW, typed((10, "14:00", "16:00"), (11, "09:00", "10:00"), facilitators=[cast.facilitator.pk]))

    made = SlotOffer.objects.get()
    assert answer.url == made.get_absolute_url()
    assert made.slots.count() == 3
    page = text(team.get(answer.url))
    assert "24 heures avant" in page
    assert page.count("retirer") >= 3


def test_a_wrong_offer_has_its_sentence_and_keeps_what_was_typed(cast, team):
    nobody = team.post(NEW, typed((10, "14:00", "16:00"), note="Apporter le budget"))
    assert (nobody.status_code, list(nobody.context["form"].errors)) == (422, ["facilitators"])
    assert "Apporter le budget" in text(nobody)
    back = team.post(NEW, typed((10, "16:00", "14:00"), facilitators=[cast.facilitator.pk]))
    assert list(back.context["rows"].forms[0].errors) == ["ends"]
    short = team.post(NEW, typed((10, "14:00", "14:30"), facilitators=[cast.facilitator.pk]))
    assert list(short.context["form"].errors) == ["minutes"]
    past = team.post(NEW, typed((-3, "14:00", "16:00"), facilitators=[cast.facilitator.pk]))
    assert past.context["form"].non_field_errors()


def test_a_project_books_moves_and_cancels(cast, member, team, offer):
    first, second, third = offer.slots.order_by("starts_at")
    page = text(member.get(page_of(cast)))
    assert page.count("Réserver") == 3
    ask = text(member.get(address("book_slot", cast, first)))
    assert "Réserver et écrire à 3 personnes" in ask
    assert 'href="https://visio.example"' in ask

    answer = member.post(address("book_slot", cast, first), {"subject": "Le budget"})

    session = Session.objects.get(aim="Le budget")
    assert answer.url == session.get_absolute_url()
    assert "Peut être déplacé ou annulé jusqu’au" in text(member.get(page_of(cast)))
    assert cast.project.name in text(team.get(offer.get_absolute_url()))
    moving = text(member.get(page_of(cast), {"move": first.pk}))
    assert moving.count("Déplacer ici") == 2
    moved = member.post(address("move_booking", cast, first), {"to": second.pk}, follow=True)
    assert "Le rendez-vous est déplacé" in text(moved)
    late = member.post(address("move_booking", cast, first), {"to": third.pk})
    assert late.status_code == 422
    gone = member.post(address("cancel_booking", cast, second), follow=True)
    assert "de nouveau libre" in text(gone)
    session.refresh_from_db()
    assert session.is_cancelled


def test_a_slot_just_taken_answers_with_those_still_free(cast, member, offer):
    first, *_others = offer.slots.order_by("starts_at")
    actions.book_slot(actor=cast.other_member, project=cast.other_project, slot=first)

    answer = member.post(address("book_slot", cast, first), {})

    assert answer.status_code == 422
    assert "vient d’être réservé" in text(answer)
    assert text(answer).count('class="btn btn-sm btn-outline-primary"') == 2
    assert member.post(address("book_slot", cast, first), {"subject": "x" * 1001}).status_code == 422


def test_words_that_mean_nothing_are_not_found(cast, member, offer):
    first, *_others = offer.slots.order_by("starts_at")
    foreign = make.SlotFactory(offer__cohort=cast.other_cohort)

    assert member.post(address("move_booking", cast, first), {"to": "demain"}).status_code == 404
    assert member.post(address("move_booking", cast, first), {"to": str(foreign.pk)}).status_code == 404
    assert member.get(page_of(cast), {"move": "x"}).context["moving"] is None


def test_a_slot_of_another_cohort_of_the_same_team_is_not_found(cast, team):
    make.FacilitationFactory(cohort=cast.other_cohort, user=cast.facilitator)
    foreign = make.SlotFactory(offer__cohort=cast.other_cohort)

    assert team.get(address("book_slot", cast, foreign)).status_code == 404


def test_the_team_takes_slots_back(cast, team, offer):
    first, second, _third = offer.slots.order_by("starts_at")
    path = reverse("agenda:withdraw_slots", args=[offer.pk])

    assert "Cochez les créneaux" in text(team.post(path, {"slots": ["x"]}, follow=True))
    assert "1 créneau est retiré" in text(team.post(path, {"slots": [first.pk]}, follow=True))
    actions.book_slot(actor=cast.participant, project=cast.project, slot=second)
    refused = team.post(path, {"slots": [second.pk]})
    assert refused.status_code == 422
    assert "réservé entre-temps" in text(refused)


def test_the_agenda_and_the_home_lead_to_the_slots(cast, sign_in, member, team, offer):
    agenda = reverse("agenda:agenda")
    assert page_of(cast) in text(member.get(agenda))
    assert reverse("agenda:slot_offers") in text(team.get(agenda))
    assert page_of(cast) not in text(sign_in(cast.left).get(agenda))
    home = reverse("desk:project", args=[cast.project.slug])
    assert "Réservez votre prochain rendez-vous" in text(member.get(home))
    actions.book_slot(actor=cast.partner, project=cast.project, slot=offer.slots.order_by("starts_at")[0])
    assert "Réservez votre prochain rendez-vous" not in text(member.get(home))
