"""The case debrief: tables, questions, page, file, command, button."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import servicelab as sl
from servicelab.cli import main
from servicelab.data import ServicelabError
from servicelab.dialogue import ACTS, Transcript, Turn, read
from servicelab.dialogue.emotion import estimates
from servicelab.figures import missing_glyphs
from servicelab.methods import get
from servicelab.widgets.case_debrief import CaseDebrief, debrief
from servicelab.widgets.case_debrief_acts import standard
from servicelab.widgets.case_debrief_button import DebriefButton
from servicelab.widgets.case_debrief_file import MOST_PAGES
from servicelab.widgets.case_debrief_questions import _Happened
from servicelab.widgets.case_debrief_talk import read_talk, words
from servicelab.widgets.rehearsal_room import RehearsalRoom

TALK = """客户：你们这快递怎么回事！五天了一动不动，打电话也没人接！
客服：您好，不是我们的责任，是天气原因。
客户：什么叫不是你们的责任？我投诉你们信不信！
客服：您先别着急，非常抱歉，让您等这么久，换谁都难受。
客户：唉，我就是急，里面是护照，周一要用。
客服：我马上帮您查，单号是多少？今晚八点前给您回电话。
客户：好，那谢谢你了。
"""


def customer(text: str) -> Turn:
    return Turn("customer", text)


def agent(text: str) -> Turn:
    return Turn("agent", text)


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def quarrel() -> CaseDebrief:
    return sl.debrief(sl.converse("courier_delay", "confront", customer=3))


@pytest.fixture(scope="module")
def good() -> CaseDebrief:
    return sl.debrief(sl.converse("courier_delay", "reactive", customer=3))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "talk.txt"
    path.write_text(TALK, encoding="utf-8")
    return path


@pytest.fixture
def imported(file: Path) -> Transcript:
    return read(file)[0]


# ------------------------------------------------------------------- what it holds


def test_the_curve_of_a_simulated_customer_is_the_hidden_truth_beside_the_estimate(quarrel) -> None:
    talk = quarrel.exchange.talk
    assert quarrel.curve["anger"].tolist() == talk.curve()["anger"].tolist()
    assert quarrel.curve["estimate"].notna().all()


def test_an_imported_talk_has_an_estimate_only_and_the_page_says_so(imported) -> None:
    case = debrief(imported)
    heard = [turn.text for turn in imported.turns if turn.speaker == "customer"]
    assert case.curve.columns.tolist() == ["estimate"]
    assert case.curve["estimate"].tolist() == [one.anger for one in estimates(heard)]
    page = Tags(case.to_page()).text
    assert "不是他心里真实的怒气" in page
    assert "（12315" not in page
    assert "说要投诉、曝光、走法律" in page  # the estimate names what it rests on
    assert words("curve")["truth"] not in page


def test_turning_points_without_a_scenario_are_jumps_of_the_estimate(imported) -> None:
    points = debrief(imported).turning_points
    assert set(points["side"]) == {"jump"}
    assert points["change"].abs().is_monotonic_decreasing
    assert points["ci_low"].isna().all()
    assert points["turn"].iloc[0] == 2  # the apology
    assert points["change"].iloc[0] < 0
    assert 'scenario="' in Tags(debrief(imported).to_page()).text


def test_with_a_scenario_an_imported_talk_is_replayed(imported) -> None:
    case = debrief(imported, scenario="courier_delay")
    first = case.turning_points.set_index("turn").loc[1]
    assert first["side"] == "gain"
    assert first["said"] == "您好，不是我们的责任，是天气原因。"
    assert first["instead"]
    assert first["ci_low"] > 0
    assert case.rescue is not None
    assert case.rescue["lost"].iloc[:-2].idxmax() == 0
    assert case.mended is None  # nobody knows this customer's luck


def test_the_turn_where_the_quarrel_began_is_found_and_mended(quarrel) -> None:
    lost = quarrel.turns.mended[0]
    said = quarrel.exchange.reply(lost)
    assert {"argue", "blame", "interrupt"} & set(said.acts)
    ends = quarrel.mended.outcome(), quarrel.exchange.talk.outcome()
    assert ends[0].satisfaction > ends[1].satisfaction + 0.3
    page = Tags(quarrel.to_page()).text
    assert f"掉得最多的是第 {lost} 回合" in page
    assert quarrel.mended.records[lost - 1].said in page


def test_turning_points_are_the_three_largest_each_turn_once(quarrel, good) -> None:
    for case in (quarrel, good):
        points = case.turning_points
        assert 1 <= len(points) <= 3
        assert points["turn"].is_unique
        assert points["change"].abs().is_monotonic_decreasing
        outside = (points["ci_low"] > 0) | (points["ci_high"] < 0)
        assert outside.all()
        for point in points.itertuples():
            branch = case.exchange.talk.what_if(point.turn, point.acts)
            assert branch.records[point.turn - 1].said == point.instead
            change = branch.outcome().satisfaction - case.exchange.talk.outcome().satisfaction
            assert point.here == change
    assert set(good.turning_points["side"]) == {"loss"}


def test_harmful_acts_are_quoted_and_missing_ones_held_against_the_texts(imported) -> None:
    acts = debrief(imported).acts
    assert acts.loc["deny", "status"] == "harmful"
    assert acts.loc["deny", "words"] == ("不是我们的责任",)
    assert acts.loc["deny", "turns"] == (1,)
    assert acts.loc["apologise", "status"] == "used"
    assert acts.loc["follow_up", "status"] == "missing"
    assert acts.loc["follow_up", "standard"] == "1、2、3、4、5"


def test_the_common_checklist_is_what_three_texts_name() -> None:
    for act, texts in standard(None).items():
        assert act in ACTS
        assert len(texts.split("、")) >= 3


def test_a_method_may_be_the_standard(imported) -> None:
    case = debrief(imported, scenario="courier_delay", method="roundabout")
    wanted = {act for step in get("roundabout").steps for act in step.acts}
    missing = case.acts[case.acts["status"] == "missing"]
    assert set(missing.index) <= wanted
    assert missing.loc["propose", "standard"] == "提出解决方案"
    assert "对照“服务回旋法”的步骤" in Tags(case.to_page()).text


# ------------------------------------------------------------------- questions


def test_there_are_four_to_six_questions_made_from_what_was_said(quarrel, good, imported) -> None:
    for case in (quarrel, good, debrief(imported), debrief(imported, "courier_delay")):
        assert 4 <= len(case.questions) <= 6
        assert len(set(case.questions)) == len(case.questions)
        assert not any("{" in question for question in case.questions)
    assert any("不是我们的责任" in question for question in debrief(imported).questions)
    assert any("换人来谈" in question for question in quarrel.questions)
    assert any("起了作用" in question for question in good.questions)


def test_a_question_is_asked_only_when_it_happened() -> None:
    polite = (
        customer("冷"),
        agent("非常抱歉，换谁都难受。今晚八点前师傅到您家。您选上午还是下午？"),
    )
    asked = debrief(Transcript("p", polite)).questions
    assert not any("钟点" in question or "接住" in question for question in asked)
    early = (customer("五天了！"), agent("因为下雨，路不通。"), customer("我不听！"))
    asked = debrief(Transcript("e", early)).questions
    assert any("客户还没觉得有人在听，第 1 回合" in question for question in asked)


def test_every_template_is_asked_after_some_talk(quarrel, good, imported) -> None:
    rising = (
        customer("你好，请问件到哪了，谢谢。"),
        agent("不归我们管。"),
        customer("凭什么！骗人！"),
    )
    asking = (customer("冷"), agent("请问您家是哪个小区？"), customer("说过了"))
    tired = sl.converse("courier_delay", "clear", customer=3)
    cases = [quarrel, good, debrief(imported), debrief(Transcript("r", rising))]
    cases += [debrief(Transcript("a", asking * 3)), sl.debrief(tired)]
    unasked = set()
    for template in words("questions_from"):
        told = [_Happened(case.exchange, case.turns).told(template["when"]) for case in cases]
        if not any(one is not None for one in told):
            unasked.add(template["when"])
    assert unasked <= {"left", "escalated"}  # hang on luck; at least one of the two happens
    assert len(unasked) < 2


# ------------------------------------------------------------------- the page


def test_the_page_stands_alone(quarrel) -> None:
    page = quarrel.to_page()
    tags = Tags(page)
    assert "script" not in tags.names
    assert "link" not in tags.names
    sources = [value for name, value in tags.attributes if name in ("src", "href")]
    assert all(source.startswith("data:image/png") for source in sources)
    assert sources
    assert not re.search(r"https?://|@import|url\(", page)
    assert tags.names.count("textarea") == len(quarrel.questions)
    assert tags.names.count("h1") == 1
    assert "size: A4" in page
    pictures = [value for name, value in tags.attributes if name == "alt"]
    assert any("怒气：从" in alt for alt in pictures)


def test_in_a_notebook_it_is_a_piece_of_a_page(quarrel) -> None:
    piece = quarrel._repr_html_()
    assert "<html" not in piece
    assert "<body" not in piece
    assert "<script" not in piece
    assert 'data-lm-suppress-shortcuts="true"' in piece


def test_words_of_people_are_escaped_everywhere() -> None:
    evil = "</textarea></style><img src=x onerror=alert(1)><script>{{7*7}}{x}%s"
    turns = (customer(evil), agent(f"不是我们的责任。{evil}"), customer(f"骗人！{evil}\x00"))
    for scenario in (None, "courier_delay"):
        page = debrief(Transcript(f'"><b>{evil}', turns), scenario).to_page()
        tags = Tags(page)
        assert "script" not in tags.names
        assert "b" not in tags.names[: tags.names.index("h2")]
        assert tags.names.count("img") == 1
        assert "onerror" not in {name for name, _ in tags.attributes}
        assert "{{7*7}}{x}%s" in tags.text


def test_every_word_of_the_page_has_a_glyph_in_the_figures() -> None:
    assert not missing_glyphs("".join(map(str, words("curve").values())))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (Transcript("e", ()), "空的"),
        (Transcript("c", (customer("冷"), customer("冷"))), "没有客服说的话"),
        ([], "一段对话也没有"),
        ([1, 2], "2 段对话"),
        ("talk.txt", "sl.dialogue.read"),
        (Path("talk.txt"), "sl.dialogue.read"),
        (None, "NoneType"),
    ],
)
def test_what_cannot_be_looked_back_on_is_refused_in_chinese(given, says) -> None:
    with pytest.raises(ServicelabError, match=re.escape(says)):
        debrief(given)


def test_a_talk_that_goes_on_and_wrong_names_are_refused(imported) -> None:
    talk = sl.Conversation("courier_delay")
    with pytest.raises(ServicelabError, match="一句话也没回"):
        debrief(talk)
    talk.act("listen")
    with pytest.raises(ServicelabError, match="还没结束"):
        debrief(talk)
    talk.close()
    with pytest.raises(ServicelabError, match="自带案例"):
        debrief(talk, scenario="hotel_dirty_room")
    with pytest.raises(ServicelabError, match="没有“nope”这个场景"):
        debrief(imported, scenario="nope")
    with pytest.raises(ServicelabError, match="没有“nope”这个方法"):
        debrief(imported, method="nope")


@pytest.mark.parametrize(
    "turns",
    [
        (customer("冷！"), agent("哦")),
        (agent("您好，请讲。"),),
        (customer(""), agent(""), customer("  ")),
        (agent("您好"), agent("在吗"), customer("在"), customer("冷"), agent("抱歉")),
    ],
    ids=["one turn", "only agent", "blank", "several in a row"],
)
@pytest.mark.parametrize("scenario", [None, "courier_delay"])
def test_short_and_odd_talks_get_a_page(turns, scenario) -> None:
    case = debrief(Transcript("1", turns), scenario)
    assert 4 <= len(case.questions) <= 6
    assert "案例复盘" in case.to_page()


def test_words_that_follow_each_other_are_one_reply() -> None:
    turns = (agent("您好"), agent("不是我们的责任"), customer("什么？"), customer("骗人！"))
    exchange = read_talk(Transcript("1", turns))
    assert len(exchange.replies) == 1
    assert exchange.replies[0].said == "您好\n不是我们的责任"
    found = next(one for one in exchange.replies[0].recognised if one.act == "deny")
    assert exchange.replies[0].said[slice(*found.span)] == found.words
    assert exchange.heard == {1: "什么？\n骗人！"}


def test_five_hundred_turns_are_looked_back_on_as_far_as_a_talk_goes() -> None:
    pair = (customer("气死我了！"), agent("不归我们管。"))
    case = debrief(Transcript("long", pair * 250), "courier_delay")
    assert case.turning_points["turn"].max() <= 20
    assert "转折点只算前 20 次" in Tags(case.to_page()).text


def test_acts_that_came_with_a_transcript_are_kept() -> None:
    talk = sl.converse("courier_delay", "confront", customer=3)
    again = read_talk(talk.transcript)
    assert [reply.acts for reply in again.replies] == [record.acts for record in talk.records]


# ------------------------------------------------------------------- files


def test_saving_never_overwrites_silently(quarrel, tmp_path: Path) -> None:
    target = quarrel.save(tmp_path / "复盘")
    assert target.name == "复盘.html"
    assert target.read_text(encoding="utf-8") == quarrel.to_page()
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(ServicelabError, match="没有覆盖"):
        quarrel.save(target)
    assert target.read_text(encoding="utf-8") == "mine"
    quarrel.save(target, overwrite=True)
    assert target.stat().st_size > 10_000
    first, second = quarrel.save(tmp_path), quarrel.save(tmp_path)
    assert first.name == "debrief-courier_delay-seed7-customer3.html"
    assert second.name == "debrief-courier_delay-seed7-customer3-2.html"


def test_where_a_page_cannot_be_saved_is_said(quarrel, tmp_path: Path) -> None:
    with pytest.raises(ServicelabError, match="文件夹"):
        quarrel.save(tmp_path / "nowhere" / "a.html")
    with pytest.raises(ServicelabError, match=re.escape(".html")):
        quarrel.save(tmp_path / "a.pdf")
    with pytest.raises(ServicelabError, match="写不了"):
        quarrel.save(tmp_path / ("长" * 300))
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_a_page_beside_the_file(file: Path, capsys) -> None:
    assert main(["debrief", str(file)]) == 0
    assert [page.name for page in file.parent.glob("*.html")] == ["debrief-talk-1.html"]
    assert (
        main(
            ["debrief", str(file), "--scenario", "courier_delay", "--out", str(file.parent / "out")]
        )
        == 0
    )
    page = (file.parent / "out" / "debrief-talk-1.html").read_text(encoding="utf-8")
    assert "哪一步把机会弄丢了" in page
    told = capsys.readouterr().out
    assert "复盘了 1 段" in told
    assert "debrief-talk-1.html" in told
    assert main(["debrief", str(file)]) == 0
    assert (file.parent / "debrief-talk-1-2.html").exists()


def test_the_command_tells_what_it_left_out(tmp_path: Path, capsys) -> None:
    file = tmp_path / "many.txt"
    talks = ["客户：冷", *["客户：冷\n客服：抱歉"] * (MOST_PAGES + 1)]
    file.write_text("\n---\n".join(talks), encoding="utf-8")
    assert main(["debrief", str(file)]) == 0
    told = capsys.readouterr().out
    assert f"复盘了 {MOST_PAGES - 1} 段" in told
    assert "第 1 段" in told
    assert "其余 2 段没有做" in told
    assert len(list(tmp_path.glob("*.html"))) == MOST_PAGES - 1


@pytest.mark.parametrize(
    ("words_after", "says"),
    [
        (["no.txt"], "找不到"),
        (["talk.txt", "--scenario", "nope"], "nope"),
        (["one.txt"], "没有客服"),
    ],
)
def test_the_command_reports_mistakes(file: Path, words_after, says, capsys, monkeypatch) -> None:
    monkeypatch.chdir(file.parent)
    Path("one.txt").write_text("客户：冷", encoding="utf-8")
    assert main(["debrief", *words_after]) == 2
    assert says in capsys.readouterr().err
    assert not list(file.parent.glob("*.html"))


# ------------------------------------------------------------------- the button


def test_the_rehearsal_room_offers_the_page_after_a_talk() -> None:
    room = RehearsalRoom("courier_delay")
    room.talk.say("不归我们管。")
    room._ask_for("close", None)
    button = next(one for one in room._debrief.children if isinstance(one, DebriefButton))
    assert button.link.value == ""
    button.press()
    assert 'download="debrief-courier_delay-seed7-customer1.html"' in button.link.value
    assert not button.button.disabled


def test_what_goes_wrong_in_the_button_is_said_beside_it() -> None:
    button = DebriefButton(sl.Conversation("courier_delay"))
    button.press()
    assert "一句话也没回" in button.link.value
