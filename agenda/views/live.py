"""The attendance page kept up to date while people sign on their phones."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language

from agenda import figures, queries
from agenda.access import can_take_attendance
from agenda.models import Session
from core.gate import gate

from .attendance import session_of


@gate(see=session_of, do=can_take_attendance)
def attendance_lines(request: HttpRequest, row: Session) -> HttpResponse:
    """The lines and the figures; nothing (304) as long as the sheet stands as the page has it."""
    etag = f'"{queries.state_of_sheet(row)}-{get_language()}"'
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        context = {"roll": queries.roll(row), "represented": figures.represented(row)}
        answer = render(request, "agenda/attendance/_live.html", context)
    answer["ETag"] = etag
    patch_cache_control(answer, private=True, no_cache=True)
    return answer
