"""The runner of the suite: a failure anywhere is a failure, and the counts are right."""

from __future__ import annotations

import pytest

from tests import stages
from tests.stages import Result, Stage, counts

REPORT = '<testsuites><testsuite tests="9" failures="2" errors="1" skipped="2"/></testsuites>'


def test_counts_of_a_report(tmp_path):
    (tmp_path / "report.xml").write_text(REPORT, "utf-8")
    assert counts(tmp_path / "report.xml") == (4, 3, 2)


@pytest.mark.parametrize(("code", "failed"), [(0, 0), (3, 1)])
def test_a_check_passes_or_fails_by_its_exit_code(code, failed):
    result = stages.run(Stage("check", ("-c", f"raise SystemExit({code})")))
    assert (result.passed, result.failed) == (1 - failed, failed)


def test_tests_are_counted_and_none_is_a_failure(tmp_path, monkeypatch):
    monkeypatch.setattr(stages, "ROOT", tmp_path)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    stage = Stage("tests", (*stages.PYTEST, "-q", "-p", "no:cacheprovider"), ("here",))
    assert stages.run(stage).failed == 1  # the folder is not there
    (tmp_path / "here").mkdir()
    assert stages.run(stage).failed == 1  # nothing in it
    (tmp_path / "here" / "test_it.py").write_text("def test_a(): pass\ndef test_b(): assert 0\n")
    result = stages.run(stage)
    assert (result.passed, result.failed) == (1, 1)


def test_all_stages_run_and_one_failure_is_enough(monkeypatch, capsys):
    ran = []

    def pretend(stage):
        ran.append(stage.name)
        return Result(stage, 1.0, 5, int(stage.name == "types"))

    monkeypatch.setattr(stages, "run", pretend)
    assert stages.main([]) == 1
    assert ran == [stage.name for stage in stages.STAGES]
    assert capsys.readouterr().out.splitlines()[-1] == f"{5 * len(ran)} passed, 1 failed, 0 skipped"


def test_what_fails_side_by_side_is_tried_once_more_and_may_fail_again(monkeypatch, tmp_path):
    monkeypatch.setattr(stages, "ROOT", tmp_path)
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "test_it.py").write_text(
        "from pathlib import Path\n"
        "MARK = Path(__file__).with_name('mark')\n"
        "def test_good(): pass\n"
        "def test_bad(): assert False\n"
        "def test_shy():\n"
        "    seen, _ = MARK.exists(), MARK.touch()\n"
        "    assert seen\n"
    )
    stage = Stage("tests", (*stages.PYTEST, *stages.TWO, "-q"), ("here",), alone=True)
    first = stages.run(stage)
    assert (first.passed, first.failed) == (1, 2)
    second = stages.run_again(stage, first)
    assert (second.passed, second.failed) == (2, 1)
