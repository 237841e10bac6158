"""The numbers handed to an estimator: matched, whole, and counted."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from servicelab.theory.errors import TheoryError

Numbers = npt.ArrayLike | pd.Series


def matched(
    columns: Mapping[str, Numbers | None], others: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the columns side by side, rows without gaps only.

    Parameters
    ----------
    columns
        Name → numbers, a respondent each, matched by position; None leaves a name out.
    others
        Further columns to hold constant; their names stay.

    Returns
    -------
    DataFrame

    Raises
    ------
    TheoryError
        If the lengths differ, or something is not a number.

    Examples
    --------
    >>> matched({"satisfaction": [5, 6, None], "disconfirmation": [-1, 0, 2]}).shape
    (2, 2)
    """
    told = {name: _numbers(name, one) for name, one in columns.items() if one is not None}
    for name, column in [] if others is None else _table(others).items():
        if str(name) in told:
            raise TheoryError(f"others 里的列“{name}”与另一列重名，会顶掉它，请先改名。")
        told[str(name)] = _numbers(str(name), column)
    lengths = {name: len(column) for name, column in told.items()}
    if len(set(lengths.values())) > 1:
        said = "、".join(f"{name} {length} 个" for name, length in lengths.items())
        raise TheoryError(f"各列的长短不一样：{said}。每位客户每列一个数。")
    return pd.DataFrame(told).dropna().reset_index(drop=True)


def _table(others: pd.DataFrame) -> pd.DataFrame:
    if not isinstance(others, pd.DataFrame):
        raise TheoryError('others 要一张表(DataFrame)；只有一列也写成表[["列名"]]。')
    return others


def _numbers(name: str, column: Numbers) -> npt.NDArray[np.float64]:
    told = np.asarray(column).ravel()
    if told.dtype.kind in "mM":
        raise TheoryError(f"“{name}”是日期或时间差，不是数；请先换成天数或小时数。")
    try:
        numbers = pd.to_numeric(pd.Series(told))
    except (TypeError, ValueError) as error:
        raise TheoryError(f"“{name}”里有不是数的内容，请先清理。") from error
    found = numbers.to_numpy(dtype=np.float64)
    return np.where(np.isfinite(found), found, np.nan)


def level(confidence: object) -> float:
    """Return a confidence, or refuse one outside 0…1, from which only nonsense would follow.

    Examples
    --------
    >>> level(0.95)
    0.95
    """
    if not isinstance(confidence, int | float) or not 0 < confidence < 1:
        raise TheoryError(f"confidence 要在 0 与 1 之间，例如 0.95，收到的是 {confidence!r}。")
    return float(confidence)


def varied(name: str, column: pd.Series[float]) -> None:
    """Refuse a column in which everybody says the same.

    Parameters
    ----------
    name
        How the message calls it.
    column
        Numbers without gaps.

    Raises
    ------
    TheoryError
        If all are equal, or there are none.

    Examples
    --------
    >>> varied("满意", pd.Series([3.0, 3.0]))
    Traceback (most recent call last):
        ...
    servicelab.theory.errors.TheoryError: “满意”里所有的数都一样，看不出它随什么变。
    """
    if column.nunique() < 2:
        raise TheoryError(f"“{name}”里所有的数都一样，看不出它随什么变。")
