"""`servicelab scenario new`: the template plays, explains itself, and overwrites nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from servicelab.course.authoring import main_new
from servicelab.course.authoring_template import scalar, template
from servicelab.course.authoring_words import trades
from servicelab.data.errors import ServicelabError
from servicelab.scenarios import Scenario
from servicelab.scenarios.advice import advice, form_advice
from servicelab.scenarios.pack_file import checked
from servicelab.scenarios.parts import Fact, Loss, Remedies, Right
from servicelab.scenarios.scenario import Pack
from servicelab.simulation import converse


@pytest.mark.parametrize("trade", [None, "gym", "健身房", "酒店", *trades()])
def test_the_template_of_any_trade_plays_as_it_stands(trade: str | None) -> None:
    text = template("我的案例.yaml", trade)
    (scenario,), reading = checked(text, "我的案例.yaml")
    assert advice(scenario, 0, reading) == []
    assert form_advice(text) == []
    assert set(scenario.opening_of) == {"spoiled", "opportunist"}
    assert scenario.rights
    talk = converse(scenario, "reactive", seed=7, customer=1, customer_type="spoiled")
    assert talk.opening in scenario.opening_of["spoiled"]
    assert talk.finished


def test_a_trade_that_is_shipped_gives_its_own_case_and_any_other_keeps_its_name() -> None:
    def head(trade: str | None) -> tuple[str, str, str]:
        case = checked(template("a.yaml", trade), "a.yaml")[0][0]
        return case.industry, case.industry_zh, case.id

    assert head("酒店") == head("hotel") == ("hotel", "酒店", "my_hotel_case")
    assert head("gym")[0] == "gym"
    assert head("健身房")[1] == "健身房"
    assert head(None) == ("laundry", "洗衣", "my_coat_stain")


@pytest.mark.parametrize("model", [Pack, Scenario, Right, Fact, Loss, Remedies])
def test_every_field_stands_there_with_a_comment_above_it(model: type[BaseModel]) -> None:
    lines = template("a.yaml").splitlines()
    for field in model.model_fields:
        at = next(
            number for number, line in enumerate(lines) if re.match(rf"[^#]*\b{field}:", line)
        )
        above = [line.strip() for line in lines[max(0, at - 3) : at]]
        if field != "scenarios":
            assert any(re.match("#.*[一-鿿]", line) for line in above), field


def test_what_to_change_is_marked_and_a_list_of_checks_ends_it() -> None:
    text = template('"我的 案例.yaml"')
    assert len(re.findall("^ *# 【改】", text, re.MULTILINE)) > 15
    assert len(re.findall("# 【可删】", text)) > 5
    assert text.count("□") >= 7
    assert 'servicelab scenario check "我的 案例.yaml"' in text
    assert max(map(len, text.splitlines())) < 110


def test_what_may_go_can_go(tmp_path: Path) -> None:
    """Take out every part that is marked so, with what is indented below it."""
    kept: list[str] = []
    skipping: int | None = None
    for line in template("a.yaml").splitlines():
        indent = len(line) - len(line.lstrip())
        if "# 【可删】" in line and line.strip() != "" and not line.startswith("# "):
            skipping, seen = indent, False
            continue
        if skipping is not None and line.strip():
            comment = line.lstrip().startswith("#") and not seen
            if comment or indent > skipping or not seen:
                seen = seen or not comment
                continue
            skipping = None
        kept.append(line)
    (scenario,), _ = checked("\n".join(kept), "a.yaml")
    assert scenario.opening_of == {}
    assert scenario.origin == ""
    assert "brush_off" not in scenario.agent
    assert "fix" in scenario.agent
    assert scenario.customer.temper is None
    assert converse(scenario, "roundabout").finished


@pytest.mark.parametrize("text", ["有: 冒号", "有 # 井号", "- 横线", "'引号", '"引号', "?", "@他",
                                  "100", "2013-10-25", "no", "[括号]", "好。"])  # fmt: skip
def test_any_text_comes_back_as_it_was(text: str) -> None:
    from servicelab.scenarios.yaml_lines import read_lines

    assert read_lines(f"- {scalar(text)}\n").data == [text]


def test_nothing_is_overwritten_unless_one_insists(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "新 文件夹" / "我的案例"
    assert main_new(str(path)) == 0
    file = path.with_name("我的案例.yaml")
    assert f'servicelab scenario play "{file}"' in capsys.readouterr().out
    file.write_text("我写的", encoding="utf-8")
    with pytest.raises(ServicelabError, match=r"没有动它.*--force"):
        main_new(str(file))
    assert file.read_text(encoding="utf-8") == "我写的"
    assert main_new(str(file), force=True) == 0
    assert "industry: laundry" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "industry", "says"),
    [("a.txt", None, "以 .yaml 结尾，例如 .*a.yaml"), (".", None, "是文件夹"),
     ("a.yaml#x", None, "不用写“#”"), ("a.yaml", "Gym Club", "行业“Gym Club”不行.*hotel 酒店"),
     ("a.yaml", "1", "行业“1”不行"), ("\0.yaml", None, "写不了")],
)  # fmt: skip
def test_what_cannot_be_written_is_refused(
    tmp_path: Path, file: str, industry: str | None, says: str
) -> None:
    with pytest.raises(ServicelabError, match=says):
        main_new(f"{tmp_path}/{file}", industry)
    assert list(tmp_path.iterdir()) == []
