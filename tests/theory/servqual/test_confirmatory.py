"""The check of the dimensions, against lavaan's numbers for the best known example."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from semopy.examples import holzinger39

from servicelab.theory import TheoryError
from servicelab.theory.servqual import Survey
from servicelab.theory.servqual.confirmatory import Confirmatory, confirmatory

SCHOOL = {"看": ["x1", "x2", "x3"], "读": ["x4", "x5", "x6"], "快": ["x7", "x8", "x9"]}


@pytest.fixture(scope="module")
def pupils() -> Confirmatory:
    return confirmatory(holzinger39.get_data(), SCHOOL)


def test_fit_of_the_textbook_example(pupils: Confirmatory) -> None:
    # lavaan's tutorial prints these for Holzinger and Swineford's 301 pupils.
    told = pupils.indices
    assert told["chi2"] == pytest.approx(85.306, abs=0.002)
    assert told["df"] == 24
    wanted = {"cfi": 0.931, "tli": 0.896, "rmsea": 0.092, "rmsea_low": 0.071, "rmsea_high": 0.114}
    assert told[list(wanted)].to_dict() == pytest.approx(wanted, abs=0.0006)
    assert told["srmr"] == pytest.approx(0.065, abs=0.0006)
    assert "没有过" in pupils.words


def test_loadings_of_the_textbook_example(pupils: Confirmatory) -> None:
    wanted = [0.772, 0.424, 0.581, 0.852, 0.855, 0.838, 0.570, 0.723, 0.665]
    assert pupils.loadings["loading"].to_list() == pytest.approx(wanted, abs=0.0006)
    pairs = pupils.correlations.set_index(["first", "second"])["r"]
    assert pairs["看", "读"] == pytest.approx(0.459, abs=0.0006)
    assert pairs["看", "快"] == pytest.approx(0.471, abs=0.0006)
    assert pairs["读", "快"] == pytest.approx(0.283, abs=0.0006)


def test_convergence_by_hand(pupils: Confirmatory) -> None:
    loadings = pupils.loadings.set_index("dimension").loc["看", "loading"].to_numpy()
    row = pupils.convergence.loc["看"]
    assert row["variance_extracted"] == pytest.approx(np.square(loadings).mean())
    error = (1 - loadings**2).sum()
    assert row["composite_reliability"] == pytest.approx(
        loadings.sum() ** 2 / (loadings.sum() ** 2 + error)
    )
    assert "不到一半" in row["words"]


def test_nothing_of_semopys_likelihood_is_shown(pupils: Confirmatory) -> None:
    assert not {"loglik", "aic", "bic"} & set(map(str.lower, pupils.indices.index))
    assert "chi2=85.3" in repr(pupils)


def answers(apart: float, n: int = 400) -> pd.DataFrame:
    """Two dimensions of three items that go together as told."""
    rng = np.random.default_rng(6)
    one = rng.normal(size=(n, 1))
    two = apart * one + np.sqrt(1 - apart**2) * rng.normal(size=(n, 1))
    latent = np.hstack([one, one, one, two, two, two]) + 0.6 * rng.normal(size=(n, 6))
    return pd.DataFrame(latent, columns=[f"P{i}" for i in range(1, 7)])


def test_dimensions_that_nobody_keeps_apart() -> None:
    frame = answers(0.97)
    told = confirmatory(frame, {"x": list(frame)[:3], "y": list(frame)[3:]})
    assert "几乎分不开" in told.correlations.loc[0, "words"]
    assert told.convergence["words"].str.contains("分不清").all()


def test_a_survey_of_performance_alone_is_checked_too() -> None:
    frame = answers(0.5)
    dimensions = {"x": list(frame)[:3], "y": list(frame)[3:]}
    survey = Survey.read(frame, perception=list(frame), dimensions=dimensions, scale=None)
    told = survey.confirmatory()
    assert told.indices["cfi"] > 0.97
    assert "都过了" in told.words
    with pytest.raises(TheoryError, match="只有感知"):
        survey.confirmatory("expectation")


def test_too_few_items() -> None:
    with pytest.raises(TheoryError, match="至少要 4 道"):
        confirmatory(answers(0.5), {"x": ["P1", "P2"], "y": ["P3"]})
