"""Opening JupyterLab: the port, the command, and a real server that comes and goes."""

from __future__ import annotations

import socket
import sys

import pytest

from servicelab.course import lab as labs
from servicelab.course import launch
from servicelab.course.lab import Lab, LaunchError, PortTaken, free_port, lab_command, lab_path


@pytest.fixture
def taken():
    """A port somebody listens on, with a free one after it."""
    with socket.socket() as holder:
        holder.bind((labs.HOST, 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_taken_port_gives_the_next_free_one(taken):
    assert taken < free_port(taken) < taken + labs.PORTS_TRIED


def test_a_free_port_is_kept(taken):
    free = free_port(taken)
    assert free_port(free) == free


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_number_that_is_no_port_is_refused(port):
    with pytest.raises(LaunchError, match="1 到 65535"):
        free_port(port)


def test_too_many_taken_ports_are_explained(taken, monkeypatch):
    monkeypatch.setattr(labs, "PORTS_TRIED", 1)
    with pytest.raises(LaunchError, match="--port"):
        free_port(taken)


def test_it_opens_at_the_first_lesson_when_there_is_one(tmp_path):
    assert lab_path(tmp_path) == "/lab"
    lesson = tmp_path / labs.FIRST_LESSON
    lesson.parent.mkdir(parents=True)
    lesson.touch()
    assert lab_path(tmp_path) == "/lab/tree/notebooks/00_start_here.ipynb"


def test_the_command_carries_no_secret(tmp_path):
    command = lab_command(tmp_path, 8888, browser=False)
    assert command[0] == sys.executable
    assert "--ServerApp.open_browser=False" in command
    assert not any("token" in word for word in command)


def test_the_course_lies_beside_the_package(project):
    assert launch.course_root() == project


@pytest.mark.slow
def test_a_server_comes_answers_only_with_its_token_and_goes(quiet_home):
    folder = quiet_home / "我的 课程"
    (folder / ".servicelab").mkdir(parents=True)
    lab = Lab(folder, free_port(8900), browser=False)
    try:
        lab.wait_until_ready()
        assert lab.ask("/api/contents")
        token, lab.token = lab.token, "wrong"
        assert not lab.ask("/api/contents")
        lab.token = token
    finally:
        lab.close()
    assert lab.process.returncode == 0
    assert not lab.ask("/api")


@pytest.mark.slow
def test_a_port_lost_at_the_last_moment_is_noticed_and_not_mistaken_for_ours(quiet_home):
    for name in ("first", "second"):
        (quiet_home / name / ".servicelab").mkdir(parents=True)
    first = Lab(quiet_home / "first", free_port(8900), browser=False)
    try:
        first.wait_until_ready()
        second = Lab(quiet_home / "second", first.port, browser=False)
        with pytest.raises(PortTaken):  # it closed itself
            second.wait_until_ready()
    finally:
        first.close()


@pytest.mark.slow
def test_a_server_that_dies_is_explained(quiet_home, monkeypatch):
    (quiet_home / ".servicelab").mkdir()
    dying = [sys.executable, "-c", "raise SystemExit('no room at the inn')"]
    monkeypatch.setattr(labs, "lab_command", lambda *_: dying)
    with pytest.raises(LaunchError, match=r"no room at the inn(.|\n)*servicelab doctor"):
        Lab(quiet_home, free_port(8900), browser=False).wait_until_ready()


def test_the_learner_is_told_what_became_of_their_files(tmp_path, capsys):
    course = tmp_path / "course"
    (course / "notebooks").mkdir(parents=True)
    (course / "notebooks" / "00.ipynb").write_text("lesson", "utf-8")
    launch.put_course(course, tmp_path / "mine")
    assert "课程已放好，共 1 个文件" in capsys.readouterr().out
    (tmp_path / "mine" / "notebooks" / "00.ipynb").write_text("my answer", "utf-8")
    launch.put_course(course, tmp_path / "mine")
    told = capsys.readouterr().out
    assert "没有覆盖任何一个" in told
    assert "notebooks/00.ipynb" in told
