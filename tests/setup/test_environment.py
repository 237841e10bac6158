"""environment.yml asks for what pyproject.toml asks for, and each line has its reason."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.specifiers import SpecifierSet

rattler = pytest.importorskip("rattler")


@pytest.fixture(scope="module")
def environment(project: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((project / "environment.yml").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def metadata(project: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    return loaded["project"]


def test_conda_reads_the_same_python_as_pip(environment, metadata):
    specs = [rattler.MatchSpec(one) for one in environment["dependencies"] if isinstance(one, str)]
    versions = {spec.name.normalized: str(spec.version or "") for spec in specs}
    assert SpecifierSet(versions["python"]) == SpecifierSet(metadata["requires-python"])
    assert set(versions) == {"python", "pip"}


def test_pip_installs_the_project_and_names_no_package_twice(environment, metadata):
    (pip,) = [one["pip"] for one in environment["dependencies"] if isinstance(one, dict)]
    assert pip == ["--editable ."]
    assert environment["name"] == metadata["name"]


def test_every_dependency_has_its_reason(project):
    for file, entry in (("environment.yml", "  - "), ("pyproject.toml", '    "')):
        text = (project / file).read_text("utf-8")
        part = text.partition("dependencies")[2].partition("[tool.")[0]
        entries = [line for line in part.splitlines() if line.startswith(entry)]
        entries = [line for line in entries if not line.endswith(":")]
        assert len(entries) > 1
        assert [line for line in entries if "# " not in line] == []
