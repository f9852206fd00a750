"""Comments on an answer: who reads them, who is named in them, and that each says its own."""

import re
from uuid import uuid4

import pytest

from accounts.actions import set_paces
from accounts.enums import NoticeKind, Pace
from core.errors import Refused
from core.models import OutboxMail
from logbook import actions, queries
from logbook.models import Answer, Comment
from tests import factories as make

AXIS = "/projects/projet/logbook/axe-1/"
COLLECTIVE = f"{AXIS}questions/question-1-3/comments/"
INDIVIDUAL = f"{AXIS}questions/question-1-1/comments/"
FRAGMENT = {"HX-Request": "true"}
PAGE_QUERIES = 18


def body(response):
    return re.sub(r"[ \n]+", " ", response.content.decode())


@pytest.fixture
def together(cast, collective, write) -> Answer:
    write(collective, "Nous.")
    return Answer.objects.get(question=collective)


@pytest.fixture
def own(cast, individual, write) -> Answer:
    write(individual, "Entre nous.")
    return Answer.objects.get(question=individual, structure=cast.structure)


@pytest.fixture
def say(cast):
    def add(answer, text, *, by="participant", thread=None, attempt=None):
        return actions.add_comment(actor=cast.users[by], answer=answer, text=text, thread=thread, attempt=attempt)

    return add


def share(cast, individual, shared=True):
    words = {"actor": cast.participant, "project": cast.project, "question": individual, "structure": cast.structure}
    actions.share_answer(**words, shared=shared)


def read(cast, answer, person):
    answer.refresh_from_db()
    return [one.text for one in Comment.objects.visible_to(cast.users[person]).filter(answer=answer)]


def test_a_thread_is_said_answered_settled_and_taken_up_again(cast, sign_in, together):
    member, partner = sign_in(cast.participant), sign_in(cast.partner)
    assert member.post(f"{COLLECTIVE}add/", {"text": "Et le local ?"}).status_code == 302
    first = Comment.objects.get()

    html = body(partner.post(f"/comments/{first.pk}/reply/", {"text": "Il est trouvé."}, headers=FRAGMENT))
    assert html.index("Et le local ?") < html.index("Il est trouvé.")
    assert "<html" not in html
    settled = body(partner.post(f"/comments/{first.pk}/settle/", {"settled": "1"}, headers=FRAGMENT))
    assert "1 fil réglé" in settled
    assert f"Réglé par {cast.partner.name}" in settled

    member.post(f"/comments/{first.pk}/reply/", {"text": "Pas tout à fait."})
    first.refresh_from_db()
    assert first.resolved_at is None
    assert "Pas tout à fait." in body(member.get(COLLECTIVE))


def test_the_page_of_the_axis_counts_the_comments_and_opens_them_in_place(cast, sign_in, together, say):
    say(together, "Un.")
    gone = say(together, "Deux.")
    actions.remove_comment(actor=cast.participant, comment=gone)

    html = body(sign_in(cast.partner).get(AXIS))

    assert f'hx-get="{COLLECTIVE}"' in html
    assert 'Commentaires <span class="chip">1</span>' in html


@pytest.mark.parametrize(
    ("person", "before", "since"),
    [
        ("participant", True, True),
        ("facilitator", True, True),
        ("administrator", True, True),
        ("partner", False, True),
        ("left", False, False),
        ("former", False, False),
        ("other_member", False, False),
        ("other_facilitator", False, False),
    ],
)
def test_what_was_said_before_an_answer_was_shared_stays_with_its_people(
    cast, individual, own, say, time_machine, person, before, since
):
    time_machine.move_to("2026-11-23T12:00:00Z", tick=False)
    old = say(own, "Avant.")
    time_machine.move_to("2026-11-23T12:01:00Z", tick=False)
    share(cast, individual)
    time_machine.move_to("2026-11-23T12:02:00Z", tick=False)
    own.refresh_from_db()
    say(own, "Réponse à l’avant.", thread=old)
    say(own, "Depuis.", by="facilitator")

    assert read(cast, own, person) == (["Avant.", "Réponse à l’avant."] if before else []) + (
        ["Depuis."] if since else []
    )
    share(cast, individual, shared=False)
    if person == "partner":
        assert read(cast, own, person) == []


@pytest.mark.parametrize(("person", "status"), [("partner", 404), ("left", 404), ("former", 404), ("facilitator", 200)])
def test_comments_of_an_unshared_answer_are_not_found_by_a_partner(cast, sign_in, own, say, person, status):
    comment = say(own, "Entre nous.")
    client = sign_in(cast.users[person])

    assert client.get(f"{INDIVIDUAL}?structure=maison").status_code == status
    assert client.post(f"{INDIVIDUAL}add/?structure=maison", {"text": "x"}, headers=FRAGMENT).status_code == status
    assert client.post(f"/comments/{comment.pk}/reply/", {"text": "x"}, headers=FRAGMENT).status_code == status


def test_only_the_author_changes_and_takes_away(cast, sign_in, together, say):
    comment = say(together, "Le mien.")
    partner, member = sign_in(cast.partner), sign_in(cast.participant)
    for act in ("edit", "remove"):
        assert partner.post(f"/comments/{comment.pk}/{act}/", {"text": "Le leur."}).status_code == 403

    assert "changé depuis" in body(member.post(f"/comments/{comment.pk}/edit/", {"text": "Mieux."}, headers=FRAGMENT))
    say(together, "Une réponse.", by="partner", thread=comment)
    html = body(member.post(f"/comments/{comment.pk}/remove/", headers=FRAGMENT))
    comment.refresh_from_db()
    assert comment.text == ""
    assert "Mieux." not in html
    assert "Une réponse." in html
    assert "retiré par" in html


def test_a_double_click_says_it_once(sign_in, cast, together):
    member, words = sign_in(cast.participant), {"text": "Une fois.", "attempt": str(uuid4())}

    for _click in range(2):
        member.post(f"{COLLECTIVE}add/", words, headers=FRAGMENT)

    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "Écrivez d’abord"), ("  \n", "Écrivez d’abord"), ("a" * 2001, "2001"), ("a\x00b", "nul")],
)
def test_a_comment_that_cannot_be_said_is_kept_with_a_sentence(cast, sign_in, together, text, sentence):
    for headers in ({}, FRAGMENT):
        response = sign_in(cast.participant).post(f"{COLLECTIVE}add/", {"text": text}, headers=headers)

        assert response.status_code == 422
        assert sentence in body(response)
        assert text.strip().replace("\x00", "") in response.content.decode().replace("\x00", "")
    assert not Comment.objects.exists()


def test_hostile_words_are_shown_and_never_run(cast, sign_in, together, say):
    cast.partner.name = '<img src=x onerror="alert(2)">'
    cast.partner.save()
    say(together, f"<script>alert(1)</script> @{cast.partner.name}")

    html = sign_in(cast.participant).get(COLLECTIVE).content.decode()

    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "<b>@&lt;img" in html


def test_who_is_named_is_told_once_and_reads_where(cast, together, say):
    comment = say(together, f"@{cast.partner.name} et @{cast.participant.name}, qu’en pensez-vous ?")
    actions.change_comment(actor=cast.participant, comment=comment, text=f"@{cast.partner.name} ? Encore.")

    mail = OutboxMail.objects.get()  # nobody is told of their own words
    assert mail.to == [cast.partner.email]
    assert f"{COLLECTIVE}#comment-{comment.pk}" in mail.text
    assert "qu’en pensez-vous" not in mail.text
    assert list(comment.mentions.all()) == [cast.partner]


def test_who_wants_no_notice_gets_none(cast, together, say):
    set_paces(actor=cast.partner, wanted={NoticeKind.LOGBOOK: Pace.NONE})

    say(together, f"@{cast.partner.name} ?")

    assert not OutboxMail.objects.exists()


def test_nobody_is_named_who_may_not_read_it(cast, sign_in, own, say):
    page = sign_in(cast.participant).get(f"{INDIVIDUAL}?structure=maison").content.decode()
    assert f"<li>{cast.facilitator.name}</li>" in page
    assert f"<li>{cast.partner.name}</li>" not in page

    with pytest.raises(Refused, match="ne peut pas lire"):
        say(own, f"@{cast.partner.name} ?")
    assert not Comment.objects.exists()
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Zoé Martin, oui", ["Zoé Martin"]),
        ("@zoé martin", ["Zoé Martin"]),
        ("@Zoé", ["Zoé"]),
        ("@Zoé et @Zoé Martin", ["Zoé", "Zoé Martin"]),
        ("@Zoémie", []),
        ("zoe@exemple.org", []),
        ("Zoé Martin", []),
    ],
)
def test_a_name_is_the_whole_name(text, named):
    people = [make.UserFactory.build(name=name, pk=number) for number, name in enumerate(("Zoé", "Zoé Martin"), 1)]

    assert sorted(one.name for one in queries.named_in(text, people)) == named


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_the_same_queries_for_one_and_three(
    cast, sign_in, together, say, number, django_assert_num_queries
):
    for _more in range(number):
        thread = say(together, f"@{cast.partner.name} ?")
        say(together, "Oui.", by="partner", thread=thread)
        make.ParticipantFactory(membership=make.MembershipFactory(project=cast.project))
    member = sign_in(cast.participant)
    member.get(AXIS)

    with django_assert_num_queries(PAGE_QUERIES):
        member.get(COLLECTIVE)
