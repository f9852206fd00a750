"""Reads the environment and fails loudly: a wrong value stops the start with the variable's name."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The variable, stripped; the default when it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """A yes or no: 1/0, true/false, yes/no, on/off."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def whole(name: str, default: int) -> int:
    """A whole number, zero or more."""
    value = text(name)
    if not value:
        return default
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def secret(name: str, file: Path) -> str:
    """A secret from the environment, else from a file that set-up wrote; never a default."""
    value = text(name)
    if not value and file.is_file():
        value = file.read_text().strip()
    if not value:
        raise ImproperlyConfigured(f"Set {name}, or let `make setup` write {file}.")
    return value


def database(name: str, default_file: Path) -> dict:
    """DATABASES["default"] from an address: postgres://user:password@host:port/name or sqlite:///file.

    SQLite runs in WAL mode with IMMEDIATE transactions: there `select_for_update` does nothing and the
    transaction itself is the lock (docs/decisions/0003).
    """
    url = urlsplit(text(name, f"sqlite:///{default_file}"))
    if url.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": dict(parse_qsl(url.query)).get("host", url.hostname or ""),
            "PORT": str(url.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"connect_timeout": 5},
        }
    if url.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(url.path)[1:] if url.path.startswith("//") else unquote(url.path),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    raise ImproperlyConfigured(f"{name} must start with postgres:// or sqlite:///, not {url.scheme!r}.")


def mail(name: str, var: Path) -> dict[str, object]:
    """Mail settings from an address: smtp://user:password@host:port/?tls=1 (or ssl=1), or file: for files under var/."""
    value = text(name, "file:")
    url = urlsplit(value)
    if url.scheme == "file":
        return {"DELIVERY_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": var / "mail"}
    if url.scheme == "smtp" and url.hostname:
        query = dict(parse_qsl(url.query))
        return {
            "DELIVERY_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": url.hostname,
            "EMAIL_PORT": url.port or 25,
            "EMAIL_HOST_USER": unquote(url.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
            "EMAIL_USE_TLS": query.get("tls") == "1",
            "EMAIL_USE_SSL": query.get("ssl") == "1",
        }
    raise ImproperlyConfigured(f"{name} must be file: or smtp://host:port/, not {value!r}.")
