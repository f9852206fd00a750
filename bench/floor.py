"""The floor: the least that Django does for as many queries and as many bytes, session and sign-in included."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from accounts.models import User

LINE = "x" * 99


def floor(request: HttpRequest) -> HttpResponse:
    """`queries` rows fetched by their key, and `bytes` out of a template, in lines of a hundred."""
    for _query in range(int(request.GET["queries"])):
        User.objects.get(pk=request.user.pk)
    lines, rest = divmod(int(request.GET["bytes"]), 100)
    return HttpResponse(render_to_string("floor.txt", {"lines": [LINE] * lines, "rest": "x" * rest}))
