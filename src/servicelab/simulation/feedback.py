"""Placeholder replaced by the feedback builder."""

from __future__ import annotations

from typing import Any


def feedback_line(case: Any, before: Any, after: Any, persona: Any, move: Any, recognised: Any) -> str:
    return ""
