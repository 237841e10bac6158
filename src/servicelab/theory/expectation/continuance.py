"""Why people go on using a service: Bhattacherjee's (2001) model of continuance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import pandas as pd

from servicelab.theory.structural import TheoryFit, fit_hypotheses

Columns = str | Sequence[str]


class ContinuanceModel:
    """Confirmation, usefulness, satisfaction, intention to go on: five arrows, all positive.

    Bhattacherjee (2001), *Management Information Systems Quarterly* 25(3), 351-370: confirmation →
    usefulness and satisfaction; usefulness → satisfaction and intention; satisfaction → intention.

    Parameters
    ----------
    confidence
        Of the intervals, between 0 and 1.
    errors
        ``"robust"`` (answers on scales are not normal) or ``"normal"``.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> c, e = rng.normal(size=300), rng.normal(size=(3, 300))
    >>> u = 0.5 * c + e[0]
    >>> s = 0.4 * c + 0.3 * u + e[1]
    >>> table = pd.DataFrame({"c": c, "u": u, "s": s, "i": 0.5 * s + 0.2 * u + e[2]})
    >>> found = ContinuanceModel().fit(table, confirmation="c", usefulness="u",
    ...                                satisfaction="s", intention="i")
    >>> found.paths["verdict"].tolist()
    ['相符', '相符', '相符', '相符', '相符']
    """

    ARROWS: ClassVar[dict[tuple[str, str], int]] = {
        ("confirmation", "usefulness"): 1,
        ("confirmation", "satisfaction"): 1,
        ("usefulness", "satisfaction"): 1,
        ("satisfaction", "intention"): 1,
        ("usefulness", "intention"): 1,
    }

    def __init__(self, confidence: float = 0.95, errors: str = "robust") -> None:
        self.confidence = confidence
        self.errors = errors

    def fit(
        self,
        frame: pd.DataFrame,
        *,
        confirmation: Columns,
        usefulness: Columns,
        satisfaction: Columns,
        intention: Columns,
    ) -> TheoryFit:
        """Fit the model.

        Parameters
        ----------
        frame
            A row a user. Rows with a gap in a used column are left out and counted.
        confirmation, usefulness, satisfaction, intention
            The columns of each: several items are read as a latent variable, a single column as
            it is.

        Returns
        -------
        TheoryFit
            ``.paths`` (five rows with the theory's sign and a verdict), ``.indices``,
            ``.r_squared``, ``.effects(cause, outcome)``, ``.structural``.

        Raises
        ------
        TheoryError
            If columns are absent or unfit, rows too few, or the model does not hold together.
        """
        blocks = {
            "confirmation": confirmation,
            "usefulness": usefulness,
            "satisfaction": satisfaction,
            "intention": intention,
        }
        return fit_hypotheses(
            self.ARROWS, blocks, frame, confidence=self.confidence, errors=self.errors
        )
