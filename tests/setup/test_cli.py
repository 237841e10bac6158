"""The command servicelab: quick help in Chinese, and mistakes without a traceback."""

from __future__ import annotations

import subprocess
import sys
import types

import pytest

from servicelab import cli
from servicelab.data.errors import ServicelabError


def test_help_names_every_command_and_loads_nothing_heavy():
    script = (
        "import sys; from servicelab import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'numpy', 'pandas', 'matplotlib', 'pydantic'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    for command in ("open", "doctor", "catalog", "review", "scenario", "exercise"):
        assert f"    {command} " in ran.stdout
    assert ran.stdout.splitlines()[-1] == "[]"


def test_a_mistake_is_one_message_and_exit_code_2(monkeypatch, capsys):
    def refuse(path, out):
        raise ServicelabError(f"读不懂 {path}")

    stand_in = types.SimpleNamespace(main_review=refuse)
    monkeypatch.setitem(sys.modules, "servicelab.dialogue.review", stand_in)
    assert cli.main(["review", "对话.csv"]) == 2
    assert capsys.readouterr().err == "读不懂 对话.csv\n"


@pytest.mark.parametrize("words", [[], ["nonsense"], ["review"], ["open", "--port", "x"]])
def test_a_command_that_is_not_understood(words, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(words)
    assert stop.value.code == 2
    assert "命令没看懂" in capsys.readouterr().err


def test_options_of_open_are_handed_on(monkeypatch):
    seen = []

    def open_course(*given):
        seen.append(given)
        return 0

    stand_in = types.SimpleNamespace(open_course=open_course)
    monkeypatch.setitem(sys.modules, "servicelab.course.launch", stand_in)
    cli.main(["open"])
    cli.main(["open", "--folder", "x", "--port", "9500", "--no-browser"])
    assert seen == [(None, 8888, True), ("x", 9500, False)]


def test_options_of_a_trial_talk_are_handed_on(monkeypatch):
    seen = []

    def main_play(*given):
        seen.append(given)
        return 0

    stand_in = types.SimpleNamespace(main_play=main_play)
    monkeypatch.setitem(sys.modules, "servicelab.course.authoring_trial", stand_in)
    cli.main(["scenario", "play", "x.yaml"])
    cli.main(["scenario", "play", "x.yaml#a", "--type", "calm", "--difficulty", "hard",
              "--method", "clear", "--seed", "3", "--customer", "5"])  # fmt: skip
    assert seen == [
        ("x.yaml", None, None, None, 7, 0),
        ("x.yaml#a", "calm", "hard", "clear", 3, 5),
    ]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="pipes of a shell")
def test_a_reader_who_stops_early_sees_no_traceback():
    command = f"{sys.executable} -X utf8 -m servicelab.cli catalog"
    ran = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | true"], capture_output=True, check=False
    )
    assert ran.stderr == b""


@pytest.mark.slow
def test_the_catalog_shows_scenarios_and_methods(capsys):
    assert cli.main(["catalog"]) == 0
    printed = capsys.readouterr().out
    assert "heating_blocked_pipe" in printed
    assert "roundabout" in printed
