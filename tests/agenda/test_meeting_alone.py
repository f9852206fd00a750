"""A structure met alone: booked by it, read by it and the team, and in nobody else's way."""

import datetime as dt

import pytest
from django.urls import reverse

from agenda import actions, queries
from agenda.access import can_answer_session
from agenda.enums import Audience, OfferedTo, Rule
from agenda.models import Note, Session
from core.errors import Refused
from core.models import OutboxMail
from core.timetable import Interval
from desk.preparing import prepare
from projects.actions import add_action, change_action
from projects.models import Action
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_quiet_year(time_machine):
    time_machine.move_to(dt.datetime(2026, 9, 14, 8, 0, tzinfo=dt.UTC), tick=False)


@pytest.fixture
def offer(cast):
    """Three slots of an hour in ten days, for projects and for structures."""
    return offered(cast, OfferedTo.BOTH)


def offered(cast, to, days=10):
    return actions.offer_slots(
        actor=cast.facilitator, cohort=cast.cohort, facilitators=[cast.facilitator], offered_to=to, minutes=60,
        ranges=[Interval(make.ahead(days, 14), make.ahead(days, 17))],
    )  # fmt: skip


def slots(row):
    return list(row.slots.select_related("offer").order_by("starts_at"))


def book(cast, slot, structure=None, **facts):
    told = {"actor": cast.participant, "project": cast.project, "structure": structure or cast.structure, "slot": slot}
    return actions.book_slot(**told | facts)


def alone(cast, **facts):
    """A meeting of the participant's structure alone, over and published."""
    facts = {"form": "meeting", "project": cast.project, "structure": cast.structure} | facts
    return make.SessionFactory(cohort=cast.cohort, starts_at=make.ahead(-5, 9), title="Enjeux de la Maison", **facts)


def text(response) -> str:
    return response.content.decode()


def page_of(cast, structure=None) -> str:
    path = reverse("agenda:project_slots", args=[cast.project.slug])
    return f"{path}?for={structure.slug}" if structure else path


# Booked


def test_a_structure_books_and_only_its_people_are_invited_and_told(cast, offer):
    first, *_others = slots(offer)

    session = book(cast, first, subject="Nos enjeux")

    assert (session.form, session.project, session.structure) == ("meeting", cast.project, cast.structure)
    assert session.title == "Rendez-vous · Maison"
    assert list(session.attendances.values_list("participant__user__name", flat=True)) == [cast.participant.name]
    assert not OutboxMail.objects.filter(to=[cast.partner.email]).exists()
    assert any("Projet · Maison a réservé" in mail.subject for mail in OutboxMail.objects.order_by("pk"))


def test_project_and_structures_each_take_one_slot_of_an_offer(cast, offer):
    first, second, third = slots(offer)
    book(cast, first)

    with pytest.raises(Refused, match="Votre structure a déjà un rendez-vous"):
        book(cast, second)
    actions.book_slot(actor=cast.partner, project=cast.project, slot=second)
    book(cast, third, cast.partner_structure, actor=cast.partner)

    assert Session.objects.filter(slot__offer=offer).count() == 3


@pytest.mark.parametrize(
    ("to", "by_structure", "refused"),
    [
        (OfferedTo.PROJECTS, True, "pour un projet entier"),
        (OfferedTo.STRUCTURES, False, "pour une structure seule"),
    ],
)
def test_a_slot_is_for_whom_it_is_offered(cast, to, by_structure, refused):
    first, *_others = slots(offered(cast, to))
    structure = cast.structure if by_structure else None

    assert queries.free_slots(cast.project, structure) == []
    with pytest.raises(Refused, match=refused):
        actions.book_slot(actor=cast.participant, project=cast.project, structure=structure, slot=first)
    assert queries.free_slots(cast.project, None if by_structure else cast.structure)


def test_what_another_structure_has_alone_is_in_nobody_elses_way(cast):
    day = slots(offered(cast, OfferedTo.BOTH))
    other = make.FacilitationFactory(cohort=cast.cohort).user
    actions.create_session(
        actor=other, cohort=cast.cohort, form="meeting", project=cast.project, structure=cast.partner_structure,
        starts_at=day[0].starts_at, ends_at=day[0].ends_at, facilitators=[other], publish=True,
    )  # fmt: skip

    assert len(queries.free_slots(cast.project, cast.structure)) == 3
    assert len(queries.free_slots(cast.project, cast.partner_structure)) == 2
    assert len(queries.free_slots(cast.project)) == 2
    session = book(cast, day[0])
    assert queries.find_clashes(queries.proposal_of(session)) == []


def test_the_clash_check_concerns_that_structure_alone(cast):
    starts_at = make.ahead(12, 9)
    hours = {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(hours=1)}
    actions.create_session(
        actor=cast.facilitator, cohort=cast.cohort, form="meeting", project=cast.project, structure=cast.structure,
        **hours,
    )  # fmt: skip

    def found(structure):
        wanted = queries.Proposal(
            cohort=cast.cohort, hours=Interval(start=hours["starts_at"], end=hours["ends_at"]),
            form="meeting", project=cast.project, structure=structure,
        )  # fmt: skip
        return [clash.rule for clash in queries.find_clashes(wanted)]

    assert found(cast.structure) == [Rule.PARTICIPANT]
    assert found(cast.partner_structure) == []
    assert found(None) == [Rule.PARTICIPANT]


def test_a_structure_moves_and_cancels_and_the_delay_holds(cast, offer, time_machine):
    first, second, third = slots(offer)
    session = book(cast, first)
    moved = actions.move_booking(actor=cast.participant, project=cast.project, booked=first, slot=second)
    assert (moved.pk, moved.starts_at, moved.structure) == (session.pk, second.starts_at, cast.structure)

    time_machine.move_to(second.starts_at - dt.timedelta(hours=47), tick=False)
    for act, told in ((actions.cancel_booking, {"slot": second}), (actions.move_booking, {"booked": second})):
        with pytest.raises(Refused, match="délai est passé"):
            act(actor=cast.participant, project=cast.project, **told | ({} if "slot" in told else {"slot": third}))
    actions.cancel_booking(actor=cast.facilitator, project=cast.project, slot=second, by_team=True)
    session.refresh_from_db()
    assert session.is_cancelled


@pytest.mark.django_db(transaction=True)
def test_two_structures_want_one_slot_at_once(race, db):
    from tests.cast import build

    cast = build()
    first, *_others = slots(offered(cast, OfferedTo.STRUCTURES))

    outcomes = race(
        lambda: book(cast, first),
        lambda: book(cast, first, cast.partner_structure, actor=cast.partner),
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Refused", "Session"], outcomes
    [refusal] = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert "vient d’être réservé" in refusal.sentence
    assert Session.objects.filter(starts_at=first.starts_at).count() == 1


# Pages


def test_the_pages_book_move_and_cancel_for_the_structure(cast, sign_in, offer):
    member = sign_in(cast.participant)
    first, second, _third = slots(offer)
    page = text(member.get(page_of(cast)))
    assert "Maison seule" in page
    assert "Jardin" not in page
    ask = text(member.get(reverse("agenda:book_slot", args=[cast.project.slug, first.pk]) + "?for=maison"))
    assert "Réserver et écrire à 2 personnes" in ask  # the structure's, and who facilitates

    answer = member.post(reverse("agenda:book_slot", args=[cast.project.slug, first.pk]), {"for": "maison"})

    session = Session.objects.get(structure=cast.structure)
    assert answer.url == session.get_absolute_url()
    assert OutboxMail.objects.count() == 2
    assert session.title in text(member.get(page_of(cast, cast.structure)))
    assert session.title not in text(member.get(page_of(cast)))
    moved = member.post(
        reverse("agenda:move_booking", args=[cast.project.slug, first.pk]), {"to": second.pk, "for": "maison"}
    )
    assert moved.url == page_of(cast, cast.structure)
    member.post(reverse("agenda:cancel_booking", args=[cast.project.slug, second.pk]), {"for": "maison"})
    session.refresh_from_db()
    assert session.is_cancelled


def test_a_partner_neither_books_moves_nor_cancels_for_another_structure(cast, sign_in, offer):
    first, second, _third = slots(offer)
    book(cast, first)
    partner = sign_in(cast.partner)

    assert partner.get(page_of(cast, cast.structure)).status_code == 404
    named = {"for": "maison"}
    assert partner.post(reverse("agenda:book_slot", args=[cast.project.slug, second.pk]), named).status_code == 404
    for name, told in (("move_booking", {"to": second.pk}), ("cancel_booking", {})):
        assert partner.post(reverse(f"agenda:{name}", args=[cast.project.slug, first.pk]), told).status_code == 404
    assert not Session.objects.get(slot=first).is_cancelled


def test_the_home_leads_to_what_one_may_book(cast, sign_in):
    offered(cast, OfferedTo.STRUCTURES)
    member, path = sign_in(cast.participant), cast.project.get_absolute_url()
    assert page_of(cast, cast.structure) in text(member.get(path))
    book(cast, slots(offered(cast, OfferedTo.STRUCTURES, days=20))[0])
    assert page_of(cast, cast.structure) not in text(member.get(path))


def test_the_facilitator_says_to_whom_slots_are_offered(cast, sign_in):
    team, day = sign_in(cast.facilitator), make.ahead(10).date().isoformat()
    data = {
        "cohort": cast.cohort.slug, "minutes": "60", "pause": "0", "notice_hours": "24", "offered_to": "structures",
        "facilitators": [cast.facilitator.pk], "ranges-TOTAL_FORMS": "1", "ranges-INITIAL_FORMS": "0",
        "ranges-0-day": day, "ranges-0-starts": "14:00", "ranges-0-ends": "16:00",
    }  # fmt: skip

    page = text(team.post(reverse("agenda:new_offer"), data, follow=True))

    assert "Chaque structure, seule" in page or "chaque structure, seule" in page


def test_the_form_plans_a_meeting_with_one_structure(cast, sign_in):
    team = sign_in(cast.facilitator)
    member = cast.project.memberships.get(structure=cast.structure)
    day = make.ahead(12).date().isoformat()
    data = {
        "cohort": cast.cohort.slug, "form": "meeting", "structure": member.pk, "day": day, "starts": "09:00",
        "ends": "10:00", "publish": "on",
    }  # fmt: skip
    page = team.get(reverse("agenda:new_session"), {"form": "meeting", "project": "projet", "structure": "maison"})
    assert page.context["form"].initial["structure"] == member

    wrong = team.post(reverse("agenda:new_session"), data | {"project": cast.other_project.pk})
    assert list(wrong.context["form"].errors) == ["structure"]
    team.post(reverse("agenda:new_session"), data)
    assert Session.objects.get(structure=cast.structure).project == cast.project
    team.post(reverse("agenda:new_session"), data | {"form": "workshop", "starts": "14:00", "ends": "15:00"})
    assert Session.objects.filter(structure=cast.structure).count() == 1


@pytest.mark.parametrize("told", ["other_structure", "left_structure"])
def test_a_structure_that_is_not_in_the_project_that_day_is_refused(cast, told):
    with pytest.raises(Refused) as refusal:
        actions.create_session(
            actor=cast.facilitator, cohort=cast.cohort, form="meeting", project=cast.project,
            structure=getattr(cast, told), starts_at=make.ahead(12, 9), ends_at=make.ahead(12, 10),
        )  # fmt: skip
    assert refusal.value.field == "structure"


def test_a_structure_alone_is_for_meetings(cast):
    with pytest.raises(Refused, match="rendez-vous individuel"):
        actions.create_session(
            actor=cast.facilitator, cohort=cast.cohort, form="workshop", structure=cast.structure,
            starts_at=make.ahead(12, 9), ends_at=make.ahead(12, 10),
        )  # fmt: skip


# Read


@pytest.mark.parametrize(
    ("person", "reads"),
    [
        ("other_member", False),
        ("partner", False),
        ("left", False),
        ("former", False),
        ("participant", True),
        ("other_facilitator", False),
        ("facilitator", True),
        ("administrator", True),
    ],
)
def test_the_meeting_its_note_and_its_actions_are_its_own_and_the_teams(cast, sign_in, person, reads):
    session = alone(cast)
    note = make.NoteFactory(session=session, topics="Trésorerie tendue", audience=Audience.PROJECT)
    add_action(
        actor=cast.facilitator, project=cast.project, text="Revoir la trésorerie", structure=cast.structure,
        source=session, confined_to=cast.structure,
    )  # fmt: skip
    actions.share_note(actor=cast.facilitator, session=session)
    user, client = getattr(cast, person), sign_in(getattr(cast, person))

    assert Session.objects.visible_to(user).filter(pk=session.pk).exists() is reads
    assert Note.objects.visible_to(user).filter(pk=note.pk).exists() is reads
    assert Action.objects.visible_to(user).exists() is reads
    answer = client.get(session.get_absolute_url())
    assert (answer.status_code == 200) is reads
    for path in (
        reverse("desk:search") + "?q=Enjeux de la Maison",
        reverse("desk:search") + "?q=trésorerie",
        reverse("agenda:agenda") + "?view=list",
        reverse("projects:actions", args=[cast.project.slug]),
        cast.project.get_absolute_url(),
    ):
        page = client.get(path)
        if not reads and page.status_code == 200:
            assert session.get_absolute_url() not in text(page)
            assert "Revoir la trésorerie" not in text(page)
            assert "Trésorerie tendue" not in text(page)
    mails = OutboxMail.objects.filter(to=[user.email], text__icontains="trésorerie")
    assert mails.exists() is (person == "participant")


def test_who_reads_it_is_said(cast, sign_in):
    session = alone(cast)
    make.NoteFactory(session=session, topics="Trésorerie", audience=Audience.PROJECT)
    team = sign_in(cast.facilitator)
    assert "par Maison seule une fois partagé" in text(team.get(session.get_absolute_url(), {"part": "notes"})).replace(
        "\u00a0", " "
    )
    actions.share_note(actor=cast.facilitator, session=session)
    assert "Lu par : Maison et l’équipe, pas ses partenaires" in text(
        team.get(session.get_absolute_url(), {"part": "notes"})
    ).replace("\u00a0", " ")


def test_an_action_of_the_meeting_is_done_by_the_structure_or_the_team(cast, sign_in):
    session = alone(cast)
    team = sign_in(cast.facilitator)
    page = text(team.get(reverse("agenda:note", args=[session.pk])))
    assert cast.participant.name in page
    assert cast.partner.name not in page
    told = {"actor": cast.facilitator, "project": cast.project, "text": "Écrire", "confined_to": cast.structure}

    with pytest.raises(Refused, match="Maison seule"):
        add_action(**told, structure=cast.partner_structure)
    with pytest.raises(Refused, match="Maison seule"):
        add_action(**told, person=cast.partner)
    action = add_action(**told, person=cast.facilitator)
    with pytest.raises(Refused, match="Maison seule"):
        change_action(
            actor=cast.facilitator, action=action, seen=1, text="Écrire", person=cast.partner, structure=None,
            due_on=None,
        )  # fmt: skip
    owner = f"{cast.project.pk}-structure-{cast.structure.pk}"
    team.post(reverse("agenda:add_action", args=[session.pk]), {"text": "Chiffrer", "owner": owner})
    assert Action.objects.get(text="Chiffrer").confined_to == cast.structure


def test_the_list_of_a_meeting_is_proposed_from_that_structure_alone(cast):
    day = dt.date(2026, 9, 14)
    told = {"actor": cast.facilitator, "project": cast.project}
    add_action(**told, text="Chiffrer", structure=cast.structure)
    add_action(**told, text="Secret", structure=cast.structure, confined_to=cast.structure)
    add_action(**told, text="Visiter", structure=cast.partner_structure)

    def proposed(**facts):
        session = make.SessionFactory(cohort=cast.cohort, form="meeting", project=cast.project, **facts)
        return " / ".join(one.text for one in prepare(session, day).proposals)

    own = proposed(structure=cast.structure)
    assert "Chiffrer" in own
    assert "Secret" in own
    assert "Visiter" not in own
    assert "Jardin" not in own
    whole = proposed()
    assert "Chiffrer" in whole
    assert "Visiter" in whole
    assert "Secret" not in whole
    assert "Jardin" in whole


def test_who_may_answer_is_of_the_structure(cast):
    later = make.SessionFactory(
        cohort=cast.cohort, form="meeting", project=cast.project, structure=cast.structure, starts_at=make.ahead(9)
    )
    assert can_answer_session(cast.participant, later)
    assert not can_answer_session(cast.partner, later)
