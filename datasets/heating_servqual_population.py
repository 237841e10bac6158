"""The rule behind heating_servqual.csv: kinds of households, and how their answers arise.

Within a kind of household all answers are normal before they are rounded: two factors shared by
all expectations and all perceptions, one more for each dimension, and one of each answer alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

SIDES = ("expectation", "perception")


@dataclass(frozen=True)
class Rule:
    """Households by cell (district × household × complained) and how their answers arise."""

    model: dict[str, Any]

    @classmethod
    def of(cls, model: dict[str, Any]) -> Rule:
        """Return the rule with the numbers of the YAML file."""
        return cls(model)

    @property
    def dimensions(self) -> list[str]:
        """Names of the five dimensions, in the order of the items."""
        return list(self.model["dimensions"])

    @property
    def zh(self) -> dict[str, str]:
        """Chinese names of the dimensions."""
        return {name: one["zh"] for name, one in self.model["dimensions"].items()}

    def of_dimensions(self, key: str) -> np.ndarray:
        """Return one number of each dimension."""
        return np.array([one[key] for one in self.model["dimensions"].values()], dtype=float)

    @cached_property
    def dimension_of(self) -> list[str]:
        """The dimension of each item, in the order of the items."""
        parts = self.model["dimensions"].items()
        return [name for name, one in parts for _ in one["expectation"]]

    @cached_property
    def names(self) -> list[str]:
        """Columns of answers that are rounded normal numbers."""
        items = [f"{side}{number + 1}" for side in "EP" for number in range(22)]
        adequate = [f"adequate_{name}" for name in self.dimensions]
        return [*items, *adequate, "overall", "recommend"]

    @cached_property
    def limits(self) -> tuple[np.ndarray, np.ndarray]:
        """Lowest and highest answer of each column."""
        scale = np.array([(1, 7)] * (len(self.names) - 1) + [(0, 10)])
        return scale[:, 0], scale[:, 1]

    @cached_property
    def cells(self) -> pd.DataFrame:
        """A row per kind of household: district, household, complained, share."""
        groups, complaints = self.model["groups"], self.model["complained_share"]
        rows = []
        for district, household, complained in product(*groups.values()):
            share = complaints[district] if complained else 1 - complaints[district]
            share *= groups["district"][district]["share"] * groups["household"][household]["share"]
            rows.append((district, household, complained, share))
        return pd.DataFrame(rows, columns=[*groups, "share"])

    def shifts(self, side: str) -> np.ndarray:
        """Return how far each cell lies from the mean, cell by dimension."""
        groups = self.model["groups"]
        parts = [[groups[g][one][side] for one in self.cells[g]] for g in groups]
        return np.asarray(parts, dtype=float).sum(axis=0)

    @cached_property
    def centre(self) -> pd.DataFrame:
        """Mean of each answer before rounding, a row per cell."""
        place = [self.dimensions.index(name) for name in self.dimension_of]
        parts = self.model["dimensions"].values()
        sides = [
            np.concatenate([one[side] for one in parts]) + self.shifts(side)[:, place]
            for side in SIDES
        ]
        adequate = self.of_dimensions("adequate") + self.shifts("expectation") / 2
        felt = self.shifts("perception") @ self.of_dimensions("worth")
        overall = self.model["overall"]["mean"] + felt / self.model["spread"]["perception"]
        recommend = self.model["recommend"]
        would = recommend["mean"] + recommend["slope"] * (overall - self.model["overall"]["mean"])
        return pd.DataFrame(np.column_stack([*sides, adequate, overall, would]), columns=self.names)

    @cached_property
    def work(self) -> np.ndarray:
        """How independent normal numbers make the answers: answers by numbers.

        The numbers are: what all expectations share, what all perceptions share, five of each
        dimension's expectation, five of its perception, and one of each answer alone.
        """
        factors = self._factors()
        place = [self.dimensions.index(name) for name in self.dimension_of]
        spread, own = self.model["spread"], np.eye(len(self.names))
        nth = np.concatenate([np.arange(place.count(d)) for d in range(len(self.dimensions))])
        rows = []
        for side in SIDES:
            loading = np.array(self.model["loadings"][side])[nth][:, None]
            part = own[len(rows) * 22 : len(rows) * 22 + 22]
            common = factors[side][place]
            rows.append(spread[side] * self._mix(loading, common, part))
        follows = self.model["adequate_follows"]
        rows.append(spread["adequate"] * self._mix(follows, factors["expectation"], own[44:49]))
        rows.append(self._overall(factors, own))
        return np.vstack(rows)

    @staticmethod
    def _mix(loading: Any, common: np.ndarray, own: np.ndarray) -> np.ndarray:
        return np.hstack([loading * common, np.sqrt(1 - np.square(loading)) * own])

    def _factors(self) -> dict[str, np.ndarray]:
        """Each dimension's factors of variance 1, in terms of the twelve common numbers."""
        shared, together, five = self.model["shared"], self.model["together"], np.eye(5)
        general = {"expectation": [1.0, 0.0], "perception": _turned(together["general"])}
        own = {"expectation": [1.0, 0.0], "perception": _turned(together["own"])}
        return {
            side: np.hstack(
                [
                    np.tile(np.sqrt(shared[side]) * np.array(general[side]), (5, 1)),
                    np.sqrt(1 - shared[side]) * np.hstack([part * five for part in own[side]]),
                ]
            )
            for side in SIDES
        }

    def _overall(self, factors: dict[str, np.ndarray], own: np.ndarray) -> np.ndarray:
        felt = self.of_dimensions("worth") @ factors["perception"]
        felt = felt + self.model["overall"]["expectation"] * factors["expectation"].sum(axis=0)
        overall = np.concatenate([felt, self.model["overall"]["noise"] * own[49]])
        recommend = self.model["recommend"]
        alone = np.concatenate([np.zeros(12), recommend["noise"] * own[50]])
        return np.vstack([overall, recommend["slope"] * overall + alone])

    @property
    def driver(self) -> int:
        """How many independent normal numbers one household takes."""
        return int(self.work.shape[1])


def _turned(correlation: float) -> list[float]:
    return [correlation, float(np.sqrt(1 - correlation**2))]
