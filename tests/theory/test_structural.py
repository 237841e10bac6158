"""Path and factor models, held against published output, least squares and hand algebra."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from servicelab.theory import TheoryError, structural
from servicelab.theory.structural.indices import rmsea_interval

SCHOOL = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"


@pytest.fixture(scope="module")
def school() -> pd.DataFrame:
    """Holzinger and Swineford's 301 pupils, as semopy ships them."""
    from semopy.examples import holzinger39

    return holzinger39.get_data()


@pytest.fixture(scope="module")
def pupils(school: pd.DataFrame) -> structural.StructuralFit:
    return structural.fit(SCHOOL, school, errors="normal")


def _noise(seed: int, n: int = 400) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n)
    z = 0.4 * x + rng.normal(size=n)
    y = 0.5 * x - 0.3 * z + rng.standard_t(6, size=n)
    return pd.DataFrame({"x": x, "z": z, "y": y})


def test_indices_of_the_textbook_factor_model(pupils: structural.StructuralFit) -> None:
    # What lavaan prints for the best known example of all.
    one = pupils.indices
    assert (one["df"], one["n"], one["free"]) == (24, 301, 21)
    told = {
        "chi2": 85.306, "chi2_scaled": 80.872, "cfi": 0.931, "tli": 0.896, "rmsea": 0.092,
        "rmsea_low": 0.071, "rmsea_high": 0.114, "srmr": 0.065, "loglik": -3737.745,
        "aic": 7517.490, "bic": 7595.339,
    }  # fmt: skip
    for name, value in told.items():
        assert one[name] == pytest.approx(value, abs=6e-4), name


def test_estimates_of_the_textbook_factor_model(pupils: structural.StructuralFit) -> None:
    table = pupils.loadings.set_index("rhs")
    assert table["estimate"].round(3).tolist() == [
        1, 0.554, 0.729, 1, 1.113, 0.926, 1, 1.180, 1.082,
    ]  # fmt: skip
    assert table["standard_error"].round(3).tolist()[1:3] == [0.100, 0.109]
    assert table.loc[["x1", "x4", "x7"], "standardised"].round(3).tolist() == [0.772, 0.852, 0.570]
    assert table.loc["x1", "fixed"]
    assert not table.loc["x2", "fixed"]


def test_robust_errors_of_the_textbook_factor_model(school: pd.DataFrame) -> None:
    table = structural.fit(SCHOOL, school).loadings.set_index("rhs")["standard_error"]
    assert table.round(3)[["x2", "x3", "x5", "x6"]].tolist() == [0.132, 0.141, 0.066, 0.061]


def test_factors_with_related_errors_and_paths() -> None:
    """Bollen's political democracy: 75 countries, the numbers of the lavaan tutorial."""
    from semopy.examples import political_democracy

    found = structural.fit(
        political_democracy.get_model(), political_democracy.get_data(), errors="normal"
    )
    assert found.indices["chi2"] == pytest.approx(38.125, abs=6e-4)
    assert found.indices["df"] == 35
    assert found.indices["loglik"] == pytest.approx(-1547.791, abs=6e-4)
    assert found.loadings.set_index("rhs")["estimate"].round(3).to_dict() == {
        "x1": 1, "x2": 2.180, "x3": 1.819, "y1": 1, "y2": 1.257, "y3": 1.058, "y4": 1.265,
        "y5": 1, "y6": 1.186, "y7": 1.280, "y8": 1.266,
    }  # fmt: skip
    assert found.path("dem60", "ind60")[["estimate", "standard_error"]].astype(float).round(
        3
    ).tolist() == [1.483, 0.399]
    assert round(found.path("dem65", "ind60")["estimate"], 3) == 0.572
    assert round(found.path("dem65", "dem60")["estimate"], 3) == 0.837


def test_a_path_between_columns_is_least_squares() -> None:
    frame = _noise(3)
    found = structural.fit("y ~ x + z", frame)
    plain = sm.OLS(frame["y"], sm.add_constant(frame[["x", "z"]])).fit()
    robust = plain.get_robustcov_results("HC0")
    for number, cause in enumerate(("x", "z"), start=1):
        row = found.path("y", cause)
        assert row["estimate"] == pytest.approx(plain.params.iloc[number], abs=1e-9)
        assert row["standard_error"] == pytest.approx(robust.bse[number], rel=1e-6)
    normal = structural.fit("y ~ x + z", frame, errors="normal")
    shrink = np.sqrt((len(frame) - 3) / len(frame))  # maximum likelihood divides by n
    assert normal.path("y", "x")["standard_error"] == pytest.approx(plain.bse["x"] * shrink)
    assert found.r_squared["y"] == pytest.approx(plain.rsquared)
    assert found.indices["df"] == 0
    assert found.indices[["p", "cfi", "tli"]].tolist() == [1, 1, 1]


def test_chi_square_of_a_left_out_path_by_hand() -> None:
    # x → z → y without x → y: n ln of what the partial correlation leaves.
    frame = _noise(4)
    found = structural.fit("z ~ x\ny ~ z", frame)
    inverse = np.linalg.inv(frame[["x", "y", "z"]].cov().to_numpy())
    partial = -inverse[0, 1] / np.sqrt(inverse[0, 0] * inverse[1, 1])
    assert found.indices["df"] == 1
    assert found.indices["chi2"] == pytest.approx(-len(frame) * np.log(1 - partial**2), rel=1e-9)


def test_observed_causes_cost_no_degrees_of_freedom() -> None:
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(rng.normal(size=(200, 4)), columns=list("abcd"))
    frame["y"] = frame["a"] + rng.normal(size=200)
    found = structural.fit("y ~ a + b + c + d", frame)
    assert found.indices["df"] == 0
    assert found.indices["chi2"] == pytest.approx(0, abs=1e-9)


def test_rmsea_interval_reaches_zero_where_the_fit_is_good() -> None:
    assert rmsea_interval(38.125, 35, 75) == pytest.approx((0, 0.092), abs=6e-4)
    assert rmsea_interval(3.0, 35, 75) == (0, 0)


def test_blocks_take_any_names_and_agree_with_a_description(school: pd.DataFrame) -> None:
    odd = school.rename(columns={f"x{n}": f"第 {n} 题（1-7）" for n in range(1, 10)})
    names = [f"第 {n} 题（1-7）" for n in range(1, 10)]
    found = structural.fit_blocks(
        {"看": names[:3], "读": names[3:6], "快": names[6:]}, odd, errors="normal"
    )
    assert found.indices["chi2"] == pytest.approx(85.3055, abs=1e-3)
    assert found.loadings["rhs"].tolist() == names
    assert set(found.estimates["lhs"]) == {"看", "读", "快", *names}


def test_a_single_column_beside_factors_is_taken_as_it_is(school: pd.DataFrame) -> None:
    blocks = {"看": ["x1", "x2", "x3"], "年龄": "ageyr"}
    found = structural.fit_blocks(blocks, school, {"看": ["年龄"]})
    assert found.indices["df"] == 2
    assert found.r_squared["看"] < 0.1
    only = structural.fit_blocks({"a": "x1", "b": ["x2"]}, school, {"b": ["a"]})
    slope = np.polyfit(school["x1"], school["x2"], 1)[0]
    assert only.path("b", "a")["estimate"] == pytest.approx(slope)


def test_covariances_alone_give_the_same_fit(
    school: pd.DataFrame, pupils: structural.StructuralFit
) -> None:
    covariance = school[[f"x{n}" for n in range(1, 10)]].cov(ddof=0)
    found = structural.fit_covariance(SCHOOL, covariance, 301)
    assert found.indices["chi2"] == pytest.approx(pupils.indices["chi2"], abs=1e-8)
    assert found.estimates["standard_error"].to_numpy() == pytest.approx(
        pupils.estimates["standard_error"].to_numpy(), abs=1e-6
    )
    assert found.errors == "normal"


def test_indirect_effects_add_up() -> None:
    frame = _noise(6, 1000)
    found = structural.fit("z ~ x\ny ~ x + z", frame)
    told = structural.indirect(found, "x", "y").set_index("way")["estimate"]
    assert told["x → z → y"] == pytest.approx(
        found.path("z", "x")["estimate"] * found.path("y", "z")["estimate"]
    )
    whole = np.polyfit(frame["x"], frame["y"], 1)[0]  # in a saturated model the total is plain
    assert told["总效应"] == pytest.approx(whole)
    assert told["间接合计"] + told["x → y"] == pytest.approx(told["总效应"])


def test_interval_of_an_indirect_effect_is_skewed_and_close_to_theory() -> None:
    found = structural.fit("z ~ x\ny ~ z", _noise(7, 300))
    row = structural.indirect(found, "x", "y").set_index("way").loc["x → z → y"]
    a, b = found.path("z", "x"), found.path("y", "z")
    sobel = np.hypot(a["estimate"] * b["standard_error"], b["estimate"] * a["standard_error"])
    assert row["ci_high"] - row["ci_low"] == pytest.approx(2 * 1.96 * sobel, rel=0.1)


def test_rows_with_gaps_are_left_out_and_counted(school: pd.DataFrame) -> None:
    gaps = school.copy()
    gaps.iloc[:10, gaps.columns.get_loc("x1")] = np.nan
    found = structural.fit(SCHOOL, gaps)
    assert found.indices[["n", "n_left_out"]].tolist() == [291, 10]


@pytest.mark.parametrize(
    ("description", "words"),
    [
        ("y ~ nowhere", "没有“nowhere”这一列"),
        ("y ~ words", "不是数"),
        ("y ~ same", "全都一样"),
        ("y ~ x + double", "完全的重复"),
        ("F =~ x + z", "个参数"),
        ("F =~ x + z + y\nG =~ x + z + y", "估不了"),
        ("y is x", "读不懂"),
        ("", "读不懂|只写"),
    ],
)
def test_what_cannot_be_fitted_is_refused(description: str, words: str) -> None:
    frame = _noise(8).assign(words="很好", same=3.0)
    frame["double"] = 2 * frame["x"]
    with pytest.raises(TheoryError, match=words):
        structural.fit(description, frame)


def test_too_few_rows_are_refused_and_few_are_doubted(school: pd.DataFrame) -> None:
    with pytest.raises(TheoryError, match="只有 15 行可用"):
        structural.fit(SCHOOL, school.head(15))
    found = structural.fit(SCHOOL, school.head(100))
    assert any("不到 5 行" in problem for problem in found.problems)
    assert "不到 5 行" in repr(found)


def test_an_item_that_can_not_belong_is_refused() -> None:
    # Two items go together at .9, the third with one of them only: no factor has such items.
    names = list("abc")
    table = pd.DataFrame([[1, 0.9, 0.8], [0.9, 1, 0.5], [0.8, 0.5, 1]], index=names, columns=names)
    with pytest.raises(TheoryError, match="负数"):
        structural.fit_covariance("F =~ a + b + c", table, 1000)
    small = structural.fit_covariance("F =~ a + b + c", table, 12)
    assert any("负数" in problem for problem in small.problems)


def test_two_factors_that_are_one_are_named() -> None:
    seen = []
    for seed in range(8):
        frame = pd.DataFrame(
            np.random.default_rng(seed).normal(size=(150, 1))
            + np.random.default_rng(seed + 99).normal(size=(150, 6)),
            columns=list("abcdef"),
        )
        found = structural.fit_blocks({"F": list("abc"), "G": list("def")}, frame)
        row = found.estimates[(found.estimates["lhs"] != found.estimates["rhs"])]
        both = row[(row["op"] == "~~")].iloc[0]
        seen.append(both["standardised"] > 1)
        assert any("两回事" in problem for problem in found.problems) == seen[-1]
    assert any(seen)
    assert not all(seen)


@pytest.mark.parametrize(
    ("blocks", "paths", "words"),
    [
        ({"F": []}, None, "一列也没有"),
        ({"F": ["x", "x"]}, None, "用两次"),
        ({"F": ["x"], "G": ["y"]}, {"F": ["H"]}, "没有给列的名字：H"),
        ({"F": ["x"], "G": ["y"]}, {"F": ["G"], "G": ["F"]}, "绕成了圈"),
        ({"F": ["x"], "G": ["q"]}, {"F": ["G"]}, "没有这些列：q"),
    ],
)
def test_blocks_that_make_no_sense_are_refused(
    blocks: dict[str, list[str]], paths: dict[str, list[str]] | None, words: str
) -> None:
    with pytest.raises(TheoryError, match=words):
        structural.fit_blocks(blocks, _noise(1), paths)
