from decimal import Decimal

from fund import actions
from tests.access.matrix import row


def project_words(cast):
    actions.allocate(
        actor=None,
        project=cast.project,
        amount=Decimal(5000),
        happened_on=cast.cohort.starts_on,
        label="Dotation",
        key="dotation",
    )
    return {"project": cast.project.slug}


ROWS = [
    row("fund:fund", "GET", "302 404 404 200 404 404 200 404 200 200", words=project_words),
    row("fund:funds", "GET", "302 403 403 403 403 403 403 200 200 200"),
]
