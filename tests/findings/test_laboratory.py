"""The laboratory itself: intervals, verdicts, shaking, switches, and rows that must fail."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from servicelab.scenarios.traits import trait_table
from servicelab.simulation import parameter_table, simulate, with_changes
from tests.findings import handlings, measuring, results, sensitivity, verdicts
from tests.findings.laboratory import FINDINGS, Finding, Lab, finding
from tests.findings.measuring import Task, chosen
from tests.findings.shaking import nudged_lab, shaken, switched_lab
from tests.findings.verdicts import Effect


def row(experiment: object, **rules: object) -> Finding:
    return Finding(
        id="made-up", evidence="0", claim="", claim_zh="", published="", kind="semi",
        mechanism="", experiment=experiment, part_rules=rules,
    )  # fmt: skip


def run(found: Finding, seeds: int = 6, n: int = 200) -> pd.Series:
    labs = [Lab(seed, n=n) for seed in range(seeds)]
    done = {
        Task("main", lab.seed, (found.id,), n): {found.id: measuring.measured(found, lab)}
        for lab in labs
    }
    return results.table([found], done).iloc[0]


def test_the_interval_is_that_of_scipy() -> None:
    values = np.random.default_rng(1).normal(0.3, 1.0, 30)
    expected = stats.ttest_1samp(values, 0.0).confidence_interval(0.95)
    assert verdicts.effect(values) == pytest.approx((values.mean(), expected.low, expected.high))


@pytest.mark.parametrize(
    ("found", "rule", "expected"),
    [
        (Effect(0.2, 0.1, 0.3), ">0", True),
        (Effect(0.2, -0.1, 0.5), ">0", False),
        (Effect(-0.2, -0.3, -0.1), "<0", True),
        (Effect(0.05, 0.01, 0.09), ("within", -0.1, 0.1), True),
        (Effect(0.05, -0.02, 0.12), ("within", -0.1, 0.1), False),
        (Effect(0.0, -0.02, 0.02), ("above", -0.05), True),
        (Effect(0.0, -0.06, 0.06), ("above", -0.05), False),
        (Effect(0.0, -0.02, 0.02), ("below", 0.01), False),
        (Effect(1e-9, 1e-9, 1e-9), ">0", False),  # rounding is no sign
        (Effect(float("nan"), float("nan"), float("nan")), ("within", -1, 1), False),
    ],
)
def test_a_part_holds_when_the_whole_interval_is_where_it_must_be(
    found: Effect, rule: object, expected: bool
) -> None:
    assert verdicts.holds(found, rule) is expected


def test_a_wrong_claim_fails_and_the_right_one_holds() -> None:
    def kind_words(lab: Lab) -> dict[str, float]:
        case = lab.scenario()
        kind, rude = lab.script({"relational": 1.0}), lab.script({"harm": 1.0})
        gap = lab.talks(case, kind).satisfaction - lab.talks(case, rude).satisfaction
        return {"gap": float(gap.mean())}

    assert run(row(kind_words, gap=">0"))["row_holds"]
    assert not run(row(kind_words, gap="<0"))["row_holds"]
    assert not run(row(kind_words, gap=("within", -0.001, 0.001)))["row_holds"]


def test_chance_alone_gives_no_finding() -> None:
    def nothing(lab: Lab) -> dict[str, float]:
        return {"difference": float(np.random.default_rng(lab.seed).normal())}

    assert not run(row(nothing, difference=">0"), seeds=20)["row_holds"]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (Effect(0.001, -0.01, 0.01), True),
        (Effect(0.1, 0.05, 0.15), False),  # smaller, but there
        (Effect(0.35, -0.1, 0.8), False),  # unclear, but no smaller
        (Effect(-0.3, -0.4, -0.2), True),
    ],
)
def test_a_switch_shows_a_finding_only_if_it_takes_it_away(after: Effect, expected: bool) -> None:
    before = {"part": Effect(0.4, 0.3, 0.5)}
    assert verdicts.shown(before, {"part": after}, {"part": ">0"}) is expected


def test_parts_and_rules_must_have_the_same_names() -> None:
    with pytest.raises(ValueError, match="made-up"):
        measuring.measured(row(lambda lab: {"one": 1.0}, other=">0"), Lab(1, n=1))


def test_an_emergent_finding_needs_a_switch_and_an_id_of_its_own() -> None:
    known = chosen(None)[0]
    words = {name: getattr(known, name) for name in ("evidence", "claim", "claim_zh", "published")}
    with pytest.raises(ValueError, match="switch"):
        finding(id="new", kind="emergent", mechanism="", part_rules={}, **words)(known.experiment)
    with pytest.raises(ValueError, match="two findings"):
        finding(id=known.id, kind="semi", mechanism="", part_rules={}, **words)(known.experiment)
    assert "new" not in FINDINGS


@pytest.mark.parametrize("draw", range(8))
def test_shaking_stays_within_the_ranges_and_moves_nearly_everything(draw: int) -> None:
    parameters, factors = shaken(draw)
    table = parameter_table()
    values = pd.Series(parameters._asdict())
    assert (values >= table["low"] - 1e-12).all()
    assert (values <= table["high"] + 1e-12).all()
    assert (values != table["value"]).mean() > 0.8
    assert shaken(draw)[0] == parameters
    assert shaken(draw + 1)[0] != parameters
    ranges = Lab(1, parameters, factors).scenario().customer.ranges()
    for name, (low, high) in ranges.items():
        assert trait_table()[name].minimum <= low <= high <= trait_table()[name].maximum
    assert ranges != Lab(1).scenario().customer.ranges()


def test_a_switch_reaches_parameters_and_traits() -> None:
    lab = switched_lab(1, {"anger_gate": 0.0, "fairness": 1.0}, n=50)
    assert lab.parameters.anger_gate == 0.0
    assert set(lab.persona(lab.scenario())["fairness"]) == {1.0}


def test_a_lab_meets_the_same_customers_as_simulate() -> None:
    lab = Lab(5, n=40)
    case = lab.scenario("courier_delay")
    pd.testing.assert_frame_equal(
        lab.talks(case, "clear"), simulate("courier_delay", "clear", n=40, seed=5, progress=False)
    )
    pd.testing.assert_frame_equal(
        lab.lives(case, ["clear"])[0][["satisfaction"]], lab.talks(case, "clear")[["satisfaction"]]
    )


def test_a_course_ends_in_the_state_that_the_talk_is_judged_by() -> None:
    lab = Lab(5, n=40)
    case = lab.scenario()
    script = lab.script(handlings.LISTEN, handlings.ASK)
    course = lab.course(case, script)
    assert len(course) == 3
    talks = lab.talks(case, script)
    assert (course[-1].heard == talks["interactional"]).all()


def test_excellent_handling_is_rated_above_the_middle_and_bad_handling_below() -> None:
    lab = Lab(5, n=500)
    justices = ["distributive", "interactional", "procedural"]
    case = lab.scenario()
    assert (lab.talks(case, handlings.good(lab))[justices].mean() > 0.5).all()
    assert (lab.talks(case, handlings.bad(lab))[justices].mean() < 0.5).all()


def test_coefficients_are_those_that_made_the_numbers() -> None:
    luck = np.random.default_rng(3)
    x, z = luck.normal(size=(2, 4_000))
    table = pd.DataFrame({"x": x, "z": 3 * z, "y": 2 * x + 3 * z})
    found = verdicts.slopes(table, "y", {"x": table["x"], "z": table["z"]})
    assert found == pytest.approx({"x": 2.0, "z": 1.0})
    betas = verdicts.betas(table, "y", ["x", "z"])
    assert betas["z"] / betas["x"] == pytest.approx(1.5, rel=0.05)


def test_a_slope_is_that_of_the_logarithm() -> None:
    value = with_changes().anger_start
    found = row(lambda lab: {"part": np.log(lab.parameters.anger_start)}, part=">0")
    done = {
        Task("nudge", 1, (found.id,), 1, (("anger_start", step),)): {
            found.id: measuring.measured(found, nudged_lab(1, "anger_start", step, 1))
        }
        for step in (-sensitivity.STEP, sensitivity.STEP)
    }
    assert value > 0
    assert sensitivity.slopes([found], done).iloc[0, 0] == pytest.approx(1.0)


def test_what_cannot_be_told_apart_is_found() -> None:
    one = np.array([1.0, 2.0, 0.0, 1.0])
    other = np.array([0.0, 1.0, -2.0, 0.0])
    matrix = pd.DataFrame({"a": one, "b": -2 * one, "c": other, "d": 0.001 * other})
    assert sensitivity.directions(matrix, 1e-9) == 2
    assert sensitivity.idle(matrix, 0.01) == ["d"]
    assert [pair[:2] for pair in sensitivity.alike(matrix, 0.99)] == [("a", "b"), ("c", "d")]


def test_a_run_that_was_broken_off_goes_on(tmp_path: object) -> None:
    todo = [Task("main", seed, ("x",), 1) for seed in range(3)]
    seen: list[int] = []

    def work(task: Task) -> dict[str, dict[str, float]]:
        seen.append(task.number)
        return {"x": {"part": float(task.number)}}

    kept = tmp_path / "kept.jsonl"
    measuring.spread_over(work, todo[:2], 1, kept, progress=False)
    whole = measuring.spread_over(work, todo, 1, kept, progress=False)
    assert seen == [0, 1, 2]
    assert whole[todo[1]] == {"x": {"part": 1.0}}
