"""Do the intervals of expectation, confirmation and justice hold the truth of the app's users?

Where a true value has no closed form (correlations with rounded answers, a straight line through
a bent relation), it is computed from 100,000 drawn customers: its own error is then a
fourteenth of the error of an estimate from 500.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from datasets import make_continuance as app
from servicelab.theory import expectation
from servicelab.theory.ecsi import ARROWS, ecsi
from servicelab.theory.justice import KINDS, JusticeModel
from tests.estimators.study import Study, Told

CUSTOMERS = 500
DATA = f"make_continuance, {CUSTOMERS} customers"
OWN = f"own worlds, {CUSTOMERS} customers"
TRUTH = app.truth()
ITEMS = {
    name: [f"{prefix}{number + 1}" for number in range(count)]
    for name, (prefix, count, _) in app.BLOCKS.items()
}
HOURS = {"expectation": "expectation", "performance": "performance"}
ENDS = ["estimate", "ci_low", "ci_high"]
STANDARD = ["standardised", "standardised_low", "standardised_high"]


def _told(table: pd.DataFrame, columns: list[str] = ENDS) -> Told:
    numbers = table[columns].to_numpy(dtype=float)
    return {str(name): tuple(row) for name, row in zip(table.index, numbers, strict=True)}


def _draw(rng: np.random.Generator) -> pd.DataFrame:
    return app.draw(rng, CUSTOMERS)


@cache
def _many() -> pd.DataFrame:
    return app.draw(np.random.default_rng(20261122), 100_000)


def asymmetry(rng: np.random.Generator) -> Told:
    """Fit two lines that meet at zero, though there is a zone of indifference."""
    frame = _draw(rng)
    return _told(
        expectation.asymmetry(frame["disconfirmation"], frame["repair_satisfaction"]).table
    )


def zone(rng: np.random.Generator) -> Told:
    """Fit the zone of indifference, other causes left alone."""
    frame = _draw(rng)
    found = expectation.zone_of_indifference(frame["disconfirmation"], frame["repair_satisfaction"])
    return _told(found.table)


def zone_with_others(rng: np.random.Generator) -> Told:
    """Fit the zone of indifference with the items of justice held constant."""
    frame = _draw(rng)
    others = frame[[item for kind in KINDS for item in ITEMS[kind]]]
    found = expectation.zone_of_indifference(
        frame["disconfirmation"], frame["repair_satisfaction"], others=others
    )
    return _told(found.table)


def continuance(rng: np.random.Generator) -> Told:
    """Fit the five paths: standardised, raw, and the indirect effect of confirmation."""
    names = ("confirmation", "usefulness", "satisfaction", "intention")
    found = expectation.ContinuanceModel().fit(_draw(rng), **{name: ITEMS[name] for name in names})
    paths = found.paths.set_index(found.paths["path"].str.replace("→", "->"))
    raw = {f"{name}, raw": row for name, row in _told(paths).items()}
    through = found.effects("confirmation", "intention").set_index("way").loc[["总效应"]]
    return {**_told(paths, STANDARD), **raw, **_told(through)}


def justice(rng: np.random.Generator) -> Told:
    """Fit justice -> satisfaction -> loyalty: paths, indirect effects, contrasts."""
    found = JusticeModel().fit(
        _draw(rng),
        satisfaction="repair_satisfaction",
        loyalty=ITEMS["loyalty"],
        **{kind: ITEMS[kind] for kind in KINDS},
    )
    paths = found.paths.set_index(found.paths["path"].str.replace("→", "->"))
    ways = found.indirect.set_index(found.indirect["way"].str.replace("→", "->"))
    return {**_told(paths, STANDARD), **_told(ways), **_told(found.contrasts)}


def disconfirmation(rng: np.random.Generator) -> Told:
    """Hold asked and subtracted disconfirmation beside each other."""
    return _disconfirmation(_draw(rng))


def _disconfirmation(frame: pd.DataFrame) -> Told:
    found = expectation.disconfirmation(
        frame["expectation"],
        frame["performance"],
        frame["subjective_disconfirmation"],
        frame["repair_satisfaction"],
        better="less",
    )
    return {**_told(found.shares), **_told(found.comparison)}


def effects(rng: np.random.Generator) -> Told:
    """Split the effect of expectation, with performance held constant."""
    return _effects(_draw(rng))


def _effects(frame: pd.DataFrame) -> Told:
    found = expectation.expectation_effects(
        frame,
        expectation="expectation",
        performance="performance",
        disconfirmation="subjective_disconfirmation",
        satisfaction="repair_satisfaction",
    )
    return _told(found.table)


def near_and_far(rng: np.random.Generator) -> Told:
    """Look for assimilation within the zone and contrast beyond it."""
    return _near_and_far(_draw(rng))


def _near_and_far(frame: pd.DataFrame) -> Told:
    table = expectation.assimilation_contrast(
        frame["expectation"],
        frame["performance"],
        frame["repair_satisfaction"],
        zone=app.WORLD.zone,
        better="less",
    )
    return _told(table)


def promise(rng: np.random.Generator) -> Told:
    """Estimate what promises drawn by lot do."""
    frame = _draw(rng)
    columns = (frame[name] for name in ("promise", "expectation", "repair_satisfaction"))
    return _told(expectation.promise_response(*columns))


INDEX_PATH, LOADING, ERROR = 0.4, 0.6, 0.4  # of the index's own worlds, three answers a block
INDEX = tuple(dict.fromkeys([*(cause for cause, _ in ARROWS), "loyalty"]))
ANSWERS = {name: [f"{name}{number}" for number in (1, 2, 3)] for name in INDEX}


def index_of_scores(rng: np.random.Generator) -> Told:
    """Fit the customer satisfaction index to mean answers."""
    return _index(rng, "scores")


def index_of_latents(rng: np.random.Generator) -> Told:
    """Fit the customer satisfaction index to latent variables."""
    return _index(rng, "latent")


def _index(rng: np.random.Generator, method: str) -> Told:
    latent: dict[str, np.ndarray] = {}
    for name in INDEX:
        causes = [latent[cause] for cause, outcome in ARROWS if outcome == name]
        latent[name] = INDEX_PATH * np.sum(causes, axis=0) + rng.standard_normal(CUSTOMERS)
    answers = {
        item: 5.5 + LOADING * latent[name] + ERROR * rng.standard_normal(CUSTOMERS)
        for name, items in ANSWERS.items()
        for item in items
    }
    found = ecsi(pd.DataFrame(answers).clip(1, 10), **ANSWERS, method=method)
    paths = found.paths.set_index(found.paths["path"].str.replace("→", "->"))
    return {**_told(paths), **_told(found.scores.loc[["satisfaction"]])}


def _estimates(told: Told) -> dict[str, float]:
    return {name: row[0] for name, row in told.items()}


def _asymmetry_truth() -> dict[str, float]:
    truth = TRUTH["asymmetry"]
    return {**truth, "difference": truth["slope_below"] - truth["slope_above"]}


def _zone_truth() -> dict[str, float]:
    truth = TRUTH["zone"]
    return {**truth, "width": truth["high"] - truth["low"]}


def _continuance_truth() -> dict[str, float]:
    paths = TRUTH["continuance"]
    cu, cs, us, si, ui = paths.values()
    raw = {f"{name}, raw": value for name, value in paths.items()}
    return {**paths, **raw, "总效应": cs * si + cu * us * si + cu * ui}


def _justice_truth() -> dict[str, float]:
    truth = dict(TRUTH["justice"])
    d, p, n = (truth[f"{kind} -> satisfaction"] for kind in KINDS)
    apart = {
        "distributive - procedural": d - p,
        "distributive - interactional": d - n,
        "procedural - interactional": p - n,
    }
    return {**truth, **apart}


def _near_and_far_truth() -> dict[str, float]:
    truth = TRUTH["zone"]
    far = {"far_below": -truth["slope_below"], "far_above": -truth["slope_above"]}
    return {"all": _estimates(_near_and_far(_many()))["all"], "near": 0.0, **far}


def _promise_truth() -> dict[str, float]:
    means = TRUTH["satisfaction_by_promise"]
    slope = np.polyfit([float(one) for one in means], list(means.values()), 1)[0]
    return {"expectation": TRUTH["promise"]["promise -> expectation"], "satisfaction": float(slope)}


def _index_truth(method: str) -> dict[str, float]:
    """Return the arrows; between mean answers, what least squares of the population gives."""
    arrows = pd.DataFrame(0.0, index=INDEX, columns=INDEX)
    for cause, outcome in ARROWS:
        arrows.loc[outcome, cause] = INDEX_PATH
    total = np.linalg.inv(np.eye(len(INDEX)) - arrows.to_numpy())
    spread = LOADING**2 * total @ total.T + (method == "scores") * ERROR**2 / 3 * np.eye(len(INDEX))
    covariance = pd.DataFrame(spread, index=INDEX, columns=INDEX)
    truth = {"satisfaction": 50.0}
    for outcome in INDEX[1:]:
        causes = [cause for cause, end in ARROWS if end == outcome]
        slopes = np.linalg.solve(covariance.loc[causes, causes], covariance.loc[causes, outcome])
        truth |= {f"{one} -> {outcome}": float(b) for one, b in zip(causes, slopes, strict=True)}
    return truth


STUDIES = [
    Study("expectation.asymmetry", DATA, _asymmetry_truth(), asymmetry),
    Study("expectation.zone_of_indifference", DATA, _zone_truth(), zone),
    Study(
        "expectation.zone_of_indifference(others)",
        DATA,
        _zone_truth(),
        zone_with_others,
        worlds=600,
    ),
    Study("expectation.ContinuanceModel", DATA, _continuance_truth(), continuance),
    Study("justice.JusticeModel", DATA, _justice_truth(), justice),
    Study(
        "expectation.disconfirmation",
        DATA,
        _estimates(_disconfirmation(_many())),
        disconfirmation,
    ),
    Study("expectation.expectation_effects", DATA, _estimates(_effects(_many())), effects),
    Study("expectation.assimilation_contrast", DATA, _near_and_far_truth(), near_and_far),
    Study("expectation.promise_response", DATA, _promise_truth(), promise),
]

# Worlds of their own, and ten minutes each: run when they are named.
LONG_STUDIES = [
    Study("ecsi.ecsi", OWN, _index_truth("scores"), index_of_scores, worlds=900),
    Study("ecsi.ecsi(method=latent)", OWN, _index_truth("latent"), index_of_latents),
]
