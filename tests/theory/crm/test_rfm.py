"""RFM: the numbers are the log's, the scores keep their order, every customer has a segment."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from servicelab.theory import TheoryError, crm


@pytest.fixture(scope="module")
def orders(project):
    return pd.read_csv(project / "datasets" / "customers.csv", encoding="utf-8-sig")


@pytest.fixture(scope="module")
def scored(orders):
    return crm.rfm(orders, until="2025-12-28")


def test_the_numbers_are_those_of_the_log(orders, scored):
    one = orders[orders["customer"] == 363]
    days = pd.to_datetime(one["date"]).dt.normalize()
    row = scored.loc[363]
    assert row["recency"] == (pd.Timestamp("2025-12-28") - days.max()).days
    assert row["frequency"] == days.nunique()
    assert row["money"] == pytest.approx(one["spend"].sum() / days.nunique())
    assert len(scored) == 2000


def test_scores_keep_the_order_and_equal_numbers_get_equal_scores(scored):
    for number, score, sign in (("recency", "r", -1), ("frequency", "f", 1), ("money", "m", 1)):
        ordered = scored.assign(value=sign * scored[number]).sort_values("value")
        assert ordered[score].is_monotonic_increasing
        assert (scored.groupby(number)[score].nunique() == 1).all()
        assert scored[score].between(1, 5).all()
    assert scored["m"].value_counts().between(395, 405).all()  # hardly any two are equal


def test_a_single_customer_stands_in_the_middle():
    log = pd.DataFrame({"customer": ["A"], "date": ["2025-01-01"], "spend": [5.0]})
    assert crm.rfm(log, groups=5)[["r", "f", "m"]].iloc[0].tolist() == [3, 3, 3]


def test_segments_share_out_all_customers_and_all_money(orders, scored):
    table = crm.rfm_segments(scored)
    assert table["customers"].sum() == 2000
    assert table["share"].sum() == pytest.approx(1)
    assert table["money_share"].sum() == pytest.approx(1)
    assert table["advice"].str.len().gt(5).all()
    assert table.index[0] == "重要价值客户"
    spent = orders.groupby("customer")["spend"].sum()
    best = scored.index[scored["segment"] == "重要价值客户"]
    assert table["money_share"].iloc[0] == pytest.approx(spent[best].sum() / spent.sum())


def test_looking_from_an_earlier_day_forgets_what_came_later(orders):
    early = crm.rfm(orders, until="2024-09-30")
    cut = orders[orders["date"] < "2024-10-01"]
    pd.testing.assert_frame_equal(early, crm.rfm(cut, until="2024-09-30"))


def test_more_groups_refine_and_never_turn_the_order(orders):
    few, many = (crm.rfm(orders, groups=groups)["m"] for groups in (2, 10))
    assert np.array_equal(few, (many + 4) // 5)


@pytest.mark.parametrize(
    ("change", "given", "said"),
    [
        (lambda t: t.assign(spend=-1.0), {}, "负数"),
        (lambda t: t.assign(date="昨天"), {}, "读不成日期"),
        (lambda t: t.assign(customer=None), {}, "没有客户编号"),
        (lambda t: t.rename(columns={"spend": "钱"}), {}, "没有唯一的一列叫“spend”"),
        (lambda t: t, {"groups": 1}, "groups"),
        (lambda t: t, {"until": "2020-01-01"}, "最早的一笔交易"),
    ],
)
def test_what_is_wrong_is_said(orders, change, given, said):
    with pytest.raises(TheoryError, match=said):
        crm.rfm(change(orders.head(20)), **given)


def test_segments_want_an_rfm_table(orders):
    with pytest.raises(TheoryError, match="segment"):
        crm.rfm_segments(orders)
