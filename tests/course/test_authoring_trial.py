"""`servicelab scenario play`: a trial talk by typing, by a method, through a pipe."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from servicelab import cli
from servicelab.course.authoring_template import template
from servicelab.course.authoring_trial import Trial, acts_named, main_play, suggested
from servicelab.data.errors import ServicelabError
from servicelab.methods import Observation
from servicelab.scenarios import Scenario
from servicelab.scenarios.pack_file import checked
from servicelab.simulation import Conversation

Typed = Callable[..., str]


def load_template() -> Scenario:
    return checked(template("我的案例.yaml"), "a")[0][0]


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "我的案例.yaml"
    path.write_text(template("我的案例.yaml"), encoding="utf-8")
    return str(path)


@pytest.fixture
def typed(file: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Play with some lines on standard input; what was printed."""

    def play(*lines: str, **options: object) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        assert main_play(file, **options) == 0  # type: ignore[arg-type]
        return capsys.readouterr().out

    return play


def test_the_customer_speaks_and_every_reply_shows_acts_feedback_and_mood(typed: Typed) -> None:
    printed = typed("非常抱歉，让您白跑一趟。", "q")
    case = load_template()
    talk = Conversation(case, seed=7, customer=0)
    assert f"客户：{talk.opening}" in printed
    record = talk.say("非常抱歉，让您白跑一趟。")
    assert "听出来的做法：道歉" in printed
    assert f"点评：{record.feedback}" in printed
    assert f"客户：{record.text}" in printed
    bar = "■" * round(10 * record.observed.anger)
    assert f"怒气 {bar}□" in printed
    assert "你能给的：退款 40 元，换货重做（补回东西本身的 90%），补偿 20 元" in printed
    assert "这一场不算" in printed
    assert "\x1b" not in printed  # a console of Windows must be able to show it


def test_acts_behind_a_slash_are_put_into_the_words_of_the_pack(typed: Typed) -> None:
    printed = typed("/立即处理、退款", "/服务", "/承", "/")
    assert "40 元" in printed
    assert any(phrase in printed for phrase in load_template().agent["fix"])
    assert "做法：立即处理、退款减免" in printed
    assert "没有“服务”这种做法" in printed
    assert "“承”说的是哪一种：承担责任、" in printed


@pytest.mark.parametrize(
    ("command", "says"),
    [("帮助", "说完回车"), ("?", "说完回车"), ("/help", "说完回车"), ("提示", "可以试试"),
     ("HINT", "比如“"), ("做法", "补损失：退款减免"), ("结束", "处理满意度"), ("end", "处理满意度"),
     ("q", "这一场不算"), ("退出。", "这一场不算"), ("", "没有更多的话了")],
)  # fmt: skip
def test_commands_in_both_languages(typed: Typed, command: str, says: str) -> None:
    assert says in typed(command)


def test_the_end_of_input_is_polite_and_a_mark_before_it_no_reply(typed: Typed) -> None:
    printed = typed("\ufeff您请说。")
    assert "你：您请说。" in printed
    assert printed.rstrip().endswith("没有更多的话了，就在这里结束。")


def test_a_reply_that_says_nothing_is_told_so(typed: Typed) -> None:
    assert "没听出这句话在做什么" in typed("月亮出来了吗", "q")
    assert "客户听不完" in typed("好" * 1001, "q")


def test_a_talk_that_ends_says_how(typed: Typed) -> None:
    insults = ["这不归我们管。", "那是您自己的问题。"] * 10
    printed = typed(*insults, kind="火大的客户", difficulty="难")
    assert "没谈成" in printed or "闹大了" in printed
    assert "第 0 位客户（火大的客户，难度：难）" in printed
    assert "--customer 1" in printed


def test_a_method_may_talk_instead(typed: Typed) -> None:
    printed = typed(method="reactive", customer=2, seed=11)
    assert "被动式服务补救：" in printed
    assert "自己来谈：去掉 --method" in printed
    assert "谈成了" in printed or "没谈成" in printed or "闹大了" in printed


def test_ctrl_c_is_a_way_to_leave(
    file: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def pressed(prompt: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", pressed)
    assert main_play(file) == 0
    assert "先到这儿" in capsys.readouterr().out


@pytest.mark.parametrize("stream", [None, "closed"])
def test_without_a_keyboard(
    file: str,
    stream: str | None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    keyboard = None if stream is None else io.StringIO()
    if keyboard:
        keyboard.close()
    monkeypatch.setattr(sys, "stdin", keyboard)
    assert main_play(file) == 0
    assert "就在这里结束" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["没有.yaml"], "没有“没有.yaml”这个文件"), (["{file}#x"], "没有“x”这个场景"),
     (["{file}", "--type", "神仙"], "没有“神仙”这种客户"),
     (["{file}", "--difficulty", "超难"], "没有“超难”这个难度"),
     (["{file}", "--method", "reactve"], "是不是想写 reactive"),
     (["{file}", "--customer", "-1"], "客户编号")],
)  # fmt: skip
def test_what_does_not_exist_is_one_message(
    file: str, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [one.replace("{file}", file) for one in arguments]
    assert cli.main(["scenario", "play", *given]) == 2
    captured = capsys.readouterr()
    assert says in captured.err
    assert captured.out == ""


def test_the_ending_of_the_name_may_be_left_out_and_an_id_added(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in (file.removesuffix(".yaml"), file + "#my_coat_stain", "hotel_dirty_room"):
        assert main_play(name, method="silence") == 0
        assert "客户：" in capsys.readouterr().out


# as everywhere; as in a console of Chinese Windows; as where nothing is set up
ENVIRONMENTS = (
    {"PYTHONUTF8": "1"},
    {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"},
    {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
)


@pytest.mark.slow
@pytest.mark.parametrize("settings", ENVIRONMENTS, ids=["utf-8", "gbk", "ascii"])
def test_a_pipe_in_any_encoding(file: str, settings: dict[str, str]) -> None:
    encoding = settings.get("PYTHONIOENCODING", "utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "servicelab.cli", "scenario", "play", file],
        input="非常抱歉。\nq\n".encode(encoding, errors="replace"),
        capture_output=True,
        env={**os.environ, **settings},
        check=False,
    )
    assert ran.returncode == 0
    assert ran.stderr == b""
    if encoding != "ascii":
        assert "听出来的做法：道歉" in ran.stdout.decode(encoding)


def test_names_of_acts_may_be_cut_short() -> None:
    assert acts_named(["退款", "fix", "补偿"]) == ["refund", "fix", "compensate"]
    with pytest.raises(ServicelabError, match="没有“没有这个”这种做法"):
        acts_named(["没有这个"])


def test_hints_go_from_the_person_to_the_remedy() -> None:
    assert "listen" in suggested(Observation(0, 0.9, 1, 0, 0, 0))
    assert "ask_fact" in suggested(Observation(1, 0.3, 1, 0, 0.2, 0))
    assert "fix" in suggested(Observation(2, 0.3, 1, 0, 0.9, 0.3))
    assert "compensate" in suggested(Observation(3, 0.3, 1, 0.2, 0.9, 0.9))
    assert suggested(Observation(4, 0.1, 1, 0.9, 1, 1)) == ()


def test_a_hint_offers_nothing_that_the_desk_may_not_give(
    capsys: pytest.CaptureFixture[str],
) -> None:
    talk = Conversation("bank_wealth_loss")
    talk.observed = Observation(3, 0.2, 1, 0.1, 1, 1)
    Trial(talk).hint()
    printed = capsys.readouterr().out
    assert "征询满意" in printed
    assert "补偿" not in printed
