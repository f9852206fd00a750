"""Who is told of a request, in their own language, in the transaction of what they are told."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from fund.models import FundRequest


def tell(people: Iterable[Any], request: FundRequest, subject: Any, sentence: Any, more: str = "") -> None:
    """One mail each, with a link to the request."""
    for person in people:
        with translation.override(person.language):
            words = {"request": request, "sentence": str(sentence), "more": more, "person": person}
            words["link"] = settings.SITE_URL + request.get_absolute_url()
            text = render_to_string("fund/mail/request.txt", words)
            EmailMessage(str(subject) % {"title": request.title}, text, to=[person.email]).send()
