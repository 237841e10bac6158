"""The first command's end: a learner's JupyterLab, in Chinese, in a real browser."""

from __future__ import annotations

import pytest

from servicelab.course import launch
from servicelab.course.launch import Lab, free_port


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
        if (project / launch.FIRST_LESSON).is_file():
            page.wait_for_selector(".jp-Notebook", timeout=60_000)
        assert page.locator("text=Would you like to").count() == 0
        page.close()
    finally:
        lab.close()
