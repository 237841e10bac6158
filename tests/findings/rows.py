"""Where the findings are written down: every module of this folder that is no machinery."""

from importlib import import_module
from pathlib import Path

MACHINERY = ("rows", "run")


def load() -> None:
    """Import every module that may enter findings in the register."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py"))
    for name in names:
        if name not in MACHINERY and not name.startswith(("test_", "_")):
            import_module(f"tests.findings.{name}")
