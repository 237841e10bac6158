"""From a log of purchases to how often, how recently, for how long; and what is refused."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicelab.theory import TheoryError, crm

LOG = pd.DataFrame(
    {
        "cust": ["B", "A", "A", "C", "A", "B", "A", "D"],
        "date": [
            *("2024-01-08", "2024-01-15", "2024-01-01", "2024-01-03"),
            *("2024-01-15", "2024-02-05", "2024-02-26", "2024-02-20"),
        ],
        "paid": [30.0, 20.0, 10.0, 5.0, 6.0, 40.0, 50.0, 9.0],
    }
)


def _log(**changed: list[object]) -> pd.DataFrame:
    return LOG.assign(**{name: pd.Series(values) for name, values in changed.items()})


def test_a_table_by_hand() -> None:
    table = crm.summarise(LOG, value="paid", until="2024-02-12", observed_until="2024-03-04")
    assert table.index.tolist() == ["A", "B", "C"]  # D came first after the end
    assert table["frequency"].tolist() == [1, 1, 0]  # A twice on a day counts once
    assert table["recency"].tolist() == [2, 4, 0]
    assert table["T"].tolist() == pytest.approx([6, 5, 40 / 7])
    assert table["value"].tolist() == pytest.approx([26, 40, np.nan], nan_ok=True)
    assert table["holdout_frequency"].tolist() == [1, 0, 0]
    assert table["holdout_duration"].tolist() == [3, 3, 3]
    assert table["holdout_value"].tolist() == pytest.approx([50, np.nan, np.nan], nan_ok=True)
    assert table.attrs["left_out"] == 1


def test_the_last_day_of_the_table_ends_it_unless_told() -> None:
    table = crm.summarise(LOG, unit="D")
    assert table["T"].tolist() == [56, 49, 54, 6]
    assert table["recency"].tolist() == [56, 28, 0, 0]
    assert list(table.columns) == ["frequency", "recency", "T"]


def test_units_only_scale_time() -> None:
    days, weeks, months = (crm.summarise(LOG, unit=unit) for unit in "DWM")
    assert np.allclose(days["T"], weeks["T"] * 7)
    assert np.allclose(days["recency"], months["recency"] * 365.25 / 12)


@pytest.mark.parametrize(
    "written",
    [
        ["20240108", "20240115", "20240101", "20240103", "20240115", "20240205", "20240226"],
        [20240108, 20240115, 20240101, 20240103, 20240115, 20240205, 20240226],
        [
            *("2024/1/8", "2024.1.15", "2024年1月1日", "2024-1-3 09:00", "2024-01-15T23:59:59Z"),
            *(datetime.date(2024, 2, 5), datetime.datetime(2024, 2, 26, 8)),
        ],
    ],
)
def test_dates_in_any_clear_writing(written: list[object]) -> None:
    table = crm.summarise(_log(date=[*written, written[0]]).head(7))
    pd.testing.assert_frame_equal(table, crm.summarise(LOG.head(7)))


def test_dates_of_pandas_with_and_without_a_zone() -> None:
    plain = pd.to_datetime(LOG["date"])
    zoned = plain.dt.tz_localize("Asia/Shanghai") + pd.Timedelta(hours=23)
    for dates in (plain, zoned):
        pd.testing.assert_frame_equal(crm.summarise(LOG.assign(date=dates)), crm.summarise(LOG))


def test_moments_keep_two_purchases_of_a_day_apart() -> None:
    dates = ["2024-01-01 09:00", "2024-01-01 21:00", "2024-01-02 09:00", "2024-01-02 09:00"]
    log = pd.DataFrame({"cust": 1, "date": dates})
    one = crm.summarise(log, unit="D", merge="moment").loc[1]
    assert one.tolist() == pytest.approx([2, 1, 1.625])  # observed to the end of the second day
    assert crm.summarise(log, unit="D").loc[1].tolist() == [1, 1, 1]


@given(st.permutations(range(len(LOG))))
def test_the_order_of_rows_is_nothing(order: list[int]) -> None:
    pd.testing.assert_frame_equal(
        crm.summarise(LOG.iloc[order], value="paid"), crm.summarise(LOG, value="paid")
    )


def test_ids_may_be_numbers_and_blanks_around_them_are_nothing() -> None:
    numbers = crm.summarise(_log(cust=[7, 3, 3, 9, 3, 7, 3, 8]))
    assert numbers.index.tolist() == [3, 7, 8, 9]
    spaced = crm.summarise(_log(cust=["B ", "A", " A", "C", "A", "B", "A", "D"]))
    pd.testing.assert_frame_equal(spaced, crm.summarise(LOG))


def test_the_table_handed_in_is_left_as_it_was() -> None:
    before = LOG.copy()
    crm.summarise(LOG, value="paid")
    pd.testing.assert_frame_equal(LOG, before)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"cust": ["B", None, "A", "C", "A", " ", "A", "D"]}, "第 2、6 行没有客户编号"),
        ({"cust": ["B", 1, "A", "C", "A", 2, "A", "D"]}, "第 2、6 行是数字"),
        ({"date": ["2024-02-30", *LOG["date"][1:]]}, "第 1 行读不成日期(例如 '2024-02-30')"),
        ({"date": ["05/03/2024", *LOG["date"][1:]]}, "第 1 行读不成日期"),
        ({"date": [*LOG["date"][:7], None]}, "第 8 行读不成日期"),
        ({"date": [45292] * 8}, "第 1、2、3、4、5 行等 8 行读不成日期"),
        ({"date": ["9999-12-31", *LOG["date"][1:]]}, "第 1 行读不成日期"),
        ({"paid": [-3.0, *LOG["paid"][1:]]}, "第 1 行是负数"),
        ({"paid": [1.0, np.nan, *LOG["paid"][2:]]}, "第 2 行是空的"),
        ({"paid": ["¥5", "1,200", *map(str, LOG["paid"][2:])]}, "第 1、2 行不是数字"),
        ({"paid": [np.inf, *LOG["paid"][1:]]}, "第 1 行不是数字"),
    ],
)
def test_what_can_t_be_used_is_named_with_its_rows(
    changed: dict[str, list[object]], words: str
) -> None:
    with pytest.raises(TheoryError) as error:
        crm.summarise(_log(**changed), value="paid")
    assert words in str(error.value)
    assert "“" + next(iter(changed)) + "”" in str(error.value)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"customer": "id"}, "没有唯一的一列叫“id”。表里有：cust、date、paid"),
        ({"unit": "Q"}, "unit='Q' 不认识"),
        ({"merge": "hour"}, "merge='hour' 不认识"),
        ({"until": "2023-12-31"}, "还早"),
        ({"until": "spring"}, "读不成日期"),
        ({"until": "2024-02-12", "observed_until": "2024-02-12"}, "要晚于 until"),
    ],
)
def test_what_was_asked_wrongly_is_said(given: dict[str, str], words: str) -> None:
    with pytest.raises(TheoryError, match=words):
        crm.summarise(LOG, **given)


def test_no_rows_and_no_table() -> None:
    with pytest.raises(TheoryError, match="空的"):
        crm.summarise(LOG.head(0))
    with pytest.raises(TheoryError, match="DataFrame"):
        crm.summarise([("A", "2024-01-01")])
    with pytest.raises(TheoryError, match="唯一"):
        crm.summarise(pd.concat([LOG, LOG[["cust"]]], axis=1))
