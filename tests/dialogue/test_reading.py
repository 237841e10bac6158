"""Reading dialogues: every format and encoding, odd rows told, broken files explained."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from servicelab.dialogue import DialogueError, DialogueWarning, Transcript, read
from servicelab.dialogue.reading import read_with_notes
from servicelab.dialogue.speakers import speaker_of

TALK = (
    "客户：屋里十四度\n还有老人\n客服：非常抱歉\n客户：几点来\n\n用户: 房间没打扫\n坐席: 马上安排\n"
)


def write(folder: Path, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return file


def said(talk: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in talk.turns]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_plain_text_in_every_encoding(tmp_path: Path, encoding: str, end: str) -> None:
    talks = read(write(tmp_path, "a.txt", TALK.replace("\n", end), encoding))
    assert said(talks[0]) == [
        ("customer", "屋里十四度\n还有老人"),
        ("agent", "非常抱歉"),
        ("customer", "几点来"),
    ]
    assert said(talks[1]) == [("customer", "房间没打扫"), ("agent", "马上安排")]


@pytest.mark.parametrize("rule", ["---", "======", "***", "", "  "])
def test_a_rule_or_a_blank_line_parts_dialogues(tmp_path: Path, rule: str) -> None:
    text = f"客户：冷\n客服：抱歉\n{rule}\n{rule}\n客户：热\n客服：您好"
    talks = read(write(tmp_path, "a.txt", text))
    assert [len(talk.turns) for talk in talks] == [2, 2]
    assert len({talk.id for talk in talks}) == 2


@pytest.mark.parametrize(
    ("row", "side"),
    [
        ("【客服】：您好", "agent"),
        ("[顾客] : 您好", "customer"),
        ("客服小王：您好", "agent"),
        ("坐席 1023：您好", "agent"),
        ("2026-11-21 10:22:33 客户：您好", "customer"),
        ("客户（10:22）：您好", "customer"),
        ("客服（小王）：您好", "agent"),
        ("客户 2026-11-21 10:22：您好", "customer"),
        ("王经理：您好", "agent"),
        ("李女士：您好", "customer"),
        ("Agent: 您好", "agent"),
        ("USER：您好", "customer"),
        ("客户经理：您好", "agent"),
        ("小二：您好", "agent"),
    ],
)
def test_labels_as_people_write_them(tmp_path: Path, row: str, side: str) -> None:
    assert said(read(write(tmp_path, "a.txt", row))[0]) == [(side, "您好")]


def test_a_label_may_stand_in_a_line_of_its_own_with_a_time(tmp_path: Path) -> None:
    text = "客户 2026-11-21 10:22:33\n屋里冷\n客服 2026-11-21 10:23:01\n抱歉\n马上来"
    talk = read(write(tmp_path, "a.txt", text))[0]
    assert said(talk) == [("customer", "屋里冷"), ("agent", "抱歉\n马上来")]


def test_lines_of_one_side_running_are_one_turn(tmp_path: Path) -> None:
    talk = read(write(tmp_path, "a.txt", "客户：冷\n客户：真冷\n客服：抱歉"))[0]
    assert said(talk) == [("customer", "冷\n真冷"), ("agent", "抱歉")]


def test_lines_that_belong_to_nobody_are_told(tmp_path: Path) -> None:
    file = write(tmp_path, "a.txt", "导出于今天\n客户：冷\n客服：抱歉\n张三：我也冷")
    with pytest.warns(DialogueWarning, match="第 1 行") as caught:
        talks = read(file)
    assert "张三" in str(caught[0].message)
    assert said(talks[0])[-1] == ("agent", "抱歉\n张三：我也冷")


def test_a_blank_line_between_all_lines_is_pointed_out(tmp_path: Path) -> None:
    file = write(tmp_path, "a.txt", "客户：冷\n\n客服：抱歉\n\n客户：几点来")
    assert any("空行" in note for note in read_with_notes(file).notes)


CSV = '会话ID,角色,消息内容\n7,顾客,"冷,很冷"\n7,坐席,抱歉\n8,顾客,热\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("part", [",", "\t", ";"])
def test_csv_in_every_encoding_and_with_every_separator(
    tmp_path: Path, encoding: str, part: str
) -> None:
    text = CSV.replace('"冷,很冷"', "冷，很冷").replace(",", part)
    talks = read(write(tmp_path, "a.csv", text, encoding))
    assert [(talk.id, len(talk.turns)) for talk in talks] == [("7", 2), ("8", 1)]
    assert talks[0].turns[0].text == "冷，很冷"


@pytest.mark.parametrize(
    "header",
    [
        "dialogue_id,speaker,text",
        "Session ID,Sender,Content",
        "对话编号,说话人,内容",
        "工单号,身份,发言",
    ],
)
def test_columns_by_their_usual_names(tmp_path: Path, header: str) -> None:
    talks = read(write(tmp_path, "a.csv", f"{header}\n1,customer,冷\n1,agent,抱歉\n"))
    assert said(talks[0]) == [("customer", "冷"), ("agent", "抱歉")]


def test_columns_may_stand_in_any_order_among_others(tmp_path: Path) -> None:
    text = "时间,内容,备注,角色,会话\n9:00,冷,,客户,1\n9:01,抱歉,,客服,1\n"
    assert said(read(write(tmp_path, "a.csv", text))[0]) == [("customer", "冷"), ("agent", "抱歉")]


def test_interleaved_dialogues_are_sorted_out(tmp_path: Path) -> None:
    text = "id,speaker,text\n1,客户,甲\n2,客户,乙\n1,客服,丙\n2,客服,丁\n"
    talks = read(write(tmp_path, "a.csv", text))
    assert [turn.text for turn in talks[0].turns] == ["甲", "丙"]


def test_without_a_column_of_ids_all_is_one_dialogue_and_that_is_told(tmp_path: Path) -> None:
    reading = read_with_notes(write(tmp_path, "a.csv", "角色,内容\n客户,冷\n客服,抱歉\n"))
    assert len(reading.transcripts) == 1
    assert any("对话编号" in note for note in reading.notes)


def test_odd_rows_are_skipped_and_told_with_their_places(tmp_path: Path) -> None:
    text = "会话,角色,内容\n1,客户,冷\n1,系统,已接入\n1,客服,\n1,客服,抱歉\n1,系统,已结束\n"
    reading = read_with_notes(write(tmp_path, "a.csv", text))
    assert len(reading.transcripts[0].turns) == 2
    notes = "".join(reading.notes)
    assert "“系统”" in notes
    assert "第 3 行、第 6 行" in notes
    assert "没有内容" in notes
    assert "第 4 行" in notes


def test_careless_quotes_are_read_and_told(tmp_path: Path) -> None:
    file = write(tmp_path, "a.csv", '会话,角色,内容\n1,客户,"说"好"不好"\n1,客服,抱歉\n')
    reading = read_with_notes(file)
    assert [turn.speaker for turn in reading.transcripts[0].turns] == ["customer", "agent"]
    assert any("引号" in note for note in reading.notes)


def test_half_a_character_becomes_a_sign_of_it(tmp_path: Path) -> None:
    text = (
        r'[{"id": "1", "turns": [{"sender": "helpdesk", "utterances": ["\ud83d好\ud83d\ude00"]}]}]'
    )
    talk = read(write(tmp_path, "a.json", text))[0]
    assert talk.turns[0].text == "\ufffd好😀"
    assert len(talk.to_frame()) == 1


def test_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["会话", "角色", "内容"])
    for row in ([12, "客户", "冷"], [12, "客服", "抱歉"], [None, None, None], [13, "客户", 14]):
        book.active.append(row)
    book.create_sheet("说明")["A1"] = "导出说明"
    book.save(tmp_path / "a.xlsx")
    reading = read_with_notes(tmp_path / "a.xlsx")
    assert [talk.id for talk in reading.transcripts] == ["12", "13"]
    assert reading.transcripts[1].turns[0].text == "14"
    assert any("说明" in note for note in reading.notes)


HELPDESK = [
    {
        "id": "a",
        "turns": [
            {"sender": "customer", "utterances": ["冷", "很冷"]},
            {"sender": "helpdesk", "utterances": ["抱歉"]},
        ],
        "annotations": [],
    },
    {"id": "b", "turns": [{"sender": "customer", "utterances": []}]},
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_json_of_the_helpdesk_shape(tmp_path: Path, encoding: str) -> None:
    text = json.dumps(HELPDESK, ensure_ascii=False)
    talks = read(write(tmp_path, "a.json", text, encoding))
    assert said(talks[0]) == [("customer", "冷\n很冷"), ("agent", "抱歉")]
    assert said(talks[1]) == [("customer", "")]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(HELPDESK[0]),
        json.dumps({"dialogues": HELPDESK}),
        "\n".join(json.dumps(one) for one in HELPDESK),
        json.dumps(HELPDESK, indent=2),
    ],
)
def test_json_in_other_wrappings(tmp_path: Path, text: str) -> None:
    assert read(write(tmp_path, "a.json", text))[0].id == "a"
    assert read(write(tmp_path, "a.txt", text))[0].id == "a"


def test_dialogues_with_the_same_id_stay_apart(tmp_path: Path) -> None:
    file = write(tmp_path, "a.json", json.dumps([HELPDESK[0], HELPDESK[0]]))
    reading = read_with_notes(file)
    assert [len(talk.turns) for talk in reading.transcripts] == [2, 2]
    assert len({talk.id for talk in reading.transcripts}) == 2
    assert any("重复" in note for note in reading.notes)


def test_odd_turns_in_json_are_told(tmp_path: Path) -> None:
    odd = [HELPDESK[0], {"id": "x"}, {"id": "y", "turns": [{"utterances": ["?"]}, 3]}, "?"]
    notes = "".join(read_with_notes(write(tmp_path, "a.json", json.dumps(odd))).notes)
    assert "第 2 段、第 4 段" in notes
    assert "第 3 段第 1 句、第 3 段第 2 句" in notes


WHOLE = json.dumps(HELPDESK, ensure_ascii=False, indent=1)


@pytest.mark.parametrize(
    ("name", "content", "parts"),
    [
        ("a.txt", b"", ["空"]),
        ("a.json", b"  \n ", ["空"]),
        ("a.txt", "今天天气不错\n是啊", ["没找到说话人", "今天天气不错", "客户：", "坐席"]),
        ("a.txt", "张三：你好\n李四：你好", ["没找到说话人"]),
        ("a.csv", "时间,谁,什么\n1,2,3", ["说话人", "内容", "时间、谁、什么", "表头改成"]),
        ("a.csv", "时间,角色,什么\n1,客户,3", ["内容", "时间、角色、什么"]),
        ("a.csv", "会话,角色,内容\n1,甲,冷\n", ["分得清", "“甲”", "第 2 行"]),
        ("a.csv", '会话,角色,内容\n1,客户,"冷\n1,客服,抱歉\n', ["a.csv", "引号"]),
        ("a.json", WHOLE[: len(WHOLE) // 2], ["不完整", "行第", "列", "重新"]),
        ("a.json", WHOLE[:40], ["不完整", "第 6 行"]),
        ("a.json", WHOLE.replace('"customer",', '"customer"', 1), ["写法有误", "第 7 行", "附近"]),
        ("a.json", '{"a": 1}', ["列表", "turns"]),
        ("a.json", "[1, 2]", ["没找到对话", "turns"]),
        ("a.json", "[" * 100_000, ["a.json"]),
        ("a.txt", bytes(range(256)) * 9, ["读不成文字", "UTF-8"]),
        ("a.txt", b"PK\x03\x04\x00\x00", ["xlsx"]),
        ("a.xlsx", b"PK\x03\x04\x00\x00", ["打不开"]),
        ("a.xlsx", b"\xd0\xcf\x11\xe0 and more", ["打不开", "密码"]),
        ("a.xlsx", TALK, ["打不开"]),
        ("a.csv", b"\xd0\xcf\x11\xe0 and more", ["xls"]),
        ("a.txt", b"%PDF-1.7", ["PDF"]),
    ],
)
def test_a_broken_file_is_explained(
    tmp_path: Path, name: str, content: str | bytes, parts: list[str]
) -> None:
    with pytest.raises(DialogueError) as caught:
        read(write(tmp_path, name, content))
    for part in parts:
        assert part in str(caught.value)


def test_a_missing_file_and_a_folder_are_explained(tmp_path: Path) -> None:
    with pytest.raises(DialogueError, match="找不到"):
        read(tmp_path / "nothing.txt")
    with pytest.raises(DialogueError, match="文件夹"):
        read(tmp_path)


def test_a_text_cut_inside_a_character_is_still_read(tmp_path: Path) -> None:
    raw = "客户：冷\n客服：抱歉".encode()[:-1]
    assert said(read(write(tmp_path, "a.txt", raw))[0])[-1] == ("agent", "抱")


def test_who_is_who() -> None:
    assert speaker_of("客户经理") == "agent"
    assert speaker_of("客户") == "customer"
    assert speaker_of("") is None
    assert speaker_of("系统") is None


@given(
    raw=st.one_of(
        st.binary(max_size=400),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
    )
)
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.json", "a.xlsx"])
def test_any_bytes_are_read_or_explained(
    tmp_path_factory: pytest.TempPathFactory, name: str, raw: bytes
) -> None:
    file = write(tmp_path_factory.getbasetemp(), name, raw)
    with suppress(DialogueError):
        assert read_with_notes(file).transcripts
