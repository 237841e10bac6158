"""Are stretches of time fit for a model of leaving? What is wrong is said by row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from servicelab.theory.crm.checks import Flags, refuse_times, rows
from servicelab.theory.crm.events import column
from servicelab.theory.errors import TheoryError

FEWEST = 10
"""Members who left, a covariate: fewer make the intervals of a hazard model untrustworthy."""


def check_spells(spells: pd.DataFrame, covariates: Sequence[str], customer: str) -> pd.DataFrame:
    """Return the columns a model needs as numbers, or say what is wrong with them.

    Raises
    ------
    TheoryError
        If a column is missing or has gaps, times run backwards, stretches of a member overlap, a
        covariate never changes, or there are fewer than ten who left for each covariate.

    Examples
    --------
    >>> check_spells(pd.DataFrame({"customer": [1], "start": [3], "stop": [2], "left": [1]}), [],
    ...              "customer")
    Traceback (most recent call last):
        ...
    servicelab.theory.errors.TheoryError: 第 1 行的 stop 不晚于 start。
    """
    table = pd.DataFrame({customer: column(spells, customer).to_numpy()})
    for name in ("start", "stop", "left", *covariates):
        table[name] = _numbers(column(spells, name))
    _refuse(table[customer].isna().to_numpy(bool), "没有会员编号。")
    _refuse((table["stop"] <= table["start"]).to_numpy(bool), "的 stop 不晚于 start。")
    _refuse((table["start"] < 0).to_numpy(bool), "的 start 小于 0。")
    _refuse(~table["left"].isin([0, 1]).to_numpy(bool), "的 left 要写 1(已离开)或 0(还在)。")
    _no_overlap(table, customer)
    _enough(table, covariates)
    return table


def _numbers(values: pd.Series) -> np.ndarray:
    plain = values.astype(float) if values.dtype == bool else values
    refuse_times(values, str(values.name))
    numbers = pd.to_numeric(plain, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    _refuse(~np.isfinite(numbers), f"的“{values.name}”不是数字或是空的。请补上，或先删去这些行。")
    return numbers


def _no_overlap(table: pd.DataFrame, customer: str) -> None:
    order = table.sort_values([customer, "start"], kind="stable")
    earlier = order.groupby(customer)[["stop", "left"]].shift(1)
    overlaps = (order["start"] < earlier["stop"]).reindex(table.index)
    _refuse(overlaps.to_numpy(bool), "和同一位会员的上一段时间重叠了。")
    after = earlier["left"].eq(1).reindex(table.index)
    _refuse(after.to_numpy(bool), "在这位会员离开以后。退了再来的，请给一个新编号。")


def _enough(table: pd.DataFrame, covariates: Sequence[str]) -> None:
    left = table[table["left"] == 1]
    need = FEWEST * max(len(covariates), 1)
    if len(left) < need:
        raise TheoryError(
            f"只有 {len(left)} 位会员离开；估 {len(covariates)} 个因素，至少要 {need} 位。"
            "请把观察期拉长，或少放几个因素。"
        )
    for name in covariates:
        values = np.unique(table[name])
        if len(values) < 2:
            raise TheoryError(f"“{name}”每一行都是 {values[0]:g}，没有变化，看不出影响。")
        if left[name].nunique() < 2 and len(values) == 2:
            other = values[values != left[name].iloc[0]][0]
            raise TheoryError(
                f"“{name}”等于 {other:g} 的时间里没有人离开，倍数算不出来（只知道很小）。"
                "请合并几类，或等数据攒够。"
            )


def _refuse(bad: Flags, what: str) -> None:
    if bad.any():
        raise TheoryError(f"{rows(bad)}{what}")
