"""What an installation is made of: compose file, image, locks, and the variables that documents must explain."""

import importlib.util
import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(COMPOSE_TEXT)
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
ENTRYPOINT = (ROOT / "deploy" / "entrypoint").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()
CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text()
OURS = {"web", "worker", "beat", "migrate"}


def compose_variables() -> set[str]:
    return set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", COMPOSE_TEXT))


def example_values() -> dict[str, str]:
    lines = [line for line in EXAMPLE.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def named_volumes(service: dict) -> set[str]:
    sources = {volume.split(":")[0] for volume in service.get("volumes", [])}
    return {source for source in sources if not source.startswith((".", "/"))}


def scripts_module(name: str):
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_services_are_those_the_documentation_names():
    assert set(SERVICES) == OURS | {"proxy", "db", "redis"}
    deployment = (ROOT / "docs" / "deployment.md").read_text()
    assert [name for name in SERVICES if f"| `{name}`" not in deployment] == []


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_waits_only_for_services_that_exist(name):
    assert set(SERVICES[name].get("depends_on", {})) <= set(SERVICES)


def test_nothing_starts_before_the_database_is_migrated():
    for name in OURS - {"migrate"}:
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert SERVICES["migrate"]["depends_on"]["db"] == {"condition": "service_healthy"}


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_a_service_has_a_health_check_and_comes_back_by_itself(name):
    assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_migrations_run_once():
    assert SERVICES["migrate"]["restart"] == "no"


def test_volumes_are_declared_and_used():
    used = set().union(*(named_volumes(service) for service in SERVICES.values()))
    assert used == set(COMPOSE["volumes"])
    assert used >= {"database", "files", "broker", "certificates"}


def test_only_the_proxy_publishes_ports():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_secrets_have_no_default():
    secret = re.findall(r"\$\{([A-Z_]*(?:PASSWORD|SECRET)[A-Z_]*)([^}]*)\}", COMPOSE_TEXT)
    assert {name for name, _ in secret} == {"POSTGRES_PASSWORD", "REDIS_PASSWORD", "SECRET_KEY"}
    assert [name for name, rest in secret if not rest.startswith(":?")] == []


def test_required_variables_are_empty_in_the_example():
    required = set(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE_TEXT))
    values = example_values()
    assert {name: values[name] for name in required} == dict.fromkeys(required, "")
    assert len(required) == 5


def test_the_example_shows_the_defaults_of_the_compose_file():
    defaults = dict(re.findall(r"\$\{([A-Z_]+):-([^}]*)\}", COMPOSE_TEXT))
    values = example_values()
    assert {name: values[name] for name in defaults} == defaults


def test_the_example_and_the_compose_file_name_the_same_variables():
    assert set(example_values()) == compose_variables()


def test_every_variable_is_documented():
    settings = "".join(path.read_text() for path in (ROOT / "atis_platform" / "settings").glob("*.py"))
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", settings))
    assert len(read) >= 10
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", CONFIGURATION, re.MULTILINE))
    assert sorted((read | compose_variables()) - documented) == []


def test_every_documented_variable_is_read_somewhere():
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", CONFIGURATION, re.MULTILINE))
    readers = [*(ROOT / "atis_platform").rglob("*.py"), *(ROOT / "scripts").iterdir(), ROOT / "Makefile"]
    text = COMPOSE_TEXT + "".join(path.read_text() for path in readers if path.is_file())
    assert sorted(name for name in documented if not re.search(rf"\b{name}\b", text)) == []


def test_the_commands_of_the_services_exist_in_the_image():
    commands = {SERVICES[name]["command"][0] for name in OURS}
    assert commands == OURS
    assert {name for name in OURS if re.search(rf"^  {name}\)$", ENTRYPOINT, re.MULTILINE)} == OURS


def test_the_image_is_built_in_stages_and_runs_without_rights():
    stages = re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[1:]
    assert len(stages) == 3
    last = stages[-1]
    assert re.search(r"^USER house$", last, re.MULTILINE)
    assert last.index("USER house") < last.index("ENTRYPOINT")
    assert "npm" not in last
    assert re.search(r'^ENTRYPOINT \["', last, re.MULTILINE), "the exec form, so that signals arrive"


def test_the_image_holds_no_secret():
    assert re.findall(r"^(?:ENV|ARG)\b.*(?:SECRET|PASSWORD|TOKEN).*$", DOCKERFILE, re.MULTILINE) == []
    assert ".env" in (ROOT / ".dockerignore").read_text().splitlines()


def test_the_image_is_installed_from_the_lock():
    assert "--require-hashes -r requirements/base.txt" in DOCKERFILE
    assert "npm ci" in DOCKERFILE


def test_the_image_has_the_libraries_that_set_up_installs():
    set_up = (ROOT / "scripts" / "setup.sh").read_text()
    libraries = set(re.findall(r"need_library \S+ (\S+)", set_up))
    assert len(libraries) == 3
    assert sorted(library for library in libraries if library not in DOCKERFILE) == []


def test_the_locks_are_complete_and_hold_no_address(monkeypatch):
    locks = scripts_module("check_locks")
    assert [*locks.python_faults(), *locks.node_faults(), *locks.addresses()] == []
    assert len(locks.pins(ROOT / "requirements" / "dev.txt")) > 60


@pytest.mark.parametrize("word", ["<style", "style=", "<script", " onclick="])
def test_the_maintenance_page_needs_neither_the_application_nor_inline_style(word):
    page = (ROOT / "deploy" / "maintenance" / "index.html").read_text()
    assert word not in page
    assert re.findall(r'(?:href|src)="([^"]+)"', page) == ["/maintenance/maintenance.css"]
    assert (ROOT / "deploy" / "maintenance" / "maintenance.css").is_file()


def scripts_that_run() -> list[Path]:
    return [*(ROOT / "scripts").glob("*.sh"), ROOT / ".ci" / "run", ROOT / "deploy" / "entrypoint"]


@pytest.mark.parametrize("path", scripts_that_run(), ids=lambda path: path.name)
def test_a_script_can_be_run_and_parses(path):
    assert os.access(path, os.X_OK)
    shell = "sh" if path.read_text().startswith("#!/bin/sh") else "bash"
    assert subprocess.run([shell, "-n", path], check=False).returncode == 0
