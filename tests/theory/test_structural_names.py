"""Names that clash between blocks and columns, and ways through coefficients that are set."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from servicelab.theory import TheoryError, structural

RNG = np.random.default_rng(8)
N = 400
USE = RNG.normal(size=N)
TABLE = pd.DataFrame({f"u{k}": USE + 0.5 * RNG.normal(size=N) for k in range(3)})
TABLE["s"] = 0.5 * USE + RNG.normal(size=N)
PATHS = {"满意": ["有用"]}


def test_a_column_may_be_called_like_its_block() -> None:
    blocks = {"有用": ["u0", "u1", "u2"], "满意": "s"}
    plain = structural.fit_blocks(blocks, TABLE, PATHS)
    renamed = TABLE.rename(columns={"s": "满意", "u0": "有用"})
    blocks = {"有用": ["有用", "u1", "u2"], "满意": "满意"}
    clashing = structural.fit_blocks(blocks, renamed, PATHS)
    assert 0.1 < plain.r_squared["满意"] < 0.3
    assert clashing.r_squared["满意"] == pytest.approx(plain.r_squared["满意"])
    assert clashing.problems == plain.problems == ()
    assert not clashing.r_squared.index.duplicated().any()


def test_a_table_with_a_column_twice_or_no_table_is_refused() -> None:
    blocks = {"有用": "u0", "满意": "s"}
    with pytest.raises(TheoryError, match="不止一列叫：s"):
        structural.fit_blocks(blocks, pd.concat([TABLE, TABLE[["s"]]], axis=1), PATHS)
    with pytest.raises(TheoryError, match="DataFrame"):
        structural.fit_blocks(blocks, TABLE.to_dict("list"), PATHS)  # type: ignore[arg-type]
    numbered = TABLE.set_axis(range(4), axis=1)
    found = structural.fit_blocks({"有用": 0, "满意": 3}, numbered, PATHS)  # type: ignore[dict-item]
    assert found.indices["n"] == N


def test_a_coefficient_that_is_set_counts_in_the_interval_of_a_way() -> None:
    x, e, f = RNG.normal(size=(3, 500))
    m = 0.5 * x + e
    table = pd.DataFrame({"x": x, "m": m, "y": 2 * m + f})
    fit = structural.fit("m ~ x\ny ~ 2*m", table)
    way = structural.indirect(fit, "x", "y").iloc[0]
    path = fit.path("m", "x")
    assert way["estimate"] == pytest.approx(2 * path["estimate"])
    ends = 2 * path[["ci_low", "ci_high"]].astype(float)
    assert way[["ci_low", "ci_high"]].to_list() == pytest.approx(ends.to_list(), abs=0.02)


def test_dates_are_no_numbers() -> None:
    dated = TABLE.assign(u0=pd.Timestamp("2025-01-01") + pd.to_timedelta(np.arange(N), unit="D"))
    with pytest.raises(TheoryError, match="日期"):
        structural.fit_blocks({"有用": ["u0", "u1", "u2"], "满意": "s"}, dated, PATHS)
