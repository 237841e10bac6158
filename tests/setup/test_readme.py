"""Both READMEs tell the truth: their Python runs, their links lead somewhere."""

from __future__ import annotations

import re
import shutil
from typing import Any

import pytest

FILES = ("README.md", "README.zh-CN.md")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def without_comments(code: str) -> str:
    return re.sub(r"#.*", "", code)


def test_the_python_of_the_readme_runs(project, capsys, tmp_path, monkeypatch):
    shutil.copytree(project / "datasets", tmp_path / "datasets")
    monkeypatch.chdir(tmp_path)
    (code,) = blocks((project / "README.md").read_text("utf-8"), "python")
    names: dict[str, Any] = {}
    exec(compile(code, "README.md", "exec"), names)
    assert names["table"].shape[0] == 10_000
    assert names["talk"].finished
    assert names["branch"].finished
    assert len(names["survey"].perception.dropna(how="all")) == 600
    assert names["customers"]["alive"].between(0, 1).all()
    assert names["model"].params["r"] == pytest.approx(0.7, abs=0.1)  # the truth of the file
    assert capsys.readouterr().out


def test_both_languages_show_the_same_code(project):
    english, chinese = ((project / name).read_text("utf-8") for name in FILES)
    for language in ("python", "text"):
        first, second = blocks(english, language), blocks(chinese, language)
        assert [without_comments(one) for one in first] == [without_comments(one) for one in second]


@pytest.mark.parametrize("name", [*FILES, "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_lead_to_files_that_are_there(project, name):
    links = re.findall(r"\]\(([^)#]+)\)", (project / name).read_text("utf-8"))
    inside = [link for link in links if "://" not in link]
    assert [link for link in inside if not (project / link).exists()] == []
