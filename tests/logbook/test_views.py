"""What a browser gets: pages, fragments, refusals that keep the text."""

import re
from uuid import uuid4

import pytest

from logbook.models import Answer, AnswerVersion, Assessment, Score, ScoreVersion
from tests import factories as make

AXIS = "/projects/projet/logbook/axe-1/"
SAVE = f"{AXIS}questions/question-1-1/?structure=maison"
TOGETHER = f"{AXIS}questions/question-1-3/?structure=maison"
SCORE = f"{AXIS}criteria/critere-1-1/?structure=maison&round=1"
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def member(cast, sign_in):
    return sign_in(cast.participant)


def body(response):
    return re.sub(r"[ \n]+", " ", response.content.decode())


def part(html, start, end="</article>"):
    """The piece of a page from `start` to `end`, without the token, which differs each time."""
    piece = html[html.index(start) :]
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", piece[: piece.index(end)])


def test_save_answer_says_the_version_the_hour_and_that_the_figures_changed(member, individual, time_machine):
    time_machine.move_to("2026-11-23T13:32:00Z", tick=False)

    response = member.post(SAVE, {"text": "Nous tenons au lieu.", "seen": 0}, headers=FRAGMENT)

    html = body(response)
    assert response.status_code == 200
    assert f'id="question-{individual.pk}" data-version="1" data-saved-at="14\u00a0h\u00a032"' in html
    assert "Enregistré à 14\u00a0h\u00a032" in html
    assert "data-house-counted" in html
    assert "<textarea" not in html
    assert "<html" not in html
    again = body(member.post(SAVE, {"text": "Nous tenons à ce lieu.", "seen": 1}, headers=FRAGMENT))
    assert "data-house-counted" not in again


def test_saved_fragment_swapped_into_the_page_equals_a_reload(member, individual, collective, time_machine):
    time_machine.move_to("2026-11-23T13:32:00Z", tick=False)
    member.get(AXIS)

    fragment = body(member.post(SAVE, {"text": "Nous tenons au lieu.", "seen": 0}, headers=FRAGMENT))
    page = body(member.get(AXIS))

    own = part(page, f'id="question-{individual.pk}"')
    kept = {name: part(fragment, f'data-house-status="{name}"', "</") for name in ("error-text", "problem", "readers")}
    kept |= {"writer": part(fragment, 'data-house-status="writer"', "</span>")}
    for name, status in kept.items():
        assert status.replace(" ", "") in own.replace(" ", ""), name
    share = '<div class="question-foot justify-content-end"'
    assert part(fragment, share, "</form>") == part(own + "</article>", share, "</form>")


def test_save_answer_without_javascript_goes_back_to_the_question(member, individual):
    response = member.post(SAVE, {"text": "Oui.", "seen": 0})

    assert response.status_code == 302
    assert response["Location"] == f"{AXIS}?structure=maison#question-{individual.pk}"


def test_save_answer_repeated_answers_with_the_version_of_that_attempt(member):
    attempt = str(uuid4())
    member.post(SAVE, {"text": "Un.", "seen": 0, "attempt": attempt}, headers=FRAGMENT)
    member.post(SAVE, {"text": "Deux.", "seen": 1}, headers=FRAGMENT)

    response = member.post(SAVE, {"text": "Un.", "seen": 0, "attempt": attempt}, headers=FRAGMENT)

    assert 'data-version="1"' in body(response)
    assert Answer.objects.get().text == "Deux."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"text": "a" * 20_001, "seen": 0}, "20001"),
        ({"text": "a\x00b", "seen": 0}, "nul"),
        ({"text": "Oui.", "seen": "plus tard"}, "rechargez-la"),
        ({"text": "Oui.", "seen": "-1"}, "rechargez-la"),
        ({"text": "Oui.", "seen": "9" * 30}, "rechargez-la"),
        ({"text": "Oui."}, "rechargez-la"),
        ({"text": "Oui.", "seen": 0, "attempt": "not-a-uuid"}, "rechargez-la"),
    ],
    ids=["too long", "nul", "seen in words", "negative", "enormous", "seen missing", "bad attempt"],
)
@pytest.mark.parametrize("headers", [FRAGMENT, {}], ids=["fragment", "page"])
def test_save_answer_refuses_bad_input_with_a_sentence_and_keeps_the_text(member, data, sentence, headers):
    response = member.post(SAVE, data, headers=headers)

    assert response.status_code == 422
    assert sentence in body(response)
    assert data["text"].replace("\x00", "") in response.content.decode().replace("\x00", "")
    assert not Answer.objects.exists()


@pytest.mark.parametrize("text", ["a" * 20_000, "😀 שלום \u202ertl", "a\r\nb", "<b>gras</b>"])
def test_save_answer_takes_any_other_text_as_it_is(member, text):
    assert member.post(SAVE, {"text": text, "seen": 0}, headers=FRAGMENT).status_code == 200
    assert Answer.objects.get().text == text.replace("\r\n", "\n")


def test_hostile_text_is_shown_and_never_run(cast, sign_in, individual, collective, write):
    hostile = '"><script>alert(1)</script><img src=x onerror="alert(2)">'
    write(individual, hostile)
    write(collective, hostile)

    for person in ("participant", "facilitator"):
        html = sign_in(cast.users[person]).get(AXIS).content.decode()
        assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_save_answer_over_an_unseen_text_shows_both_and_choosing_settles_it(member, collective, write):
    write(collective, "Le vôtre & le leur.", by="partner")

    response = member.post(TOGETHER, {"text": "Le mien.", "seen": 0}, headers=FRAGMENT)

    html = body(response)
    assert response.status_code == 409
    assert "Le vôtre &amp; le leur." in html
    assert "Le mien." in html
    assert 'data-house-conflict data-version="1"' in html
    assert f'action="{TOGETHER}"' in html
    kept = AnswerVersion.objects.get(applied=False)
    assert kept.text == "Le mien."
    assert member.post(TOGETHER, {"text": "Le mien.", "seen": 1}, headers=FRAGMENT).status_code == 200
    assert Answer.objects.get().text == "Le mien."


def test_save_answer_over_an_unseen_text_without_javascript_is_a_whole_page(member, collective, write):
    write(collective, "Le leur.", by="partner")

    response = member.post(TOGETHER, {"text": "Le mien.", "seen": 0})

    html = body(response)
    assert response.status_code == 409
    assert "<h1>" in html
    assert "Le leur." in html
    assert "Le mien." in html


def test_save_score_gives_the_fragment(member, criterion):
    response = member.post(SCORE, {"level": "3", "comment": "Presque.", "seen": 0}, headers=FRAGMENT)

    html = body(response)
    assert response.status_code == 200
    assert f'id="criterion-{criterion.pk}" data-version="1"' in html
    assert (Score.objects.get().level, Score.objects.get().comment) == (3, "Presque.")


def test_save_score_not_concerned_shows_it_chosen_again(member):
    member.post(SCORE, {"level": "none", "comment": "", "seen": 0})

    html = body(member.get(AXIS))
    assert re.search(r'value="none"[^>]* checked', html)
    assert len(re.findall(r'name="level"[^>]* checked', html)) == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"level": "5", "comment": "Mot gardé", "seen": 0}, "l’un des quatre niveaux"),
        ({"comment": "Mot gardé", "seen": 0}, "Choisissez un niveau"),
        ({"level": "3", "comment": "Mot gardé" + "a" * 2000, "seen": 0}, "2009"),
        ({"level": "3", "comment": "Mot gardé\x00", "seen": 0}, "nul"),
        ({"level": "3", "comment": "Mot gardé", "seen": "x"}, "rechargez-la"),
    ],
    ids=["level 5", "no level", "too long", "nul", "seen"],
)
@pytest.mark.parametrize("headers", [FRAGMENT, {}], ids=["fragment", "page"])
def test_save_score_refuses_bad_input_with_a_sentence_and_keeps_the_comment(member, data, sentence, headers):
    response = member.post(SCORE, data, headers=headers)

    assert response.status_code == 422
    assert sentence in body(response)
    assert "Mot gardé" in body(response)
    assert not Score.objects.exists()


def test_save_score_in_a_round_closed_while_typing_says_since_when(cast, member):
    cast.round.closes_on = cast.round.opens_on.replace(month=11, day=20)
    cast.round.save()

    response = member.post(SCORE, {"level": "3", "comment": "Mot gardé", "seen": 0}, headers=FRAGMENT)

    assert response.status_code == 422
    assert "Le tour est clos depuis le 20\u00a0novembre 2026" in body(response)
    assert "Mot gardé" in body(response)


@pytest.mark.parametrize("headers", [FRAGMENT, {}], ids=["fragment", "page"])
def test_save_score_over_an_unseen_level_shows_both(member, place, headers):
    place(2, comment="Avant")

    response = member.post(SCORE, {"level": "none", "comment": "Après", "seen": 0}, headers=headers)

    html = body(response)
    assert response.status_code == 409
    assert 'data-house-theirs="level" data-value="2"' in html
    assert '<input type="hidden" name="level" value="none">' in html
    assert "Avant" in html
    assert "Après" in html
    assert ScoreVersion.objects.filter(applied=False).count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "/projects/projet/logbook/nulle-part/",
        "/projects/projet/logbook/axe-1/?structure=nulle-part",
        "/projects/projet/logbook/axe-1/?structure=ailleurs",
        "/projects/projet/logbook/?structure=%00",
        "/projects/voisin/logbook/",
        "/projects/projet/logbook/axe-1/questions/question-1-1/versions/",
    ],
)
def test_what_is_not_there_or_not_ones_own_is_not_found(member, address):
    assert member.get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{AXIS}questions/nulle-part/", 404),
        (f"{AXIS}questions/question-2-1/", 404),  # of another axis
        (f"{AXIS}questions/question-1-1/?structure=ailleurs", 404),
        (f"{AXIS}questions/question-1-1/?structure=jardin", 403),
        (f"{AXIS}criteria/nulle-part/", 404),
        (f"{AXIS}criteria/critere-1-1/?round=2", 404),
        (f"{AXIS}criteria/critere-1-1/?round=abc", 404),
    ],
)
def test_a_save_elsewhere_than_ones_own_is_refused(cast, member, address, status):
    make.RoundFactory(cohort=cast.other_cohort, position=2)

    response = member.post(address, {"text": "Oui.", "level": "2", "seen": 0}, headers=FRAGMENT)

    assert response.status_code == status
    assert not Answer.objects.exists()
    assert not Assessment.objects.exists()


def test_a_cohort_without_rounds_says_so_and_takes_no_level(cast, member):
    cast.round.delete()

    assert "Aucun tour" in body(member.get(AXIS))
    assert member.post(f"{AXIS}criteria/critere-1-1/", {"level": "2", "seen": 0}).status_code == 404


def test_a_closed_round_is_read_only(cast, member, place):
    place(3, comment="Vu.")
    cast.round.closes_on = cast.round.opens_on.replace(month=11, day=20)
    cast.round.save()

    html = body(member.get(AXIS))

    assert "clos depuis le 20\u00a0novembre 2026" in html
    assert 'name="level"' not in html
    assert "3 · Niveau 3" in html


def test_a_round_to_come_says_when(cast, member):
    cast.round.opens_on = cast.round.closes_on
    cast.round.save()

    assert "Le premier tour ouvre le 18\u00a0décembre 2026" in body(member.get(AXIS))


@pytest.mark.parametrize("person", ["facilitator", "left", "former"])
def test_who_only_reads_gets_no_field(cast, sign_in, collective, write, person):
    write(collective, "Ensemble.")
    Answer.objects.update(created_at="2026-02-01T12:00Z")

    html = body(sign_in(cast.users[person]).get(AXIS))

    assert "<textarea" not in html
    assert 'name="level"' not in html


def test_each_field_says_who_reads_it(member):
    html = body(member.get(AXIS))

    assert html.count("Lu par\u00a0: votre structure et l’équipe") == 2
    assert html.count("Lu par\u00a0: tout le projet") == 1


def test_share_answer_and_take_back(cast, member, sign_in, individual, write):
    write(individual, "Entre nous.")
    partner = sign_in(cast.partner)
    share = f"{AXIS}questions/question-1-1/share/?structure=maison"
    versions = f"{AXIS}questions/question-1-1/versions/?structure=maison"
    assert "Entre nous." not in body(partner.get(AXIS))
    assert partner.get(versions).status_code == 404

    response = member.post(share, {"shared": "1"})

    assert response["Location"] == f"{AXIS}?structure=maison#question-{individual.pk}"
    assert "Entre nous." in body(partner.get(AXIS))
    assert "Entre nous." in body(partner.get(versions))
    member.post(share)
    assert "Entre nous." not in body(partner.get(AXIS))
    assert partner.get(versions).status_code == 404


def test_share_answer_not_written_yet_says_what_to_do(member):
    response = member.post(f"{AXIS}questions/question-1-1/share/?structure=maison", {"shared": "1"})

    assert response.status_code == 422
    assert "Écrivez d’abord votre réponse" in body(response)


def test_share_assessment_and_take_back(cast, member, sign_in, place):
    place(3, comment="Notre avis.")
    partner = sign_in(cast.partner)
    share = "/projects/projet/logbook/rounds/1/share/?structure=maison"
    assert "Notre avis." not in body(partner.get(AXIS))

    assert "Vos partenaires peuvent lire" in body(member.post(share, {"shared": "1"}, follow=True))
    assert "Notre avis." in body(partner.get(AXIS))

    member.post(share)
    assert "Notre avis." not in body(partner.get(AXIS))


def test_share_assessment_not_begun_says_what_to_do(member):
    html = body(member.post("/projects/projet/logbook/rounds/1/share/?structure=maison", {"shared": "1"}, follow=True))

    assert "Situez-vous d’abord" in html


def test_versions_marks_the_present_text_and_what_was_kept_beside(member, collective, write):
    write(collective, "Le leur.", by="partner")
    member.post(TOGETHER, {"text": "Le mien.", "seen": 0}, headers=FRAGMENT)

    html = body(member.get(f"{AXIS}questions/question-1-3/versions/"))

    assert html.index("gardé à part") < html.index("Le mien.") < html.index("texte actuel") < html.index("Le leur.")


def test_one_who_left_opens_the_history_of_the_own_answer(cast, sign_in, individual, write, time_machine):
    time_machine.move_to("2026-03-01T12:00:00Z")
    write(individual, "Alors.", by="left", structure=cast.left_structure)
    time_machine.move_to("2026-11-23T12:00:00Z")

    html = body(sign_in(cast.left).get(f"{AXIS}questions/question-1-1/versions/"))

    assert "Alors." in html


def test_the_overview_shows_progress_and_the_radar_with_its_table(member, individual, write, place):
    write(individual, "Oui.")
    place(3)

    html = body(member.get("/projects/projet/logbook/"))

    assert "1 réponse sur 6" in html
    assert '<svg class="radar"' in html
    assert "Niveau moyen par axe et par structure" in html[html.index("<caption>") :]


def test_pages_in_english(cast, sign_in, individual, write):
    cast.participant.language = "en"
    cast.participant.save()
    write(individual, "Oui.")

    html = body(sign_in(cast.participant).get(AXIS))

    assert "Read by: your structure and the support team" in html
    assert "Axis 1" in html


def test_every_form_carries_its_token_without_javascript(member, individual, write, place):
    write(individual, "Oui.")
    place(3)
    pages = [member.get(AXIS), member.get("/projects/projet/logbook/")]
    pages += [member.post(SAVE, {"text": "Autre.", "seen": seen}, headers=FRAGMENT) for seen in (0, 1)]
    pages += [member.post(SCORE, {"level": "4", "comment": "", "seen": seen}, headers=FRAGMENT) for seen in (0, 1)]

    for response in pages:
        forms = re.findall(r'<form method="post"[^>]* action="[^"]*/logbook/.*?</form>', body(response))
        assert forms
        assert all('name="csrfmiddlewaretoken" value="' in form for form in forms)
        assert 'value=""' not in "".join(re.findall(r'csrfmiddlewaretoken" value="[^"]*"', body(response)))
