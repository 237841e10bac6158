"""Comparisons: one number a customer, common luck, as written and at equal dose."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import servicelab as sl
from servicelab.evaluation import MEASURES, Comparison
from servicelab.evaluation.measures import axis_title
from servicelab.evaluation.units import Units

THREE = ["roundabout", "clear", "reactive"]
BASELINES = list(sl.methods.BASELINES)
SCENARIOS = ["courier_delay", "hotel_dirty_room"]
WRITTEN = ("as written", "mixed")


def twin_of(name: str) -> sl.Playbook:
    return type("Twin", (type(sl.methods.get(name)),), {"name": "twin"})()


@pytest.fixture(scope="module")
def result() -> sl.evaluation.Comparison:
    return sl.compare([*THREE, *BASELINES], SCENARIOS, n=300, seed=7)


def test_the_table_is_made_of_the_rows_of_the_batch(result: sl.evaluation.Comparison) -> None:
    outcome = sl.simulate("courier_delay", "clear", n=300, seed=7)
    row = result.table.loc[(*WRITTEN, "courier_delay", "clear")]
    assert row["estimate"] == pytest.approx(outcome["satisfaction"].mean(), rel=1e-12)
    assert (result.units[(*WRITTEN, "courier_delay", "clear")] == outcome["satisfaction"]).all()
    assert (result.panel(*WRITTEN, "courier_delay")["clear"] == outcome["satisfaction"]).all()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_each_method_of_the_texts_is_above_quarrel_and_coldness(
    result: sl.evaluation.Comparison, scenario: str
) -> None:
    rows = result.table.loc[(*WRITTEN, scenario)]
    others = rows.loc[["confront", "indifferent"], "estimate"].max()
    assert rows.loc[THREE, "estimate"].min() - others > rows["noise_floor"].iloc[0] > 0


def test_one_run_serves_every_measure(result: sl.evaluation.Comparison) -> None:
    outcome = sl.simulate("courier_delay", "clear", n=300, seed=7)
    for measure in MEASURES:
        kept = result.by(measure).panel(*WRITTEN, "courier_delay")["clear"]
        assert (kept == outcome[measure]).all()
        assert axis_title(measure) != measure
        assert axis_title(measure, "en") != measure


def test_only_what_is_asked_for_is_kept() -> None:
    result = sl.compare(THREE, ["courier_delay"], n=100, keep=["cost"])
    assert list(result.numbers.measures) == ["satisfaction", "cost"]
    with pytest.raises(sl.ServicelabError, match="loyalty"):
        result.by("loyalty")


def test_the_mean_over_scenarios_has_one_number_a_customer(
    result: sl.evaluation.Comparison,
) -> None:
    rows = result.paired("clear", "reactive")
    assert (rows["n"] == 300).all()
    assert rows.loc["all", "estimate"] == pytest.approx(rows["estimate"].iloc[:2].mean())
    panels = [result.panel(*WRITTEN, name)["clear"] for name in SCENARIOS]
    row = result.table.loc[(*WRITTEN, "all", "clear")]
    per_customer = (panels[0] + panels[1]) / 2
    assert row["standard_error"] == pytest.approx(per_customer.std() / np.sqrt(300))


def test_paired_differences_are_narrower_than_unpaired_ones(
    result: sl.evaluation.Comparison,
) -> None:
    paired = result.paired("roundabout", "clear").loc["courier_delay"]
    rows = result.table.loc[(*WRITTEN, "courier_delay")]
    apart = np.hypot(*rows.loc[["roundabout", "clear"], "standard_error"])
    assert paired["standard_error"] < apart
    assert paired["estimate"] == pytest.approx(
        rows.loc["roundabout", "estimate"] - rows.loc["clear", "estimate"]
    )


def test_a_comparison_turned_round_is_its_mirror(result: sl.evaluation.Comparison) -> None:
    one, other = result.paired("clear", "confront"), result.paired("confront", "clear")
    assert np.allclose(one["estimate"], -other["estimate"])
    assert np.allclose(one["ci_low"], -other["ci_high"])


def test_ranks_and_wins_follow_from_the_paired_differences(
    result: sl.evaluation.Comparison,
) -> None:
    for _, rows in result.table.groupby(level=["dose", "customer_type", "scenario"]):
        order = rows.sort_values("estimate", ascending=False)
        assert list(order["rank"]) == sorted(rows["rank"])
        assert (rows["rank_best"] <= rows["rank"]).all()
        assert (rows["rank"] <= rows["rank_worst"]).all()
        assert rows["rank_worst"].max() <= len(rows)
        assert rows["share_best"].sum() == pytest.approx(1.0)
        assert rows["wins"].sum() <= 1
        lead = -np.diff(order["estimate"])[0]
        assert rows["wins"].any() == (lead > rows["noise_floor"].iloc[0])
        assert (rows.loc[rows["wins"], "rank_worst"] == 1).all()


def test_leads_are_the_paired_differences_behind_the_ranks(
    result: sl.evaluation.Comparison,
) -> None:
    for scenario in (*SCENARIOS, "all"):
        best = result.table.loc[(*WRITTEN, scenario), "rank"].idxmin()
        leads = result.leads(best, scenario=scenario)
        pair = result.paired("silence", best).loc[scenario]
        assert leads.loc["silence", "estimate"] == pytest.approx(pair["estimate"])
        assert leads.loc["silence", "ci_low"] < pair["ci_low"]  # holds with all the others
        surely_below = (leads["ci_high"] < 0).sum()
        row = result.table.loc[(*WRITTEN, scenario, best)]
        assert row["rank_worst"] == len(leads) + 1 - surely_below
    assert "按原样：比“CLEAR 法”高多少" in result.leads_plot("clear").alt
    assert "等量：比“CLEAR 法”高多少" in result.leads_plot("clear", dose="equal dose").alt
    for name in ("nobody", "confront"):  # the second plays as written only
        with pytest.raises(sl.ServicelabError, match=name):
            result.leads_plot(name, dose="equal dose")


def test_intervals_of_a_group_are_wider_than_each_by_itself(
    result: sl.evaluation.Comparison,
) -> None:
    half = result.table["ci_high"] - result.table["estimate"]
    widths = (half / result.table["standard_error"]).groupby(level=["dose", "customer_type"])
    assert np.allclose(widths.min(), widths.max())  # one width for all that holds together
    assert (widths.min() > 2.2).all()


def test_a_method_under_two_names_differs_by_exactly_nothing() -> None:
    result = sl.compare(["clear", twin_of("clear"), "reactive"], SCENARIOS, n=100)
    for dose in ("as written", "equal dose"):
        rows = result.paired("clear", "twin", dose=dose)
        assert (rows[["estimate", "standard_error", "ci_low", "ci_high"]] == 0.0).all(axis=None)
        table = result.table.loc[(dose, "mixed", "all")]
        for column in ("rank", "rank_best", "rank_worst", "share_best"):
            assert table.loc["clear", column] == table.loc["twin", column]
        assert not table.loc[["clear", "twin"], "wins"].any()
    assert "CLEAR 法 twin" in result.plot().alt


def test_the_order_of_methods_and_scenarios_changes_nothing(
    result: sl.evaluation.Comparison,
) -> None:
    turned = sl.compare([*BASELINES, *THREE[::-1]], SCENARIOS[::-1], n=300, seed=7).table
    for column in result.table.columns:
        one, other = result.table[column], turned[column].reindex(result.table.index)
        same = np.allclose(one, other, rtol=1e-9) if one.dtype == float else (one == other).all()
        assert same, column


def test_customer_types_are_compared_side_by_side(result: sl.evaluation.Comparison) -> None:
    kinds = ["mixed", "furious"]
    both = sl.compare(THREE, ["courier_delay"], n=300, customer_types=kinds, dose="as written")
    furious = sl.simulate("courier_delay", "clear", n=300, customer_type="furious")
    kept = both.panel(customer_type="furious")["clear"]
    assert (kept == furious["satisfaction"]).all()
    mixed = both.panel(customer_type="mixed")["clear"]
    assert (mixed == result.panel(*WRITTEN, "courier_delay")["clear"]).all()
    with pytest.raises(sl.ServicelabError, match="customer_type"):
        both.paired("clear", "reactive")
    assert both.paired("clear", "reactive", customer_type="furious").index[-1] == "all"


def test_options_reach_the_simulation() -> None:
    options = {"parameters": {"anger_gate": 0.0}}
    result = sl.compare(["clear"], ["courier_delay"], n=100, customer_types=["calm"], **options)
    row = sl.simulate("courier_delay", "clear", n=100, customer_type="calm", **options)
    assert (result.panel()["clear"] == row["satisfaction"]).all()


def test_the_backend_changes_no_number() -> None:
    pytest.importorskip("numba")
    tables = [
        sl.compare(THREE, ["courier_delay"], n=100, dose="as written", backend=backend).table
        for backend in ("numpy", "numba")
    ]
    pd.testing.assert_frame_equal(*tables, check_exact=True)
    with pytest.raises(sl.ServicelabError, match="backend"):
        sl.compare(THREE, ["courier_delay"], n=100, backend="fortran")


def test_less_cost_is_better() -> None:
    result = sl.compare(THREE, ["hotel_dirty_room"], n=200, measure="cost", dose="as written")
    rows = result.table.loc[(*WRITTEN, "all")]
    assert rows["rank"].idxmin() == rows["estimate"].idxmin()
    assert rows["share_best"].idxmax() == rows["estimate"].idxmin()
    cheap, dear = rows["estimate"].idxmin(), rows["estimate"].idxmax()
    cheaper = result.paired(cheap, dear).loc["all"]
    assert cheaper["estimate"] < 0
    assert cheaper["share_better"] > 0.5


def test_the_figures_show_no_more_than_a_projector_can() -> None:
    kinds = ["calm", "furious", "hurried", "relation_seeking"]
    one = sl.compare(THREE, SCENARIOS, n=100)
    assert "服务回旋法" in one.plot().alt
    assert "按原样" in one.plot().alt
    assert "等量" in one.plot().alt
    assert "roundabout" in one.plot(language="en").alt
    assert "equal dose" in one.ranks_plot(language="en").alt
    written = one.plot(dose="as written").alt  # only scenarios vary: each has its panel
    assert one.labels["courier_delay"] in written
    many = sl.compare(THREE, SCENARIOS, n=100, customer_types=kinds)
    assert many.plot().alt.startswith("格子图")
    assert "火大的客户" in many.plot(dose="equal dose").alt
    assert not many.plot(dose="equal dose").alt.startswith("格子图")
    few = one.plot(dose="as written", methods=["clear"]).alt
    assert "CLEAR 法" in few
    assert "服务回旋法" not in few
    with pytest.raises(sl.ServicelabError, match="furious"):
        one.plot(customer_type="furious")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((["clear", "clear"], ["courier_delay"]), "两次"),
        (("clear", ["courier_delay"]), "列表"),
        ((["clear"], []), "列表"),
        ((["clear"], ["courier_dela"]), "courier_delay"),
        ((["cleer"], ["courier_delay"]), "clear"),
        ((["clear"], ["courier_delay"], 99), "100 或更大"),
        ((["clear"], ["courier_delay"], "many"), "100"),
    ],
)
def test_mistakes_are_answered_in_words(arguments: tuple[object, ...], words: str) -> None:
    with pytest.raises(sl.ServicelabError, match=words):
        sl.compare(*arguments, progress=False)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"measure": "happiness"}, "loyalty"),
        ({"keep": ["happiness"]}, "loyalty"),
        ({"dose": "equal"}, "as written"),
        ({"customer_types": ["angry"]}, "furious"),
        ({"customer_types": "furious"}, "列表"),
        ({"equalise": ["clear", "silence"]}, "silence"),
        ({"confidence": 95}, "置信"),
    ],
)
def test_options_that_do_not_exist_are_refused(options: dict[str, object], words: str) -> None:
    with pytest.raises(sl.ServicelabError, match=words):
        sl.compare(["clear", "reactive"], ["courier_delay"], n=100, **options)


def test_two_scenarios_of_one_id_are_refused() -> None:
    case = sl.scenarios.load("courier_delay")
    with pytest.raises(sl.ServicelabError, match="两次"):
        sl.compare(["clear"], [case, case.model_copy(update={"price": 400})])


def test_winners_are_the_rows_of_a_comparison() -> None:
    table = sl.winners(THREE, ["courier_delay"], n=100)
    furious = sl.compare(THREE, ["courier_delay"], n=100, customer_types=["furious"]).table
    rows = furious.xs("all", level="scenario")
    assert np.allclose(table.loc[rows.index, "estimate"], rows["estimate"])
    assert set(table.index.get_level_values("customer_type")) == set(sl.scenarios.customer_types())


def test_few_customers_are_said_to_give_approximate_intervals() -> None:
    told = [
        sl.compare(["clear"], ["courier_delay"], n=n, dose="as written").table.attrs["intervals"]
        for n in (499, 500)
    ]
    assert "只是近似" in told[0]
    assert "只是近似" not in told[1]


def test_an_interval_without_width_is_not_told_as_certain() -> None:
    def told(other: list[float]) -> str:
        panel = pd.DataFrame({"one": [0.1, 0.3] * 250, "other": other})
        units = Units({"cost": {("as written", "mixed", "here"): panel}})
        return str(Comparison("cost", units, {}).table.attrs["intervals"])

    assert "算不出区间" in told([0.2] * 500)
    assert "算不出区间" not in told([0.2, 0.1] * 250)


def test_nobody_wins_by_fewer_turns(result: sl.evaluation.Comparison) -> None:
    turns = result.by("turns")
    assert turns.table["estimate"].notna().all()
    assert not turns.table["wins"].any()
    assert turns.table[["rank", "rank_best", "rank_worst", "share_best"]].isna().all(axis=None)
    assert any("气走" in note for note in turns.table.attrs["notes"])
    assert np.isnan(turns.paired("clear", "confront").loc["all", "share_better"])
    assert "噪声底" not in turns.plot(dose="as written").alt
    assert "★" not in turns.grid_plot(dose="as written").alt.split("。", 2)[-1]
    with pytest.raises(sl.ServicelabError, match="不排名次"):
        turns.ranks_plot()


def test_cases_of_one_title_are_told_apart_by_their_ids() -> None:
    case = sl.scenarios.load("courier_delay")
    cases = [case, case.model_copy(update={"id": "mine"}), sl.scenarios.load("hotel_dirty_room")]
    labels = sl.compare(["clear"], cases, n=100, dose="as written").labels
    assert labels["mine"] == f"{case.title} mine"
    assert labels["courier_delay"] == f"{case.title} courier_delay"
    assert labels["hotel_dirty_room"] == cases[2].title


@pytest.mark.parametrize("name", ["all", "mixed", "furious", "equal dose", "courier_delay"])
def test_a_name_that_means_something_else_is_refused(name: str) -> None:
    method = sl.Playbook.of(name, "自己的", sl.Step("听", ("listen",)))
    with pytest.raises(sl.ServicelabError, match=f"叫“{name}”"):
        sl.compare(["clear", method], ["courier_delay"], n=100)
    case = sl.scenarios.load("courier_delay").model_copy(update={"id": name})
    if name != "courier_delay":
        with pytest.raises(sl.ServicelabError, match=f"场景不能叫“{name}”"):
            sl.compare(["clear"], [case], n=100)
