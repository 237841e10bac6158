"""What is in git says nothing of the machine it was made on, and stays small."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

# Put together here, so that this file does not find itself.
HOSTS = (
    "pypi" + ".org",
    "files.python" + "hosted.org",
    "registry.npm" + "js.org",
    "deb.debian" + ".org",
    "conda.ana" + "conda.org",
)
SLASH, BACK = "/", "\\\\"
ROOTS = "root|work|home|Users|opt|tmp"
PATHS = re.compile(rf"(?<![\w.~/:*-])/(?:{ROOTS})/[\w.]+/|\b[A-Z]:\\+Users\\")
LARGEST = 2_000_000


@pytest.fixture(scope="module")
def files(project: Path) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=project, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    paths = [project / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (f"open('{SLASH}root/.cache/x')", True),
        (f'"C:{BACK}Users{BACK}me"', True),
        ("see ~/opt/ab/c and docs/home/index/x", False),
    ],
)
def test_the_pattern_finds_paths_of_a_machine(line, found):
    assert bool(PATHS.search(line)) is found


def test_no_file_carries_a_path_of_a_machine(files, project):
    found = {
        path.relative_to(project).as_posix(): hit[0]
        for path in files
        if (hit := PATHS.search(text_of(path)))
    }
    assert found == {}


def test_no_file_names_the_host_of_a_package_registry(files, project):
    found = {
        path.relative_to(project).as_posix(): host
        for path in files
        for host in HOSTS
        if host in text_of(path)
    }
    assert found == {}


def test_no_file_is_large(files):
    assert [path.name for path in files if path.stat().st_size > LARGEST] == []
