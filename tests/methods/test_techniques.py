"""Response techniques: they go with any method, do what they are meant to, and have a limit."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import servicelab as sl
from servicelab.methods import (
    Conformity,
    Method,
    MethodError,
    Move,
    Observation,
    Step,
    Technique,
)
from servicelab.methods.catalog import TECHNIQUES
from servicelab.simulation.batch import finished, prepare

EIGHT = [
    "service_promise",
    "staged_guidance",
    "substitution",
    "external_review",
    "compensation_care",
    "empathy_transfer",
    "never_say_no",
    "conformity",
]
PLAIN = ["roundabout", "clear", "reactive", "conflict_resolution", "confront"]
CASES = ["hotel_dirty_room", "ecommerce_defect", "restaurant_wrong_dish", "courier_delay"]


class Walking(Method):
    """A method that is no playbook but makes the moves of one."""

    origin = "test"

    def __init__(self, name: str) -> None:
        self.book = sl.methods.get(name)
        self.name, self.zh = self.book.name, self.book.zh

    def begin(self) -> Walking:
        copy = Walking(self.name)
        copy.book = self.book.begin()
        return copy

    def choose(self, observation: Observation) -> Move | None:
        return self.book.choose(observation)


def test_the_text_names_eight() -> None:
    table = sl.methods.techniques()
    assert list(table.index) == EIGHT
    assert table["origin"].tolist() == [f"5 服务差异与补救措施, 投诉响应 {k}" for k in range(1, 9)]
    assert set(EIGHT) == set(sl.methods.catalog().query("kind == 'technique'").index)


@pytest.mark.parametrize("technique", EIGHT)
@pytest.mark.parametrize("method", PLAIN)
def test_a_method_that_is_no_playbook_makes_the_same_moves(method: str, technique: str) -> None:
    steps = sl.methods.combine(method, technique, "service_promise") if (
        technique != "service_promise"
    ) else sl.methods.combine(method, technique)  # fmt: skip
    names = steps.name.split("+")[1:]
    by_turn = sl.methods.combine(Walking(method), *names)
    for customer in range(6):
        one = sl.converse("hotel_dirty_room", steps, customer=customer)
        other = sl.converse("hotel_dirty_room", by_turn, customer=customer)
        assert [r.acts for r in one.records] == [r.acts for r in other.records]
        assert one.outcome() == other.outcome()


coins = st.floats(0, 1, exclude_max=True)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(EIGHT), st.lists(coins, min_size=8, max_size=8))
def test_a_method_by_lot_keeps_its_lot(technique: str, luck: list[float]) -> None:
    both = sl.methods.combine("random", technique).begin()
    alone = sl.methods.get("random").begin()
    extra = next(t for t in TECHNIQUES if t.name == technique)()
    for _ in extra.first:
        both.choose(Observation(0, 0.5, 1.0, 0.5, 0.5, 0.5))
    for turn, coin in enumerate(luck[:6]):
        seen = Observation(turn, 0.5, 1.0, 0.5, 0.5, 0.5, 0.0, coin)
        acts = extra.dressed(alone.choose(seen).acts)
        assert both.choose(seen).acts == acts


def test_nobody_greets_twice() -> None:
    for technique in ("service_promise", "staged_guidance"):
        for method in ("reactive", "clear", Walking("clear")):
            met = sl.methods.combine(method, technique, "empathy_transfer")
            talk = sl.converse("courier_lost", met, customer=4)
            greetings = ["greet" in record.acts for record in talk.records]
            assert greetings[0]
            assert not any(greetings[1:])


def test_a_technique_with_nothing_to_work_with_stays_out() -> None:
    poor = sl.scenarios.load("heating_blocked_pipe")
    assert poor.remedies.replace == 0
    assert sl.methods.combine("reactive", "substitution").facing(poor)[0].name == "reactive"
    pd.testing.assert_frame_equal(
        sl.simulate(poor, "reactive+substitution", n=50), sl.simulate(poor, "reactive", n=50)
    )
    rich = sl.scenarios.load("hotel_dirty_room")
    met, _ = sl.methods.get("reactive+substitution").facing(rich)
    assert all("compensate" not in step.acts for step in met.steps)


def test_not_saying_no_leaves_no_refusal() -> None:
    for method in ("confront", "script_reading", "indifferent"):
        acts = {act for step in sl.methods.combine(method, "never_say_no").steps
                for act in step.acts}  # fmt: skip
        assert not acts & {"refuse", "deny", "argue", "blame"}


def test_steps_that_lead_back_still_lead_to_the_same_step() -> None:
    plain, staged = sl.methods.get("roundabout"), sl.methods.get("roundabout+staged_guidance")
    back = next(step for step in plain.steps if step.back_above < 1)
    moved = next(step for step in staged.steps if step.name == back.name)
    assert staged.steps[moved.back_to].name == plain.steps[back.back_to].name


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: sl.methods.combine("clear", "service_promis"), "是不是想写 service_promise？"),
        (lambda: sl.methods.combine("clear", 7), "技巧要写名字"),
        (lambda: sl.methods.combine("claer", "conformity"), "是不是想写 clear？"),
        (lambda: sl.methods.combine("clear", "conformity", "从众心理法"), "写了两次"),
        (lambda: sl.methods.get("clear+"), "没有“”这个技巧"),
    ],
)
def test_what_cannot_be_combined_says_why(call, words: str) -> None:
    with pytest.raises(MethodError, match=words):
        call()


def test_a_class_without_a_name_is_told_what_it_lacks() -> None:
    class Mine(Method):
        name, origin = "mine", "test"

    with pytest.raises(MethodError, match="方法类 Mine 缺 zh（中文名）"):
        sl.simulate("hotel_dirty_room", Mine(), n=1)


def test_a_technique_of_ones_own() -> None:
    class Thanks(Technique):
        name, zh, adds = "thanks", "道谢", {"confirm": ("thank",)}

    both = sl.methods.combine("clear", Thanks())
    assert both.name == "clear+thanks"
    assert both.steps[-1].acts == ("confirm", "thank")


def measured(frame: pd.DataFrame, aim: str) -> pd.Series:
    return frame[aim] if aim in frame else (frame["ending"] == aim).astype(float)


@pytest.mark.parametrize(
    ("technique", "base"),
    [
        ("service_promise", "roundabout"),
        ("staged_guidance", "clear"),
        ("substitution", "compensate_only"),
        ("external_review", "clear"),
        ("compensation_care", "roundabout"),
        ("empathy_transfer", "clear"),
        ("never_say_no", "confront"),
        ("conformity", "clear"),
    ],
)
def test_each_changes_what_it_aims_at(technique: str, base: str) -> None:
    """Paired over the same customers: the 95 % interval of the mean over cases excludes 0."""
    row = sl.methods.techniques().loc[technique]
    cases = ["hotel_dirty_room", "ecommerce_defect"] if technique == "substitution" else CASES
    differences = []
    for case in cases:
        plain, both = (
            measured(sl.simulate(case, method, n=800, progress=False), row["aim"])
            for method in (base, f"{base}+{technique}")
        )
        differences.append(both - plain)
    mean = np.mean(differences, axis=0)
    error = 1.96 * mean.std() / np.sqrt(len(mean))
    sign = 1 if row["better"] == "more" else -1
    assert sign * mean.mean() - error > 0


def trust_at_the_end(method: Method) -> tuple[np.ndarray, np.ndarray]:
    case, player = prepare("ecommerce_defect", method, 7, None, None)
    state = finished(case, player, np.arange(2_000, dtype=np.uint64)).state
    return state.trust, state.found_out > 0


def test_conformity_that_is_made_up_costs_trust_when_it_is_found_out() -> None:
    honest, never = trust_at_the_end(sl.methods.combine("roundabout", Conformity()))
    made_up, found = trust_at_the_end(sl.methods.combine("roundabout", Conformity(deceptive=True)))
    assert not never.any()
    assert 0.05 < found.mean() < 0.95
    lost = (honest - made_up)[found]
    assert lost.mean() - 1.96 * lost.std() / np.sqrt(len(lost)) > 0.1
    # Who has not seen through it trusts as if it were true.
    assert abs((honest - made_up)[~found].mean()) < 0.02
    assert found.mean() > 0


def test_names_in_tables_read_back() -> None:
    for method in (sl.methods.combine("clear", Conformity(deceptive=True)),
                   sl.methods.combine("reactive", "substitution", "移情法")):  # fmt: skip
        assert sl.methods.get(method.name).name == method.name


def test_a_talk_is_its_row_of_the_batch_with_untruths_too() -> None:
    method = sl.methods.combine("reactive", Conformity(deceptive=True))
    table = sl.simulate("ecommerce_defect", method, n=12)
    assert table["found_out"].any()
    for customer in range(12):
        talk = sl.converse("ecommerce_defect", method, customer=customer)
        assert talk.outcome()._asdict() == table.loc[customer].to_dict()


def test_the_customer_says_so_on_finding_out() -> None:
    method = sl.methods.combine("reactive", Conformity(deceptive=True))
    for customer in range(60):
        talk = sl.converse("ecommerce_defect", method, customer=customer)
        kinds = [record.kind for record in talk.records]
        if "found_out" in kinds:
            record = talk.records[kinds.index("found_out")]
            assert record.after.trust < record.before.trust
            assert "看穿" in record.feedback
            assert talk.outcome().found_out == 1
            return
    pytest.fail("nobody found out")


def test_the_first_word_is_the_firms_when_it_calls_first() -> None:
    talk = sl.converse("hotel_dirty_room", "proactive", customer=3)
    assert talk.scenario.reached_first
    assert talk.scenario.loss.attention == 0
    assert talk.opening not in sl.scenarios.load("hotel_dirty_room").opening
    ahead = sl.simulate("hotel_dirty_room", "proactive", n=5)
    assert ahead.loc[3, "satisfaction"] == talk.outcome().satisfaction


def test_a_technique_cannot_be_laid_over_itself() -> None:
    with pytest.raises(MethodError, match="写了两次"):
        sl.methods.combine(sl.methods.get("clear+staged_guidance"), "staged_guidance")


def test_untruths_in_a_techniques_own_steps_count_as_such() -> None:
    class Boast(Technique):
        name, zh, deceptive = "boast", "吹牛", ("peer",)
        first = (Step("编", ("peer",)),)
        last = (Step("再编", ("peer", "confirm")),)

    steps = sl.methods.combine("clear", Boast()).steps
    assert steps[0].deceptive == steps[-1].deceptive == ("peer",)
    assert sl.methods.combine(Walking("clear"), Boast()).begin().choose(
        Observation(0, 0.5, 1.0, 0.0, 0.0, 0.0)
    ).deceptive == ("peer",)  # fmt: skip
