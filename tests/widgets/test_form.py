"""The controls of the screens: values checked, messages as a browser sends them answered."""

from __future__ import annotations

import re

import pytest

from servicelab.data import ServicelabError
from servicelab.data.resources import read_text
from servicelab.widgets.form import Form, checked, option
from servicelab.widgets.words import words

SCRIPT = read_text("servicelab.widgets", "static/form.js")
STYLE = read_text("servicelab.widgets", "static/form.css")
FIELDS = [
    {"name": "offer", "kind": "choice", "label": "补什么", "options": [
        option("a", "甲"), option("b", "乙")]},
    {"name": "percent", "kind": "range", "label": "补偿", "min": 0, "max": 200, "step": 20},
    {"name": "who", "kind": "checks", "label": "谁", "groups": [
        {"label": "", "options": [option("x", "子"), option("y", "丑")]}]},
    {"name": "big", "kind": "toggle", "label": "大字"},
    {"name": "start", "kind": "button", "label": "开始"},
]  # fmt: skip
VALUES = {"offer": "a", "percent": 60, "who": ["x"], "big": False}


class Page:
    """Stands in for the browser: sends what it would send, keeps what it would get."""

    def __init__(self, on_ask):
        self.form = Form("试", FIELDS, VALUES, on_ask)
        self.heard: list[dict] = []
        self.form.send = lambda content, buffers=None: self.heard.append(content)

    def ask(self, name, **values):
        self.form._handle_custom_msg({"kind": "ask", "name": name, "values": values}, [])
        return self.heard[-1]


@pytest.mark.parametrize("percent", [0, 60, 200])
def test_values_within_the_limits_pass(percent):
    assert checked(FIELDS, {"percent": percent}) == {"percent": percent}


@pytest.mark.parametrize(
    "wrong",
    [
        {"percent": -20},
        {"percent": 220},
        {"percent": 61},
        {"percent": "60"},
        {"percent": float("nan")},
        {"percent": True},
        {"offer": "c"},
        {"who": ["x", "z"]},
        {"who": "x"},
        {"who": None},
        {"nothing": 1},
        {"start": 1},
    ],
)
def test_what_the_screen_does_not_offer_is_refused_in_chinese(wrong):
    with pytest.raises(ServicelabError, match=r"[\u4e00-\u9fff]"):
        checked(FIELDS, wrong)


def test_checked_boxes_keep_the_order_of_the_screen():
    assert checked(FIELDS, {"who": ["y", "x"]}) == {"who": ["x", "y"]}


def test_a_greeting_is_answered():
    page = Page(lambda name: None)
    page.form._handle_custom_msg({"kind": "hello"}, [])
    assert page.heard == [{"kind": "alive"}]


def test_a_wish_is_taken_over_and_answered():
    asked = []
    page = Page(asked.append)
    assert page.ask("percent", **VALUES | {"percent": 200}) == {"kind": "answered"}
    assert asked == ["percent"]
    assert page.form.values["percent"] == 200


@pytest.mark.parametrize("error", [ServicelabError("没有客户。"), KeyError("secret")])
def test_an_error_is_said_on_the_line_and_the_page_goes_on(error, caplog):
    def fail(name):
        raise error

    page = Page(fail)
    assert page.ask("offer", offer="b") == {"kind": "answered"}
    assert page.form.status["tone"] == "error"
    assert re.search("[\u4e00-\u9fff]", page.form.status["text"])
    assert "secret" not in page.form.status["text"]
    assert page.form.progress < 0


def test_a_wrong_value_changes_nothing():
    asked = []
    page = Page(asked.append)
    page.ask("offer", offer="<b>")
    assert asked == []
    assert page.form.values["offer"] == "a"
    assert page.form.status["tone"] == "error"


def test_the_bar_appears_only_when_it_takes_long():
    page = Page(lambda name: None)
    page.form.tell(0.5)
    assert page.form.progress < 0
    page.form._started -= 60
    page.form.tell(0.5)
    assert page.form.progress == 0.5


def test_text_never_becomes_markup():
    markup = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|srcdoc"
    assert not re.search(markup, SCRIPT)
    assert not re.search("https?://", SCRIPT + STYLE)


def test_words_for_people_stand_in_the_yaml_file():
    assert not re.search("[\u4e00-\u9fff]", re.sub(r"//[^\n]*", "", SCRIPT))
    assert set(re.findall(r"\bwords\.(\w+)", SCRIPT)) <= set(words("form")) | {"title"}


def test_every_control_of_the_script_has_a_label():
    # Native controls: a label for each, a legend for each group.
    assert SCRIPT.count("legend") == 2
    assert SCRIPT.count('make("label"') >= 4
