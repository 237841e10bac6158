"""The review: acts turn by turn, as a table and as pages that are safe to open."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from servicelab.dialogue import DialogueError, Transcript, Turn, recognise, review_file
from servicelab.dialogue.remarks import missing_basics, remarks
from servicelab.dialogue.review import main_review
from servicelab.dialogue.review_page import pieces, write_pages
from servicelab.dialogue.reviewing import Review, review

TALK = """客户：屋里十四度
客服：您好，非常抱歉，您先别着急，换谁都难受。今晚八点前师傅到您家。
---
客户：快递五天没动
客服：不是我们的责任，=1+1
<script>alert(1)</script>
客户：你们太过分了
客服：😀😀
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "talks.txt"
    path.write_text(TALK, encoding="utf-8")
    return path


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        self.ids |= {value or "" for name, value in attrs if name == "id"}

    def handle_data(self, data: str) -> None:
        self.text += data


def many(n: int, reply: str = "您好，不是我们的责任。") -> Review:
    talk = (Turn("customer", "冷"), Turn("agent", reply))
    return review(Transcript(str(i), talk) for i in range(n))


def test_the_table_has_a_row_a_turn_with_acts_words_and_remarks(file: Path) -> None:
    folder = review_file(file)
    raw = (folder / "review.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    frame = pd.read_csv(folder / "review.csv", dtype=str, keep_default_na=False)
    assert len(frame) == 6
    assert frame["说话人"].tolist() == ["客户", "客服", "客户", "客服", "客户", "客服"]
    assert frame["轮次"].tolist() == ["1", "1", "1", "1", "2", "2"]
    good, bad, empty = (frame.iloc[i] for i in (1, 3, 5))
    assert {"问候接待", "道歉", "共情", "时限承诺"} <= set(good["言语行为"].split("、"))
    assert good["有害行为"] == ""
    assert bad["有害行为"] == "推诿"
    assert "不是我们的责任" in bad["提示"]
    assert empty["言语行为"] == ""
    assert frame.iloc[0]["言语行为"] == ""


def test_a_cell_that_looks_like_a_formula_is_made_harmless(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("客服：=HYPERLINK(1)\n客户：@某人\n客服：+86", encoding="utf-8")
    frame = pd.read_csv(review_file(path) / "review.csv", dtype=str)
    assert frame["原话"].tolist() == ["'=HYPERLINK(1)", "'@某人", "'+86"]


def test_the_page_is_whole_safe_and_asks_nobody_for_anything(file: Path) -> None:
    page = (review_file(file) / "review.html").read_text(encoding="utf-8")
    tags = Tags(page)
    assert "script" not in tags.names
    assert "<script>alert(1)</script>" in tags.text
    assert not any(name in tags.names for name in ("img", "link", "iframe", "object"))
    assert all(re.match(r"(#|review)", link) for link in tags.links)
    assert "http" not in page.replace('http-equiv="Content-Security-Policy"', "")


def test_the_page_says_what_is_in_the_dialogues(file: Path) -> None:
    text = Tags((review_file(file) / "review.html").read_text(encoding="utf-8")).text
    for part in ("推诿", "把责任推开了", "没有认出任何行为", "没有道歉、没有接住情绪、没有给时间"):
        assert part in text
    for bar in ("道歉1 句 · 33%", "推诿1 句 · 33%"):
        assert bar in re.sub(r"\s*\n\s*", "", text)


def test_every_link_leads_to_a_place_that_exists(tmp_path: Path) -> None:
    files = write_pages(many(250), "a.json", tmp_path)
    pages = {file.name: Tags(file.read_text(encoding="utf-8")) for file in files}
    assert len(pages) == 4
    for name, tags in pages.items():
        for link in tags.links:
            page, _, anchor = link.partition("#")
            assert not anchor or anchor in pages[page or name].ids


def test_many_dialogues_are_spread_over_pages_and_none_is_lost(tmp_path: Path) -> None:
    files = write_pages(many(250), "a.json", tmp_path)
    ids = [Tags(file.read_text(encoding="utf-8")).ids for file in files]
    assert [sum(bool(re.fullmatch(r"d\d+", one)) for one in page) for page in ids] == [
        20,
        100,
        100,
        30,
    ]
    first = files[0].read_text(encoding="utf-8")
    assert "其余分在 3 页里" in first
    assert "一共 250 处" in first


def test_few_dialogues_need_one_page(tmp_path: Path) -> None:
    assert [file.name for file in write_pages(many(20), "a", tmp_path)] == ["review.html"]


def test_an_earlier_report_is_never_overwritten(file: Path, tmp_path: Path) -> None:
    folders = [review_file(file) for _ in range(3)]
    assert [folder.name for folder in folders] == [
        "talks-review",
        "talks-review-2",
        "talks-review-3",
    ]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "note.txt").write_text("mine")
    assert review_file(file, tmp_path / "mine").name == "mine-2"
    assert [one.name for one in (tmp_path / "mine").iterdir()] == ["note.txt"]


def test_an_empty_folder_is_used_and_missing_ones_are_made(file: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert review_file(file, tmp_path / "empty") == tmp_path / "empty"
    assert (review_file(file, tmp_path / "x" / "y") / "review.html").exists()


def test_a_place_where_no_folder_can_be_is_explained(file: Path) -> None:
    with pytest.raises(DialogueError, match="--out"):
        review_file(file, file / "below")


def test_a_file_without_agents_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("客户：冷\n客户：真冷", encoding="utf-8")
    with pytest.raises(DialogueError, match="没有客服"):
        review_file(path)


def test_the_command_says_what_was_read_what_was_odd_and_where_the_report_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("会话,角色,内容\n1,客户,冷\n1,系统,接入\n1,客服,不能退\n", encoding="utf-8")
    assert main_review(path) == 0
    shown = capsys.readouterr().out
    for part in ("1 段对话", "1 句", "“系统”", "review.html", "review.csv"):
        assert part in shown
    assert "“系统”" in (tmp_path / "a-review" / "review.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ("😀😀", "规则只懂中文"),
        ("We see.", "规则只懂中文"),
        ("好的\n客户：嗯\n客服：抱歉", "1 句什么也没认出来"),
    ],
)
def test_the_command_says_what_it_could_not_recognise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], reply: str, told: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"客户：冷\n客服：{reply}\n", encoding="utf-8")
    main_review(path)
    assert told in capsys.readouterr().out


def test_counts_are_turns_not_words() -> None:
    done = review([Transcript("1", (Turn("agent", "抱歉，真的抱歉。"), Turn("customer", "抱歉")))])
    assert done.act_counts()["apologise"] == 1
    assert done.group_counts() == {"relational": 1}
    assert set(done.act_counts().values()) == {0, 1}


def test_pieces_join_to_the_text_even_where_spans_overlap() -> None:
    text = "我马上安排师傅，今晚八点前到您家"
    turn = Turn("agent", text, recognised=tuple(recognise(text)))
    assert "".join(piece.text for piece in pieces(turn)) == text
    labels = [label for piece in pieces(turn) for label in piece.labels]
    assert len(labels) == len(turn.recognised)


def test_a_taken_back_agreement_has_a_remark_of_its_own() -> None:
    text = "我理解您的心情，但是合同里没写。"
    said = remarks(Turn("agent", text, recognised=tuple(recognise(text))))
    assert said == ["“理解您的心情，但是”：前面那句认同被转折收回去了。试试“同时”。"]


def test_a_talk_without_an_agent_lacks_nothing() -> None:
    assert missing_basics(Transcript("1", (Turn("customer", "冷"),))) == []
