"""Both locks hold what pyproject.toml asks for, with hashes, and say nothing of where from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CORE, ALL = "requirements.lock", "requirements-dev.lock"


def locked(text: str) -> dict[str, list[tuple[Requirement, int]]]:
    """Return each package's entries (one per marker) with the number of their hashes."""
    found: dict[str, list[tuple[Requirement, int]]] = {}
    for entry in re.split(r"\n(?=\S)", text.strip()):
        head, *hashes = re.split(r"\s*\\\n\s*", entry)
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", one) for one in hashes), head
        requirement = Requirement(head)
        found.setdefault(canonicalize_name(requirement.name), []).append((requirement, len(hashes)))
    return found


def asked(project: Path, everything: bool) -> list[Requirement]:
    """Return what pyproject.toml asks for: the core, or extras and groups as well."""
    content = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    lines = list(content["project"]["dependencies"])
    if everything:
        for extra in content["project"]["optional-dependencies"].values():
            lines += extra
        for group in content["dependency-groups"].values():
            lines += [line for line in group if isinstance(line, str)]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize(("lock", "everything"), [(CORE, False), (ALL, True)])
def test_lock_holds_what_is_asked_for(project, lock, everything):
    found = locked((project / lock).read_text("utf-8"))
    for requirement in asked(project, everything):
        entries = found.get(canonicalize_name(requirement.name), [])
        assert entries, f"{requirement.name} is not in {lock}: refresh it as CONTRIBUTING.md says"
        for entry, _ in entries:
            (pin,) = entry.specifier
            assert pin.operator == "=="
            assert requirement.specifier.contains(pin.version), f"{entry} is not {requirement}"


@pytest.mark.parametrize("lock", [CORE, ALL])
def test_lock_carries_hashes_and_names_no_place(project, lock):
    text = (project / lock).read_text("utf-8")
    assert all(hashes for entries in locked(text).values() for _, hashes in entries)
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_learners_and_tests_get_the_same_versions(project):
    core, everything = (locked((project / name).read_text("utf-8")) for name in (CORE, ALL))
    for name, entries in core.items():
        assert {str(one) for one, _ in entries} == {str(one) for one, _ in everything[name]}, name


def test_a_lock_without_hashes_is_seen():
    assert locked("numpy==2.0\npandas==3.0 \\\n    --hash=sha256:" + "a" * 64)["numpy"][0][1] == 0
