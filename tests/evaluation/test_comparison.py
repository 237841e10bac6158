"""Comparisons: paired, honest about noise, at equal dose."""

from __future__ import annotations

import numpy as np
import pytest

import servicelab as sl
from servicelab.evaluation import at_equal_dose
from servicelab.evaluation.dose import stretch
from servicelab.simulation.parameters import default_parameters
from servicelab.simulation.work import work_of

THREE = ["roundabout", "clear", "reactive"]
BASELINES = ["confront", "indifferent"]
SCENARIOS = list(sl.scenarios.catalog().index)


@pytest.fixture(scope="module")
def everything() -> sl.evaluation.Comparison:
    return sl.compare(THREE + BASELINES, SCENARIOS, n=1_000, seed=7)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_each_method_is_above_both_baselines_by_more_than_the_noise(
    everything: sl.evaluation.Comparison, scenario: str
) -> None:
    rows = everything.table.loc[scenario]
    lead = rows.loc[THREE, "estimate"].min() - rows.loc[BASELINES, "estimate"].max()
    assert lead > rows["noise_floor"].iloc[0] > 0


def test_the_table_is_made_of_the_rows_of_the_batch(
    everything: sl.evaluation.Comparison,
) -> None:
    outcome = sl.simulate("courier_delay", "clear", n=1_000, seed=7)
    row = everything.table.loc[("courier_delay", "clear")]
    assert row["estimate"] == pytest.approx(outcome["satisfaction"].mean(), rel=1e-12)
    assert (everything.units["courier_delay"]["clear"] == outcome["satisfaction"]).all()


def test_paired_differences_are_narrower_than_unpaired_ones(
    everything: sl.evaluation.Comparison,
) -> None:
    paired = everything.paired("roundabout", "clear").loc["courier_delay"]
    rows = everything.table.loc["courier_delay"]
    apart = np.hypot(*rows.loc[["roundabout", "clear"], "standard_error"])
    assert paired["standard_error"] < apart
    assert paired["estimate"] == pytest.approx(
        rows.loc["roundabout", "estimate"] - rows.loc["clear", "estimate"]
    )


def test_a_comparison_turned_round_is_its_mirror(everything: sl.evaluation.Comparison) -> None:
    one, other = everything.paired("clear", "confront"), everything.paired("confront", "clear")
    assert np.allclose(one["estimate"], -other["estimate"])
    assert np.allclose(one["ci_low"], -other["ci_high"])


def test_the_figure_speaks_chinese_and_has_an_alt_text(
    everything: sl.evaluation.Comparison,
) -> None:
    assert "服务回旋法" in everything.plot().alt
    assert "roundabout" in everything.plot(language="en").alt


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_equal_dose_is_equal_in_every_kind_of_work(scenario: str) -> None:
    case = sl.scenarios.load(scenario)
    totals = [
        np.sum([work_of(move, case, default_parameters()) for move in book.moves], axis=0)
        for book in at_equal_dose(THREE, case)
    ]
    assert np.allclose(totals[0], totals[1])
    assert np.allclose(totals[0], totals[2])
    assert len({len(book.steps) for book in at_equal_dose(THREE, case)}) == 1


def test_stretching_keeps_the_totals_and_the_order() -> None:
    work = np.random.default_rng(2).uniform(size=(5, 3))
    even = np.ones(5)
    stretched = stretch(work, 8, even)
    assert np.allclose(stretched.sum(axis=0), work.sum(axis=0))
    assert np.allclose(stretch(work, 5, even), work)


def test_at_equal_dose_a_method_differs_from_itself_by_nothing() -> None:
    class Twin(sl.methods.get("clear").__class__):  # type: ignore[misc]
        name = "twin"

    result = sl.compare(["clear", Twin()], ["courier_delay"], n=100, equal_dose=True)
    assert result.paired("clear", "twin").loc["all", "estimate"] == 0.0


def test_winners_shares_sum_to_one_and_a_win_needs_more_than_noise() -> None:
    table = sl.winners(THREE, ["courier_delay"], n=200)
    for _, rows in table.groupby(level=["dose", "customer_type"]):
        assert rows["share_best"].sum() == pytest.approx(1.0)
        assert rows["wins"].sum() <= 1
        lead = rows["estimate"].nlargest(2)
        assert rows["wins"].any() == (lead.iloc[0] - lead.iloc[1] > rows["noise_floor"].iloc[0])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((["clear", "clear"], ["courier_delay"]), "两次"),
        (("clear", ["courier_delay"]), "列表"),
        ((["clear"], []), "列表"),
        ((["clear"], ["courier_dela"]), "courier_delay"),
        ((["cleer"], ["courier_delay"]), "clear"),
        ((["clear"], ["courier_delay"], 5), "30"),
    ],
)
def test_mistakes_are_answered_in_words(arguments: tuple[object, ...], words: str) -> None:
    with pytest.raises(sl.ServicelabError, match=words):
        sl.compare(*arguments, progress=False)  # type: ignore[arg-type]


def test_a_measure_that_does_not_exist_is_refused() -> None:
    with pytest.raises(sl.ServicelabError, match="loyalty"):
        sl.compare(["clear"], ["courier_delay"], measure="happiness")


def test_a_method_without_steps_cannot_be_put_at_equal_dose() -> None:
    class Silent(sl.Method):
        name, zh, origin = "silent", "沉默", "a test"

        def choose(self, observation: object) -> None:
            return None

    with pytest.raises(sl.ServicelabError, match="Playbook"):
        sl.compare([Silent()], ["courier_delay"], equal_dose=True)
