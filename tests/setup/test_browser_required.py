"""A missing browser is told apart from a missing browser that CI asked for."""

from __future__ import annotations

import pytest

from tests.conftest import find_chromium


@pytest.fixture(autouse=True)
def _no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)


def test_without_a_browser_the_test_is_skipped_and_says_why(monkeypatch):
    monkeypatch.delenv("SERVICELAB_REQUIRE_BROWSER", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no browser: none of chromium"):
        find_chromium()


def test_where_one_is_required_it_fails(monkeypatch):
    monkeypatch.setenv("SERVICELAB_REQUIRE_BROWSER", "1")
    with pytest.raises(pytest.fail.Exception, match="SERVICELAB_REQUIRE_BROWSER=1"):
        find_chromium()
