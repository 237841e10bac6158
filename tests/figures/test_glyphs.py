"""Every text for people can be drawn: no character of it would be a box in a figure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from servicelab.data.resources import read_yaml
from servicelab.figures.glyphs import missing_glyphs, readable_text

ROOT = Path(__file__).parents[2]
FOLDERS = ("src", "notebooks", "exercises", "docs")
ENDINGS = {".yaml", ".yml", ".csv", ".html", ".j2", ".md", ".ipynb"}
# Headers in Korean and traditional Chinese that are recognised in other people's files, and never
# shown by us. Only those characters are excused there, and in no other file.
RECOGNISED_ONLY = Path("src/servicelab/theory/servqual/data/reading.yaml")


def texts_for_people() -> list[Path]:
    """Return the project's files that people read, relative to its top."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    found += ROOT.glob("README*.md")
    return sorted(
        path.relative_to(ROOT)
        for path in found
        if path.suffix in ENDINGS and not any(part.startswith(".") for part in path.parts)
    )


def boxes(path: Path, text: str) -> set[str]:
    """Return the characters of a file's text that people would see as boxes."""
    missing = missing_glyphs(text)
    return {c for c in missing if not foreign(c)} if path == RECOGNISED_ONLY else missing


def foreign(character: str) -> bool:
    """Return whether it is Korean, or Chinese that is written otherwise in simplified script."""
    return "가" <= character <= "힣" or (
        encodes(character, "big5") and not encodes(character, "gb2312")
    )


def encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize("path", texts_for_people(), ids=str)
def test_every_character_has_a_glyph(path):
    missing = sorted(boxes(path, readable_text(ROOT / path)))
    named = ", ".join(f"{character} (U+{ord(character):04X})" for character in missing)
    assert not missing, f"{path}: no glyph for {named}"


def test_something_is_looked_at():
    assert Path("src/servicelab/figures/labels.yaml") in texts_for_people()


def test_only_the_file_of_recognised_headers_is_excused_and_only_for_those():
    assert RECOGNISED_ONLY in texts_for_people()
    assert {"號", "성"} <= missing_glyphs(readable_text(ROOT / RECOGNISED_ONLY))
    assert boxes(RECOGNISED_ONLY, "編號 만족 \U0001f389 𠮷") == {"\U0001f389", "𠮷"}
    assert boxes(Path("README.md"), "編號") == {"編", "號"}


def test_what_is_shown_of_that_file_can_be_drawn():
    words = read_yaml("servicelab.theory.servqual", "data/reading.yaml")
    assert not missing_glyphs("".join(words["dimensions"]))


def test_a_notebook_is_read_through_its_escapes(tmp_path):
    notebook = tmp_path / "a.ipynb"
    notebook.write_text(json.dumps({"cells": [{"source": ["\U0001f389"]}]}), encoding="utf-8")
    assert "\U0001f389" not in notebook.read_text(encoding="utf-8")
    assert missing_glyphs(readable_text(notebook)) == {"\U0001f389"}


def test_a_page_is_read_through_its_entities(tmp_path):
    page = tmp_path / "a.html"
    page.write_text("<p>&#x1F389;</p>", encoding="utf-8")
    assert missing_glyphs(readable_text(page)) == {"\U0001f389"}
