"""The learner's folder: their work is never overwritten, whatever happens in between."""

from __future__ import annotations

import errno
import json
import shutil
from pathlib import Path

import pytest

from servicelab.course import delivery
from servicelab.course import folder as folders
from servicelab.course.delivery import deliver, only_run, read_manifest
from servicelab.course.folder import FolderError, prepare

FILES = {
    "notebooks/00.ipynb": "lesson",
    "notebooks/.ipynb_checkpoints/00.ipynb": "left by Jupyter",
    "exercises/ex00.ipynb": "exercise",
    "exercises/solutions/ex00.ipynb": "the answer",
    "datasets/deep/talks.csv": "a,b",
    "src/code.py": "not for learners",
}
GIVEN = ["datasets/deep/talks.csv", "exercises/ex00.ipynb", "notebooks/00.ipynb"]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "course" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / "course"


@pytest.fixture
def folder(tmp_path: Path, course: Path) -> Path:
    return prepare(tmp_path / "mine", course)


def contents(folder: Path) -> dict[str, str]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    named = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}
    return {name: text for name, text in named.items() if not name.startswith(folders.KEPT_IN)}


def test_first_start_brings_the_course_without_solutions(course, folder):
    done = deliver(course, folder)
    assert sorted(done.new) == GIVEN
    assert contents(folder) == {name: FILES[name] for name in GIVEN}


def test_second_start_changes_nothing(course, folder):
    deliver(course, folder)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*0*")}
    done = deliver(course, folder)
    assert (done.new, done.updated, done.yours, done.beside) == ([], [], [], [])
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*0*")} == before


def test_changed_by_the_learner_stays_and_is_named(course, folder):
    deliver(course, folder)
    (folder / "notebooks/00.ipynb").write_text("my answer", "utf-8")
    (folder / "notes.txt").write_text("mine", "utf-8")
    done = deliver(course, folder)
    assert done.yours == ["notebooks/00.ipynb"]
    assert contents(folder)["notebooks/00.ipynb"] == "my answer"
    assert contents(folder)["notes.txt"] == "mine"
    assert any("notebooks/00.ipynb" in line for line in done.lines(first=False))


def notebook(*sources: str, output: int | None = None) -> bytes:
    cells = [{"cell_type": "code", "source": text, "execution_count": output} for text in sources]
    return json.dumps({"cells": cells, "metadata": {"run": output}}).encode()


def test_a_lesson_that_was_only_run_is_kept_but_not_called_changed(course, folder):
    (course / "notebooks/00.ipynb").write_bytes(notebook("1 + 1", "2 + 2"))
    deliver(course, folder)
    (folder / "notebooks/00.ipynb").write_bytes(notebook("1 + 1", "2 + 2", output=3))
    assert deliver(course, folder).yours == []
    assert (folder / "notebooks/00.ipynb").read_bytes() == notebook("1 + 1", "2 + 2", output=3)
    (folder / "notebooks/00.ipynb").write_bytes(notebook("1 + 1", "2 + 3", output=3))
    assert deliver(course, folder).yours == ["notebooks/00.ipynb"]


@pytest.mark.parametrize("there", [b"", b"[]", b'{"cells": 3}', b"\xff\xfe", notebook("1")])
def test_what_is_no_notebook_or_has_other_cells_counts_as_changed(there):
    assert not only_run(notebook("1", "2"), there)


def test_changed_by_the_course_alone_is_updated(course, folder):
    deliver(course, folder)
    (course / "notebooks/00.ipynb").write_text("lesson 2", "utf-8")
    (course / "notebooks/01.ipynb").write_text("new", "utf-8")
    done = deliver(course, folder)
    assert (done.updated, done.new) == (["notebooks/00.ipynb"], ["notebooks/01.ipynb"])
    assert contents(folder)["notebooks/00.ipynb"] == "lesson 2"


def test_changed_by_both_keeps_the_learners_and_lays_the_new_one_beside(course, folder):
    deliver(course, folder)
    mine, theirs = folder / "notebooks/00.ipynb", course / "notebooks/00.ipynb"
    mine.write_text("my answer", "utf-8")
    theirs.write_text("lesson 2", "utf-8")
    assert deliver(course, folder).beside == ["notebooks/00（新版）.ipynb"]
    assert deliver(course, folder).beside == []  # said once
    (folder / "notebooks/00（新版）.ipynb").write_text("my second answer", "utf-8")
    theirs.write_text("lesson 3", "utf-8")
    assert deliver(course, folder).beside == ["notebooks/00（新版2）.ipynb"]
    found = contents(folder)
    assert found["notebooks/00.ipynb"] == "my answer"
    assert found["notebooks/00（新版）.ipynb"] == "my second answer"
    assert found["notebooks/00（新版2）.ipynb"] == "lesson 3"


def test_deleted_by_the_learner_comes_back_fresh(course, folder):
    deliver(course, folder)
    (folder / "notebooks/00.ipynb").unlink()
    assert deliver(course, folder).new == ["notebooks/00.ipynb"]


@pytest.mark.parametrize("after", range(6))
def test_killed_at_any_write_the_next_start_mends_it(course, folder, monkeypatch, after):
    deliver(course, folder)
    (folder / "notebooks/00.ipynb").write_text("my answer", "utf-8")
    for name in GIVEN:
        (course / name).write_text(f"second {name}", "utf-8")
    real = folders.write
    writes: list[Path] = []

    def dies(target, content):
        if len(writes) == after:
            target.with_name(f".{target.name}.tmp").write_bytes(content[:1])
            raise KeyboardInterrupt
        writes.append(target)
        real(target, content)

    monkeypatch.setattr(delivery, "write", dies)
    if after < 4:  # three files and the manifest
        with pytest.raises(KeyboardInterrupt):
            deliver(course, folder)
    else:
        deliver(course, folder)
    monkeypatch.undo()
    deliver(course, folder)
    assert contents(folder) == {
        "notebooks/00.ipynb": "my answer",
        "notebooks/00（新版）.ipynb": "second notebooks/00.ipynb",
        "exercises/ex00.ipynb": "second exercises/ex00.ipynb",
        "datasets/deep/talks.csv": "second datasets/deep/talks.csv",
    }


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": 3}', '{"files": {"a": 1'])
def test_a_damaged_manifest_never_costs_the_learners_work(course, folder, text):
    deliver(course, folder)
    (folder / "notebooks/00.ipynb").write_text("my answer", "utf-8")
    (folder / folders.KEPT_IN / "manifest.json").write_text(text, "utf-8")
    deliver(course, folder)
    assert contents(folder)["notebooks/00.ipynb"] == "my answer"
    assert sorted(read_manifest(folder)) == GIVEN


def test_a_file_in_the_folders_place_is_refused(tmp_path, course):
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(FolderError, match="是一个文件"):
        prepare(tmp_path / "file", course)


@pytest.mark.parametrize("inside", [".", "notebooks", "my/place"])
def test_a_folder_inside_the_project_is_refused(course, inside):
    with pytest.raises(FolderError, match="课程项目里面"):
        prepare(course / inside, course)
    assert not (course / "my").exists()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left"), "磁盘满了"),
        (PermissionError(errno.EACCES, "denied"), "没有写入权限"),
        (OSError(errno.EROFS, "read-only"), "没有写入权限"),
    ],
)
def test_a_disk_that_refuses_is_explained(tmp_path, course, monkeypatch, error, words):
    def refuse(target, content):
        raise error

    monkeypatch.setattr(folders, "write", refuse)
    with pytest.raises(FolderError, match=words):
        prepare(tmp_path / "mine", course)


def test_home_is_understood(tmp_path, course, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert prepare(Path("~/学习 文件夹"), course) == tmp_path / "学习 文件夹"
    shutil.rmtree(tmp_path / "学习 文件夹")
