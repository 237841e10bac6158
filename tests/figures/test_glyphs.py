"""Every text for people can be drawn: no character of it would be a box in a figure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from servicelab.figures.glyphs import missing_glyphs, readable_text

ROOT = Path(__file__).parents[2]
FOLDERS = ("src", "notebooks", "exercises", "docs")
ENDINGS = {".yaml", ".yml", ".csv", ".html", ".j2", ".md", ".ipynb"}


def texts_for_people() -> list[Path]:
    """Return the project's files that people read, relative to its top."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    found += ROOT.glob("README*.md")
    return sorted(
        path.relative_to(ROOT)
        for path in found
        if path.suffix in ENDINGS and not any(part.startswith(".") for part in path.parts)
    )


@pytest.mark.parametrize("path", texts_for_people(), ids=str)
def test_every_character_has_a_glyph(path):
    missing = sorted(missing_glyphs(readable_text(ROOT / path)))
    named = ", ".join(f"{character} (U+{ord(character):04X})" for character in missing)
    assert not missing, f"{path}: no glyph for {named}"


def test_something_is_looked_at():
    assert Path("src/servicelab/figures/labels.yaml") in texts_for_people()


def test_a_notebook_is_read_through_its_escapes(tmp_path):
    notebook = tmp_path / "a.ipynb"
    notebook.write_text(json.dumps({"cells": [{"source": ["\U0001f389"]}]}), encoding="utf-8")
    assert "\U0001f389" not in notebook.read_text(encoding="utf-8")
    assert missing_glyphs(readable_text(notebook)) == {"\U0001f389"}


def test_a_page_is_read_through_its_entities(tmp_path):
    page = tmp_path / "a.html"
    page.write_text("<p>&#x1F389;</p>", encoding="utf-8")
    assert missing_glyphs(readable_text(page)) == {"\U0001f389"}
