"""Where a survey came from, as a reader can check it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class Source:
    """Where a table came from.

    Attributes
    ----------
    file
        Name of the file; empty for a DataFrame.
    encoding
        Encoding in which a text file was read; empty where there is none.
    sure
        How surely that is known, in Chinese words.
    separator
        The sign between cells of a text file.
    sheet
        Sheet of a workbook.
    header_rows
        Number of header rows.
    preview
        First rows as text, to look whether the characters are right.
    notes
        Chinese sentences on what else was met.
    """

    file: str = ""
    encoding: str = ""
    sure: str = ""
    separator: str = ""
    sheet: str = ""
    header_rows: int = 1
    preview: pd.DataFrame = field(default_factory=pd.DataFrame)
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        if not self.file:
            return "来源：DataFrame。" + "".join(self.notes)
        parts = [f"来源：{self.file}"]
        if self.encoding:
            parts.append(f"编码 {self.encoding}（{self.sure}）")
        if self.sheet:
            parts.append(f"工作表“{self.sheet}”")
        parts.append(f"表头 {self.header_rows} 行")
        return "，".join(parts) + "。" + "".join(self.notes)
