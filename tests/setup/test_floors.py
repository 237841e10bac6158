"""Imports go only down the floors of docs/architecture.md."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

FLOORS = {
    "cli": 5,
    "course": 5,
    "widgets": 5,
    "evaluation": 4,
    "simulation": 3,
    "methods": 2,
    "dialogue": 2,
    "scenarios": 1,
    "theory": 1,
    "data": 0,
    "figures": 0,
}


def imported(tree: ast.AST, package: list[str]) -> Iterator[str]:
    """Yield the dotted names that a module of `package` imports, at any depth of its code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            whole = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{whole}.{alias.name}" for alias in node.names)


def upward(source: str, module: str) -> list[str]:
    """Return what a module imports from above its own floor, or the whole face of the package."""
    steps = module.split(".")
    own = FLOORS[steps[1]]
    names = [name.split(".") for name in imported(ast.parse(source), steps[:-1])]
    ours = [name for name in names if name[0] == "servicelab"]
    return [".".join(name) for name in ours if len(name) < 2 or FLOORS.get(name[1], 9) > own]


@pytest.mark.parametrize(
    ("source", "module", "wrong"),
    [
        ("import servicelab.widgets.room", "servicelab.data.tables", 1),
        ("def f():\n    from servicelab import evaluation", "servicelab.simulation.rule", 1),
        ("from ..widgets import room", "servicelab.data.tables", 1),
        ("import servicelab as sl", "servicelab.course.check", 1),
        ("from servicelab.dialogue import acts", "servicelab.methods.clear", 0),
        ("from .errors import ServicelabError\nimport numpy", "servicelab.data.tables", 0),
    ],
)
def test_the_test_sees_what_goes_up(source, module, wrong):
    assert len(upward(source, module)) == wrong


def test_no_module_imports_from_above(project: Path):
    source = project / "src"
    found = {}
    for path in sorted((source / "servicelab").rglob("*.py")):
        module = ".".join(path.relative_to(source).with_suffix("").parts)
        if module == "servicelab.__init__":
            continue
        assert module.split(".")[1] in FLOORS, f"{module} stands on no floor"
        if wrong := upward(path.read_text("utf-8"), module):
            found[module] = wrong
    assert found == {}


def test_the_picture_of_the_house_names_every_folder(project: Path):
    text = (project / "docs" / "architecture.md").read_text("utf-8")
    missing = [name for name in FLOORS if f"`{name}" not in text]
    assert missing == []


def test_every_folder_has_a_floor(project: Path):
    folders = {path.parent.name for path in (project / "src/servicelab").glob("*/__init__.py")}
    assert folders | {"cli"} == set(FLOORS)
