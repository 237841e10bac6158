"""Justice, satisfaction, loyalty; the customer satisfaction index; the two public surveys."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from datasets import make_continuance
from servicelab.theory import TheoryError
from servicelab.theory.ecsi import ARROWS, ecsi
from servicelab.theory.justice import KINDS, JusticeModel

ITEMS = {
    "distributive": ["d1", "d2", "d3"],
    "procedural": ["p1", "p2", "p3"],
    "interactional": ["n1", "n2", "n3"],
    "satisfaction": "repair_satisfaction",
    "loyalty": ["l1", "l2", "l3"],
}
SURVEYS = Path("shared") / "data" / "ecsi_pls"


@pytest.fixture(scope="module")
def customers(project) -> pd.DataFrame:
    return pd.read_csv(project / "datasets" / "continuance.csv", encoding="utf-8-sig")


@pytest.fixture(scope="module")
def found(customers: pd.DataFrame):
    return JusticeModel().fit(customers, **ITEMS)


def test_paths_and_indirect_effects_hold_the_truth(found) -> None:
    truth = make_continuance.truth()["justice"]
    paths = found.paths.set_index(found.paths["path"].str.replace("→", "->"))
    for name in ("satisfaction -> loyalty", *(f"{kind} -> satisfaction" for kind in KINDS)):
        row = paths.loc[name]
        assert row["standardised_low"] < truth[name] < row["standardised_high"], name
    for row in found.indirect.itertuples():
        assert row.ci_low < truth[row.way.replace("→", "->")] < row.ci_high


def test_an_indirect_effect_is_the_product_of_its_paths(found) -> None:
    paths = found.paths.set_index("path")["estimate"]
    for row in found.indirect.itertuples():
        product = paths[f"{row.cause} → satisfaction"] * paths["satisfaction → loyalty"]
        assert row.estimate == pytest.approx(product)


def test_contrasts_are_differences_of_standardised_paths(found) -> None:
    paths = found.paths.set_index("cause")["standardised"]
    for name, row in found.contrasts.iterrows():
        first, second = name.split(" - ")
        assert row["estimate"] == pytest.approx(paths[first] - paths[second])
        assert row["ci_low"] < row["estimate"] < row["ci_high"]


def test_direct_arrows_show_that_nothing_is_left(customers: pd.DataFrame, found) -> None:
    wide = JusticeModel(direct=True).fit(customers, **ITEMS)
    straight = wide.paths[(wide.paths["outcome"] == "loyalty") & wide.paths["cause"].isin(KINDS)]
    assert (straight["verdict"] == "看不出").all()
    gained = found.indices["chi2"] - wide.indices["chi2"]
    assert found.indices["df"] - wide.indices["df"] == 3
    assert 0 <= gained < 11.34  # the 1 % point of chi-square with 3 degrees


def _survey(n: int = 300) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    latent: dict[str, np.ndarray] = {}
    for name in (*dict.fromkeys(cause for cause, _ in ARROWS), "loyalty"):
        causes = [latent[cause] for cause, outcome in ARROWS if outcome == name]
        latent[name] = 0.4 * np.sum(causes, axis=0) + rng.normal(size=n)
    return pd.DataFrame({name: np.clip(6 + one, 1, 10) for name, one in latent.items()})


def test_the_index_runs_from_the_worst_answer_to_the_best() -> None:
    frame = _survey()
    found = ecsi(frame, **{name: name for name in frame})
    assert found.scores["estimate"].to_dict() == pytest.approx(
        {name: (frame[name].mean() - 1) / 9 * 100 for name in found.scores.index}
    )
    assert (found.scores["n"] == 300).all()
    assert found.paths["verdict"].tolist() == ["相符"] * 12
    known = np.linalg.lstsq(
        np.column_stack([np.ones(300), frame[["image", "satisfaction", "complaints"]]]),
        frame["loyalty"],
        rcond=None,
    )[0]
    paths = found.paths[found.paths["outcome"] == "loyalty"].set_index("cause")["estimate"]
    assert paths[["image", "satisfaction", "complaints"]].tolist() == pytest.approx(known[1:])


def test_complaints_may_be_missing_and_gaps_are_counted() -> None:
    frame = _survey()
    frame.loc[:9, "value"] = np.nan
    names = {name: name for name in frame if name != "complaints"}
    found = ecsi(frame, **names)
    assert len(found.paths) == 10
    assert found.indices["n_left_out"] == 10
    assert (found.scores["n"] == 290).all()


def test_answers_outside_the_scale_are_refused() -> None:
    frame = _survey()
    frame.loc[3, "image"] = 99
    with pytest.raises(TheoryError, match="1 个回答不在 1 到 10 之间（image）"):
        ecsi(frame, **{name: name for name in frame})
    with pytest.raises(TheoryError, match="method 只能是"):
        ecsi(frame, **{name: name for name in frame}, method="pls")


def _read(project: Path, name: str) -> pd.DataFrame:
    file = project.parent / SURVEYS / name
    if not file.exists():
        pytest.skip(f"the survey is not at ../{(SURVEYS / name).as_posix()}")
    return pd.read_csv(file)


def _items(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{number}" for number in range(1, count + 1)]


@pytest.mark.data
@pytest.mark.parametrize("method", ["scores", "latent"])
def test_a_mobile_provider_s_customers(project: Path, method: str) -> None:
    frame = _read(project, "mobi_ecsi_250x24.csv")
    blocks = {
        "image": _items("IMAG", 5), "expectations": _items("CUEX", 3),
        "quality": _items("PERQ", 7), "value": _items("PERV", 2),
        "satisfaction": _items("CUSA", 3), "complaints": "CUSCO", "loyalty": _items("CUSL", 3),
    }  # fmt: skip
    found = ecsi(frame, **blocks, method=method)
    assert found.indices["n"] == 250
    paths = found.paths.set_index("path")["verdict"]
    assert paths["image → expectations"] == paths["expectations → quality"] == "相符"
    assert paths["satisfaction → complaints"] == "相符"
    assert "相反" not in set(paths)
    if method == "latent":  # image, expectations and quality are one thing to these customers
        assert any("分不出" in problem for problem in found.problems)
    else:
        assert paths[["quality → satisfaction", "satisfaction → loyalty"]].eq("相符").all()
        assert found.r_squared["satisfaction"] == pytest.approx(0.63, abs=0.02)


@pytest.mark.data
def test_a_bank_s_customers(project: Path) -> None:
    frame = _read(project, "spanish_bank_satisfaction_250x28.csv")
    blocks = {
        "image": _items("imag", 5), "expectations": _items("expe", 5),
        "quality": _items("qual", 5), "value": _items("val", 4),
        "satisfaction": _items("sat", 4), "loyalty": _items("loy", 4),
    }  # fmt: skip
    with pytest.raises(TheoryError, match="111 个回答不在 1 到 10"):
        ecsi(frame, **blocks)
    found = ecsi(frame, **blocks, scale=(0, 10))
    paths = found.paths.set_index("path")["verdict"]
    assert paths["satisfaction → loyalty"] == paths["value → satisfaction"] == "相符"
    assert found.scores["estimate"].between(50, 90).all()
