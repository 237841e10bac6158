"""Every lesson keeps the skeleton, was run from top to bottom, and cites what its cells print."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SECTIONS = ["学完本课你能", "案例引子", "理论", "动手", "互动", "练习", "小结", "文献"]
LONGEST = 60
MAP_OF_THE_COURSE = 14
SCREENS = ("rehearse(", "rehearsal(", "answer_box(", "_screen(", "_explorer(")

pytestmark = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


@pytest.fixture
def lesson(path):
    return nbformat.read(path, as_version=4)


def tags(cell):
    return cell.metadata.get("tags", [])


def code(lesson):
    return [cell for cell in lesson.cells if cell.cell_type == "code"]


def prose(lesson):
    return [cell for cell in lesson.cells if cell.cell_type == "markdown"]


def headings(lesson, level):
    pattern = re.compile(rf"^{'#' * level} (.+)$", re.MULTILINE)
    return [name for cell in prose(lesson) for name in pattern.findall(cell.source)]


def outputs(cell):
    return "".join(output.get("text", "") for output in cell.outputs)


def test_there_is_one_title_with_the_lessons_number_minutes_and_level(path, lesson):
    about = lesson.metadata["servicelab"]
    [title] = headings(lesson, 1)
    assert title.startswith(about["lesson"])
    assert path.stem.startswith(f"{about['lesson']}_")
    assert title.endswith("？")
    assert f"{about['minutes']} 分钟" in lesson.cells[0].source
    assert about["level"] in lesson.cells[0].source


def test_the_sections_are_there_in_order(lesson):
    assert headings(lesson, 2) == SECTIONS


def test_the_sections_minutes_add_up(lesson):
    notes = [cell.metadata.get("servicelab", {}) for cell in lesson.cells]
    minutes = [note["minutes"] for note in notes if "minutes" in note]
    assert len(minutes) == 1 + len(SECTIONS)
    assert sum(minutes) == lesson.metadata["servicelab"]["minutes"] <= LONGEST


def test_the_minutes_stand_where_the_sections_begin(lesson):
    for cell in prose(lesson):
        begins = cell.source.startswith(("# ", "## "))
        assert ("minutes" in cell.metadata.get("servicelab", {})) is begins


def test_there_are_trainers_notes_that_open_on_a_click(lesson):
    notes = [cell for cell in lesson.cells if "trainer" in tags(cell)]
    assert len(notes) >= 3
    for note in notes:
        assert note.cell_type == "markdown"
        assert note.source.startswith("<details>\n<summary>给培训师")
        assert note.source.rstrip().endswith("</details>")


def test_it_was_run_from_top_to_bottom_without_an_error(lesson):
    assert [cell.execution_count for cell in code(lesson)] == list(range(1, len(code(lesson)) + 1))
    kinds = [output.output_type for cell in code(lesson) for output in cell.outputs]
    assert "error" not in kinds
    names = [output.get("name") for cell in code(lesson) for output in cell.outputs]
    assert "stderr" not in names
    assert lesson.metadata["kernelspec"]["name"] == "python3"


def test_checked_cells_print_short_rounded_text(lesson):
    checked = [cell for cell in code(lesson) if "nbval-check-output" in tags(cell)]
    assert checked
    for cell in checked:
        assert outputs(cell).strip()
        assert len(outputs(cell).splitlines()) <= 12
        assert not re.search(r"\d\.\d{4,}", outputs(cell))


def test_numbers_in_prose_are_printed_by_a_checked_cell_above(lesson):
    printed, cited = "", 0
    for cell in lesson.cells:
        if cell.cell_type == "code" and "nbval-check-output" in tags(cell):
            printed += outputs(cell)
        for word in cell.metadata.get("servicelab", {}).get("cites", []):
            assert word in cell.source
            assert re.search(rf"(?<![\d.]){re.escape(word)}(?!\d)", printed), word
            cited += 1
    assert cited


def test_decimals_in_prose_are_always_cited(lesson):
    for cell in prose(lesson):
        if "trainer" not in tags(cell):
            cites = cell.metadata.get("servicelab", {}).get("cites", [])
            text = re.sub(r"doi:\S+", "", cell.source)
            assert set(re.findall(r"\d+\.\d+", text)) <= set(cites)


def test_nothing_tells_of_the_machine_it_was_run_on(path):
    text = path.read_text(encoding="utf-8")
    places = [f"/{name}/" for name in ("root", "home", "Users", "tmp", "work")]
    for mark in (*places, "site-packages", ".venv"):
        assert mark not in text
    assert not re.search(r"[A-Z]:\\\\", text)


def test_links_to_files_lead_somewhere(path, lesson):
    for cell in prose(lesson):
        for target in re.findall(r"\]\((?!https?:|#)([^)]+)\)", cell.source):
            assert (path.parent / target).exists(), target


def test_figures_carry_a_description_in_words(lesson):
    pages = [
        output.get("data", {}).get("text/html", "")
        for cell in code(lesson)
        for output in cell.outputs
    ]
    pictures = [tag for page in pages for tag in re.findall(r"<img [^>]+>", "".join(page))]
    assert pictures
    for tag in pictures:
        alt = re.search(r'alt="([^"]+)"', tag)
        assert alt is not None
        assert len(alt[1]) > 40
    naked = [
        output
        for cell in code(lesson)
        for output in cell.outputs
        if "image/png" in output.get("data", {}) and "text/html" not in output["data"]
    ]
    assert not naked


def test_code_that_only_sets_up_a_screen_is_collapsed(lesson):
    for cell in code(lesson):
        if any(name in cell.source for name in SCREENS):
            assert cell.metadata["jupyter"]["source_hidden"] is True


def test_the_voice_is_level(lesson):
    for cell in prose(lesson):
        assert not set("！!") & set(cell.source)
        for word in ("本节将", "进行处理", "具有重要", "旨在", "赋能", "通过本"):
            assert word not in cell.source


def test_the_map_says_what_is_there(path, lesson):
    form = r"^\| (\d\d) [^|]+\| ([^|]+) \| (可以学|在写) \| (\d*) +\|$"
    rows = [row for cell in prose(lesson) for row in re.findall(form, cell.source, re.MULTILINE)]
    if not path.stem.startswith("00_"):
        assert rows == []  # one map, in one place
        return
    assert len(rows) == MAP_OF_THE_COURSE
    there = {one.stem[:2]: one for one in LESSONS}
    assert {number for number, _, now, _ in rows if now == "可以学"} == set(there)
    for number, question, now, minutes in rows:
        links = re.findall(r"\]\(([^)]+)\)", question)
        if now == "在写":
            assert (links, minutes) == ([], "")
            continue
        about = nbformat.read(there[number], as_version=4).metadata["servicelab"]
        assert minutes == str(about["minutes"])
        assert links == ([there[number].name] if there[number] != path else [])
