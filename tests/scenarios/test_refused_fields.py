"""Every kind of broken pack is refused in words that its author can act on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from servicelab.data.resources import read_yaml
from servicelab.scenarios import ScenarioError, catalog, load
from servicelab.scenarios.problems import problems_of
from servicelab.scenarios.scenario import Pack
from servicelab.scenarios.yaml_lines import read_lines
from tests.scenarios.refusal import ENGLISH, TINY, refusal


def test_the_tiny_pack_itself_is_fine(tmp_path: Path) -> None:
    path = tmp_path / "tiny.yaml"
    path.write_text(TINY, encoding="utf-8")
    assert load(path).id == "gym_closed"


# old words, new words, the line and the field to be named, what the message has to say
MISTAKES: list[tuple[str, str, int, str, list[str]]] = [
    ("cause: quality", "cause: qualty", 8,
     "scenarios[0].cause（投诉原因）",
     ["“qualty”", "是不是想写 quality？", "individual_difference（个体差异）"]),
    ("cause: quality", "cause: 信息不对称", 8,
     "scenarios[0].cause", ["是不是想写 information_asymmetry？"]),
    ("channel: phone", "channel: 鸽子", 6,
     "scenarios[0].channel（渠道）", ["没有“鸽子”这种写法。", "phone（电话）", "email（邮件）"]),
    ("price: 2400", "price: -5", 11,
     "scenarios[0].price（价格）", ["写的是 -5，要大于 0。"]),
    ("price: 2400", "price: 0", 11,
     "scenarios[0].price", ["写的是 0，要大于 0。"]),
    ("price: 2400", "price: 两千四", 11,
     "scenarios[0].price", ["“两千四”", "这里要写数字", "阿拉伯数字"]),
    ("price: 2400", "price: 2400元", 11,
     "scenarios[0].price", ["只写数字，不写单位"]),
    ("price: 2400", "price: ２４００", 11,
     "scenarios[0].price", ["半角"]),
    ("price: 2400", "price:", 11,
     "scenarios[0].price", ["这里是空的", "单位是元"]),
    ("price: 2400", "price: nan", 11,
     "scenarios[0].price", ["普通的数"]),
    ("price: 2400", "price: [1]", 11,
     "scenarios[0].price", ["写的是一个列表", "数字"]),
    ("severity: 0.4", "severity: 1.4", 10,
     "scenarios[0].severity（严重程度）", ["写的是 1.4，不能大于 1。"]),
    ("severity: 0.4", "severity: -1", 10,
     "scenarios[0].severity", ["不能小于 0。"]),
    ("    price: 2400\n", "", 4,
     "scenarios[0].price（价格）", ["缺这一项", "大于 0 的数"]),
    ("    price: 2400\n", "    price: 2400\n    prise: 1\n", 12,
     "scenarios[0].prise", ["没有这个字段，是不是想写 price？"]),
    ("    price: 2400\n", "    price: 2400\n    价格: 1\n", 12,
     "scenarios[0].价格", ["是不是想写 price？"]),
    ("    price: 2400\n", "    price: 2400\n    zzz: 1\n", 12,
     "scenarios[0].zzz", ["没有这个字段。可以写：", "promised（企业的承诺）"]),
    ("    price: 2400\n", "    price: 2400\n    industry: x\n", 12,
     "industry", ["只在文件开头写一次"]),
    ("    price: 2400\n", "    price: 2400\n    price: 24\n", 12,
     "scenarios[0].price", ["第 11 行已经写过"]),
    ("id: gym_closed", "id: 健身1", 4,
     "scenarios[0].id（场景编号）", ["小写英文字母、数字和下划线"]),
    ("title: 闭店五十天", "title:", 5,
     "scenarios[0].title（标题）", ["这里是空的"]),
    ("title: 闭店五十天", "title: 闭店{n}天", 5,
     "scenarios[0].title", ["花括号"]),
    ("title: 闭店五十天", "title: " + "长" * 401, 5,
     "scenarios[0].title", ["最多 400 个字"]),
    ("title: 闭店五十天", "title: {a: b}", 5,
     "scenarios[0].title", ["要写一段文字"]),
    ("      - 十二\n", "", 19,
     "scenarios[0].opening（开场白）", ["写了 11 条，至少要 12 条。"]),
    ("      - 十二\n", "      - 一\n", 31,
     "scenarios[0].opening[11]", ["有两句一样的：“一”"]),
    ("      - id: wish", "      - id: card", 41,
     "scenarios[0].facts[2].id（事实编号）", ["“card”写了两次"]),
    ("[顺延, 先顺延, 能顺延就行]", "[顺延]", 44,
     "scenarios[0].facts[2].answers（客户的答法）", ["写了 1 条，至少要 3 条。"]),
    ("as_of: 2013-10-25", "as_of: 去年", 16,
     "scenarios[0].rights[0].as_of（条文日期）", ["“去年”", "2021-12-03"]),
    ("status: R", "status: 读过", 18,
     "scenarios[0].rights[0].status（核对情况）", ["R（读过原文）"]),
    ("loss: {money: 0.1, substance: 0.2", "loss: {money: 0.9, substance: 0.2", 47,
     "scenarios[0].loss（损失）", ["三项加起来是 1.2，最多是 1"]),
    ("loss: {money: 0.1", "loss: {money: 10%", 47,
     "scenarios[0].loss.money（钱的损失）", ["百分数请写成小数"]),
    ("loss: {money: 0.1, substance: 0.2, attention: 0.1}", "loss: 0.4", 47,
     "scenarios[0].loss", ["写的是 0.4", "money、substance、attention"]),
    ("refund: 0.1", "refund: 2", 48,
     "scenarios[0].remedies.refund（退款）", ["写的是 2，不能大于 1。"]),
    ("      fix:", "      立即处理:", 50,
     "scenarios[0].agent.立即处理", ["是不是想写 fix？"]),
    ("      fix:", "      fixx:", 50,
     "scenarios[0].agent.fixx", ["是不是想写 fix？"]),
    ("      fix:", "      咳嗽:", 50,
     "scenarios[0].agent.咳嗽", ["没有“咳嗽”这种言语行为。可以写：greet（问候接待）、"]),
    ("        - 停好了。\n", "", 50,
     "scenarios[0].agent.fix", ["写了 1 条，至少要 2 条。"]),
    ("temper: [0.2, 0.6]", "temper: [0.6, 0.2]", 54,
     "scenarios[0].customer.temper（火气）", ["下限 0.6 比上限 0.2 大"]),
    ("temper: [0.2, 0.6]", "temper: [0.2, 1.6]", 54,
     "scenarios[0].customer.temper", ["写的是 0.2 到 1.6，只能在 0 到 1 之间。"]),
    ("temper: [0.2, 0.6]", "patience: [1, 30]", 54,
     "scenarios[0].customer.patience（耐心）", ["只能在 2 到 20 之间。"]),
    ("temper: [0.2, 0.6]", "temper: 0.6", 54,
     "scenarios[0].customer.temper", ["[下限, 上限]，0 到 1 之间"]),
    ("temper: [0.2, 0.6]", "temper: [0.6]", 54,
     "scenarios[0].customer.temper[1]", ["要写两个数"]),
    ("temper: [0.2, 0.6]", "temper: [0.2，0.6]", 54,
     "scenarios[0].customer.temper[0]", ["逗号要用半角"]),
    ("temper: [0.2, 0.6]", "temper: [0, 0.2, 0.6]", 54,
     "scenarios[0].customer.temper", ["写了 3 条，最多 2 条。"]),
    ("temper:", "tmper:", 54,
     "scenarios[0].customer.tmper", ["是不是想写 temper？"]),
    ("temper:", "火气:", 54,
     "scenarios[0].customer.火气", ["是不是想写 temper？"]),
    ("    accepts:\n      - 补天数\n", "    accepts: 补天数\n", 45,
     "scenarios[0].accepts（客户能接受什么）", ["“补天数”", "这里要写列表"]),
    ("industry_zh: 健身\n", "", 1,
     "industry_zh（行业名称）", ["缺这一项"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "field", "says"), MISTAKES)
def test_a_mistake_is_named_with_line_field_and_what_is_allowed(
    tmp_path: Path, old: str, new: str, line: int, field: str, says: list[str]
) -> None:
    assert old in TINY
    message = str(refusal(tmp_path, TINY.replace(old, new, 1)))
    assert message.startswith("my.yaml 有 ")
    assert f"第 {line} 行" in message
    assert field in message
    for words in says:
        assert words in message


def test_all_problems_come_together_in_the_order_of_the_file(tmp_path: Path) -> None:
    broken = (
        TINY.replace("price: 2400", "price: -5")
        .replace("cause: quality", "cause: qualty")
        .replace("temper: [0.2, 0.6]", "temper: [0.6, 0.2]")
    )
    error = refusal(tmp_path, broken)
    assert str(error).startswith("my.yaml 有 3 处要改：\n1. ")
    assert [p.field for p in error.problems] == [
        "scenarios[0].cause",
        "scenarios[0].price",
        "scenarios[0].customer.temper",
    ]
    assert [p.line for p in error.problems] == [8, 11, 54]


def test_more_than_ten_problems_are_counted_not_listed(tmp_path: Path) -> None:
    broken = (
        TINY.replace("label:", "lable:").replace(" ask:", " aks:").replace(" place:", " palce:")
    )
    error = refusal(tmp_path, broken)
    assert len(error.problems) == 14
    assert "\n10. " in str(error)
    assert "\n11. " not in str(error)
    assert "还有 4 处没有列出来" in str(error)


def test_a_scenario_id_used_twice_in_a_file(tmp_path: Path) -> None:
    again = TINY + TINY[TINY.index("  - id: gym_closed") :]
    error = refusal(tmp_path, again)
    assert "scenarios[1].id（场景编号）：编号 gym_closed 在第 4 行已经用过" in str(error)


def test_a_scenario_id_used_in_two_packs(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(TINY, encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"b\.yaml 里的场景编号 gym_closed 在 a\.yaml 里已经"):
        catalog(tmp_path)


def test_no_value_of_any_kind_anywhere_is_refused_without_its_own_message() -> None:
    """Put strange values at every place of a pack; every error type must have its words."""
    reading = read_lines(TINY)
    messages = read_yaml("servicelab.scenarios", "data/messages.yaml")
    strange: list[Any] = [
        "",
        "x",
        "-1",
        "1e999",
        "长" * 500,
        "{",
        [],
        ["x"],
        ["", ""],
        {},
        {"x": "y"},
    ]
    kinds = set()
    for steps in [s for s in reading.lines if s]:
        for value in strange:
            try:
                Pack.model_validate(_with(reading.data, steps, value))
            except ValidationError as error:
                kinds |= {details["type"] for details in error.errors()}
                for problem in problems_of(error, reading):
                    assert problem.line
                    assert not ENGLISH.search(str(problem))
    assert kinds - set(messages) == set()
    assert len(kinds) > 15


def _with(data: Any, steps: tuple[str | int, ...], value: Any) -> Any:
    if not steps:
        return value
    copy: Any = dict(data) if isinstance(data, dict) else list(data)
    copy[steps[0]] = _with(copy[steps[0]], steps[1:], value)
    return copy
