"""The language each person chose, when a session was last used, and the second factor that the team's accounts need."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from core.http import is_fragment

from .activity import is_known, note_activity

Answer = Callable[[HttpRequest], HttpResponse]

# Signing in and out, setting the second factor up, the language and a fresh token must stay reachable without it.
_OPEN = ("/accounts/", "/language/", "/token/", "/static/", "/sw.js", "/offline/", "/healthz", "/readyz")


class PersonLanguageMiddleware:
    """French, unless the person (or, before sign-in, the browser's cookie) chose English."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if request.user.is_authenticated:
            chosen = request.user.language
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response


class SessionActivityMiddleware:
    """Notes with every page when its session was last used. The fragments that a page asks for note it once a minute,
    and what it sends by itself does not, so that a save stays cheap; a session that is new here, or comes from another
    address or browser, is noted whatever it asks."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated:
            if not is_fragment(request):
                note_activity(request, every=0)
            elif request.method != "POST" or not is_known(request):
                note_activity(request)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Administrators and facilitators set up a second factor before anything else; examples are spared it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        asked = user.is_authenticated and user.is_team and not user.is_example and not request.path.startswith(_OPEN)
        if asked and not is_mfa_enabled(user):
            messages.info(request, _("Your role asks for a second factor: set it up to go on."))
            return redirect("mfa_activate_totp")
        return self.get_response(request)
