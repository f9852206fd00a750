"""What is to be done: who may be given it, what becomes of it, and the answer by mail."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.db import Error, transaction
from django.urls import reverse

from core.dates import now, today
from core.errors import EditedElsewhere, Refused
from core.links import make_link
from core.models import AppendOnlyError, Link, OutboxMail, TrailEntry
from projects import actions, figures, queries
from projects.enums import ActionState
from projects.models import Action, ActionVersion
from tests import factories as make

pytestmark = pytest.mark.django_db
SOON = dt.timedelta(days=7)


def written(cast, **facts):
    facts = {"text": "Visiter le terrain", "structure": cast.structure} | facts
    return actions.add_action(actor=cast.facilitator, project=cast.project, **facts)


def states(action):
    return list(action.versions.order_by("number").values_list("number", "state", "author__name", "by_link"))


def test_an_action_is_written_with_its_first_state_and_its_source(cast):
    action = written(cast, due_on=today() + SOON, source=cast.meeting)

    assert (action.owner, action.state, action.version) == (cast.structure, "open", 1)
    assert (action.source_title, action.source_url) == (cast.meeting.title, cast.meeting.get_absolute_url())
    assert states(action) == [(1, "open", cast.facilitator.name, False)]
    assert TrailEntry.objects.get().data == {"project": cast.project.pk}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (lambda cast: {"structure": None}, "owner"),
        (lambda cast: {"structure": cast.left_structure}, "owner"),
        (lambda cast: {"structure": cast.other_structure}, "owner"),
        (lambda cast: {"structure": None, "person": cast.former}, "owner"),
        (lambda cast: {"structure": None, "person": cast.other_facilitator}, "owner"),
        (lambda cast: {"person": cast.participant}, None),
        (lambda cast: {"due_on": dt.date(2226, 1, 1)}, "due_on"),
        (lambda cast: {"text": ""}, "text"),
    ],
)
def test_an_action_is_refused_beside_its_field_and_leaves_nothing(cast, facts, field):
    with pytest.raises(Refused) as refusal:
        written(cast, **facts(cast))

    assert refusal.value.field == field
    assert not Action.objects.exists()


@pytest.mark.parametrize("person", ["participant", "facilitator", "administrator"])
def test_a_person_of_the_project_or_of_its_team_may_have_something_to_do(cast, person):
    assert written(cast, structure=None, person=cast.users[person]).owner == cast.users[person]


def test_a_change_makes_a_state_and_tells_the_former_owners_link_apart(cast):
    action = written(cast)
    actions.remind_action(actor=cast.facilitator, action=action)

    changed = actions.change_action(
        actor=cast.facilitator,
        action=action,
        seen=1,
        text=action.text,
        person=cast.partner,
        structure=None,
        due_on=None,
    )

    assert (changed.owner, changed.version, changed.reminded_at) == (cast.partner, 2, None)
    assert Link.objects.get(purpose="action").revoked_at is not None
    assert TrailEntry.objects.first().data == {"fields": ["person", "structure"]}


def test_a_new_day_keeps_the_links(cast):
    action = written(cast)
    actions.remind_action(actor=cast.facilitator, action=action)

    facts = {"text": "Autre", "person": None, "structure": cast.structure, "due_on": today() + SOON}
    changed = actions.change_action(actor=cast.facilitator, action=action, seen=1, **facts)

    assert (changed.text, changed.due_on, changed.reminded_at is None) == ("Autre", today() + SOON, False)
    assert Link.objects.get(purpose="action").revoked_at is None


def test_a_change_of_nothing_writes_nothing_and_one_elsewhere_brings_both(cast):
    action = written(cast)
    same = {"text": action.text, "person": None, "structure": cast.structure, "due_on": None}
    assert actions.change_action(actor=cast.facilitator, action=action, seen=9, **same).version == 1

    with pytest.raises(EditedElsewhere) as clash:
        actions.change_action(actor=cast.facilitator, action=action, seen=9, **(same | {"text": "Autre"}))

    assert (clash.value.theirs.text, clash.value.yours["text"], clash.value.version) == (action.text, "Autre", 1)


def test_an_action_is_settled_and_opened_again_and_every_state_is_kept(cast):
    action = written(cast)
    for state, reason in (("refused", "Trop cher"), ("open", ""), ("already_done", "")):
        action = actions.settle_action(actor=cast.participant, action=action, state=state, reason=reason)

    assert actions.settle_action(actor=cast.participant, action=action, state="already_done").version == 4
    assert [row[1] for row in states(action)] == ["open", "refused", "open", "already_done"]
    assert action.versions.get(number=2).reason == "Trop cher"


def test_two_people_settle_and_the_second_hears_of_the_first(cast):
    action = written(cast)
    actions.settle_action(actor=cast.participant, action=action, state="done", seen=1)

    with pytest.raises(EditedElsewhere, match="faite") as clash:
        actions.settle_action(actor=cast.facilitator, action=action, state="refused", seen=1)

    assert clash.value.version == 2


def test_two_people_settle_at_once_and_one_is_told(cast, race):
    action = written(cast)
    done, refused = race(
        lambda: actions.settle_action(actor=cast.participant, action=action, state="done", seen=1),
        lambda: actions.settle_action(actor=cast.facilitator, action=action, state="refused", seen=1),
    )

    assert sorted(type(outcome).__name__ for outcome in (done, refused)) == ["Action", "EditedElsewhere"]
    assert action.versions.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_history_is_never_changed_or_deleted():
    version = make.ActionFactory().versions.get()
    for write in (version.save, version.delete):
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            write()
    with pytest.raises(AppendOnlyError):
        ActionVersion.objects.update(text="autre")


def test_a_reminder_mails_everybody_of_the_structure_once_a_day(cast):
    make.ParticipantFactory(membership=cast.project.memberships.get(structure=cast.structure))
    action = written(cast, due_on=today() + SOON)

    assert actions.remind_action(actor=cast.facilitator, action=action) == 2
    assert sorted(row.to[0] for row in OutboxMail.objects.all()) == sorted(
        person.email for person in queries.people_of(action)
    )
    assert {link.expires_at.date() for link in Link.objects.filter(purpose="action")} == {
        (now() + SOON + actions.follow_up.LINK_LASTS).date()
    }
    with pytest.raises(Refused, match="déjà"):
        actions.remind_action(actor=cast.facilitator, action=action)


def test_a_reminder_is_refused_once_settled_and_where_nobody_is_left(cast, time_machine):
    action = written(cast)
    actions.settle_action(actor=cast.participant, action=action, state="done")
    with pytest.raises(Refused, match="réglée"):
        actions.remind_action(actor=cast.facilitator, action=action)
    lost = make.ActionFactory(project=cast.project, structure=cast.left_structure)
    with pytest.raises(Refused, match="Personne"):
        actions.remind_action(actor=cast.facilitator, action=lost)

    assert not OutboxMail.objects.exists()


def test_each_person_gets_one_mail_with_all_that_is_theirs(cast):
    mine = written(cast, text="Apporter le bail")
    also = written(cast, text="Relire la charte", structure=None, person=cast.participant)
    theirs = written(cast, text="Inviter la mairie", structure=cast.partner_structure)
    done = written(cast, text="Réserver la salle")
    actions.settle_action(actor=cast.participant, action=done, state="done")

    assert actions.send_actions(actor=cast.facilitator, actions=[mine, also, theirs, done]) == 2
    sent = {row.to[0]: row for row in OutboxMail.objects.all()}
    text = sent[cast.participant.email].text
    assert "Apporter le bail" in text
    assert "Relire la charte" in text
    assert "Inviter la mairie" not in text
    assert "Réserver la salle" not in text
    assert sent[cast.participant.email].subject == "2 actions pour vous · Projet"
    assert len(re.findall(r"/l/action/[\w-]+/", text)) == 2
    assert all(row.secret for row in sent.values())
    assert mail.outbox == []


def follow(cast, action, person="participant"):
    return make_link(cast.users[person], "action", action.pk, now() + SOON)


def test_a_link_answers_once_in_the_name_of_its_person(cast, client):
    action = written(cast)
    address = reverse("projects:answer_action", args=[follow(cast, action)])

    shown = client.get(address)
    assert (shown.status_code, shown["Cache-Control"]) == (200, "private, no-store")
    assert client.get(address).status_code == 200
    answered = client.post(address, {"state": "done", "reason": "Le 3 mai", "seen": 1})
    assert answered.status_code == 200
    assert "merci" in answered.content.decode()
    again = client.post(address, {"state": "refused", "seen": 2})
    assert (again.status_code, client.get(address).status_code) == (422, 410)

    action.refresh_from_db()
    assert (action.state, action.reason) == ("done", "Le 3 mai")
    assert states(action)[-1] == (2, "done", cast.participant.name, True)


@pytest.mark.parametrize("state", ["done", "already_done", "refused"])
def test_each_state_comes_from_the_mail_and_both_sides_see_it(cast, client, sign_in, state):
    action = written(cast)
    address = reverse("projects:answer_action", args=[follow(cast, action)])
    assert f'value="{state}"' in client.get(address).content.decode()
    assert client.post(address, {"state": state, "reason": "Mot de la structure", "seen": 1}).status_code == 200
    assert client.post(address, {"state": state, "seen": 2}).status_code in {410, 422}, "the link answers once"

    label = str(ActionState(state).label)
    for person in ("participant", "partner", "facilitator", "administrator"):
        reader = sign_in(getattr(cast, person))
        page = reader.get(action.get_absolute_url()).content.decode()
        assert label in page
        assert "Mot de la structure" in page
        listed = reader.get(reverse("projects:actions", args=[cast.project.slug]), {"state": "closed"})
        assert action.text in listed.content.decode()
    assert states(action)[-1] == (2, state, cast.participant.name, True)


def test_a_link_is_kept_for_whoever_hears_that_somebody_else_answered(cast, client):
    action = written(cast)
    address = reverse("projects:answer_action", args=[follow(cast, action)])
    actions.settle_action(actor=cast.facilitator, action=action, state="refused", reason="Reporté")

    clash = client.post(address, {"state": "done", "seen": 1})
    assert clash.status_code == 409
    assert 'name="seen" value="2"' in clash.content.decode()
    assert client.post(address, {"state": "open", "seen": 2}).status_code == 200
    assert Action.objects.get().state == ActionState.OPEN


def test_a_link_says_nothing_without_a_state(cast, client):
    address = reverse("projects:answer_action", args=[follow(cast, written(cast))])

    assert client.post(address, {}).status_code == 422
    assert Link.objects.get(purpose="action").used_at is None


@pytest.mark.parametrize("person", ["left", "former", "partner"])
def test_a_link_of_who_has_no_say_any_more_is_refused_and_not_used_up(cast, client, person):
    address = reverse("projects:answer_action", args=[follow(cast, written(cast), person)])

    refused = client.post(address, {"state": "done"})

    assert refused.status_code == 422
    assert "n’est plus la vôtre" in refused.content.decode()
    assert (Action.objects.get().state, Link.objects.get(purpose="action").used_at) == ("open", None)


def test_lists_put_what_presses_first_and_what_is_settled_last(cast):
    day = today()
    later = written(cast, text="Plus tard", due_on=day + SOON)
    late = written(cast, text="En retard", due_on=day - SOON)
    whenever = written(cast, text="Un jour", structure=None, person=cast.partner)
    closed = written(cast, text="Faite", due_on=day - SOON)
    actions.settle_action(actor=cast.facilitator, action=closed, state="done")

    def listed(user=cast.participant, **words):
        return [line.action for line in queries.action_lines(user, cast.project, **words)]

    assert listed(state="all") == [late, later, whenever, closed]
    assert listed() == [late, later, whenever]
    assert listed(state="closed") == [closed]
    assert listed(owner="mine") == [late, later]
    assert listed(owner="jardin") == [whenever]
    assert listed(cast.left) == []
    lines = queries.action_lines(cast.participant, cast.project)
    assert [(line.late, line.may_settle) for line in lines] == [(True, True), (False, True), (False, False)]
    assert figures.action_counts(cast.project, cast.facilitator) == figures.ActionCounts(3, 1, 1)
    assert figures.action_counts(cast.other_project, cast.facilitator) == figures.ActionCounts()
    assert queries.own_actions(cast.participant, cast.project, 1) == [late]
    assert queries.open_actions([cast.project, cast.other_project], 2) == {cast.project.pk: [late, later]}


def test_the_list_costs_the_same_with_one_action_and_with_three(cast, sign_in, django_assert_num_queries):
    client, address = sign_in(cast.participant), reverse("projects:actions", args=["projet"])
    client.get(address)
    for number in (1, 2):
        for _more in range(number):
            written(cast)
        with django_assert_num_queries(14):
            assert client.get(address).status_code == 200


def test_pages_of_an_action_say_what_happened(cast, sign_in):
    client = sign_in(cast.participant)
    made = client.post(
        reverse("projects:new_action", args=["projet"]),
        {"text": "Écrire", "owner": f"{cast.project.pk}-person-{cast.partner.pk}"},
    )
    action = Action.objects.get()
    assert (made.status_code, action.owner, action.created_by) == (302, cast.partner, cast.participant)

    clash = client.post(
        reverse("projects:edit_action", args=[action.pk]),
        {"text": "Relire", "owner": f"{cast.project.pk}-structure-{cast.structure.pk}", "seen": 7},
    )
    assert clash.status_code == 409
    assert "Enregistré entre-temps : « Écrire »" in clash.content.decode().replace("\u202f", " ").replace("\xa0", " ")
    kept = client.post(
        reverse("projects:edit_action", args=[action.pk]),
        {"text": "Relire", "owner": f"{cast.project.pk}-structure-{cast.structure.pk}", "seen": 1},
    )
    assert kept.status_code == 302

    settle = reverse("projects:settle_action", args=[action.pk])
    assert client.post(settle, {"state": "nowhere"}).status_code == 422
    stale = client.post(settle, {"state": "done", "seen": 1})
    assert (stale.status_code, 'value="2"' in stale.content.decode()) == (409, True)
    back = client.post(settle, {"state": "done", "seen": 2, "back": "list"})
    assert back["Location"] == reverse("projects:actions", args=["projet"])
    assert "Terminée" not in client.get(action.get_absolute_url()).content.decode()


def test_an_owner_who_left_stays_on_the_form_until_somebody_else_is_chosen(cast, sign_in):
    action = make.ActionFactory(project=cast.project, structure=cast.left_structure)

    page = sign_in(cast.facilitator).get(reverse("projects:edit_action", args=[action.pk])).content.decode()

    assert re.search(rf'value="{cast.project.pk}-structure-{cast.left_structure.pk}"\s+selected', page)
