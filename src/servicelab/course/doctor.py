"""`servicelab doctor`: one line a check, and for each failure what mends it."""

from __future__ import annotations

import io
import json
import platform
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path
from subprocess import DEVNULL

from servicelab.data.errors import ServicelabError

REINSTALL = "在课程项目的文件夹里删掉 .venv，再运行 python3 start.py"
SAMPLE = "服务补救，满意度−5％"


class Unwell(ServicelabError):
    """A check found something wrong; the message says what."""


@dataclass(frozen=True)
class Check:
    """One thing to look at: its name, the look, and what helps when it fails."""

    name: str
    look: Callable[[], str]  #: returns what was found, raises when it is not right
    mend: str


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    check: Check
    well: bool
    told: str

    def line(self) -> str:
        """Return the line that is printed, in Chinese."""
        if self.well:
            return f"[正常] {self.check.name}：{self.told}"
        return f"[不行] {self.check.name}：{self.told} → 办法：{self.check.mend}"


def examine(check: Check) -> Finding:
    """Run one check; whatever goes wrong in it becomes its finding.

    Parameters
    ----------
    check
        What to look at.

    Returns
    -------
    Finding
        Never an exception, so that one broken thing can't hide the others.

    Examples
    --------
    >>> examine(Check("除法", lambda: str(1 / 0), "换一个除数")).line()
    '[不行] 除法：division by zero → 办法：换一个除数'
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Finding(check, True, check.look())
    except Exception as error:
        told = " ".join(str(error).split()) or type(error).__name__
        return Finding(check, False, told[:200])


def python() -> str:
    """Compare the running Python with what the package asks for."""
    from packaging.specifiers import SpecifierSet

    wanted, found = metadata.metadata("servicelab")["Requires-Python"], platform.python_version()
    if not SpecifierSet(wanted).contains(found, prereleases=True):
        raise Unwell(f"现在是 {found}，需要 {wanted}")
    return f"{found}（{sys.prefix}）"


def packages() -> str:
    """Compare the installed packages with what the package asks for."""
    from packaging.requirements import Requirement

    asked = [Requirement(line) for line in metadata.requires("servicelab") or []]
    core = [one for one in asked if one.marker is None or one.marker.evaluate({"extra": ""})]
    wrong = [complaint for one in core if (complaint := _complaint(one.name, one.specifier))]
    if wrong:
        raise Unwell("；".join(wrong))
    return f"{len(core)} 个都在，版本合适"


def _complaint(name: str, wanted: object) -> str:
    from packaging.specifiers import SpecifierSet

    try:
        found = metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"没有 {name}"
    fits = SpecifierSet(str(wanted)).contains(found, prereleases=True)
    return "" if fits else f"{name} 是 {found}，需要 {wanted}"


def font() -> str:
    """Load the package's own font and draw Chinese and a minus sign with it."""
    from matplotlib import font_manager
    from matplotlib.figure import Figure

    folder = resources.files("servicelab.figures").joinpath("fonts")
    fonts = [one for one in folder.iterdir() if one.name.endswith(".otf")]
    if not fonts:
        raise Unwell("软件包里没有中文字体文件")
    with resources.as_file(fonts[0]) as path:
        face = font_manager.get_font(path)
        missing = [sign for sign in SAMPLE if face.get_char_index(ord(sign)) == 0]
        if missing:
            raise Unwell(f"字体缺字：{''.join(missing)}")
        figure = Figure()
        figure.text(0.1, 0.5, SAMPLE, font=Path(path))
        figure.savefig(io.BytesIO(), format="png")
    return f"{face.family_name}，中文和负号都画得出"


def data() -> str:
    """Load every scenario and one line of a customer for each industry."""
    from servicelab import scenarios
    from servicelab.dialogue.render import customer_line

    names = list(scenarios.catalog().index)
    if not names:
        raise Unwell("一个情景也没有")
    for industry in {scenarios.load(name).industry for name in names}:
        if not customer_line("upset", industry, set(), 0.5):
            raise Unwell(f"行业 {industry} 没有客户的话")
    return f"{len(names)} 个情景和客户的话都读得出"


def kernel() -> str:
    """Start a Jupyter kernel and import the package in it."""
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(
        startup_timeout=60, kernel_name="python3", stdout=DEVNULL, stderr=DEVNULL
    )
    try:
        reply = client.execute_interactive("import servicelab", timeout=60, output_hook=_quiet)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    if reply["content"]["status"] != "ok":
        raise Unwell(f"内核里导入 servicelab 出错：{reply['content'].get('evalue', '')}")
    return "能启动，能导入 servicelab"


def _quiet(message: dict[str, object]) -> None:
    """Swallow what the kernel prints."""


def chinese_lab() -> str:
    """Look for the language pack and for the setting that switches it on."""
    settings = Path(sys.prefix, "share", "jupyter", "lab", "settings", "overrides.json")
    if not settings.is_file():
        raise Unwell("没有装上 overrides.json，JupyterLab 会显示英文")
    plugin = json.loads(settings.read_text("utf-8")).get("@jupyterlab/translation-extension:plugin")
    if (plugin or {}).get("locale") != "zh_CN":
        raise Unwell("overrides.json 里没有设成 zh_CN")
    version = metadata.version("jupyterlab-language-pack-zh-CN")
    return f"中文界面已设好（语言包 {version}）"


CHECKS = (
    Check("Python", python, "从 python.org 安装 Python 3.11 或更新的版本，再运行 python3 start.py"),
    Check("软件包", packages, REINSTALL),
    Check("中文字体", font, f"字体随软件包而来，{REINSTALL}"),
    Check("数据", data, "恢复 src/servicelab 里的 YAML 和 CSV 文件（git checkout src），再试"),
    Check("Jupyter 内核", kernel, REINSTALL),
    Check("JupyterLab 中文", chinese_lab, REINSTALL),
)


def main_doctor(checks: tuple[Check, ...] = CHECKS) -> int:
    """Print one line a check.

    Parameters
    ----------
    checks
        What to look at, in this order.

    Returns
    -------
    int
        0 when all is well, 1 else.
    """
    findings = []
    for check in checks:
        findings.append(examine(check))
        print(findings[-1].line(), flush=True)
    ill = sum(not finding.well for finding in findings)
    print("都正常。" if not ill else f"有 {ill} 项不行，按上面的办法做，再运行 servicelab doctor。")
    return 1 if ill else 0
