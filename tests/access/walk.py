"""Walks the resolver to its leaves: every address of ours, with its view and name."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

# Third-party doors: allauth's views, whose own rules are theirs. Nothing else may stand here.
THIRD_PARTY = ("accounts/",)


def leaves(resolver: URLResolver | None = None, prefix: str = "", names: str = "") -> Iterator[tuple[str, str, object]]:
    """(path, full URL name, view) of every leaf."""
    resolver = resolver or get_resolver()
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{names}{pattern.namespace}:" if pattern.namespace else names
            yield from leaves(pattern, path, inner)
        elif isinstance(pattern, URLPattern):
            yield path, f"{names}{pattern.name}", pattern.callback


def ours() -> list[tuple[str, str, object]]:
    return [leaf for leaf in leaves() if not leaf[0].startswith(THIRD_PARTY)]
