"""From events to stays and stretches of time: nothing is lost, what is wrong is named by row."""

from __future__ import annotations

import pandas as pd
import pytest

from servicelab.theory import TheoryError, crm

LOG = pd.DataFrame(
    [
        ("甲", "2025-01-01", "joined", 2),
        ("甲", "2025-02-10", "complaint", 2),
        ("甲", "2025-02-15", "recovered", 2),
        ("甲", "2025-04-11", "left", 2),
        ("乙", "2025-03-01", "joined", 0),
        ("乙", "2025-03-20", "complaint", 0),
        ("乙", "2025-03-20", "left", 0),
        ("丙", "2025-03-02", "joined", 1),
    ],
    columns=["member", "date", "event", "orders_before"],
)


@pytest.fixture(scope="module")
def shipped(project):
    return pd.read_csv(project / "datasets" / "memberships.csv", encoding="utf-8-sig")


def test_a_stay_goes_on_where_nobody_left():
    table = crm.contracts(LOG, until="2025-05-01", keep=["orders_before"])
    assert table.loc["甲"].tolist() == [pd.Timestamp("2025-01-01"), 100.0, 1, 2]
    assert table.loc["丙"].tolist() == [pd.Timestamp("2025-03-02"), 60.0, 0, 1]


def test_looking_from_an_earlier_day_forgets_what_came_later():
    table = crm.contracts(LOG, until="2025-03-01")
    assert table["left"].tolist() == [0, 0]
    assert table["duration"].to_dict() == {"甲": 59.0, "乙": 0.0}


def test_stretches_follow_the_complaint_and_its_recovery():
    first = crm.spells(LOG, until="2025-05-01").query("customer == '甲'")
    assert first[["start", "stop"]].to_numpy().tolist() == [[0, 40], [40, 45], [45, 100]]
    assert first["complaint"].tolist() == [0, 1, 1]
    assert first["recovered"].tolist() == [0, 0, 1]
    assert first["left"].tolist() == [0, 0, 1]


def test_who_leaves_on_the_day_of_the_complaint_left_without_one():
    second = crm.spells(LOG, until="2025-05-01").query("customer == '乙'")
    assert len(second) == 1
    assert second[["stop", "left", "complaint"]].iloc[0].tolist() == [19, 1, 0]


def test_no_member_day_and_no_leaver_is_lost(shipped):
    stays = crm.contracts(shipped, until="2025-12-30")
    cut = crm.spells(shipped, until="2025-12-30", keep=["orders_before"])
    assert (cut["stop"] - cut["start"]).sum() == stays["duration"].sum()
    assert cut["left"].sum() == stays["left"].sum() == (shipped["event"] == "left").sum()
    assert cut.groupby("customer")["stop"].max().equals(stays["duration"].rename("stop"))
    again = crm.spells(shipped.sample(frac=1, random_state=1), until="2025-12-30")
    pd.testing.assert_frame_equal(again, cut[again.columns])


def test_who_leaves_on_the_first_day_counts_as_gone():
    log = pd.concat([LOG, LOG.iloc[[7]].assign(event="left")])
    assert crm.contracts(log).loc["丙", ["duration", "left"]].tolist() == [0.5, 1]
    cut = crm.spells(log).query("customer == '丙'")
    assert cut[["start", "stop", "left"]].to_numpy().tolist() == [[0, 0.5, 1]]


def test_who_joins_on_the_last_day_does_no_harm():
    table = crm.contracts(LOG, until="2025-03-02")
    assert table.loc["丙", ["duration", "left"]].tolist() == [0, 0]
    longer = crm.contracts(LOG).assign(left=1)
    known = crm.retention_curve(longer)["survival"]
    nothing = pd.DataFrame({"duration": [0.0], "left": [0]})
    assert crm.retention_curve(pd.concat([longer, nothing]))["survival"].equals(known)


def test_a_table_put_together_from_several_keeps_its_columns_right():
    halves = pd.concat([LOG.iloc[:4], LOG.iloc[4:].set_axis(range(4))])
    for made in (crm.contracts, crm.spells):
        told = made(halves, until="2025-05-01", keep=["orders_before"])
        pd.testing.assert_frame_equal(told, made(LOG, until="2025-05-01", keep=["orders_before"]))


def test_weeks_and_months_are_days_divided():
    days, weeks = (crm.contracts(LOG, unit=unit)["duration"] for unit in ("D", "W"))
    assert (weeks * 7 == days).all()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t[t["event"] != "joined"], "3 位会员没有|2 位会员没有"),
        (lambda t: pd.concat([t, t.iloc[[0]]]), "第 9 行又入会了一次"),
        (lambda t: t.assign(date=t["date"].replace("2025-02-10", "2024-12-31")), "第 2 行早于"),
        (lambda t: t.assign(date=t["date"].replace("2025-02-15", "2025-06-01")), "第 3 行晚于"),
        (lambda t: t.assign(date=t["date"].replace("2025-02-10", "二月十号")), "第 2 行读不成日期"),
        (lambda t: t.assign(event=t["event"].replace("complaint", None)), "第 2、6 行没写"),
        (lambda t: t.rename(columns={"event": "what"}), "没有唯一的一列叫“event”"),
        (lambda t: t.iloc[:0], "空的"),
    ],
)
def test_what_is_wrong_is_said(change, said):
    with pytest.raises(TheoryError, match=said):
        crm.contracts(change(LOG))


def test_a_misspelt_covariate_is_not_taken_for_one_that_never_happens():
    with pytest.raises(TheoryError, match="没有“complaints”"):
        crm.spells(LOG, ["complaints"])
