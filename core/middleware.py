"""What holds for every request: one must be signed in, and private pages stay out of caches."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from .http import is_fragment


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Everything asks for a sign-in but the doors that say otherwise.

    A fragment answers 401 with a short sign-in notice, so that a sign-in page is never swapped into a card and the
    text on the device waits for the person to come back.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponse:  # type: ignore[override]
        if is_fragment(request):
            return render(request, "components/sign_in_again.html", {}, status=401)
        return super().handle_no_permission(request, view_func)


class PrivatePagesMiddleware:
    """A page shown to a signed-in person is kept by no shared or local cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response
