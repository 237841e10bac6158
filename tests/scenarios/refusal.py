"""A small sound pack to spoil, and the refusal that a spoilt one meets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from servicelab.scenarios import ScenarioError, load

TINY = Path(__file__).with_name("tiny.yaml").read_text(encoding="utf-8")
ENGLISH = re.compile("Input should|Field required|valid|expected|error")


def refusal(tmp_path: Path, content: str | bytes, name: str = "my.yaml") -> ScenarioError:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert not ENGLISH.search(str(caught.value)), caught.value
    return caught.value
