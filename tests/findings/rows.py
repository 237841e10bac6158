"""Where the findings are written down: one module a subject."""

from importlib import import_module
from importlib.util import find_spec

MODULES = ("recovery", "compensation", "repetition", "dialogue", "expectation")


def load() -> None:
    """Import every module that enters findings in the register."""
    for name in MODULES:
        if find_spec(f"tests.findings.{name}"):
            import_module(f"tests.findings.{name}")
