"""start.py: its decisions about an environment, its messages, and that old Pythons can read it."""

from __future__ import annotations

import ast
import errno
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

import start


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with locks and an environment that looks whole."""
    (tmp_path / "jupyter").mkdir()
    for name in (*start.LOCKS.values(), "pyproject.toml", "jupyter/overrides.json"):
        (tmp_path / name).write_text(name, "utf-8")
    venv = tmp_path / ".venv"
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "VENV", venv)
    start.python_in(venv).parent.mkdir(parents=True)
    start.python_in(venv).touch()
    (venv / "installing").touch()
    start.finish("test")
    return tmp_path


def configuration(venv: Path, **changes: str) -> None:
    facts = {
        "version": ".".join(map(str, sys.version_info[:3])),
        "command": f"python -m venv {venv}",
        **changes,
    }
    lines = [f"{key} = {value}" for key, value in facts.items()]
    (venv / "pyvenv.cfg").write_text("\n".join(lines), "utf-8")


def pip_answers(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """Stand in for the environment's own pip."""
    answer = [sys.executable, "-c", f"raise SystemExit({code})"]
    real = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda command, **rest: real(answer, **rest))


def test_old_pythons_can_read_it_and_so_get_the_message(project):
    source = (project / "start.py").read_text("utf-8")
    ast.parse(source, feature_version=(3, 7))


def test_it_needs_nothing_but_the_standard_library(project):
    nodes = list(ast.walk(ast.parse((project / "start.py").read_text("utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    assert "venv" not in names  # it may be missing: it is looked for before it is used
    assert {name.partition(".")[0] for name in names} <= set(sys.stdlib_module_names)


def test_an_old_python_is_told_in_both_languages():
    with pytest.raises(start.SetupError, match=r"现在用的是 3\.9\.6(.|\n)*Python 3\.11 or later"):
        start.check_python((3, 9, 6))
    start.check_python((3, 11, 0))
    start.check_python((3, 15, 0))


def test_debian_without_ensurepip_names_the_package(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(start.SetupError, match=r"sudo apt install python3\.\d+-venv"):
        start.check_venv_module()


def test_a_finished_environment_is_ready(place):
    assert start.is_ready("course")
    assert start.is_ready("test")


def test_what_is_good_for_the_course_is_not_enough_for_the_tests(place):
    for stamp in (place / ".venv").glob("stamp-*"):
        stamp.unlink()
    (place / ".venv" / "installing").touch()
    start.finish("course")
    assert start.is_ready("course")
    assert not start.is_ready("test")


@pytest.mark.parametrize(
    "broken", ["lock", "pyproject", "settings", "stamp", "killed", "python", "moved"]
)
def test_anything_that_changed_means_install_again(place, monkeypatch, broken):
    venv = place / ".venv"
    if broken == "lock":
        (place / "requirements.lock").write_text("newer", "utf-8")
    elif broken == "pyproject":
        (place / "pyproject.toml").write_text("newer", "utf-8")
    elif broken == "settings":
        (place / "jupyter/overrides.json").write_text("newer", "utf-8")
    elif broken == "stamp":
        (venv / "stamp-course.json").write_text("{", "utf-8")
    elif broken == "killed":
        (venv / "installing").touch()
    elif broken == "python":
        start.python_in(venv).unlink()
    else:
        monkeypatch.setattr(start, "VENV", venv.rename(place / "elsewhere"))
    assert not start.is_ready("course")


def test_line_endings_of_a_checkout_play_no_part(place):
    (place / "pyproject.toml").write_bytes(b"a\nb\n")
    unix = start.wanted_stamp("course")
    (place / "pyproject.toml").write_bytes(b"a\r\nb\r\n")
    assert start.wanted_stamp("course") == unix


def test_a_sound_environment_is_built_upon(place, monkeypatch):
    configuration(place / ".venv")
    pip_answers(monkeypatch, 0)
    assert start.is_sound()


@pytest.mark.parametrize(
    "changes", [{"version": "3.8.1"}, {"version": ""}, {"command": "python -m venv /else/where"}]
)
def test_a_foreign_or_moved_environment_is_not(place, monkeypatch, changes):
    configuration(place / ".venv", **changes)
    pip_answers(monkeypatch, 0)
    assert not start.is_sound()


@pytest.mark.parametrize("broken", ["no pip", "killed", "no configuration"])
def test_a_broken_environment_is_not(place, monkeypatch, broken):
    configuration(place / ".venv")
    pip_answers(monkeypatch, 1 if broken == "no pip" else 0)
    if broken == "killed":
        (place / ".venv" / "installing").touch()
    if broken == "no configuration":
        (place / ".venv" / "pyvenv.cfg").unlink()
    assert not start.is_sound()


@pytest.mark.parametrize("failing", ["venv", "uv", "lock", "project"])
def test_an_installation_that_breaks_leaves_no_stamp_and_is_mended(place, monkeypatch, failing):
    """Break each stage in turn, then start again with everything working."""
    commands: list[str] = []
    marks = {"venv": "-m venv", "uv": start.UV, "lock": "-r require", "project": "--editable"}

    def installer(command, busy, extra=None):
        words = " ".join(command)
        commands.append(words)
        if broken and marks[broken] in words:
            raise start.SetupError("断了")
        if "-m venv" in words:
            start.python_in(start.VENV).parent.mkdir(parents=True)
            start.python_in(start.VENV).touch()
            configuration(start.VENV)

    monkeypatch.setattr(start, "run", installer)
    monkeypatch.setattr(start, "mirror", lambda python: {})
    pip_answers(monkeypatch, 0)
    (place / "requirements.lock").write_text("newer", "utf-8")
    broken: str | None = failing
    with pytest.raises(start.SetupError):
        start.prepare("course")
    assert not start.is_ready("course")
    broken = None
    commands.clear()
    start.prepare("course")
    assert start.is_ready("course")
    assert "-m venv" in commands[0]  # what was left half-made is made anew
    commands.clear()
    start.prepare("course")
    assert commands == []


@pytest.mark.parametrize(
    ("fresh", "modules", "words"),
    [
        (True, {"pip", "ensurepip"}, ["-m pip --python"]),
        (True, {"ensurepip"}, ["-m ensurepip", "-m pip install"]),
        (False, {"pip"}, ["-m pip install"]),
    ],
)
def test_uv_comes_by_whatever_pip_there_is(place, monkeypatch, fresh, modules, words):
    commands: list[str] = []
    monkeypatch.setattr(start, "has", lambda module: module in modules)
    monkeypatch.setattr(start, "run", lambda command, busy: commands.append(" ".join(command)))
    start.get_uv([], fresh)
    assert len(commands) == len(words)
    assert all(word in command for word, command in zip(words, commands, strict=True))
    assert start.UV in commands[-1]


def test_the_folder_of_the_environment_may_be_anything(place, monkeypatch):
    monkeypatch.setattr(start, "run", lambda command, busy: start.VENV.mkdir())
    start.make_venv([])
    assert list(start.VENV.iterdir()) == []
    start.VENV.rmdir()
    start.VENV.write_text("a file", "utf-8")
    start.make_venv([])
    assert start.VENV.is_dir()


@pytest.mark.parametrize(
    ("printed", "advice"),
    [
        ("error: failed to write: No space left on device (os error 28)", "磁盘满了"),
        ("PermissionError: [Errno 13] Permission denied: 'x'", "没有写入权限"),
        ("error sending request for url: dns error: failed to lookup address", "连不上软件源"),
        ("Failed to establish a new connection: [Errno 111] Connection refused", "连不上软件源"),
        ("invalid peer certificate: UnknownIssuer", "证书"),
        ("error: Hash mismatch for `numpy==2.4.6`", "对不上"),
        ("something nobody has seen", "再运行一次"),
    ],
)
def test_what_went_wrong_becomes_advice(printed, advice):
    assert advice in start.mend_for(printed)


def test_a_failing_installer_shows_its_last_words_and_the_advice():
    script = "print('connecting'); print('dns error: lookup failed'); raise SystemExit(3)"
    busy: list[str] = []
    with pytest.raises(start.SetupError, match=r"dns error: lookup failed(.|\n)*连不上软件源"):
        start.run([sys.executable, "-c", script], busy)
    assert "connecting" in busy


def test_pips_mirror_is_passed_on(monkeypatch):
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.delenv("UV_INDEX_URL", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "no such file")
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    assert start.mirror(sys.executable) == {"UV_DEFAULT_INDEX": "https://mirror.example/simple"}
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://own.example/simple")
    assert start.mirror(sys.executable) == {}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "full"), "磁盘满了"),
        (PermissionError(errno.EACCES, "denied", "file"), "没有写入权限（file）"),
        (OSError(errno.EIO, "broken"), "系统报错：broken"),
    ],
)
def test_an_error_of_the_system_is_explained(error, words):
    assert words in start.explain(error)


def test_a_line_fits_the_terminal():
    assert start.fit("安装 ab", 10) == "安装 ab   "
    assert start.fit("安装软件包", 5) == "安装 "


def test_stages_show_number_and_end(capsys):
    stages = start.Stages(2)
    with stages.stage("第一步"):
        pass
    with pytest.raises(KeyError), stages.stage("第二步"):
        raise KeyError
    printed = capsys.readouterr().out
    assert "[1/2] 第一步：好了" in printed
    assert "[2/2] 第二步：没有完成" in printed


def test_options_reach_the_package_and_the_test_arguments_reach_pytest(place, monkeypatch):
    handed: list[list[str]] = []
    monkeypatch.setattr(start, "hand_over", handed.append)
    start.main(["--folder", "x", "--no-browser"])
    start.main(["test", "-k", "rule"])
    assert handed[0][1:] == ["-m", "servicelab.cli", "open", "--folder", "x", "--no-browser"]
    assert handed[1][1:] == [str(place / "tests" / "stages.py"), "-k", "rule"]


@pytest.mark.parametrize("words", [["--bowser"], ["--port", "99999"], ["--port", "x"], ["tset"]])
def test_a_wrong_option_is_refused_before_anything_is_installed(monkeypatch, capsys, words):
    monkeypatch.setattr(start, "prepare", lambda kind: pytest.fail("it began to install"))
    with pytest.raises(SystemExit):
        start.main(words)
    told = capsys.readouterr().err
    assert "命令没看懂" in told
    assert len(told) < 200


def test_a_stamp_is_readable_by_people(place):
    stamp = json.loads((place / ".venv" / "stamp-course.json").read_text("utf-8"))
    assert set(stamp) == {"made_from", "python", "place"}
