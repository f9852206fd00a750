import datetime as dt

import pytest
from django.urls import reverse

from agenda import actions
from agenda.enums import Reply, SessionState
from agenda.models import Session, Venue
from core.dates import combine, now
from tests import factories as make

pytestmark = pytest.mark.django_db

NEW = reverse("agenda:new_session")
AGENDA_QUERIES, FEED_QUERIES, VENUES_QUERIES = 20, 9, 10
GOOD = {"cohort": "cohorte", "form": "workshop", "day": "2026-12-03", "starts": "09:00", "ends": "12:30"}


@pytest.fixture
def team(sign_in, cast):
    return sign_in(cast.facilitator)


@pytest.fixture
def member(sign_in, cast):
    return sign_in(cast.participant)


def text(response) -> str:
    return response.content.decode()


def coming(cast, **facts):
    facts = {"cohort": cast.cohort, "starts_at": now() + dt.timedelta(days=7), "axis": None} | facts
    session = make.SessionFactory(**facts)
    actions.renew_lines(session)
    return session


# The calendar and the list


@pytest.mark.parametrize("number", [1, 3])
def test_the_agenda_takes_a_constant_number_of_queries(cast, team, number, django_assert_num_queries):
    axis = cast.cohort.content.axes.first()
    for day in range(number):
        coming(cast, axis=axis, venue=make.VenueFactory(), starts_at=now() + dt.timedelta(days=7 + day))
    Session.objects.filter(pk__in=[cast.workshop.pk, cast.meeting.pk]).update(
        starts_at=now(), ends_at=now() + dt.timedelta(days=30)
    )
    team.get(reverse("agenda:agenda"))

    with django_assert_num_queries(AGENDA_QUERIES):
        response = team.get(reverse("agenda:agenda"))

    assert len(response.context["rows"]) == number + 2


@pytest.mark.parametrize("number", [1, 3])
def test_the_feed_takes_a_constant_number_of_queries(cast, team, number, django_assert_num_queries):
    axis = cast.cohort.content.axes.first()
    for day in range(number):
        coming(cast, axis=axis, venue=make.VenueFactory(), starts_at=dt.datetime(2026, 12, 1 + day, 8, tzinfo=dt.UTC))
    words = {"start": "2026-12-01", "end": "2027-01-01"}
    team.get(reverse("agenda:events"), words)

    with django_assert_num_queries(FEED_QUERIES):
        response = team.get(reverse("agenda:events"), words)

    assert len(response.json()) == number


def test_the_feed_tells_the_window_asked_for_with_the_colour_by_name(cast, member):
    axis = cast.cohort.content.axes.first()
    session = coming(cast, axis=axis, title="Pas <script>", starts_at=combine(dt.date(2026, 7, 2), dt.time(9)))
    coming(cast, starts_at=combine(dt.date(2026, 8, 2), dt.time(9)))
    coming(cast, starts_at=combine(dt.date(2026, 7, 3), dt.time(9)), state=SessionState.DRAFT)

    told = member.get(
        reverse("agenda:events"), {"start": "2026-07-01T00:00:00+02:00", "end": "2026-08-01T00:00:00+02:00"}
    )

    assert told.json() == [
        {
            "id": session.pk,
            "title": "Pas <script>",
            "start": "2026-07-02T09:00:00+02:00",
            "end": "2026-07-02T12:30:00+02:00",
            "url": session.get_absolute_url(),
            "axis": f"axis-{axis.palette}",
            "kind": session.get_form_display(),
            "state": "published",
            "place": "",
            "project": "",
        }
    ]


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"start": "2026-01-01"},
        {"start": "hier", "end": "demain"},
        {"start": "2026-02-31", "end": "2026-03-02"},
        {"start": "2026-03-02", "end": "2026-03-02"},
        {"start": "2026-01-01", "end": "2027-02-06"},
        {"start": "0001-01-01", "end": "0001-02-01"},
        {"start": "9999-12-30", "end": "9999-12-31"},
        {"start": "2026-01-01\x00", "end": "2026-02-01"},
        {"start": "2026-01-01" * 20, "end": "2026-02-01"},
    ],
)
def test_the_feed_answers_bad_days_with_a_sentence(team, words):
    response = team.get(reverse("agenda:events"), words)

    assert response.status_code == 400
    assert response.json()["error"].endswith(".")


def test_the_feed_tells_the_team_what_may_be_dragged(cast, team, sign_in):
    coming(cast, starts_at=combine(dt.date(2026, 7, 2), dt.time(9)), state=SessionState.CANCELLED)
    held = coming(cast, starts_at=combine(dt.date(2026, 7, 3), dt.time(9)))
    held.attendances.update(presence="present")
    free = coming(cast, starts_at=combine(dt.date(2026, 7, 6), dt.time(9)))
    words = {"start": "2026-07-01", "end": "2026-08-01"}

    told = {row["id"]: row for row in team.get(reverse("agenda:events"), words).json() if row.get("mayMove")}

    assert list(told) == [free.pk]
    assert told[free.pk]["moveUrl"] == reverse("agenda:move_session", args=[free.pk])
    assert told[free.pk]["version"] == 1
    for person in (cast.participant, cast.partner):
        assert not any("mayMove" in row for row in sign_in(person).get(reverse("agenda:events"), words).json())


def test_the_list_is_narrowed_by_the_address(cast, team):
    own = coming(cast, project=cast.project, form="meeting")
    other = coming(cast, project=cast.other_project, form="meeting")

    def listed(**words):
        return [row.session for row in team.get(reverse("agenda:agenda"), words).context["rows"]]

    assert listed() == [own, other]
    assert listed(project="projet") == [own]
    assert listed(cohort="cohorte", project="voisin") == [other]
    assert listed(when="past") == [cast.meeting, cast.workshop]


@pytest.mark.parametrize("words", [{"cohort": "autre"}, {"project": "rien"}, {"cohort": "\x00"}, {"cohort": "x" * 500}])
def test_a_filter_on_what_one_may_not_see_is_not_found(cast, team, words):
    assert team.get(reverse("agenda:agenda"), words).status_code == 404
    assert team.get(reverse("agenda:events"), words).status_code == 404


def test_a_participant_reads_the_agenda_and_plans_nothing(cast, member):
    response = member.get(reverse("agenda:agenda"))

    assert NEW not in text(response)
    assert reverse("agenda:venues") not in text(response)


# Planning


def test_a_workshop_planned_by_form_is_in_the_calendar(cast, team):
    response = team.post(NEW, GOOD | {"publish": "on", "facilitators": [cast.facilitator.pk]})

    session = Session.objects.latest("pk")
    assert (response.status_code, response.url) == (302, session.get_absolute_url())
    assert (session.starts_at, session.state) == (combine(dt.date(2026, 12, 3), dt.time(9)), SessionState.PUBLISHED)
    feed = team.get(reverse("agenda:events"), {"start": "2026-12-01", "end": "2027-01-01"}).json()
    assert [row["id"] for row in feed] == [session.pk]
    assert session.title in text(team.get(reverse("agenda:agenda")))


def test_usual_hours_fill_what_is_left_empty(cast, team):
    make.SessionKindFactory(cohort=cast.cohort, slug="apres-midi", starts_at=dt.time(14), ends_at=dt.time(17, 30))

    team.post(NEW, GOOD | {"half": "apres-midi", "starts": "", "ends": "17h00"})

    session = Session.objects.latest("pk")
    assert session.starts_at == combine(dt.date(2026, 12, 3), dt.time(14))
    assert session.ends_at == combine(dt.date(2026, 12, 3), dt.time(17))


BAD = {
    "end before start": ({"starts": "12:00", "ends": "09:00"}, "ends"),
    "end at start": ({"ends": "09:00"}, "ends"),
    "25:00": ({"starts": "25:00"}, "starts"),
    "no hours": ({"starts": "", "ends": ""}, "starts"),
    "31 Feb": ({"day": "2026-02-31"}, "day"),
    "published without a day": ({"day": "", "publish": "on"}, "day"),
    "year 0001": ({"day": "0001-01-01"}, "day"),
    "year 9999": ({"day": "9999-12-31"}, "day"),
    "outside the cohort": ({"day": "2026-12-19"}, "reason"),
    "outside the cohort, years away": ({"day": "2199-12-19"}, "day"),
    "an hour that does not exist": ({"day": "2026-03-29", "starts": "02:30", "ends": "04:00"}, "starts"),
    "an hour that comes twice": ({"day": "2026-10-25", "starts": "01:00", "ends": "02:30"}, "ends"),
    "a public holiday": ({"day": "2026-11-11"}, "reason"),
    "no such kind": ({"form": "feast"}, "form"),
    "no such usual hours": ({"half": "midnight"}, "half"),
    "a meeting without project": ({"form": "meeting"}, "project"),
    "a meeting with a number": ({"form": "meeting", "project": "999999"}, "project"),
    "a meeting with a word": ({"form": "meeting", "project": "x"}, "project"),
    "no such axis": ({"axis": "999999"}, "axis"),
    "an endless number": ({"venue": "9" * 40}, "venue"),
    "a stranger": ({"facilitators": ["999999"]}, "facilitators"),
    "too long a title": ({"title": "x" * 161}, "title"),
    "too long an aim": ({"aim": "x" * 2001}, "aim"),
    "a null character": ({"title": "a\x00b"}, "title"),
}


@pytest.mark.parametrize(("wrong", "field"), BAD.values(), ids=BAD.keys())
def test_bad_input_gets_a_sentence_beside_its_field_and_keeps_what_was_typed(cast, team, wrong, field):
    response = team.post(NEW, {"aim": "Garder ce texte", **GOOD, **wrong})

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert wrong.get("aim", "Garder ce texte") in text(response)
    assert Session.objects.count() == 2


def test_what_belongs_to_another_cohort_is_refused_or_not_found(cast, team):
    foreign = make.ProjectFactory(cohort=cast.other_cohort)
    axis = make.CohortFactory().content.axes.first()

    for wrong, field in (
        ({"form": "meeting", "project": foreign.pk}, "project"),
        ({"axis": axis.pk}, "axis"),
        ({"facilitators": [cast.other_facilitator.pk]}, "facilitators"),
    ):
        response = team.post(NEW, GOOD | wrong)
        assert (response.status_code, field in response.context["form"].errors) == (422, True)
    for slug in ("autre", "rien", "\x00"):
        assert team.post(NEW, GOOD | {"cohort": slug}).status_code == 404


def test_a_script_stays_a_text(cast, team):
    team.post(NEW, GOOD | {"title": "<script>alert(1)</script>", "aim": "<img src=x>"})

    page = text(team.get(Session.objects.latest("pk").get_absolute_url()))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<img src=x>" not in page


def test_a_holiday_is_planned_once_the_box_is_ticked(cast, team):
    holiday = GOOD | {"day": "2026-11-11"}
    asked = team.post(NEW, holiday)

    assert 'name="reason"' in text(asked)
    assert 'name="reason"' not in text(team.get(NEW))
    assert team.post(NEW, holiday | {"reason": "Seul jour possible"}).status_code == 302


def test_a_clash_is_named_and_linked(cast, team):
    venue = make.VenueFactory(name="Halles")
    team.post(NEW, GOOD | {"venue": venue.pk, "title": "La première"})
    first = Session.objects.latest("pk")

    response = team.post(NEW, GOOD | {"venue": venue.pk})

    assert response.status_code == 422
    assert "La première" in response.context["form"].errors["venue"][0]
    assert f'href="{first.get_absolute_url()}"' in text(response)


def test_the_address_suggests_and_its_nonsense_is_left_out(cast, team):
    make.SessionKindFactory(cohort=cast.cohort, slug="rendez-vous", form="meeting")
    words = {"cohort": "cohorte", "form": "meeting", "project": "projet", "day": "2026-12-03"}

    form = team.get(NEW, words).context["form"]
    clicked = team.get(NEW, {"day": "2026-12-03", "starts": "10:30"}).context["form"]
    odd = team.get(NEW, {"form": "x", "project": "\x00", "day": "x", "half": "\x00", "starts": "25:00"})

    assert (form["form"].value(), form["project"].value(), form["half"].value()) == (
        "meeting",
        cast.project.pk,
        "rendez-vous",
    )
    assert (clicked["starts"].value(), clicked["half"].value()) == (dt.time(10, 30), "")
    assert odd.status_code == 200
    assert (odd.context["form"]["form"].value(), odd.context["form"]["day"].value()) == ("workshop", None)


# The sheet


def test_a_stale_form_brings_both_texts_and_may_be_sent_again(cast, team):
    edit = reverse("agenda:edit_session", args=[cast.workshop.pk])
    mine = {"title": "Le mien", "day": "2026-05-12", "starts": "09:00", "ends": "12:30", "seen": "1"}
    team.post(edit, mine | {"title": "Le leur"})

    stale = team.post(edit, mine)

    assert stale.status_code == 409
    assert "Le leur" in text(stale)
    assert "Le mien" in text(stale)
    assert 'name="seen" value="2"' in text(stale)
    assert team.post(edit, mine | {"seen": "2"}).status_code == 302
    cast.workshop.refresh_from_db()
    assert cast.workshop.title == "Le mien"


def test_a_move_that_is_refused_keeps_what_was_typed(cast, team):
    edit = reverse("agenda:edit_session", args=[cast.workshop.pk])

    response = team.post(
        edit,
        {"title": "Garder", "day": "2027-05-12", "starts": "09:00", "ends": "12:30", "seen": "1", "why": "Travaux"},
    )

    assert (response.status_code, "reason" in response.context["form"].errors) == (422, True)
    assert 'value="Garder"' in text(response)


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30])
def test_a_form_without_its_version_saves_nothing(cast, team, seen):
    edit = reverse("agenda:edit_session", args=[cast.workshop.pk])
    response = team.post(edit, {"title": "X", "day": "2026-05-12", "starts": "09:00", "ends": "12:30", "seen": seen})

    assert response.status_code in {409, 422}
    cast.workshop.refresh_from_db()
    assert cast.workshop.title != "X"


def test_the_edit_form_shows_the_hours_of_the_clock(cast, team):
    page = text(team.get(reverse("agenda:edit_session", args=[cast.workshop.pk])))

    assert 'value="09:00"' in page
    assert 'value="2026-05-12"' in page


def test_the_team_reads_who_is_invited_and_a_member_their_own_part(cast, team, member):
    session = coming(cast, venue=make.VenueFactory(access_notes="Sonner au 12"))
    actions.reply(actor=cast.partner, session=session, answer=Reply.YES)

    sheet, own = (text(reader.get(session.get_absolute_url(), {"part": "people"})) for reader in (team, member))

    assert cast.partner.name in sheet
    assert cast.partner.name not in own
    assert "Sonner au 12" in own
    assert 'name="answer"' in own
    assert 'name="answer"' not in sheet


def test_an_answer_is_noted_with_and_without_a_fragment(cast, member):
    session = coming(cast)
    address = reverse("agenda:reply", args=[session.pk])

    plain = member.post(address, {"answer": "yes"})
    fragment = member.post(address, {"answer": "no"}, headers={"HX-Request": "true"})

    assert plain.url == f"{session.get_absolute_url()}#reply"
    assert fragment.status_code == 200
    assert text(fragment).strip().startswith('<section class="panel" id="reply"')
    assert session.attendances.get(participant__user=cast.participant).reply == Reply.NO
    page = text(member.get(session.get_absolute_url()))
    assert "".join(text(fragment).split()).split("</form>")[1] in "".join(page.split())


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("answer", ["", "peut-être", "none", "\x00"])
def test_no_other_answer_is_taken(cast, member, answer, headers):
    session = coming(cast)

    response = member.post(reverse("agenda:reply", args=[session.pk]), {"answer": answer}, headers=headers)

    assert response.status_code == 422
    assert session.attendances.exclude(reply=Reply.NONE).count() == 0


def test_answers_close_when_the_session_begins(cast, member):
    actions.renew_lines(cast.workshop)

    page = text(member.get(cast.workshop.get_absolute_url()))
    response = member.post(reverse("agenda:reply", args=[cast.workshop.pk]), {"answer": "yes"})

    assert 'name="answer"' not in page
    assert response.status_code == 422


def test_publishing_shows_the_draft_to_the_members(cast, team, member):
    session = coming(cast, state=SessionState.DRAFT)
    assert member.get(session.get_absolute_url()).status_code == 404

    team.post(reverse("agenda:publish_session", args=[session.pk]))

    assert member.get(session.get_absolute_url()).status_code == 200


def test_cancelling_asks_once_in_plain_words(cast, team, member):
    session = coming(cast)
    cancel = reverse("agenda:cancel_session", args=[session.pk])

    asked = team.post(cancel)
    session.refresh_from_db()
    assert (asked.status_code, session.state) == (200, SessionState.PUBLISHED)
    assert session.title in text(asked)

    assert team.post(cancel, {"confirmed": "1"}).status_code == 302
    page = member.get(session.get_absolute_url())
    assert page.context["session"].is_cancelled
    assert team.post(reverse("agenda:publish_session", args=[session.pk])).status_code == 422
    assert team.get(reverse("agenda:edit_session", args=[session.pk])).status_code == 200


@pytest.mark.parametrize("key", [0, 999999, 10**30])
def test_a_session_that_is_not_there_is_not_found(cast, team, key):
    assert team.get(f"/agenda/{key}/").status_code == 404


# Places


@pytest.mark.parametrize("number", [1, 3])
def test_the_places_take_a_constant_number_of_queries(cast, team, number, django_assert_num_queries):
    for _ in range(number):
        make.SessionFactory(cohort=cast.cohort, venue=make.VenueFactory())
    team.get(reverse("agenda:venues"))

    with django_assert_num_queries(VENUES_QUERIES):
        team.get(reverse("agenda:venues"))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "HALLES"}, "name"),
        ({"capacity": "-3"}, "capacity"),
        ({"capacity": "beaucoup"}, "capacity"),
        ({"capacity": "9" * 20}, "capacity"),
        ({"address": "x" * 301}, "address"),
        ({"access_notes": "x" * 1001}, "access_notes"),
    ],
)
def test_a_bad_place_gets_a_sentence(team, wrong, field):
    make.VenueFactory(name="Halles")

    response = team.post(reverse("agenda:new_venue"), {"name": "Grange", **wrong})

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Venue.objects.count() == 1


def test_a_place_is_corrected(team):
    venue = make.VenueFactory(name="Hales")

    response = team.post(reverse("agenda:edit_venue", args=[venue.pk]), {"name": "Halles", "capacity": "40"})

    venue.refresh_from_db()
    assert (response.status_code, venue.name, venue.capacity) == (302, "Halles", 40)
