"""The doctor: one line a check, a mend for each failure, never a traceback."""

from __future__ import annotations

import sys
from importlib import metadata

import pytest

from servicelab.course import doctor
from servicelab.course.doctor import CHECKS, Check, Unwell, examine, main_doctor


def sick() -> str:
    raise Unwell("字体缺字：服")


def crashing() -> str:
    raise RuntimeError("first line\nsecond line")


def test_one_line_a_check_and_the_mend_for_what_fails(capsys):
    checks = (
        Check("甲", lambda: "很好", "不用"),
        Check("乙", sick, "重装"),
        Check("丙", crashing, "再试"),
    )
    assert main_doctor(checks) == 1
    first, second, third, last = capsys.readouterr().out.splitlines()
    assert first == "[正常] 甲：很好"
    assert second == "[不行] 乙：字体缺字：服 → 办法：重装"
    assert third == "[不行] 丙：first line second line → 办法：再试"
    assert "2 项" in last


def test_all_well_is_zero(capsys):
    assert main_doctor((Check("甲", lambda: "很好", "不用"),)) == 0
    assert capsys.readouterr().out.endswith("都正常。\n")


@pytest.mark.slow
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.look.__name__)
def test_this_installation_is_well(check):
    assert examine(check).line().startswith("[正常]")
    assert check.mend


def test_a_missing_package_and_a_wrong_version_are_named(monkeypatch):
    asked = ["no-such-package-here>=1", "numpy>=999", "pandas>=1", "extra-one; extra == 'fast'"]
    monkeypatch.setattr(metadata, "requires", lambda name: asked)
    told = examine(Check("软件包", doctor.packages, "重装")).told
    assert "没有 no-such-package-here" in told
    assert "需要 >=999" in told
    assert "pandas" not in told
    assert "extra-one" not in told


def test_a_glyph_that_is_missing_is_named(monkeypatch):
    monkeypatch.setattr(doctor, "SAMPLE", "服\U0001f600")
    assert "缺字：\U0001f600" in examine(Check("字体", doctor.font, "重装")).told


def test_english_menus_are_noticed(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert "英文" in examine(Check("中文", doctor.chinese_lab, "重装")).told
