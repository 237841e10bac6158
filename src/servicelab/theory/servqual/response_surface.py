"""An outcome over the plane of expectation and perception: what a single gap flattens."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from servicelab.theory.servqual.influence import Vector
from servicelab.theory.servqual.linear import Line, least_squares
from servicelab.theory.servqual.say import say
from servicelab.theory.servqual.scores import complete
from servicelab.theory.servqual.stationary import stationary_point

TERMS = ("perception", "expectation", "perception²", "perception × expectation", "expectation²")
LINES = {
    "slope_congruence": (0, 1, 1, 0, 0, 0),
    "curvature_congruence": (0, 0, 0, 1, 1, 1),
    "slope_incongruence": (0, 1, -1, 0, 0, 0),
    "curvature_incongruence": (0, 0, 0, 1, -1, 1),
}
LEAST = 20


@dataclass(frozen=True, eq=False)
class ResponseSurface:
    """A quadratic surface of an outcome over perception and expectation.

    Attributes
    ----------
    coefficients
        Rows constant, perception, expectation, perception², perception × expectation,
        expectation²; columns estimate, ci_low, ci_high, p. Perception and expectation are counted
        from `centre`.
    lines
        Slope and curvature at the centre along congruence (P = E) and incongruence (P rises as E
        falls): estimate, ci_low, ci_high, p, words.
    stationary
        Rows perception and expectation of the point where the surface is level, in the survey's
        own scale: estimate, ci_low, ci_high (infinite where the data cannot bound it).
    kind
        ``"peak"``, ``"valley"``, ``"saddle"``, or ``"unclear"`` when the point can't be placed.
    p_curved
        p of the three quadratic terms being 0 together; small: the surface is not a plane.
    p_difference
        p of the gap telling all (b_P = −b_E, no curvature); small: a gap loses information.
    r_squared, centre, n
        Share of variance accounted for; the point from which answers are counted; respondents.
    words
        What it says, in Chinese.
    """

    coefficients: pd.DataFrame
    lines: pd.DataFrame
    stationary: pd.DataFrame
    kind: str
    p_curved: float
    p_difference: float
    r_squared: float
    centre: float
    n: int
    words: str
    line: Line = field(repr=False)

    def predict(self, perception: object, expectation: object) -> Vector:
        """Return the surface's height at perceptions and expectations of the survey's own scale.

        Numbers or arrays of one shape; outside the answers that were given it is a guess.
        """
        p = np.asarray(perception, dtype=float) - self.centre
        e = np.asarray(expectation, dtype=float) - self.centre
        b = self.coefficients["estimate"].to_numpy()
        told: Vector = b[0] + b[1] * p + b[2] * e + b[3] * p**2 + b[4] * p * e + b[5] * e**2
        return told

    def __repr__(self) -> str:
        """The sentence, the four lines, and the stationary point where it can be placed."""
        parts = [self.lines.drop(columns="words")]
        if self.kind != "unclear":
            parts.append(self.stationary)
        return "\n".join([self.words, *(part.round(3).to_string() for part in parts)])


def response_surface(
    perception: pd.Series,
    expectation: pd.Series,
    outcome: pd.Series,
    centre: float = 0.0,
    confidence: float = 0.95,
) -> ResponseSurface:
    """Return the quadratic regression of an outcome on perception and expectation.

    Parameters
    ----------
    perception, expectation, outcome
        A number a respondent, same index; rows with a missing one are left out.
    centre
        Where the scale has its middle: both are counted from here, so that the slopes are those
        at the middle.
    confidence
        Share of samples whose interval holds the truth.

    Returns
    -------
    ResponseSurface
        Intervals of coefficients and of the slopes and curvatures (sums of coefficients): HC3
        errors with Student's t. The stationary point is a ratio, for which mean ± error does not
        hold: its intervals are all places where the gradient may be 0 (Box & Hunter 1954,
        Biometrika 41:190-199), and may have no end.

    Raises
    ------
    servicelab.theory.TheoryError
        If fewer than twenty respondents have all three, or a column is the same everywhere.

    References
    ----------
    Edwards & Parry 1993, Academy of Management Journal 36:1577-1613: outcome = b0 + b1 P + b2 E
    + b3 P² + b4 PE + b5 E²; along P = E slope b1 + b2 and curvature b3 + b4 + b5, along P = −E
    slope b1 − b2 and curvature b3 − b4 + b5; the surface is level at
    P = (b2 b4 − 2 b1 b5) / (4 b3 b5 − b4²), E = (b1 b4 − 2 b2 b3) / (4 b3 b5 − b4²).

    Examples
    --------
    >>> rng = np.random.default_rng(5)
    >>> p, e = pd.Series(rng.normal(size=500)), pd.Series(rng.normal(size=500))
    >>> told = response_surface(p, e, p - 0.5 * (p - e) ** 2 + rng.normal(size=500))
    >>> told.lines["estimate"].round(0).tolist()
    [1.0, 0.0, 1.0, -2.0]
    """
    frame = complete(
        pd.DataFrame({"p": perception, "e": expectation, "y": outcome}), LEAST, "响应面"
    )
    p, e = frame["p"] - centre, frame["e"] - centre
    terms = pd.DataFrame(dict(zip(TERMS, (p, e, p**2, p * e, e**2), strict=True)))
    line = least_squares(terms, frame["y"])
    lines = line.sums(np.array(list(LINES.values()), dtype=float), list(LINES), confidence)
    lines["words"] = [_line_words(name, row) for name, row in lines.iterrows()]
    point, kind = stationary_point(line, centre, confidence)
    p_curved = line.p_of(np.eye(6)[3:])
    # With a gap alone: b_P = −b_E, and no curvature at all.
    p_difference = line.p_of(np.vstack([[0, 1, 1, 0, 0, 0], np.eye(6)[3:]]))
    return ResponseSurface(
        line.table(confidence).rename_axis("term"),
        lines.rename_axis("line"),
        point,
        kind,
        p_curved,
        p_difference,
        line.r_squared,
        centre,
        len(frame),
        _words(p_curved, p_difference, kind),
        line,
    )


def _line_words(name: object, row: pd.Series) -> str:
    sign = "up" if row["ci_low"] > 0 else "down" if row["ci_high"] < 0 else "unsure"
    return say(f"{name}_{sign}")


def _words(p_curved: float, p_difference: float, kind: str) -> str:
    curved = "curved" if p_curved < 0.05 else "plane"
    against = "difference_against" if p_difference < 0.05 else "difference_with"
    return "；".join(map(say, (curved, against, kind)))
