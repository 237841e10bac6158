"""Every test starts with a learner who has not tried anything yet."""

from __future__ import annotations

import pytest

from servicelab.course import checking
from servicelab.course.hints import Ladder


@pytest.fixture(autouse=True)
def fresh_ladder(monkeypatch):
    monkeypatch.setattr(checking, "_ladder", Ladder())
