"""The room without a browser: messages as a browser sends them, answers as it gets them."""

from __future__ import annotations

import pytest

import servicelab as sl
from servicelab.data import ServicelabError
from servicelab.scenarios import load
from servicelab.widgets import RehearsalRoom, rehearsal
from servicelab.widgets.chat import message_for

CASE = "heating_blocked_pipe"


class Browser:
    """Stands in for the page: sends messages to a widget and keeps its answers."""

    def __init__(self, widget) -> None:
        self.widget = widget
        self.heard: list[dict] = []
        widget.send = lambda content, buffers=None: self.heard.append(content)

    def tell(self, **message):
        self.widget._handle_custom_msg(message, [])
        return self.heard[-1]

    def say(self, text="", added=(), removed=(), sure=False, **more):
        reply = {"text": text, "added": list(added), "removed": list(removed), "sure": sure}
        return self.tell(kind="send", **reply, **more)


@pytest.fixture
def room():
    return RehearsalRoom(CASE, customer=4711)


@pytest.fixture
def chat(room):
    return Browser(room._chat)


def press(room, name):
    getattr(room._controls, name).click()


def test_the_room_opens_on_the_customer_asked_for(room):
    assert room.talk.customer == 4711
    assert room._chat.lines[0]["parts"][0]["text"] == room.talk.opening
    assert room._chat.running
    assert room._debrief.children == ()


def test_the_room_opens_without_arguments():
    assert rehearsal().talk.opening == sl.Conversation(CASE, seed=7, customer=1).opening
    assert sl.rehearse is rehearsal


@pytest.mark.parametrize(
    "wrong", [{"scenario": "nowhere"}, {"customer": -1}, {"customer_type": "martian"}]
)
def test_the_room_refuses_what_does_not_exist(wrong):
    with pytest.raises(ServicelabError):
        RehearsalRoom(**wrong)


def test_a_greeting_is_answered(chat):
    assert chat.tell(kind="hello") == {"kind": "alive"}


def test_words_are_heard_while_they_are_typed(chat):
    answer = chat.tell(kind="preview", number=3, text="非常抱歉")
    assert answer["number"] == 3
    assert [one["zh"] for one in answer["found"]] == ["道歉"]
    assert not chat.widget.lines[1:]  # nothing was said yet


def test_a_reply_is_answered_and_shown(room, chat):
    assert chat.say("非常抱歉，您慢慢说。") == {"kind": "sent", "ok": True, "notice": None}
    assert [line["who"] for line in room._chat.lines] == ["customer", "agent", "customer"]
    assert room._chat.lines[1]["feedback"]
    assert room._chat.gauges["anger"] == room.talk.observed.anger
    assert room.talks == [room.talk]


@pytest.mark.parametrize(
    ("text", "said"), [("", "空"), (" \n ", "空"), ("好" * 1001, "1001"), ("好" * 10_000, "10000")]
)
def test_what_can_t_be_said_gets_a_gentle_line_and_changes_nothing(room, chat, text, said):
    answer = chat.say(text)
    assert not answer["ok"]
    assert said in answer["notice"]
    assert "Traceback" not in answer["notice"]
    assert not room.talk.records


@pytest.mark.parametrize("text", ["😡😡😡", "Who cares.", "<script>alert(1)</script>"])
def test_what_is_not_understood_is_asked_about_once(room, chat, text):
    assert chat.say(text) == {"kind": "sent", "ok": False, "unclear": True}
    assert not room.talk.records
    assert chat.say(text, sure=True)["ok"]
    assert room.talk.records[0].acts == ()
    assert room._chat.lines[1]["parts"] == [{"text": text}]


def test_corrections_count(room, chat):
    chat.say("非常抱歉。", added=["listen"], removed=["apologise"])
    assert room.talk.records[0].acts == ("listen",)
    assert room._chat.lines[1]["corrected"]


def test_acts_without_words_are_enough(room, chat):
    assert chat.say(added=["apologise", "listen"])["ok"]
    assert room.talk.records[0].acts == ("apologise", "listen")


def test_what_the_desk_may_not_do_is_not_offered(room, chat):
    assert room._chat.denied == ["replace"]
    answer = chat.say(added=["replace"])
    assert "没有权限" in answer["notice"]


def test_an_unforeseen_error_is_a_gentle_line_too(room, chat, monkeypatch):
    monkeypatch.setattr(room.talk, "say", lambda text: 1 / 0)
    answer = chat.say("非常抱歉。")
    assert "ZeroDivisionError" in answer["notice"]
    assert "Traceback" not in answer["notice"]


def test_the_end_brings_the_debrief(room, chat):
    chat.say("非常抱歉。")
    assert not room._controls.close.disabled
    press(room, "close")
    assert room.talk.finished
    assert not room._chat.running
    assert room._controls.close.disabled
    page = room._lead.value
    assert "服务回旋法" in page
    assert f"{room.talk.outcome().satisfaction:.2f}" in page
    assert len(room._what_if.turns) == 1


def test_a_talk_that_ends_by_itself_brings_it_too(room, chat):
    while room._chat.running:
        chat.say("不归我们管。", added=["blame", "refuse", "interrupt"])
    assert room.talk.finished
    assert "复盘" in room._lead.value
    assert "已经结束" in chat.say("非常抱歉。")["notice"]


def test_an_error_in_the_debrief_does_not_take_the_reply_back(room, chat, monkeypatch):
    monkeypatch.setattr("servicelab.widgets.rehearsal_room.debrief_html", lambda *_: 1 / 0)
    room.talk.close()
    chat.say("非常抱歉。")
    assert "ZeroDivisionError" in chat.heard[-1]["text"]


def test_a_what_if_is_shown_beside_the_talk(room, chat):
    chat.say("不归我们管。")
    chat.say("我马上派人。")
    press(room, "close")
    other = Browser(room._what_if)
    assert other.say(added=["listen", "empathise"], turn=1) == {
        "kind": "sent",
        "ok": True,
        "notice": None,
    }
    assert room.branch.records[0].acts == ("listen", "empathise")
    assert room.branch.records[1].said == "我马上派人。"
    assert f"{room.branch.outcome().satisfaction:.2f}" in room._result.value


def test_a_what_if_in_words_of_one_s_own(room, chat):
    chat.say("不归我们管。")
    press(room, "close")
    assert Browser(room._what_if).say("非常抱歉，您慢慢说。", turn=1)["ok"]
    assert room.branch.records[0].said == "非常抱歉，您慢慢说。"


def test_a_what_if_that_changes_nothing_says_so(room, chat):
    chat.say("非常抱歉。")
    press(room, "close")
    answer = Browser(room._what_if).say(added=room.talk.records[0].acts, turn=1)
    assert "一样" in answer["notice"]
    assert room.branch is None


def test_again_is_the_same_customer_and_the_earlier_try_is_kept(room, chat):
    chat.say("不归我们管。")
    press(room, "close")
    first = room.talk
    press(room, "again")
    assert room.talk is not first
    assert room.talk.opening == first.opening
    assert not room.talk.records
    assert room._debrief.children == ()
    chat.say("非常抱歉。")
    press(room, "close")
    assert room.talks == [first, room.talk]
    assert "你，第 1 次" in room._lead.value


def test_another_customer_is_the_next_number(room, chat):
    chat.say("非常抱歉。")
    press(room, "next")
    assert room.seat.customer == room._controls.customer.value == 4712
    assert len(room.talks) == 1  # the broken-off talk is not lost


def test_number_type_and_case_can_be_chosen(room):
    room._controls.customer.value = 0
    assert room.talk.customer == 0
    room._controls.customer.value = 999_999
    assert room.talk.customer == 999_999
    room._controls.customer_type.value = "furious"
    assert room.seat.customer_type == "furious"
    room._controls.customer_type.value = ""
    assert room.seat.customer_type is None
    options = [name for _, name in room._controls.scenario.options]
    room._controls.scenario.value = options[-1]
    assert room.talk.scenario.id == options[-1]
    assert room.talk.scenario.failure in room._case.value


def test_a_refused_wish_leaves_everything_as_it_was(room, chat, monkeypatch):
    talk = room.talk
    monkeypatch.setattr(
        "servicelab.widgets.room.load",
        lambda name: (_ for _ in ()).throw(ServicelabError("坏了。")),
    )
    options = [name for _, name in room._controls.scenario.options]
    if len(options) == 1:
        room._ask_for("scenario", "nowhere")
    else:
        room._controls.scenario.value = options[-1]
    assert chat.heard[-1]["text"] == "坏了。"
    assert room.talk is talk
    assert room._controls.scenario.value == CASE


def test_a_case_of_one_s_own_can_be_left_and_found_again():
    own = load(CASE).model_copy(update={"id": "mine", "title": "我的案例"})
    room = RehearsalRoom(own)
    room._controls.industry.value = "供热"
    assert room.talk.scenario.id == CASE
    room._controls.industry.value = "自带案例"
    assert room.talk.scenario is own


def test_an_industry_chosen_brings_its_cases(room):
    room._controls.industry.value = "旅游"
    assert room.talk.scenario.industry_zh == "旅游"
    titles = [title for title, _ in room._controls.scenario.options]
    assert room.talk.scenario.title == titles[0]
    assert len(titles) > 1
    room._ask_for("scenario", "courier_delay")
    assert room._controls.industry.value == "快递"
    assert room._controls.scenario.value == "courier_delay"


def test_large_print(room):
    room._controls.big.value = True
    assert "sl-big" in room._dom_classes
    room._controls.big.value = False
    assert "sl-big" not in room._dom_classes


def test_where_widgets_can_t_be_shown_there_is_a_page(room):
    data, _ = room._repr_mimebundle_()
    assert room.talk.opening in data["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in data


def test_the_message_of_an_error_for_people_is_shown_as_it_stands():
    assert message_for(ServicelabError("请重来。")) == "请重来。"
