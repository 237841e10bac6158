"""The curve of repeat purchases, expected and actual, on a table by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from servicelab.theory import crm

MODEL = crm.BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
LOG = pd.DataFrame(
    {
        "cust": ["A", "A", "B", "A", "B", "C", "A"],
        "date": [
            *("2024-01-01", "2024-01-10", "2024-01-15", "2024-01-29"),
            *("2024-02-07", "2024-02-06", "2024-02-14"),
        ],
    }
)
SPLIT = {"until": "2024-02-05", "observed_until": "2024-02-10"}


@pytest.mark.parametrize("merge", ["day", "moment"])
def test_each_customer_counts_from_his_first_purchase(merge: str) -> None:
    curve = MODEL.cumulative_expected(LOG, **SPLIT, merge=merge)
    end = 40 / 7 + (merge == "moment") / 7  # a day given as the end is over at its midnight
    assert curve["time"].tolist() == pytest.approx([1, 2, 3, 4, 5, end])
    # C came first after the calibration period, A's last purchase is after the hold-out period.
    assert curve["actual"].tolist()[:4] == [0, 1, 1, 2]
    assert curve["actual"].iloc[-1] == 3
    assert curve["period"].tolist() == ["calibration"] * 5 + ["holdout"]
    for time, expected in zip(curve["time"], curve["expected"], strict=True):
        both = MODEL.expected_purchases(time) + MODEL.expected_purchases(max(time - 2, 0))
        assert expected == pytest.approx(both)


def test_the_curve_ends_where_the_log_does_unless_told() -> None:
    curve = MODEL.cumulative_expected(LOG, unit="D")
    assert curve["time"].tolist() == list(range(1, 45))
    assert curve["actual"].iloc[-1] == 4
    assert (curve["period"] == "calibration").all()
    assert curve["expected"].is_monotonic_increasing
