"""The model card says what the tables say."""

from __future__ import annotations

import importlib.util

import pandas as pd
import pytest

from tests.findings import run

SPEC = importlib.util.spec_from_file_location(
    "make_model_card", run.ROOT / "tools" / "make_model_card.py"
)
maker = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(maker)


def test_the_card_is_up_to_date() -> None:
    assert maker.main(["--check"]) == 0


def test_a_failure_without_a_reason_is_refused() -> None:
    with pytest.raises(maker.CardError, match="does not say why"):
        maker.with_reasons([{"id": "odd"}], {})


def test_every_parameter_stands_in_one_group() -> None:
    names = list(maker.parameter_table().index)
    groups = maker.grouped({"some": names[:3]})
    assert [row["id"] for rows in groups.values() for row in rows] == names
    with pytest.raises(maker.CardError, match="anger_start"):
        maker.grouped({"one": ["anger_start"], "other": ["anger_start"]})


def test_results_of_other_parameters_are_refused(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = pd.read_csv(run.TABLE).assign(numbers="of yesterday")
    table.to_csv(tmp_path / "old.csv", index=False)
    monkeypatch.setattr(maker.run, "TABLE", tmp_path / "old.csv")
    with pytest.raises(maker.CardError, match="other parameters"):
        maker.card()
