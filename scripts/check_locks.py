"""Checks the locks without the network: no address in them, and what the .in files and package.json ask is in them.

`--strip` first takes the sponsors' addresses out of package-lock.json; npm writes them and never reads them.
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = {"base": ROOT / "requirements/base", "dev": ROOT / "requirements/dev", "node": ROOT / "requirements/node"}
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)", re.MULTILINE)


def canonical(name: str) -> str:
    """The name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: Path) -> dict[str, set[str]]:
    """Package to pinned versions; a lock for several platforms may pin two."""
    found: dict[str, set[str]] = {}
    for pin in PIN.finditer(lock.read_text()):
        found.setdefault(canonical(pin["name"]), set()).add(pin["version"])
    return found


def asked(source: Path) -> list[str]:
    """The requirement lines of an .in file, those of the files it includes too."""
    lines: list[str] = []
    for raw in source.read_text().splitlines():
        line = raw.split("#")[0].strip()
        if line.startswith("-r "):
            lines += asked(source.parent / line.removeprefix("-r ").strip())
        elif line:
            lines.append(line)
    return lines


def python_faults() -> list[str]:
    """What is wrong with the Python locks, one sentence each."""
    from packaging.requirements import Requirement  # --strip has to run before any package is installed

    faults = []
    for base in LOCKS.values():
        source, lock = base.with_suffix(".in"), base.with_suffix(".txt")
        locked = pins(lock)
        for line in asked(source):
            requirement = Requirement(line)
            versions = locked.get(canonical(requirement.name), set())
            if not versions or not all(requirement.specifier.contains(v, prereleases=True) for v in versions):
                have = ", ".join(sorted(versions)) or "nothing"
                faults.append(f"{lock.name}: {source.name} asks for {requirement}, the lock has {have}")
        if "--hash=" not in lock.read_text():
            faults.append(f"{lock.name}: holds no hashes")
    base_pins, dev_pins = pins(LOCKS["base"].with_suffix(".txt")), pins(LOCKS["dev"].with_suffix(".txt"))
    faults += [
        f"dev.txt pins {name} {sorted(dev_pins.get(name, set()))}, base.txt {sorted(versions)}"
        for name, versions in base_pins.items()
        if dev_pins.get(name) != versions
    ]
    return faults


def node_faults() -> list[str]:
    """What is wrong with the front-end lock."""
    package = json.loads((ROOT / "package.json").read_text())
    top = json.loads((ROOT / "package-lock.json").read_text())["packages"][""]
    return [
        f"package-lock.json does not follow package.json ({kind})"
        for kind in ("dependencies", "devDependencies")
        if package.get(kind, {}) != top.get(kind, {})
    ]


def addresses() -> list[str]:
    """Every address in a lock, with its place."""
    files = [*(base.with_suffix(".txt") for base in LOCKS.values()), ROOT / "package-lock.json"]
    return [
        f"{file.name}:{number}: holds an address: {line.strip()}"
        for file in files
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if "://" in line or line.startswith(("--index-url", "--extra-index-url", "--find-links", "--trusted-host"))
    ]


def strip() -> None:
    """Takes the sponsors' addresses out of package-lock.json."""
    path = ROOT / "package-lock.json"
    lock = json.loads(path.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")


def main() -> int:
    if "--strip" in sys.argv[1:]:
        strip()
        return 0
    faults = [*python_faults(), *node_faults(), *addresses()]
    print("\n".join(faults) or f"{len(LOCKS)} Python locks and package-lock.json: complete, without an address")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
