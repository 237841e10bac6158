"""The page for trainers who write a case: every command runs, every message is the real one."""

from __future__ import annotations

import ast
import io
import re
import shlex
import sys
from pathlib import Path

import pytest

import servicelab as sl
from servicelab import cli

PAGE = (Path(__file__).parents[2] / "docs" / "own-scenario.md").read_text(encoding="utf-8")
COMMANDS = [
    line.split("#")[0].strip()
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines()
]
SHOWN = [block.splitlines() for block in re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)]
CODE = "\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))
FILE = "延时班.yaml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert run(COMMANDS[0]) == 0
    return tmp_path


def run(command: str) -> int:
    name, *arguments = shlex.split(command)
    assert name == "servicelab"
    return cli.main(arguments)


def typed(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{words}\n结束\n"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_first_command_writes_the_file_of_all_the_others() -> None:
    assert COMMANDS[0].split()[:4] == ["servicelab", "scenario", "new", FILE]
    assert len(COMMANDS) >= 6
    assert {command.split()[2] for command in COMMANDS} == {"new", "check", "play"}
    assert all(FILE in command for command in COMMANDS)


@pytest.mark.parametrize("command", dict.fromkeys(COMMANDS[1:]))
def test_every_command_runs(
    command: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    typed(monkeypatch, "您请说。")
    assert run(command) == 0
    printed = capsys.readouterr().out
    assert "适合练习" in printed if " check " in command else "处理满意度" in printed


def test_what_a_reply_brings_is_what_the_page_shows(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said, acts = SHOWN[0]
    typed(monkeypatch, said.removeprefix("你："))
    run(f"servicelab scenario play {FILE}")
    assert f"{said}\n{acts}\n" in capsys.readouterr().out


def test_the_two_mistakes_are_told_as_the_page_says(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for old, new, shown in (
        ("price: 80", "price：600元", SHOWN[1]),
        ("price：600元", "price: 600元", SHOWN[2]),
    ):
        change(folder / FILE, old, new)
        assert run(f"servicelab scenario check {FILE}") == 1
        assert shown[0] in capsys.readouterr().out


def test_the_verdict_is_worded_as_on_the_page(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(f"servicelab scenario check {FILE}")
    assert SHOWN[3][0] in capsys.readouterr().out


MISTAKES = {
    "price：600": ("price: 80", "price：600"),
    "-喂，你好": ("- 喂，你们洗的大衣", "-喂，你好"),
    "[0.2，0.7]": ("temper: [0.2, 0.7]", "temper: [0.2，0.7]"),
    "refund: 10%": ("refund: 0.5", "refund: 10%"),
    "Tab": ("    price: 80", "\tprice: 80"),
}


@pytest.mark.parametrize("written", MISTAKES)
def test_the_common_mistakes_are_mistakes_and_the_mends_mend_them(
    written: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith("| ") and written in line)
    change(folder / FILE, *MISTAKES[written])
    assert run(f"servicelab scenario check {FILE}") == 1
    capsys.readouterr()
    ticked = re.findall("`(.*?)`", row)
    if len(ticked) == 2:
        change(folder / FILE, ticked[0], ticked[1])
        sl.scenarios.load(FILE)


def test_the_python_runs(folder: Path) -> None:
    names: dict[str, object] = {}
    lines = CODE.replace("n=1000", "n=20")
    exec(compile(lines, "own-scenario.md", "exec"), names)
    assert isinstance(ast.parse(CODE).body[-1], ast.Expr)


def test_the_times_add_up_to_twenty_minutes() -> None:
    rows = re.findall(r"^\| (\d+)–(\d+) \|", PAGE, re.MULTILINE)
    assert [start for start, _ in rows] == ["0", *(end for _, end in rows[:-1])]
    assert rows[-1][1] == "20"


def test_what_the_page_names_exists() -> None:
    words = set(re.findall(r"`([a-z_]+)`", PAGE)) - {"q", "servicelab", "status", "price", "agent"}
    assert words <= set(sl.dialogue.ACTS)
    for zh in ("供热", "银行", "酒店", "电商", "旅游", "餐饮", "快递", "家电", "手机"):
        assert zh in PAGE
        assert zh in set(sl.scenarios.catalog()["industry_zh"])
