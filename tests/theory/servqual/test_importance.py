"""The four-quadrant matrix and the zone of tolerance."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from servicelab.theory import TheoryError
from servicelab.theory.servqual import Survey
from servicelab.theory.servqual.tolerance import wilson, zone_table

NAMES = ["可靠", "响应", "移情", "环境"]


@cache
def survey(n: int = 200, noise: float = 0.7, seed: int = 1) -> Survey:
    """Four items, a dimension each: expected and met at known levels, worth different amounts."""
    rng = np.random.default_rng(seed)
    e = np.clip(np.rint([6.5, 6.0, 4.5, 4.0] + noise * rng.normal(size=(n, 4))), 1, 7)
    p = np.clip(np.rint([5.6, 4.0, 4.2, 5.8] + noise * rng.normal(size=(n, 4))), 1, 7)
    overall = p @ [0.9, 0.5, 0.1, 0.0] + rng.normal(size=n)
    frame = pd.DataFrame(
        np.hstack([e, p]), columns=[*(f"E{i}" for i in NAMES), *(f"P{i}" for i in NAMES)]
    )
    frame = frame.assign(overall=overall, text="好")
    for number, points in enumerate([40, 30, 20, 10]):
        frame[f"i{number}"] = points + rng.integers(-5, 6, size=n)
    return Survey.read(
        frame,
        expectation={name: f"E{name}" for name in NAMES},
        perception={name: f"P{name}" for name in NAMES},
        dimensions={name: [name] for name in NAMES},
    )


def test_the_four_quadrants() -> None:
    table = survey().importance_performance(dict(zip(NAMES, [4, 3, 2, 1], strict=True)))
    assert table["quadrant"].tolist() == ["优势区", "改进区", "机会区", "维持区"]
    assert table["sure"].all()
    assert (table["importance_low"] == table["importance"]).all()


def test_without_importance_expectations_stand_in_and_it_is_said() -> None:
    table = survey().importance_performance()
    assert table["importance"].to_list() == pytest.approx(survey().expectation.mean().to_list())
    assert table["importance_from"].str.contains("期望").all()


def test_answered_importance_has_intervals() -> None:
    table = survey().importance_performance([f"i{number}" for number in range(4)])
    assert (table["importance_low"] < table["importance"]).all()
    assert table["quadrant"].tolist() == ["优势区", "改进区", "机会区", "维持区"]


@pytest.mark.parametrize("method", ["correlation", "regression"])
def test_derived_importance_finds_what_counts(method: str) -> None:
    table = survey(500).importance_performance(outcome="overall", method=method)
    assert table["importance"].idxmax() == "可靠"
    assert table.loc["环境", "importance_low"] < 0 < table.loc["环境", "importance_high"]
    assert not table["importance_from"].str.contains("期望").any()


def test_a_row_at_the_line_is_called_uncertain_with_what_it_may_be() -> None:
    importance = {name: 1 + (name == "可靠") for name in NAMES}
    table = survey(40).importance_performance(importance, crossing=(None, 4.1))
    unsure = table[~table["sure"]]
    assert len(unsure)
    assert unsure["words"].str.contains("表现").all()
    for _, row in unsure.iterrows():
        assert row["quadrant"] in row["words"]


def test_a_line_that_is_given_cuts_there() -> None:
    importance = dict(zip(NAMES, [4, 3, 2, 1], strict=True))
    table = survey().importance_performance(importance, crossing=(0.5, 6.9))
    assert (table["quadrant"] == "改进区").all()


def test_what_varies_with_generosity_alone_does_not_blur_the_order() -> None:
    # Everybody ranks the four alike, but some are more generous: rows overlap, distances do not.
    rng = np.random.default_rng(2)
    level = rng.normal(scale=2, size=(60, 1))
    p = pd.DataFrame(level + [0.3, 0.1, -0.1, -0.3] + 0.05 * rng.normal(size=(60, 4)))
    told = replace(survey(), perception=p.set_axis(NAMES, axis=1))
    table = told.importance_performance(dict(zip(NAMES, [4, 3, 2, 1], strict=True)))
    assert table["performance_low"].max() < table["performance_high"].min()
    assert table["sure"].all()


def test_mistakes_are_told() -> None:
    told = survey()
    with pytest.raises(TheoryError, match="只给一个"):
        told.importance_performance({"可靠": 1}, outcome="overall")
    with pytest.raises(TheoryError, match="缺少"):
        told.importance_performance({"可靠": 1})
    with pytest.raises(TheoryError, match="要 4 个"):
        told.importance_performance(["i0"])
    with pytest.raises(TheoryError, match="是数字"):
        told.importance_performance(outcome="text")
    with pytest.raises(TheoryError, match="没有叫"):
        told.validity("满意")
    with pytest.raises(TheoryError, match="没有叫「态度」的维度"):
        told.validity("overall", "态度")


def test_a_matrix_of_items() -> None:
    table = survey().importance_performance(outcome="overall", by="item")
    assert table.index.tolist() == NAMES


def zones(p: float, n: int = 100) -> pd.Series:
    rng = np.random.default_rng(3)
    told = [4 + rng.normal(size=n), p + rng.normal(size=n), 6 + rng.normal(size=n)]
    return zone_table(*(pd.DataFrame({"d": one}) for one in told)).loc["d"]


@pytest.mark.parametrize(
    ("level", "words"), [(2, "低于"), (4, "下沿"), (5, "区间内"), (6, "上沿"), (8, "高于")]
)
def test_where_performance_lies(level: float, words: str) -> None:
    assert words in zones(level)["position"]


def test_shares_by_hand() -> None:
    told = [[3.0, 3, 3, 3, 6], [2.0, 3, 5, 7, 5], [6.0, 6, 6, 6, 4]]
    row = zone_table(*(pd.DataFrame({"d": one}) for one in told)).loc["d"]
    assert [row[f"share_{name}"] for name in ("below", "within", "above")] == [0.4, 0.4, 0.2]
    assert row["inverted"] == 1
    assert "1 人" in row["warning"]


@pytest.mark.parametrize(("count", "n"), [(0, 20), (7, 20), (20, 20)])
def test_wilson(count: int, n: int) -> None:
    assert wilson(count, n, 0.95) == pytest.approx(
        proportion_confint(count, n, method="wilson"), abs=1e-6
    )


def test_the_survey_takes_its_expectations_as_what_is_wished_for() -> None:
    told = survey()
    table = told.zone_of_tolerance(["overall"] * 4)
    assert table["desired"].to_list() == pytest.approx(told.expectation.mean().to_list())
    with pytest.raises(TheoryError, match="要 4 列"):
        told.zone_of_tolerance(["overall"])
    with pytest.raises(TheoryError, match="缺少维度"):
        told.zone_of_tolerance({"可靠": "overall"})
