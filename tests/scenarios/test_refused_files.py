"""Files that are no pack at all, or cannot be had, are refused with the reason and the way out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from servicelab.data.errors import ServicelabError
from servicelab.scenarios import ScenarioError, catalog, load, yaml_lines
from tests.scenarios.refusal import TINY, refusal

# what stands in the file, what the message has to say
FORMS: list[tuple[str | bytes, list[str]]] = [
    (TINY.replace("    price: 2400", "\tprice: 2400"), ["第 11 行用了 Tab，请改成空格。"]),
    (TINY.replace("    ", "\t"), ["等 ", "行用了 Tab", "查找替换一次就行"]),
    (TINY.replace("price: 2400", "price：2400"), ["第 11 行", "少了冒号", "半角的“:”"]),
    (TINY.replace("price: 2400", "price:2400"), ["第 11 行", "冒号后面要空一格"]),
    (TINY.replace("title: 闭店", 'title: "闭店'), ["第 5 行", "引号开了没关"]),
    (TINY.replace("[0.2, 0.6]", "[0.2, 0.6"), ["方括号开了没关"]),
    (TINY.replace("0.05}", "0.05"), ["花括号开了没关"]),
    (TINY.replace("title: 闭店", "title: 他说: 闭店"), ["第 5 行", "给整句加上引号"]),
    (TINY.replace("title: 闭店", "title: @闭店"), ["第 5 行", "加上引号"]),
    (TINY.replace("status: R", "status: ?"), ['写成 "?"']),
    (TINY.replace("title: 闭店", "title: **闭店**"), ["第 5 行", "不能用 * 开头"]),
    (TINY.replace("title: 闭店", "title: !闭店 "), ["第 5 行", "!"]),
    (TINY.replace("    price: 2400", "   price: 2400"), ["第 11 行", "没对齐"]),
    (TINY.replace("    price: 2400", "　　price: 2400"), ["第 11 行", "全角空格"]),
    (TINY.replace("- 十二", "十二: 三"), ["没对齐"]),
    (TINY + "---\nindustry: gym\n", ["一个文件只写一份内容"]),
    ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", ["第 2 行", "不能用“*a”这种引用"]),
    ("a: " + "[" * 40, ["超过了 12 层"]),
    ("[" * 500_000, ["超过了 12 层"]),
    ("? [a, b]\n: c\n", ["冒号左边只能是字段名"]),
    ("", ["空的"]),
    (" \n\n", ["空的"]),
    ("# 只有一行注释\n", ["只有注释"]),
    ("你好，这是一份说明。\n", ["文件里应当先写 industry", "“你好，这是一份说明。”"]),
    ("- a\n- b\n", ["读到的是一个列表"]),
    ("industry: gym\nindustry_zh: 健身\nscenarios:\n", ["scenarios（场景列表）", "这里是空的"]),
    ("industry: gym\nindustry_zh: 健身\nscenarios: []\n", ["写了 0 条，至少要 1 条"]),
    ("industry: gym\nindustry_zh: 健身\nscenarios: [3]\n", ["scenarios[0]", "写的是 3"]),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", []),
    (b"\xff" * 100, ["不是 UTF-8"]),
    (b"PK\x03\x04" + b"x" * 50, [".xlsx"]),
    (b"\xef\xbb\xbf", ["空的"]),
    (TINY.encode()[:-120], ["第 48 行", "没写完"]),
    (TINY.encode()[:-130], ["花括号开了没关"]),
    (TINY[: TINY.index("    agent:")], ["scenarios[0].agent（客服怎么说）：缺这一项"]),
    (b"a: " + b"x" * 1_000_001, ["超过 1 MB"]),
]


@pytest.mark.parametrize(("content", "says"), FORMS)
def test_a_file_of_the_wrong_form(tmp_path: Path, content: str | bytes, says: list[str]) -> None:
    message = str(refusal(tmp_path, content))
    assert "my.yaml" in message
    assert re.search("[一-鿿]", message)
    for words in says:
        assert words in message


@pytest.mark.parametrize(("content", "says"), FORMS)
def test_the_same_words_without_the_c_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | bytes, says: list[str]
) -> None:
    monkeypatch.setattr(yaml_lines, "LOADER", yaml.BaseLoader)
    message = str(refusal(tmp_path, content))
    for words in says:
        assert words in message


# what is asked for, what the message has to say
REQUESTS: list[tuple[Any, list[str]]] = [
    ("heating_blockd_pipe", ["是不是想写 heating_blocked_pipe？", "现有的场景："]),
    ("屋里十四度，报修没人来", ["是不是想写 heating_blocked_pipe？"]),
    ("zzz", ["没有“zzz”这个场景。", "courier_delay"]),
    ("nowhere.yaml", ["没有“nowhere.yaml”这个文件"]),
    ("nowhere.yaml#x", ["没有“nowhere.yaml”这个文件"]),
    ("a\0b.yaml", ["这个文件"]),
    ("x" * 5000, ["没有“xxx"]),
    (3, ["int"]),
    (None, ["NoneType"]),
]


@pytest.mark.parametrize(("asked", "says"), REQUESTS)
def test_what_cannot_be_found(asked: Any, says: list[str]) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(asked)
    assert isinstance(caught.value, ServicelabError)
    assert len(str(caught.value)) < 400
    for words in says:
        assert words in str(caught.value)


def test_a_folder_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="是文件夹"):
        load(tmp_path)
    with pytest.raises(ScenarioError, match=r"没有“.*”这个文件夹"):
        catalog(tmp_path / "nowhere")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "my.yaml"
    path.write_text(TINY, encoding="utf-8")

    def denied(*args: Any, **kwargs: Any) -> Any:
        raise PermissionError

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(ScenarioError, match="读取权限"):
        load(path)
