"""The first command's end: a learner's JupyterLab, in Chinese, in a real browser."""

from __future__ import annotations

import pytest

from servicelab.course import launch
from servicelab.course.lab import FIRST_LESSON, Lab, free_port

IDLE = ".jp-Notebook-ExecutionIndicator[data-status='idle']"


@pytest.mark.browser
def test_the_course_opens_in_chinese(chromium, quiet_home, project):
    folder = launch.put_course(project, quiet_home / "course")
    lab = Lab(folder, free_port(8950), browser=False)
    try:
        lab.wait_until_ready()
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        page.goto(lab.address)
        page.wait_for_selector("#jp-MainMenu", timeout=60_000)
        page.wait_for_selector(".lm-MenuBar-itemLabel:text-is('文件')", timeout=60_000)
        page.wait_for_selector(".jp-Notebook", timeout=60_000)
        page.wait_for_selector(IDLE, timeout=60_000)
        assert page.url.partition("?")[0].endswith(FIRST_LESSON)
        page.wait_for_timeout(3_000)  # a question would come up only now
        assert page.locator(".Toastify__toast").count() == 0  # no news, no updates to ask about
        page.close()
    finally:
        lab.close()
