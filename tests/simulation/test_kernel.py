"""The compiled kernel: the same bits as plain Python and NumPy, whatever is thrown at it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import servicelab as sl

pytest.importorskip("numba", reason="the extra `fast` is not installed")

SCENARIOS = list(sl.scenarios.catalog().index)
METHODS = list(sl.methods.catalog().query("compiles").index)


@pytest.mark.parametrize("method", METHODS)
def test_compiled_code_gives_the_same_table(method: str) -> None:
    for scenario in SCENARIOS:
        options: dict[str, Any] = {"n": 203, "seed": -7, "progress": False}
        table = sl.simulate(scenario, method, backend="numpy", **options)
        for more in ({}, {"block": 7}, {"threads": 2, "block": 64}):
            compiled = sl.simulate(scenario, method, backend="numba", **options, **more)
            pd.testing.assert_frame_equal(compiled, table, check_exact=True)
