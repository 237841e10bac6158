"""Exercises are made from their solutions and stay in step with them."""

from __future__ import annotations

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from servicelab.course.derive import (
    DeriveError,
    derive,
    derive_all,
    differences,
    main_derive,
)


def solved(stub="answer = ..."):
    cells = [
        new_markdown_cell("# 练习"),
        new_code_cell("answer = 42", metadata={"tags": ["solution"], "servicelab": {"stub": stub}}),
        new_markdown_cell("答案是 42", metadata={"tags": ["trainer"]}),
        new_code_cell(
            "print(answer)", execution_count=2, outputs=[new_output("stream", text="42")]
        ),
    ]
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "servicelab": {"minutes": 5},
        "widgets": {"state": "of the solution"},
    }
    return new_notebook(cells=cells, metadata=metadata)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "solutions").mkdir()
    nbformat.write(solved(), tmp_path / "solutions" / "ex.ipynb")
    return tmp_path


def test_the_learner_gets_stub_and_no_answer(folder):
    notebook = derive(folder / "solutions" / "ex.ipynb")
    assert not any("42" in cell.source for cell in notebook.cells)
    assert "stub" not in nbformat.writes(notebook)
    assert [cell.source for cell in notebook.cells] == ["# 练习", "answer = ...", "print(answer)"]
    assert notebook.cells[1].metadata.tags == ["answer"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in notebook.cells[1:])
    assert notebook.metadata.servicelab == {"minutes": 5, "derived_from": "solutions/ex.ipynb"}
    nbformat.validate(notebook)


def test_differences_are_named_until_the_exercise_is_derived_again(folder):
    assert differences(folder) == ["ex.ipynb：还没有生成。"]
    assert main_derive(check=True, folder=folder) == 1
    derive_all(folder)
    assert differences(folder) == []
    assert main_derive(check=True, folder=folder) == 0

    nbformat.write(solved(stub="answer = None"), folder / "solutions" / "ex.ipynb")
    assert "ex.ipynb：第 2 个单元格和答案对不上。" in differences(folder)
    main_derive(folder=folder)
    assert differences(folder) == []


def test_an_exercise_without_a_solution_is_named(folder):
    derive_all(folder)
    (folder / "ex.ipynb").rename(folder / "old.ipynb")
    assert differences(folder) == [
        "ex.ipynb：还没有生成。",
        "old.ipynb：solutions 里没有它的答案。",
    ]


@pytest.mark.parametrize("stub", ["", None, 3])
def test_a_solution_without_a_stub_is_refused(folder, stub):
    nbformat.write(solved(stub=stub), folder / "solutions" / "ex.ipynb")
    with pytest.raises(DeriveError, match=r"第 2 个单元格.*servicelab\.stub"):
        derive(folder / "solutions" / "ex.ipynb")


def test_a_broken_notebook_is_refused(folder):
    (folder / "solutions" / "ex.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(DeriveError, match="读不出来"):
        derive(folder / "solutions" / "ex.ipynb")
