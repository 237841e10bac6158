"""Do the intervals of the survey's measures hold the truth? Worlds of the heating survey."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from datasets import make_heating_servqual as heating
from servicelab.theory.servqual.factor import one_factor
from servicelab.theory.servqual.measures import SurveyMeasures
from servicelab.theory.servqual.scores import paired_scores
from servicelab.theory.structural import fit_covariance
from tests.estimators.study import Study, Told

DIMENSIONS = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")
ITEMS = [str(number) for number in range(1, 23)]
CUTS = (0, 4, 9, 13, 17, 22)
SETS = {
    name: ITEMS[low:high] for name, low, high in zip(DIMENSIONS, CUTS[:-1], CUTS[1:], strict=True)
}
WEIGHTS = dict(zip(DIMENSIONS, (10, 30, 25, 20, 15), strict=True))
TRUTH = heating.truth()
COVARIANCE: pd.DataFrame = TRUTH["covariance"]
SURFACE = (5.0, 0.5, 0.2, -0.3, 0.1, -0.2)  # 1, P, E, P², PE, E², counted from 5
MIDDLE = 5.0
WORLDS = 300
MORE = 900  # of so many quantities, 300 worlds let one or two stray by chance


class Answers(SurveyMeasures):
    """The measures on clean answers, as a survey that was read would have them."""

    def __init__(self, drawn: pd.DataFrame) -> None:
        sides = [drawn[[f"{side}{item}" for item in ITEMS]] for side in "EP"]
        self.expectation, self.perception = (
            side.set_axis(ITEMS, axis=1).astype(float) for side in sides
        )
        self.others = drawn.drop(columns=[*sides[0], *sides[1]])
        self.dimensions = {name: list(items) for name, items in SETS.items()}
        self.scale = (1, 7)
        self.weights = None


def surveyed(rng: np.random.Generator, n: int) -> Answers:
    """Draw answers of `n` households."""
    return Answers(heating.draw(rng, n))


def thinned(rng: np.random.Generator, n: int) -> Answers:
    """Draw answers of which every tenth is missing, by chance."""
    drawn = surveyed(rng, n)
    for side in (drawn.expectation, drawn.perception):
        side[rng.random(side.shape) < 0.1] = np.nan
    return drawn


def rows(table: pd.DataFrame, estimate: str, low: str = "ci_low", high: str = "ci_high") -> Told:
    """Return estimates and intervals by the table's index."""
    return {
        "/".join(map(str, name if isinstance(name, tuple) else (name,))): tuple(row)
        for name, row in zip(table.index, table[[estimate, low, high]].to_numpy(), strict=True)
    }


def gaps(rng: np.random.Generator) -> Told:
    """By item, dimension, in total and by district."""
    drawn = surveyed(rng, 600)
    told = rows(drawn.gaps().iloc[[0, 4, 9, 19]], "gap")
    told |= rows(drawn.gaps("dimension"), "gap") | rows(drawn.gaps("total"), "gap")
    return told | rows(drawn.gaps("district"), "gap")


def few_gaps(rng: np.random.Generator) -> Told:
    """By dimension and in total with few respondents and missing answers."""
    drawn = thinned(rng, 40)
    return rows(drawn.gaps("dimension"), "gap") | rows(drawn.gaps("total"), "gap")


def servperf(rng: np.random.Generator) -> Told:
    """Performance only."""
    return rows(surveyed(rng, 600).servperf(), "perception")


def weighted(rng: np.random.Generator) -> Told:
    """With weights given, and with every respondent's own points."""
    drawn = surveyed(rng, 600)
    own = drawn.weighted_gap([f"importance_{name}" for name in DIMENSIONS])
    return {
        "given": rows(drawn.weighted_gap(WEIGHTS), "gap")["total"],
        "own points": rows(own, "gap")["total"],
    }


def reliability(rng: np.random.Generator, n: int) -> Told:
    """All reliabilities of all dimensions."""
    table = surveyed(rng, n).reliability_intervals()
    return rows(table.set_index(["dimension", "quantity"]), "estimate")


def many_reliabilities(rng: np.random.Generator) -> Told:
    """Of 600 respondents."""
    return reliability(rng, 600)


def few_reliabilities(rng: np.random.Generator) -> Told:
    """Of 100 respondents."""
    return reliability(rng, 100)


def validity(rng: np.random.Generator) -> Told:
    """Correlations with the overall judgement."""
    return rows(surveyed(rng, 600).validity("overall"), "r")


def few_validity(rng: np.random.Generator) -> Told:
    """The same with few respondents."""
    return rows(surveyed(rng, 50).validity("overall"), "r")


def free(rng: np.random.Generator) -> Told:
    """Perception and expectation freely."""
    return rows(surveyed(rng, 600).free_regression("overall").table, "estimate")


def few_free(rng: np.random.Generator) -> Told:
    """The same with few respondents."""
    return rows(surveyed(rng, 50).free_regression("overall").table, "estimate")


def surface(rng: np.random.Generator) -> Told:
    """A quadratic outcome over the drawn scores, its noise larger where perception is low."""
    drawn = surveyed(rng, 600)
    e, p = paired_scores(drawn.expectation, drawn.perception, SETS)
    e, p = e["total"] - MIDDLE, p["total"] - MIDDLE
    terms = np.column_stack([np.ones(len(p)), p, e, p**2, p * e, e**2])
    noise = rng.normal(size=len(p)) * (0.8 - 0.1 * np.clip(p, -2, 2))
    drawn.scale = (MIDDLE, MIDDLE)
    told = drawn.response_surface(terms @ np.array(SURFACE) + noise)
    return (
        rows(told.coefficients, "estimate")
        | rows(told.lines, "estimate")
        | {f"level {name}": point for name, point in rows(told.stationary, "estimate").items()}
    )


def importance(rng: np.random.Generator) -> Told:
    """Importance as answered, as correlation, as regression weight; performance."""
    drawn = surveyed(rng, 600)
    ends = "importance", "importance_low", "importance_high"
    told = {}
    stated = drawn.importance_performance([f"importance_{name}" for name in DIMENSIONS])
    for way, table in {
        "answered": stated,
        "correlation": drawn.importance_performance(outcome="overall"),
        "regression": drawn.importance_performance(outcome="overall", method="regression"),
    }.items():
        told |= {f"{way} {name}": row for name, row in rows(table, *ends).items()}
    ends = "performance", "performance_low", "performance_high"
    return told | {f"performance {name}": row for name, row in rows(stated, *ends).items()}


def zone(rng: np.random.Generator) -> Told:
    """Distance from what is just enough, and from what is wished for."""
    table = surveyed(rng, 600).zone_of_tolerance([f"adequate_{name}" for name in DIMENSIONS])
    told = {}
    for name in ("adequacy", "superiority"):
        ends = rows(table, name, f"{name}_low", f"{name}_high")
        told |= {f"{name} {dimension}": row for dimension, row in ends.items()}
    return told


def confirmatory(rng: np.random.Generator) -> Told:
    """Loadings, and correlations of dimensions."""
    told = surveyed(rng, 600).confirmatory()
    pairs = told.correlations.set_index(["first", "second"])
    return rows(told.loadings.set_index("item"), "loading") | rows(pairs, "r")


def gap_truth(table: pd.DataFrame) -> dict[str, float]:
    """Return true gaps by the index."""
    return {name: one[0] for name, one in rows(table, "gap", "gap", "gap").items()}


def items_truth() -> dict[str, float]:
    """Return all true gaps that `gaps` tells."""
    told = gap_truth(TRUTH["items"].loc[["1", "5", "10", "20"]])
    return told | gap_truth(TRUTH["dimensions"]) | gap_truth(TRUTH["by"]["district"])


def weighted_truth() -> dict[str, float]:
    """Return the true weighted gaps; the points do not depend on the answers."""
    gap = TRUTH["dimensions"]["gap"]
    given = sum(gap[name] * share for name, share in WEIGHTS.items()) / sum(WEIGHTS.values())
    points = TRUTH["importance_points"]
    return {"given": given, "own points": sum(gap[d] * points[d] for d in DIMENSIONS) / 100}


def block(side: str, items: list[str]) -> np.ndarray:
    """Return the true covariances of some items of one side."""
    names = [f"{side}{item}" for item in items]
    return COVARIANCE.loc[names, names].to_numpy()


def reliability_truth() -> dict[str, float]:
    """Return the true reliabilities; omega from one factor of each dimension's covariances."""
    told = {}
    for name, row in TRUTH["reliability"].iterrows():
        told |= {f"{name}/{quantity}": value for quantity, value in row.items()}
    whole = block("P", ITEMS).sum()
    for name, items in SETS.items():
        covariance = block("P", items)
        error = covariance.sum() - one_factor(covariance).loadings.sum() ** 2
        told[f"{name}/omega"] = 1 - error / covariance.sum()
        told["total/omega"] = told.get("total/omega", 1.0) - error / whole
    return told


def score_weights() -> pd.DataFrame:
    """Return what makes the perceptions' dimension scores from the answers."""
    columns = {
        name: pd.Series({f"P{item}": 1 / len(items) for item in items})
        for name, items in SETS.items()
    }
    return pd.DataFrame(columns).reindex(COVARIANCE.index).fillna(0.0)


def regression_truth() -> dict[str, float]:
    """Return true standardised weights of the dimensions' perceptions for the overall judgement."""
    weights = score_weights().assign(overall=(COVARIANCE.index == "overall").astype(float))
    covariance = weights.T @ COVARIANCE @ weights
    spread = np.sqrt(np.diag(covariance))
    r = covariance.to_numpy() / np.outer(spread, spread)
    return dict(zip(DIMENSIONS, np.linalg.solve(r[:-1, :-1], r[:-1, -1]), strict=True))


def validity_truth() -> dict[str, float]:
    """Return the true correlations."""
    r = TRUTH["validity"]
    return {**r, "perception − gap": r["perception"] - r["gap"]}


def free_truth() -> dict[str, float]:
    """Return the true coefficients and their sum."""
    b = TRUTH["regression"]
    both = b["perception"] + b["expectation"]
    told = {name: b[name] for name in ("perception", "expectation")}
    return {"constant": b["intercept"], **told, "perception + expectation": both}


def surface_truth() -> dict[str, float]:
    """Return the true coefficients, lines and level point of the surface."""
    _, p, e, pp, pe, ee = SURFACE
    names = ["constant", "perception", "expectation"]
    names += ["perception²", "perception × expectation", "expectation²"]
    level = np.linalg.solve([[2 * pp, pe], [pe, 2 * ee]], [-p, -e]) + MIDDLE
    return {
        **dict(zip(names, SURFACE, strict=True)),
        "slope_congruence": p + e,
        "curvature_congruence": pp + pe + ee,
        "slope_incongruence": p - e,
        "curvature_incongruence": pp - pe + ee,
        "level perception": level[0],
        "level expectation": level[1],
    }


def importance_truth() -> dict[str, float]:
    """Return true importances of three kinds, and true performance."""
    perceived = TRUTH["dimensions"]["perception"]
    kinds = {
        "answered": TRUTH["importance_points"],
        "correlation": TRUTH["importance_derived"],
        "regression": regression_truth(),
        "performance": perceived,
    }
    return {f"{way} {name}": values[name] for way, values in kinds.items() for name in DIMENSIONS}


def zone_truth() -> dict[str, float]:
    """Return true distances from both ends of the zone."""
    table, enough = TRUTH["dimensions"], TRUTH["adequate"]
    adequacy = {f"adequacy {d}": table.loc[d, "perception"] - enough[d] for d in DIMENSIONS}
    return adequacy | {f"superiority {d}": table.loc[d, "gap"] for d in DIMENSIONS}


@cache
def factors_truth() -> dict[str, float]:
    """Return what the factor analysis tells of the whole population's covariances."""
    described = [
        f"{name} =~ {' + '.join(f'P{item}' for item in items)}" for name, items in SETS.items()
    ]
    names = [f"P{item}" for item in ITEMS]
    fit = fit_covariance("\n".join(described), COVARIANCE.loc[names, names], 10**6)
    told = {row.rhs.removeprefix("P"): row.standardised for row in fit.loadings.itertuples()}
    pairs = fit.estimates[(fit.estimates["op"] == "~~") & fit.estimates["lhs"].isin(DIMENSIONS)]
    for row in pairs[pairs["lhs"] != pairs["rhs"]].itertuples():
        ends = sorted((row.lhs, row.rhs), key=DIMENSIONS.index)
        told["/".join(ends)] = row.standardised
    return told


def performance_truth() -> dict[str, float]:
    """Return the dimensions' true mean perceptions."""
    return {name: TRUTH["dimensions"].loc[name, "perception"] for name in DIMENSIONS}


FEW = {name: items_truth()[name] for name in (*DIMENSIONS, "total")}
STUDIES = [
    Study("survey.gaps", "heating_servqual, 600", items_truth(), gaps, MORE),
    Study("survey.gaps", "heating_servqual, 40, a tenth missing", FEW, few_gaps, WORLDS),
    Study("survey.servperf", "heating_servqual, 600", performance_truth(), servperf, WORLDS),
    Study("survey.weighted_gap", "heating_servqual, 600", weighted_truth(), weighted, WORLDS),
    Study(
        "survey.reliability",
        "heating_servqual, 600",
        reliability_truth(),
        many_reliabilities,
        WORLDS,
    ),
    Study(
        "survey.reliability",
        "heating_servqual, 100",
        reliability_truth(),
        few_reliabilities,
        WORLDS,
    ),
    Study("survey.validity", "heating_servqual, 600", validity_truth(), validity, WORLDS),
    Study("survey.validity", "heating_servqual, 50", validity_truth(), few_validity, WORLDS),
    Study("survey.free_regression", "heating_servqual, 600", free_truth(), free, WORLDS),
    Study("survey.free_regression", "heating_servqual, 50", free_truth(), few_free, WORLDS),
    Study("survey.response_surface", "heating_servqual, 600", surface_truth(), surface, WORLDS),
    Study(
        "survey.importance_performance",
        "heating_servqual, 600",
        importance_truth(),
        importance,
        MORE,
    ),
    Study("survey.zone_of_tolerance", "heating_servqual, 600", zone_truth(), zone, WORLDS),
    Study("survey.confirmatory", "heating_servqual, 600", factors_truth(), confirmatory, WORLDS),
]
