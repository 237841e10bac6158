"""The exercises of the course: in step, harmless untouched, solvable."""

from __future__ import annotations

import re

import nbformat
import pytest

from servicelab.course.derive import derive, differences
from servicelab.course.exercise import known, load
from servicelab.course.verify import passed, run

NAMES = known()


@pytest.fixture
def exercises(project):
    return project / "exercises"


def test_every_exercise_is_derived_from_its_solution(exercises):
    assert differences(exercises) == []


def test_every_exercise_has_texts_a_solution_and_a_notebook(exercises):
    assert sorted(path.stem for path in exercises.glob("*.ipynb")) == NAMES


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_untouched_it_runs_and_passes_nothing(exercises, name):
    trial = run(derive(exercises / "solutions" / f"{name}.ipynb"), exercises)
    assert trial.error is None
    assert trial.passed
    assert not any(trial.passed)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_solved_it_passes_everything(exercises, name):
    path = exercises / "solutions" / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    assert passed(notebook)  # as stored
    assert all(passed(notebook))
    trial = run(notebook, path.parent)
    assert trial.error is None
    assert trial.passed
    assert all(trial.passed)


@pytest.mark.parametrize("name", NAMES)
def test_the_learners_notebook_does_not_tell_the_solution(exercises, name):
    solution = nbformat.read(exercises / "solutions" / f"{name}.ipynb", as_version=4)
    told = (exercises / f"{name}.ipynb").read_text(encoding="utf-8")
    for cell in solution.cells:
        if "solution" in cell.metadata.get("tags", []):
            for line in cell.source.splitlines():
                if "return" in line and "..." not in line:
                    assert line.strip() not in told


@pytest.mark.parametrize("name", NAMES)
def test_texts_are_level(name):
    exercise = load(name)
    texts = [*exercise.hints, *exercise.misconceptions.values(), *exercise.success.values()]
    assert len(exercise.hints) >= 3
    assert set(exercise.success) == {"number", "function"}
    for text in texts:
        assert text.endswith(("。", "？"))
        assert not set("！!") & set(text)


@pytest.mark.parametrize("name", NAMES)
def test_the_minutes_of_its_parts_add_up_to_what_the_title_says(exercises, name):
    notebook = nbformat.read(exercises / f"{name}.ipynb", as_version=4)
    about = notebook.metadata["servicelab"]
    parts = [cell.metadata.get("servicelab", {}).get("minutes", 0) for cell in notebook.cells]
    assert sum(parts) == about["minutes"]
    assert f"{about['minutes']} 分钟" in notebook.cells[0].source
    assert about["exercise"] == name


@pytest.mark.parametrize("name", NAMES)
def test_its_links_lead_somewhere(exercises, name):
    notebook = nbformat.read(exercises / f"{name}.ipynb", as_version=4)
    targets = [
        target
        for cell in notebook.cells
        for target in re.findall(r"\]\((?!https?:|#)([^)]+)\)", cell.source)
    ]
    assert targets
    assert all((exercises / target).exists() for target in targets)
