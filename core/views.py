"""Doors of the ground: health, a fresh token, the language, and what the browser shows when something fails."""

import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from .gate import gate
from .http import is_fragment
from .models import Heartbeat

HEARTBEAT_LIMIT = timedelta(seconds=60)


@gate(public="A load balancer asks whether the process is alive; it learns nothing else.")
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@gate(public="Monitoring asks whether every part works; states only, no figure and no name.")
def readyz(request: HttpRequest) -> HttpResponse:
    parts = {
        "database": _works(_database),
        "broker": _works(_broker),
        "storage": _works(_storage),
        "worker": _works(lambda: _heard_of("worker")),
        "scheduler": _works(lambda: _heard_of("scheduler")),
    }
    ready = all(parts.values())
    return JsonResponse({"ready": ready, "parts": parts}, status=200 if ready else 503)


def _works(look: Any) -> bool:
    try:
        return bool(look())
    except Exception:
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def _broker() -> bool:
    if not settings.REDIS_URL:
        return True  # the embedded worker reads the table itself
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    once = Retry(NoBackoff(), 0)
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2, retry=once) as broker:
        return bool(broker.ping())


def _storage() -> bool:
    name = default_storage.save("health/probe", ContentFile(b"ok"))
    default_storage.delete(name)
    return True


def _heard_of(name: str) -> bool:
    return Heartbeat.objects.filter(name=name, beat_at__gte=timezone.now() - HEARTBEAT_LIMIT).exists()


@gate(public="A page left open over a sign-in needs a fresh token to send what was typed.")
def token(request: HttpRequest) -> HttpResponse:
    signed_in = request.user.is_authenticated
    answer = JsonResponse(
        {"token": get_token(request), "signed_in": signed_in, "user": str(request.user.pk) if signed_in else ""}
    )
    answer["Cache-Control"] = "no-store"
    return answer


@gate(public="Anybody chooses the language of the page.", methods=("POST",))
def set_language(request: HttpRequest) -> HttpResponse:
    language = request.POST.get("language", "")
    after = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        after, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        after = "/"
    answer = HttpResponseRedirect(after)
    if translation.check_for_language(language) and language in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=31536000,
            samesite="Lax",
            secure=settings.HTTPS,
            httponly=True,
        )
        if request.user.is_authenticated and request.user.language != language:
            request.user.language = language
            request.user.save(update_fields=["language"])
    return answer


@gate(public="The browser asks for it at the root, so that it covers every page.")
def service_worker(request: HttpRequest) -> HttpResponse:
    answer = render(request, "sw.js", {}, content_type="text/javascript")
    answer["Service-Worker-Allowed"] = "/"
    return answer


@gate(public="Shown by the service worker when the network is away; it holds nothing private.")
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "offline.html", {})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token of a page opened before a sign-in is stale: what was typed comes back with a fresh one.

    Only for a form that the browser itself says came from our own pages; any other gets a plain refusal.
    """
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(json.dumps({"csrf": "stale"}), status=403, content_type="application/json")
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    hidden = {"csrfmiddlewaretoken"}
    typed = [(k, v) for k, vs in request.POST.lists() if k not in hidden and "password" not in k for v in vs]
    get_token(request)
    return render(
        request, "403_csrf.html", {"typed": typed if ours else [], "path": request.get_full_path()}, status=403
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        sentence = _("This is too large to be sent. It is still on your page: shorten it, or send it in parts.")
        return refusal(request, "400.html", sentence, 413)
    sentence = _("The form arrived damaged: reload the page. What you typed is kept on this device.")
    return refusal(request, "400.html", sentence, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    sentence = _("You may not write here any more. What you typed is kept on this device: copy it if you need it.")
    return refusal(request, "403.html", sentence, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    sentence = _("This is not there any more. What you typed is kept on this device: copy it if you need it.")
    return refusal(request, "404.html", sentence, 404)


def refusal(request: HttpRequest, template: str, sentence: str, status: int) -> HttpResponse:
    """The page, or the sentence alone for a form that sends itself and stands there with what was typed."""
    if is_fragment(request):
        return render(request, "components/refusal.html", {"sentence": sentence}, status=status)
    return render(request, template, {"sentence": sentence if status == 413 else ""}, status=status)


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
