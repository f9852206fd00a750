"""Helpers of the strict house: the client that reads every answer, and the models that punish carelessness."""

import re
from typing import Any

from django.db import connection, models
from django.db.models.query import QuerySet
from django.test import Client


class UndefinedVariable(AssertionError):
    """A template named something that its view did not give."""


class WriteInGet(AssertionError):
    """Reading a page changed a row."""


WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
# What a GET may write: the session and when it was last used.
ALLOWED_TABLES = ("django_session", "usersessions_usersession")
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>|\son[a-z]+\s*=\s*[\"']|\sstyle\s*=\s*[\"']|<style",
    re.IGNORECASE,
)


class StrictClient(Client):
    """Runs on_commit as in life, refuses a GET that writes, an inline script or style, and `{{` left in a page."""

    def request(self, **request: Any) -> Any:
        reads = request.get("REQUEST_METHOD", "GET") in {"GET", "HEAD"}
        if reads:
            with connection.execute_wrapper(_refuse_writes):
                response = super().request(**request)
        else:
            response = super().request(**request)
        run_on_commit()
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            _read(response.content.decode())
            _check_forms(response)
        return response


def run_on_commit() -> None:
    """Runs what waits for the commit, which a test's own transaction never reaches."""
    if not connection.in_atomic_block:
        return
    while connection.run_on_commit:
        _sids, function, _robust = connection.run_on_commit.pop(0)
        function()


def _refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if WRITE.match(sql) and not any(table in sql for table in ALLOWED_TABLES):
        raise WriteInGet(sql[:300])
    return execute(sql, params, many, context)


def _check_forms(response: Any) -> None:
    """Without a referrer a browser says that a form comes from nowhere, and Django takes it for a forgery."""
    if response.get("Referrer-Policy") == "no-referrer":
        assert b'method="post"' not in response.content, "A browser cannot send the form of a page without a referrer."


def _read(html: str) -> None:
    assert "{{" not in html and "{%" not in html, "A template tag was left in the page."
    found = INLINE.search(html)
    assert not found, f"Inline script, handler or style: {html[max(0, found.start() - 60) : found.end() + 60]}"


def unordered_at_random(monkeypatch: Any) -> None:
    """An unordered query of several rows comes in random order, so that nobody leans on luck."""
    plain = QuerySet._fetch_all

    def fetch(self: QuerySet) -> None:
        query = self.query
        plainly = not (query.is_sliced or query.combinator or query.distinct or query.select_for_update)
        if self._result_cache is None and not self.ordered and plainly and query.group_by is None:
            query.add_ordering("?")
        plain(self)

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch)


def updated_at_is_named(monkeypatch: Any) -> None:
    """save(update_fields=…) must name the auto_now fields too, or they stay old."""
    plain = models.Model.save

    def save(self: models.Model, *args: Any, **kwargs: Any) -> None:
        named = kwargs.get("update_fields")
        if named is not None:
            forgotten = {f.name for f in self._meta.fields if getattr(f, "auto_now", False)} - set(named)
            assert not forgotten, f"{self._meta.label}.save(update_fields) forgets {forgotten}"
        plain(self, *args, **kwargs)

    monkeypatch.setattr(models.Model, "save", save)
