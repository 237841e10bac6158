"""In a real kernel an endless loop is stopped and the next cell still runs."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from servicelab.course.verify import run

CELLS = (
    "import servicelab as sl\nfrom servicelab.course import checking\nchecking.SECONDS = 0.5",
    "def endless(talks):\n    print('started')\n    while True:\n        pass",
    "sl.check('ex00_first_talk', endless)",
    "def wrong(talks):\n    first = 1\n    return talks['satisfacton'].mean()",
    "sl.check('ex00_first_talk', wrong)",
    "print('still here')",
)


@pytest.mark.slow
def test_the_kernel_survives_and_lines_of_a_cell_are_named(tmp_path):
    notebook = new_notebook(cells=[new_code_cell(source) for source in CELLS])
    trial = run(notebook, tmp_path)
    assert (trial.error, trial.passed) == (None, (False, False))
    assert notebook.cells[-1].outputs[0].text == "still here\n"
    [loop] = [output for output in notebook.cells[2].outputs if "data" in output]
    assert "已经替你停下" in loop.data["text/plain"]
    [crash] = notebook.cells[4].outputs
    assert "看第 3 行：return talks['satisfacton'].mean()" in crash.data["text/plain"]
    assert "是不是想写 satisfaction？" in crash.data["text/html"]
