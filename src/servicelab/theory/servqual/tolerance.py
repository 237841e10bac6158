"""The zone of tolerance: between what is just enough and what is wished for."""

from __future__ import annotations

import numpy as np
import pandas as pd

from servicelab.theory.servqual.influence import means, t_quantile
from servicelab.theory.servqual.say import say
from servicelab.theory.servqual.scores import complete

LEAST = 5


def zone_table(
    adequate: pd.DataFrame,
    perception: pd.DataFrame,
    desired: pd.DataFrame,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return where performance lies in each zone of tolerance.

    Parameters
    ----------
    adequate, perception, desired
        A row a respondent, a column a dimension, the same columns and scale: what is just enough,
        what was met, what is wished for. A dimension uses who told all three.
    confidence
        Share of samples whose interval holds the truth.

    Returns
    -------
    pandas.DataFrame
        A row a dimension: adequate, perception, desired; adequacy = perception − adequate and
        superiority = perception − desired, with intervals (Student's t, paired); share_below,
        share_within, share_above of respondents against their own zone, with intervals (Wilson
        1927, JASA 22:209-212); inverted, who wish for less than what is just enough; n; position
        and warning in words.

    Raises
    ------
    servicelab.theory.TheoryError
        If fewer than five respondents told all three.

    References
    ----------
    Zeithaml, Berry & Parasuraman 1993, Journal of the Academy of Marketing Science 21:1-12.

    Examples
    --------
    >>> table = zone_table(*(pd.DataFrame({"d": [x, x + 1.0] * 5}) for x in (3.0, 4.0, 6.0)))
    >>> table.loc["d", ["adequacy", "superiority", "share_within"]].tolist()
    [1.0, -2.0, 1.0]
    """
    rows = {
        str(name): _row(adequate[name], perception[name], desired[name], confidence)
        for name in perception.columns
    }
    return pd.DataFrame(rows.values(), index=pd.Index(list(rows), name="dimension"))


def _row(
    adequate: pd.Series, perception: pd.Series, desired: pd.Series, confidence: float
) -> dict[str, object]:
    told = complete(
        pd.DataFrame({"adequate": adequate, "perception": perception, "desired": desired}),
        LEAST,
        "容忍区间",
    )
    gaps = pd.DataFrame(
        {
            "adequacy": told["perception"] - told["adequate"],
            "superiority": told["perception"] - told["desired"],
        }
    )
    low, high = means(gaps).interval(confidence)
    row: dict[str, object] = {str(name): mean for name, mean in told.mean().items()}
    for name, down, up in zip(("adequacy", "superiority"), low, high, strict=True):
        row |= {name: gaps[name].mean(), f"{name}_low": down, f"{name}_high": up}
    inverted = int((told["desired"] < told["adequate"]).sum())
    row |= _shares(gaps, confidence) | {"inverted": inverted, "n": len(told)}
    row["position"] = say(_position(low, high))
    row["warning"] = _warning(inverted, len(told))
    return row


def _shares(gaps: pd.DataFrame, confidence: float) -> dict[str, float]:
    below = gaps["adequacy"] < 0
    above = (gaps["superiority"] > 0) & ~below
    shares: dict[str, float] = {}
    for name, which in {"below": below, "within": ~below & ~above, "above": above}.items():
        low, high = wilson(int(which.sum()), len(gaps), confidence)
        shares |= {f"share_{name}": which.mean(), f"{name}_low": low, f"{name}_high": high}
    return shares


def wilson(count: int, n: int, confidence: float) -> tuple[float, float]:
    """Return Wilson's interval of a share.

    Examples
    --------
    >>> [round(end, 3) for end in wilson(0, 20, 0.95)]
    [0.0, 0.161]
    """
    z = t_quantile(confidence, 1e9)
    centre = (count + z**2 / 2) / (n + z**2)
    half = z / (n + z**2) * np.sqrt(count * (n - count) / n + z**2 / 4)
    return max(float(centre - half), 0.0), min(float(centre + half), 1.0)


def _position(low: np.ndarray, high: np.ndarray) -> str:
    if high[0] < 0:
        return "below_zone"
    if low[1] > 0:
        return "above_zone"
    if low[0] > 0 and high[1] < 0:
        return "within_zone"
    return "edge_low" if low[0] <= 0 else "edge_high"


def _warning(inverted: int, n: int) -> str:
    return say("inverted", count=inverted, share=f"{inverted / n:.0%}") if inverted else ""
