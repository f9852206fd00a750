"""What the documents promise is there: every variable, every command, every word of the glossary."""

import re

from django.conf import settings

ROOT = settings.BASE_DIR


def test_every_environment_variable_is_documented():
    code = (ROOT / "atis_platform" / "settings" / "base.py").read_text()
    names = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', code))
    document = (ROOT / "docs" / "configuration.md").read_text()

    assert {name for name in names if f"`{name}`" not in document} == set()
    assert len(names) > 10


def test_every_management_command_is_documented():
    commands = {path.stem for path in ROOT.glob("*/management/commands/*.py") if path.stem != "__init__"}
    documents = "\n".join(path.read_text() for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])

    assert {name for name in commands if f"manage.py {name}" not in documents} == set()
    assert len(commands) >= 6


def test_decisions_are_numbered_and_short():
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    assert [path.name[:4] for path in decisions] == [f"{number:04d}" for number in range(1, len(decisions) + 1)]
    for path in decisions:
        assert len(path.read_text().splitlines()) <= 40, path
    assert len(decisions) >= 8
