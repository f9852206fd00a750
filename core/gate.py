"""The only way in. A view says what it shows (`see`), who may act (`do`) and by which methods; nothing else decides.

What one may not see answers 404; what one may see but not do answers 403.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

Loader = Callable[..., Any]
Right = Callable[..., bool]
View = Callable[..., HttpResponse]

_rights: dict[str, Right] = {}


@dataclass(frozen=True)
class Gate:
    """What a view declared; the access tests read it."""

    see: Loader | None
    do: Right | None
    methods: tuple[str, ...]
    public: str


def right(function: Right) -> Right:
    """Registers `can_<verb>_<noun>` so that templates ask the very function that the gate asks."""
    name = function.__name__.removeprefix("can_")
    if name in _rights:
        raise ValueError(f"Two rights are called {name}.")
    _rights[name] = function
    return function


def may(user: Any, name: str, *objects: Any) -> bool:
    """Whether the user may do what `name` says ("fill_assessment"); an unknown name is a programming error."""
    return bool(user.is_authenticated and _rights[name](user, *objects))


def one(model: type[Model], *, prepare: Callable[[Any], Any] | None = None, **lookups: str) -> Loader:
    """A loader: the row of `model` whose fields equal the address's words, among those visible to the user.

    `one(Project, slug="project")` reads the word `project` of the address; a row that is not there and a row that
    may not be seen both answer 404. `prepare` narrows or enriches the QuerySet (select_related, annotate).
    """

    def load(request: HttpRequest, **words: Any) -> Any:
        rows = model._default_manager.all().visible_to(request.user)  # type: ignore[attr-defined]
        if prepare is not None:
            rows = prepare(rows)
        try:
            return rows.get(**{field: words[word] for field, word in lookups.items()})
        except (ObjectDoesNotExist, ValueError, OverflowError):
            raise Http404 from None

    load.words = tuple(lookups.values())  # type: ignore[attr-defined]
    load.model = model  # type: ignore[attr-defined]
    return load


def gate(
    *,
    see: Loader | None = None,
    do: Right | None = None,
    methods: tuple[str, ...] = ("GET",),
    public: str = "",
) -> Callable[[View], View]:
    """Wraps a view: method, then what it may see, then what it may do. The view gets the object, never a key.

    `see` gets the words of the address and gives the object or a tuple of objects; without it, `do` is asked about
    the user alone. `public` opens the door to anybody and says why.
    """
    if public and do:
        raise ValueError("A public door asks nobody's right.")

    def wrap(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, **words: Any) -> HttpResponse:
            if request.method not in (*methods, *(("HEAD",) if "GET" in methods else ())):
                return HttpResponseNotAllowed(methods)
            seen = () if see is None else see(request, **words)
            objects = seen if isinstance(seen, tuple) else (seen,)
            request.seen = objects  # type: ignore[attr-defined]  # the rail shows where this page belongs
            if do is not None and not do(request.user, *objects):
                raise PermissionDenied
            return view(request, *objects)

        entered.gate = Gate(see, do, methods, public)  # type: ignore[attr-defined]
        return login_not_required(entered) if public else entered

    return wrap
