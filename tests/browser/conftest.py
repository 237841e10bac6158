"""What the tests in a browser share: one JupyterLab a file, over a learner's folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Iterator[Any]:
    """JupyterLab over the learner's folder, freshly delivered."""
    # Where Playwright is missing these tests are skipped, file by file, and this isn't reached.
    from tests.browser.screens import learners_folder

    with learners_folder(project, tmp_path_factory.mktemp("home")) as running:
        yield running
