"""The library: put on the shelf, read, corrected, taken off, used in a session."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from PIL import Image

from agenda.actions import choose_resources
from cohorts import actions, queries
from cohorts.models import Resource
from core.errors import EditedElsewhere, Refused
from core.models import StoredFile
from core.rules import mark_of

pytestmark = pytest.mark.django_db
PLACES = [("axe-1", ""), ("axe-1", "question-1-1")]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def put(cast):
    def create(title="Guide", places=PLACES, **more):
        facts = {"kind": "link", "author": "Exemple", "licence": "cc-by", "url": "https://example.org/guide", **more}
        return actions.create_resource(actor=cast.facilitator, title=title, places=places, **facts)

    return create


def pdf(name="guide.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.7 un guide", content_type="text/html")


def test_a_resource_leads_somewhere(put):
    with pytest.raises(Refused, match="Give a file or an address"):
        put(url="")

    assert put(kind="lesson", url="", summary="Prendre le temps.").pk


def test_an_address_that_runs_something_is_refused(put):
    with pytest.raises(Refused, match="valid URL"):
        put(url="javascript:alert(1)")


def test_a_file_is_known_by_its_content_and_given_as_a_download(client, cast, put):
    resource = put(url="", kind="document", file=pdf())
    client.force_login(cast.participant)

    answer = client.get(reverse("cohorts:resource_file", args=[resource.pk]))

    assert b"".join(answer.streaming_content) == b"%PDF-1.7 un guide"
    answer.close()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="guide.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("guide.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("guide.pdf", b"<html><script>alert(1)</script></html>"),
        ("guide.png", b"%PDF-1.7"),
    ],
)
def test_active_and_disguised_files_are_refused(put, name, content):
    with pytest.raises(Refused):
        put(url="", kind="document", file=SimpleUploadedFile(name, content))

    assert (Resource.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_another_file_takes_the_place_of_the_first(put, cast):
    resource = put(url="", kind="document", file=pdf())
    picture = BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")

    actions.change_resource(
        actor=cast.facilitator, resource=resource, places=[], file=SimpleUploadedFile("plan.png", picture.getvalue())
    )

    assert StoredFile.objects.get().name == "plan.png"
    assert resource.places.count() == 0


def test_what_somebody_else_saved_is_shown(put, cast):
    resource = put()
    seen = mark_of(resource, ["title"])
    actions.change_resource(actor=cast.facilitator, resource=resource, places=PLACES, title="Autre")

    with pytest.raises(EditedElsewhere):
        actions.change_resource(actor=cast.facilitator, resource=resource, places=PLACES, title="Mien", seen=seen)


def test_off_the_shelf_it_is_the_teams_alone(put, cast):
    resource = put()

    actions.shelve_resource(actor=cast.facilitator, resource=resource, on_shelf=False)

    assert resource not in Resource.objects.visible_to(cast.participant)
    assert resource in Resource.objects.visible_to(cast.other_facilitator)
    actions.shelve_resource(actor=cast.facilitator, resource=resource, on_shelf=True)
    assert resource in Resource.objects.visible_to(cast.participant)
    assert resource not in Resource.objects.visible_to(cast.applicant)


def test_the_shelves_follow_the_axes_and_what_is_asked(put, cast):
    actions.load_content()
    put("Sur la gouvernance", [("gouvernance-juridique", ""), ("horizon-commun", "")])
    put("Pour tous", [])

    shown = queries.library(cast.participant)

    assert [shelf.axis and shelf.axis.slug for shelf in shown.shelves] == [
        "horizon-commun", "gouvernance-juridique", None,
    ]  # fmt: skip
    assert shown.number == 2
    assert queries.library(cast.participant, words="tous").number == 1
    assert queries.library(cast.participant, axis="evaluation").number == 0
    assert queries.library(cast.participant, kind="lesson").number == 0


def test_the_page_of_an_axis_shows_what_helps_and_with_which_question(client, cast, put):
    put()
    axis = cast.cohort.content.axes.get(slug="axe-1")

    [found] = queries.resources_on_axis(cast.participant, axis)

    assert [question.slug for question in found.questions] == ["question-1-1"]
    client.force_login(cast.participant)
    assert "https://example.org/guide" in client.get(reverse("logbook:axis", args=[cast.project.slug, "axe-1"])).text
    assert (
        "https://example.org/guide" not in client.get(reverse("logbook:axis", args=[cast.project.slug, "axe-2"])).text
    )


def test_a_session_says_which_resources_it_uses(client, cast, put):
    resource = put()
    client.force_login(cast.facilitator)

    client.post(reverse("agenda:choose_resources", args=[cast.workshop.pk]), {"resources": [resource.pk, "x"]})

    assert list(cast.workshop.resources.all()) == [resource]
    client.force_login(cast.participant)
    assert "https://example.org/guide" in client.get(cast.workshop.get_absolute_url()).text
    choose_resources(actor=cast.facilitator, session=cast.workshop, resources=[])
    assert not cast.workshop.resources.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_library_takes_the_same_queries_for_one_and_three(client, cast, put, django_assert_num_queries, number):
    for place in range(number):
        put(f"Guide {place}")
    client.force_login(cast.participant)

    with django_assert_num_queries(14):
        client.get(reverse("cohorts:resources"))
