from tests import factories as make
from tests.access.matrix import row


def day_words(cast):
    return {"day": make.FunderFactory(day__cohort=cast.cohort, email="secret@example.org").day.slug}


def new_funder(cast):
    return {"organisation": "Banque d’ici", "kind": "bank"}


# The morning is the whole cohort's: the neighbour project sees it, one who left does not.
ROWS = [
    row("funding_day:days", "GET", "302 200 200 200 200 200 200 200 200 200"),
    row("funding_day:day", "GET", "302 404 200 200 404 404 200 404 200 200", words=day_words),
    row("funding_day:new_funder", "GET", "302 404 403 403 404 404 403 404 200 200", words=day_words),
    row("funding_day:new_funder", "POST", "302 404 403 403 404 404 403 404 302 302", words=day_words, data=new_funder),
]
