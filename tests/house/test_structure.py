"""The house checks itself: each test counts what it looked at, so that it cannot pass by looking at nothing."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.template.loader import get_template

ROOT = settings.BASE_DIR
APPS = ("core", "accounts", "cohorts", "projects", "logbook", "agenda", "fund", "funding_day", "reports", "desk")
OWN_TO_AN_APP = {"views", "forms", "urls", "tasks"}
RULES = {"models", "enums", "access", "queries", "figures", "actions"}
HTTP_ONLY = ("django.http", "django.shortcuts", "django.forms", "django.contrib.messages")
# Names that templates are found by without being written in our code: Django's, allauth's, and two made from a word.
FOUND_BY_OTHERS = (
    "account/",
    "mfa/",
    "usersessions/",
    "allauth/",
    "400.html",
    "403.html",
    "404.html",
    "500.html",
    "logbook/_answer_saved",
    "logbook/_criterion_saved",
)


def modules() -> list[Path]:
    return [path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]


def imports(path: Path) -> list[str]:
    """Every module that a file imports, absolute."""
    package = ".".join(path.relative_to(ROOT).with_suffix("").parts[:-1])
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base]).rstrip(".")
            found += [base, *(f"{base}.{alias.name}" for alias in node.names)]
    return found


def test_no_app_takes_the_pages_of_another():
    looked, taken = 0, []
    for path in modules():
        mine = path.relative_to(ROOT).parts[0]
        for name in imports(path):
            parts = name.split(".")
            if parts[0] in APPS:
                looked += 1
                if len(parts) > 1 and parts[0] not in {mine, "core"} and parts[1] in OWN_TO_AN_APP:
                    taken.append(f"{path.relative_to(ROOT)} imports {name}")

    assert taken == []
    assert looked > 100


def test_no_rule_knows_a_request_or_a_form():
    looked, wrong = 0, []
    for path in modules():
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[0] == "core" or parts[1] not in RULES:
            continue
        looked += 1
        wrong += [f"{path.relative_to(ROOT)} imports {name}" for name in imports(path) if name.startswith(HTTP_ONLY)]

    assert wrong == []
    assert looked > 25


def test_every_template_is_used():
    templates = [path for path in (ROOT / "templates").rglob("*.*") if path.suffix in {".html", ".txt", ".js"}]
    words = "\n".join(path.read_text() for path in [*modules(), *templates, *(ROOT / "deploy").rglob("*.*")])
    unused = []
    for path in templates:
        name = path.relative_to(ROOT / "templates").as_posix()
        if not name.startswith(FOUND_BY_OTHERS) and f'"{name}"' not in words and name not in words:
            unused.append(name)

    assert unused == []
    assert len(templates) > 40


def test_every_template_compiles():
    templates = [path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.html")]

    for name in templates:
        get_template(name)

    assert len(templates) > 40


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_are_named_and_import_no_app():
    paths = [path for app in APPS for path in (ROOT / app / "migrations").glob("0*.py")]

    for path in paths:
        assert re.fullmatch(r"\d{4}_(?!auto|initial)\w+", path.stem), f"{path} has no meaning in its name"
        theirs = [name for name in imports(path) if name.split(".")[0] in APPS]
        assert theirs == [], f"{path} imports {theirs}"

    assert len(paths) >= 9


def our_models() -> list[type[models.Model]]:
    return [model for app in APPS for model in apps.get_app_config(app).get_models()]


def test_every_model_says_what_it_is():
    for model in our_models():
        assert model.__doc__, f"{model.__name__} has no docstring"
        assert not model.__doc__.startswith(f"{model.__name__}("), f"{model.__name__} has no docstring"
        assert "__str__" in vars(model), f"{model.__name__} has no __str__"

    assert len(our_models()) > 25


def test_every_row_that_a_page_shows_alone_can_be_hidden():
    """A model with an address of its own has a `visible_to`."""
    with_address = [model for model in our_models() if hasattr(model, "get_absolute_url")]

    for model in with_address:
        assert hasattr(model._default_manager.all(), "visible_to"), model

    assert len(with_address) >= 6


@pytest.mark.parametrize("folder", ["templates", "static/js", *APPS])
def test_nothing_is_left_to_do(folder):
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    files = [path for path in (ROOT / folder).rglob("*.*") if path.suffix in {".py", ".html", ".js"}]

    assert [path for path in files if marks.search(path.read_text())] == []
    assert files


def test_files_stay_readable():
    """Over 400 lines a module becomes a package."""
    long = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules()}

    assert {name: lines for name, lines in long.items() if lines > 400} == {}
    assert len(long) > 80


def test_no_amount_is_a_float():
    """Euros are Decimal from the form to the file."""
    money = [path for app in ("fund",) for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]

    for path in [*money, ROOT / "core" / "money.py"]:
        tree = ast.parse(path.read_text())
        floats = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, float)]
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "float"]
        assert not floats and not calls, path

    assert len(money) > 5
