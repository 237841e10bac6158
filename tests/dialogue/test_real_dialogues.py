"""All real helpdesk dialogues, where the data lie beside the project; they are not part of it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from servicelab.dialogue import read, review_file

DATA = Path("shared") / "data" / "stc3_weibo_helpdesk" / "stc3_cn_dev.json"


@pytest.fixture
def helpdesk(project: Path) -> Path:
    file = project.parent / DATA
    if not file.exists():
        pytest.skip(f"the helpdesk dialogues are not at ../{DATA.as_posix()}")
    return file


@pytest.mark.data
def test_all_real_dialogues_go_through(helpdesk: Path, tmp_path: Path) -> None:
    talks = read(helpdesk)  # a row that had to be skipped would warn, and a warning fails the test
    assert len(talks) == 2931
    folder = review_file(helpdesk, tmp_path / "report")
    frame = pd.read_csv(folder / "review.csv", dtype=str, keep_default_na=False)
    assert len(frame) == sum(len(talk.turns) for talk in talks)
    agents = frame[frame["说话人"] == "客服"]
    assert (agents["言语行为"] != "").mean() > 0.9
    assert len(list(folder.glob("review*.html"))) == 31
