"""Pages made of talks: whole, and with everything that people said escaped."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from servicelab.dialogue import read
from servicelab.scenarios import load
from servicelab.simulation import Conversation
from servicelab.widgets.download import csv_bytes, download_link, talk_table
from servicelab.widgets.page import case_html, debrief_html, transcript_html, what_if_html
from servicelab.widgets.room import Seat

CASE = "heating_blocked_pipe"
NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)> & \" ' 非常抱歉"


class Tags(HTMLParser):
    """Collects the tags of a page and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.unclosed: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag not in ("img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def talk():
    talk = Conversation(CASE, customer=4711)
    talk.say(NASTY)
    talk.say("=1+1 我马上派人。😀")
    talk.close()
    return talk


@pytest.fixture(scope="module")
def pages(talk):
    seat = Seat(load(CASE), customer=4711)
    branch = talk.what_if(turn=1, acts=("listen",))
    return {
        "transcript": transcript_html(talk),
        "debrief": debrief_html(talk, [], seat.by_methods()),
        "what_if": what_if_html(talk, branch, 1),
        "case": case_html(talk.scenario),
    }


@pytest.mark.parametrize("name", ["transcript", "debrief", "what_if", "case"])
def test_every_page_is_well_formed_and_inert(pages, name):
    tags = Tags(pages[name])
    assert tags.open == []
    assert "script" not in tags.seen


@pytest.mark.parametrize("name", ["transcript", "what_if"])
def test_what_was_said_is_there_word_for_word(pages, name):
    assert NASTY in Tags(pages[name]).text


def test_a_case_in_foreign_hands_is_inert():
    case = load(CASE).model_copy(update={"failure": NASTY, "promised": NASTY, "title": NASTY})
    for page in (case_html(case), transcript_html(Conversation(case))):
        assert "script" not in Tags(page).seen


def test_an_unfinished_talk_says_that_the_page_is_still():
    assert "静态画面" in transcript_html(Conversation(CASE))


def test_figures_carry_their_words(pages):
    assert 'alt="折线图' in pages["debrief"]
    assert 'alt="折线图' in pages["what_if"]


def test_the_table_for_people_holds_every_word(talk):
    table = talk_table(talk)
    assert list(table["内容"]) == [turn.text for turn in talk.transcript.turns]
    assert list(table["说话人"][:3]) == ["客户", "客服", "客户"]
    assert table["点评"][1] == talk.records[0].feedback
    assert table["看得出来的怒气"].notna().sum() == len(talk.records)


def test_the_download_is_safe_in_a_spreadsheet_and_can_be_read_again(talk, tmp_path):
    raw = csv_bytes(talk)
    assert raw.startswith(b"\xef\xbb\xbf")
    assert "'=1+1" in raw.decode("utf-8-sig")
    file = tmp_path / "talk.csv"
    file.write_bytes(raw)
    (again,) = read(file)
    said = [turn.text.removeprefix("'") for turn in again.turns if turn.speaker == "agent"]
    assert said == [turn.text for turn in talk.transcript.turns if turn.speaker == "agent"]


def test_the_link_works_without_a_server(talk):
    link = download_link(talk)
    assert 'href="data:text/csv;base64,' in link
    assert f'download="{talk.transcript.id}.csv"' in link
    assert Tags(link).open == []
