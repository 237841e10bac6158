"""Decoding what people's programs write, and CSV that Excel opens without harm."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicelab.data.errors import ServicelabError
from servicelab.data.tables import decode, write_csv

TEXT = "客户：您好，𠮷先生的房间——“三〇二”。\r\n客服：好的"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "utf-32"])
def test_every_encoding_gives_the_same_text(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a") == TEXT


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_both_byte_orders(mark: bytes) -> None:
    encoding = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    assert decode(mark + "您好".encode(encoding), "a") == "您好"


def test_old_names_of_gb18030_are_read() -> None:
    assert decode("您好".encode("gbk"), "a") == decode("您好".encode("gb2312"), "a") == "您好"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("cut", [1, 2])
def test_a_character_cut_in_half_at_the_end_is_left_out(encoding: str, cut: int) -> None:
    assert "您好".startswith(decode("您好".encode(encoding)[:-cut], "a"))


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        (b"PK\x03\x04rest", "xlsx"),
        (b"\xd0\xcf\x11\xe0rest", "xls"),
        (b"%PDF-1.4", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00", "UTF-8"),
        (b"\xff\xff\xff\xff", "UTF-8"),
        (b"abc\x00\x01\x02", "UTF-8"),
    ],
)
def test_what_is_no_text_is_told(raw: bytes, part: str) -> None:
    with pytest.raises(ServicelabError, match=part) as caught:
        decode(raw, "文件.txt")
    assert "文件.txt" in str(caught.value)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Co", "Cc"])))
def test_utf8_always_comes_back(text: str) -> None:
    raw = text.encode("utf-8-sig")
    assert decode(raw, "a") == text


def test_cells_that_a_spreadsheet_would_run_are_made_text(tmp_path: Path) -> None:
    cells = ["=1+1", "+1", "-1", "@a", "\tx", "\rx", "好", "a=b", ""]
    frame = pd.DataFrame({"=列": cells, "数": range(-4, 5)})
    file = write_csv(frame, tmp_path / "a.csv")
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["'=列", "数"]
    safe = ["'=1+1", "'+1", "'-1", "'@a", "'\tx", "'\nx", "好", "a=b", ""]
    assert [row[0] for row in rows[1:]] == safe
    assert [row[1] for row in rows[1:]] == [str(n) for n in range(-4, 5)]


def test_the_file_has_the_signature_that_excel_needs(tmp_path: Path) -> None:
    raw = write_csv(pd.DataFrame({"a": ["好"]}), tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.decode("utf-8-sig") == "a\n好\n"


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(ServicelabError, match="写不了"):
        write_csv(pd.DataFrame({"a": [1]}), tmp_path)


def test_the_table_handed_in_stays_as_it_was(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": ["=1"]})
    write_csv(frame, tmp_path / "a.csv")
    assert frame["a"].tolist() == ["=1"]
