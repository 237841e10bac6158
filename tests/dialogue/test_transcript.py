"""Turns and transcripts: what they accept, and the table made of them."""

from __future__ import annotations

import pytest

from servicelab.dialogue import ActError, DialogueError, Transcript, Turn


def talk() -> Transcript:
    return Transcript(
        "7",
        (
            Turn("customer", "太冷了！"),
            Turn("agent", "抱歉。", ("apologise", "commit"), observed={"turn": 1, "anger": 0.6}),
            Turn("customer", "几点？"),
        ),
    )


def test_a_customer_and_the_reply_share_a_number() -> None:
    frame = talk().to_frame()
    assert frame["turn"].tolist() == [1, 1, 2]
    assert frame["speaker"].tolist() == ["customer", "agent", "customer"]
    assert frame["acts"].tolist() == ["", "apologise commit", ""]


@pytest.mark.parametrize(
    ("speakers", "numbers"),
    [("aca", [1, 2, 2]), ("cca", [1, 1, 1]), ("caac", [1, 1, 1, 2]), ("a", [1]), ("", [])],
)
def test_numbers_follow_the_change_of_speakers(speakers: str, numbers: list[int]) -> None:
    sides = {"a": "agent", "c": "customer"}
    turns = tuple(Turn(sides[letter], "x") for letter in speakers)
    assert Transcript("x", turns).to_frame()["turn"].tolist() == numbers


def test_what_was_observed_gets_columns_and_never_replaces_the_table_s_own() -> None:
    frame = talk().to_frame()
    assert frame.columns.tolist() == ["turn", "speaker", "text", "acts", "anger"]
    assert frame["anger"].isna().tolist() == [True, False, True]
    assert frame["turn"].tolist() == [1, 1, 2]


def test_without_observations_there_are_no_more_columns() -> None:
    frame = Transcript("x", (Turn("agent", "好"),)).to_frame()
    assert frame.columns.tolist() == ["turn", "speaker", "text", "acts"]


def test_a_third_speaker_is_refused() -> None:
    with pytest.raises(DialogueError, match="路人"):
        Turn("路人", "你好")


def test_acts_may_be_named_in_chinese_and_must_exist() -> None:
    assert Turn("agent", "抱歉", ("道歉",)).acts == ("apologise",)
    with pytest.raises(ActError):
        Turn("agent", "抱歉", ("道谦",))
