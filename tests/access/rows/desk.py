from tests.access.matrix import row


def prepared(cast):
    return {"session": cast.meeting.pk}


ROWS = [
    row("desk:home", "GET", "302 200 302 302 302 302 302 302 302 302"),
    row("desk:search", "GET", "302 200 200 200 200 200 200 200 200 200", data=lambda cast: {"q": "projet"}),
    row(
        "desk:board", "GET", "302 404 200 200 200 200 200 404 200 200", words=lambda cast: {"cohort": cast.cohort.slug}
    ),
    row(
        "desk:project",
        "GET",
        "302 404 404 200 200 200 200 404 200 200",
        words=lambda cast: {"project": cast.project.slug},
    ),
    row(
        "desk:cohort_engagement",
        "GET",
        "302 404 403 403 403 403 403 404 200 200",
        words=lambda cast: {"cohort": cast.cohort.slug},
    ),
    row(
        "desk:engagement",
        "GET",
        "302 404 404 200 403 403 200 404 200 200",
        words=lambda cast: {"project": cast.project.slug},
    ),
    row("desk:prepare_session", "GET", "302 404 404 403 404 404 403 404 200 200", words=prepared),
    row(
        "desk:prepare_session",
        "POST",
        "302 404 404 403 404 404 403 404 302 302",
        words=prepared,
        data=lambda cast: {"subject-TOTAL_FORMS": "0", "subject-INITIAL_FORMS": "0"},
    ),
]
