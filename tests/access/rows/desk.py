from tests.access.matrix import row

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
]
