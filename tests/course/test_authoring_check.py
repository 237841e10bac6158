"""`servicelab scenario check`: broken packs get the right words, sound ones advice."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from servicelab.cli import main
from servicelab.course.authoring import main_check, tried, verdict_of
from servicelab.course.authoring_template import template
from servicelab.scenarios import load

GOOD = template("我的案例.yaml")
ENGLISH = re.compile("Input should|Field required|valid|expected|error|Traceback", re.IGNORECASE)


def line_of(words: str, text: str = GOOD) -> int:
    """Return the number of the first line that holds some words."""
    return 1 + next(number for number, line in enumerate(text.splitlines()) if words in line)


def put(old: str, new: str) -> Callable[[str], str]:
    """Return what puts new words in the place of old ones, once."""

    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return change


def without(*starts: str) -> Callable[[str], str]:
    """Return what takes out the first line that begins with each of some words."""

    def change(text: str) -> str:
        for start in starts:
            line = next(line for line in text.splitlines() if line.strip().startswith(start))
            text = text.replace(line + "\n", "", 1)
        return text

    return change


AS_A_LIST = "    loss:\n      - 0.1\n      - 0.5\n      - 0.15"
LOSS = "    loss: {money: 0.1, substance: 0.5, attention: 0.15}"
TICKET = "      - id: ticket"

# what is broken: how, and every piece of text that the author has to be told
BROKEN: dict[str, tuple[Callable[[str], str | bytes], list[str]]] = {
    "wrong encoding": (lambda text: b"\xff\x80" * 300, ["读不成文字", "不是 UTF-8", "另存为"]),
    "a table, not a text": (lambda text: b"PK\x03\x04" + b"x" * 90, ["不是文本文件", ".xlsx"]),
    "empty": (lambda text: "", ["文件是空的"]),
    "tab": (put("    price: 80", "\tprice: 80"), ["第 {price: 80} 行用了 Tab，请改成空格。"]),
    "full-width colon": (
        put("price: 80", "price：80"),
        ["第 {price: 80} 行", "冒号要用半角的“:”，后面空一格", "│ price：80"],
    ),
    "no blank after the colon": (
        put("price: 80", "price:80"), ["第 {price: 80} 行", "冒号后面要空一格"],
    ),
    "wrong indentation": (
        put("    price: 80", "  price: 80"), ["第 {price: 80} 行", "没对齐", "上下对齐"],
    ),
    "missing field": (
        without("price:"), ["第 {- id: my_coat} 行", "price（价格）：缺这一项，要写大于 0 的数"],
    ),
    "misspelt field": (
        put("promised:", "promises:"),
        ["第 {promised:} 行", "promises：没有这个字段，是不是想写 promised？",
         "promised（企业的承诺）：缺这一项"],
    ),
    "wrong type": (
        put("price: 80", "price: 八十元"),
        ["第 {price: 80} 行", "（价格）：写的是“八十元”，这里要写数字", "请用阿拉伯数字"],
    ),
    "out of range": (
        put("severity: 0.4", "severity: 4"),
        ["第 {severity: 0.4} 行", "（严重程度）：写的是 4，不能大于 1。"],
    ),
    "percent": (
        put("refund: 0.5", "refund: 50%"),
        ["第 {refund: 0.5} 行", "（退款）：写的是“50%”", "百分数请写成小数"],
    ),
    "loss sum": (
        put("money: 0.1", "money: 0.9"),
        ["第 {loss: {money} 行", "（损失）：三项加起来是 1.55，最多是 1"],
    ),
    "repeated id of a fact": (
        put("- id: flaw", "- id: ticket"),
        ["第 {- id: flaw} 行", "（事实编号）：事实编号“ticket”写了两次，请改一个。"],
    ),
    "repeated id of a scenario": (
        lambda text: text + text[text.index("  - id: my_coat") : text.index("# =====", 900)],
        ["（场景编号）", "编号 my_coat_stain 在第 {- id: my_coat} 行已经用过"],
    ),
    "duplicate lines": (
        put("八十块钱洗一件，洗完跟没洗一样。", "我先说好啊，别让我再白跑一趟。"),
        ["第 {我先说好啊} 行", "有两句一样的：“我先说好啊，别让我再白跑一趟。”"],
    ),
    "too few openings": (
        without("- 喂，你们洗", "- 说好六号取", "- 我那件羊绒大衣"),
        ["（开场白）：写了 11 条，至少要 12 条。"],
    ),
    "unknown act": (
        put("      fix:", "      fixed:"),
        ["第 {      fix:} 行", "agent.fixed：没有“fixed”这种言语行为，是不是想写 fix？"],
    ),
    "unknown customer in opening_of": (
        put("      spoiled:", "      spoilt:"),
        ["第 {spoiled:} 行", "没有“spoilt”这种客户，是不是想写 spoiled？"],
    ),
    "customer in Chinese in opening_of": (
        put("      opportunist:", "      薅羊毛的客户:"), ["是不是想写 opportunist？"],
    ),
    "too few lines of a type": (
        without("- 叫你们店长"), ["第 {spoiled:} 行", "写了 2 条，至少要 3 条"],
    ),
    "wrong date": (
        put("as_of: 2013-10-25", "as_of: 2013年10月"),
        ["第 {as_of:} 行", "（条文日期）：写的是“2013年10月”", "如 2021-12-03"],
    ),
    "unknown status": (
        put("status: R", "status: 看过"),
        ["第 {status: R} 行", "（核对情况）：没有“看过”这种写法", "R（读过原文）"],
    ),
    "a list where a record should be": (
        put(LOSS, AS_A_LIST),
        ["第 {    loss:} 行", "（损失）：写的是一个列表", "money、substance、attention 三项"],
    ),
    "a text where a list should be": (
        put("    accepts:\n      - ", "    accepts: "),
        ["（客户能接受什么）", "这里要写列表：至少一条"],
    ),
    "a record where a text should be": (
        put("- 我先说好啊，", "- 我先说好: "),
        ["第 {我先说好啊} 行", "要写一段文字", "是不是句子里有半角冒号？"],
    ),
    "range the wrong way round": (
        put("temper: [0.2, 0.7]", "temper: [0.7, 0.2]"),
        ["第 {temper:} 行", "（火气）：下限 0.7 比上限 0.2 大"],
    ),
    "full-width comma in a range": (
        put("temper: [0.2, 0.7]", "temper: [0.2，0.7]"),
        ["第 {temper:} 行", "逗号要用半角", "括号里用了全角逗号"],
    ),
    "quotation mark not closed": (
        put("title: 大衣", 'title: "大衣'), ["第 {title: 大衣} 行：引号开了没关"],
    ),
    "English quotation marks within": (
        put("- 八十块钱洗一件，", '- "八十块钱"洗一件，'),
        ["第 {- 八十块钱} 行", "英文引号要把整句包住", "中文的“”"],
    ),
    "an act in Chinese": (
        put("      fix:", "      立即处理:"), ["agent.立即处理", "是不是想写 fix？"],
    ),
    "a number in braces": (
        put("promised: 六号", "promised: 六号 {日期}"), ["第 {promised:} 行", "花括号"],
    ),
    "dashes without a blank": (
        lambda text: text.replace("      - 我", "      -我"),
        ["第 {- 我那件} 行", "：“-”后面要空一格。"],
    ),
    "other dashes": (put("    - 十二号之前", "    － 十二号之前"), ["半角的“-”开头"]),
}  # fmt: skip


def check(text: str | bytes, folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    path = folder / "我的案例.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    code = main_check(str(path))
    return code, capsys.readouterr().out


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_pack_gets_the_right_words(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change, says = BROKEN[name]
    code, printed = check(change(GOOD), tmp_path, capsys)
    assert code == 1
    assert "我的案例.yaml" in printed
    assert not ENGLISH.search(printed.replace("fixed", ""))
    for words in says:
        told = re.sub(r"\{(.*?)\}(?= 行)", lambda found: str(line_of(found[1])), words)
        assert told in printed, printed


def test_all_problems_come_at_once_each_with_its_line_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = GOOD.replace("0.4", "4").replace(" ask:", " aks:").replace("place:", "palce:")
    broken = broken.replace("label:", "lable:").replace("price: 80", "price: -5")
    _, printed = check(broken, tmp_path, capsys)
    numbers = re.findall(r"^(\d+)\. 第 (\d+) 行", printed, re.MULTILINE)
    assert len(numbers) > 15
    assert [int(number) for number, _ in numbers] == list(range(1, len(numbers) + 1))
    assert [int(line) for _, line in numbers] == sorted(int(line) for _, line in numbers)
    assert printed.count("     │ ") == len(numbers)


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main_check("没有.yaml") == 1
    assert "没有“没有.yaml”这个文件" in capsys.readouterr().out


OTHER_CASE = put("id: my_coat_stain", "id: my_coat")
ADVICE: dict[str, tuple[Callable[[str], str], list[str]]] = {
    "untouched": (lambda text: text, ["还是模板里的例子，一个字没换"]),
    "left over": (OTHER_CASE, ["句是模板里的话，在第", "台词本里没有“洗衣”这一行"]),
    "no rights": (
        lambda text: re.sub(r"    rights:\n(.*\n)*?\n", "    rights: []\n\n", text),
        ["（适用的规定）：一条规定也没写", "没读到原文就标 M"],
    ),
    "wrong sum": (
        put("退您一半，40 元", "退您一半，四十五元"),
        ["第 {退您一半，40 元} 行", "话里说的是 45 元，按份额算是 80 × 0.5 = 40 元"],
    ),
    "unknown sum": (
        put("今天上门取，单独去渍", "赔您 300 元，单独去渍"),
        ["第 {今天上门取，单独去渍} 行", "要给 300 元，可退款是 40 元，补偿是 20 元"],
    ),
    "few openings": (without("- 喂，你们洗"), ["有 13 句开场白，能用", "写到 14 句以上更好"]),
    "missing acts": (
        without("fix:", "- 取件单我已经开了", "- 我现在就让师傅"),
        ["没写案子自己的说法，会用通用的话，听着空：fix（立即处理）"],
    ),
    "phrases for what is not given": (
        put("replace: 0.9", "replace: 0"),
        ["remedies 里 replace 是 0，这几句永远不会说"],
    ),
    "cut off": (put("单子上写的 0217。", "单子上写的 #0217。"), ["“#”后面的字不会被读进去"]),
    "cut off title": (put("title: 大衣", "title: 三号 #大衣"), ["“#”后面的字不会被读进去"]),
    "swallowed": (
        put("      - 上回洗羽绒服", "        - 上回洗羽绒服"),
        ["第 {- 上回洗羽绒服} 行：这一行比上一行缩得深，会和上一句连成一句。"],
    ),
    "the id of a shipped case": (
        put("id: my_coat_stain", "id: courier_delay"), ["和自带的场景重名"],
    ),
    "no loss": (
        put("{money: 0.1, substance: 0.5, attention: 0.15}",
            "{money: 0, substance: 0, attention: 0}"),
        ["三项损失都是 0"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ADVICE)
def test_what_is_allowed_but_poor_gets_advice(
    name: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("servicelab.course.authoring.tried", lambda scenario: [])
    change, says = ADVICE[name]
    code, printed = check(change(GOOD), tmp_path, capsys)
    assert code == 0
    for words in says:
        told = re.sub(r"\{(.*?)\}(?= 行)", lambda found: str(line_of(found[1])), words)
        assert told in printed, printed


def test_a_case_of_ones_own_trade_is_tried_and_called_fit_to_practise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, printed = check(GOOD, tmp_path, capsys)
    assert code == 0
    assert "没有写错的地方，1 个场景都能演" in printed
    assert re.search(r"服务回旋法：谈成 \d+%，处理满意度 0\.\d\d", printed)
    assert "适合练习" in printed
    assert "servicelab scenario play" in printed


def test_cases_that_nobody_can_save_or_lose_are_called_so() -> None:
    case = load("hotel_dirty_room")
    nothing = case.remedies.model_copy(update={"refund": 0.0, "replace": 0.0, "compensate": 0.0})
    hot = case.customer.model_copy(update={"temper": (1.0, 1.0), "patience": (2.0, 3.0)})
    lost = case.model_copy(update={"remedies": nothing, "customer": hot}).with_loss(1.0)
    assert "没有哪种方法救得回来" in tried(lost)[-1]
    mild = case.customer.model_copy(
        update={"temper": (0.0, 0.0), "fairness": (0.3, 0.3), "trust": (1.0, 1.0)}
    )
    assert "怎么谈都能成" in tried(case.model_copy(update={"customer": mild}).with_loss())[-1]


@pytest.mark.parametrize(
    ("best", "worst", "verdict"),
    [(0.2, 0.1, "hopeless"), (0.9, 0.6, "harmless"), (0.4, 0.3, "flat"), (0.35, 0.1, "hard"),
     (0.8, 0.2, "good")],
)  # fmt: skip
def test_the_verdict(best: float, worst: float, verdict: str) -> None:
    assert verdict_of(best, worst) == verdict


@pytest.mark.parametrize("command", ["new", "check", "play"])
def test_a_name_too_long_for_any_file_gets_a_clear_word(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scenario", command, "x" * 300 + ".yaml"]) in (1, 2)
    said = capsys.readouterr()
    assert re.search("[一-鿿]", said.out + said.err)
