"""What the project offers, as short claims that ``docs/coverage.csv`` can call on.

A claim is a kind and its target, such as ``step:clear:倾听`` or ``scenario:courier_delay``. Each is
read off the product itself, so that a claim disappears with what it stands for.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import nbformat

import servicelab as sl
from servicelab.data.resources import read_yaml
from servicelab.dialogue import ACTS, emotion
from servicelab.methods import Observation
from servicelab.scenarios import customer_types, load
from servicelab.theory import servqual

ROOT = Path(__file__).resolve().parents[2]


def inventory(notebooks: Path = ROOT / "notebooks") -> set[str]:
    """Return every claim that the product bears out, but for the words of its lessons.

    Parameters
    ----------
    notebooks
        Folder of the lessons; each stands as ``lesson:NN``.
    """
    return {*_methods(), *_scenarios(), *_dialogue(), *_theory(), *_lessons(notebooks)}


def _methods() -> Iterator[str]:
    table = sl.methods.catalog()
    for name in table.index[table["kind"] == "method"]:
        method = sl.methods.get(name)
        yield f"method:{name}"
        yield from (f"trait:{name}:{trait}" for trait in method.traits)
        yield from (f"step:{name}:{step.name.split('：')[0]}" for step in method.steps)
        yield from (f"does:{name}:{act}" for step in method.steps for act in step.acts)
        yield from (
            f"opens:{name}:{ACTS[act].group if act in ACTS else ''}" for act in method.steps[0].acts
        )
        if any(step.back_above < 1 for step in method.steps):
            yield f"goes_back:{name}"
        case = load("hotel_dirty_room")
        waits = method.facing(case)[1] == case
        yield f"waits:{name}" if waits else f"calls_first:{name}"
    yield from (f"technique:{name}" for name in sl.methods.techniques().index)
    yield from (f"cue:{name}" for name in Observation._fields)


def _scenarios() -> Iterator[str]:
    table = sl.scenarios.catalog()
    for column in ("industry", "channel", "cause", "conflict"):
        yield from (f"{column}:{value}" for value in table[column].unique())
    for name in table.index:
        yield f"scenario:{name}"
        for remedy, share in load(name).remedies:
            if share > 0:
                yield f"may_give:{name}:{remedy}"
    yield from (f"customer:{name}" for name in customer_types())


def _dialogue() -> Iterator[str]:
    yield from (f"act:{name}" for name in ACTS)
    remarks = read_yaml("servicelab.dialogue", "data/review.yaml")["remarks"]
    yield from (f"remark:{name}" for name in remarks)
    if callable(emotion.estimate):
        yield "estimate:anger"
    if callable(sl.debrief):
        yield "page:debrief"


def _theory() -> Iterator[str]:
    for name in ("servqual", "expectation", "crm"):
        face = import_module(f"servicelab.theory.{name}")
        yield from (f"theory:{name}:{offer}" for offer in face.__all__ if hasattr(face, offer))
    yield from (f"dimension:{name}" for name in servqual.items()["dimension"].unique())
    yield from (f"measure:{name}" for name in dir(servqual.Survey) if not name.startswith("_"))


def _lessons(notebooks: Path) -> Iterator[str]:
    for path in notebooks.glob("*.ipynb"):
        yield f"lesson:{path.stem[:2]}"
        text = "".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
        yield from (f"lesson:{path.stem[:2]}:{word}" for word in words_asked_for() if word in text)
    for path in (ROOT / "exercises").glob("ex*.ipynb"):
        yield f"exercise:{path.stem[2:4]}"


def words_asked_for() -> set[str]:
    """Return the words that the table of coverage looks for in lessons."""
    table = (ROOT / "docs" / "coverage.csv").read_text(encoding="utf-8")
    claims = [claim for line in table.splitlines()[1:] for claim in line.split(",")[-1].split()]
    return {claim.split(":")[2] for claim in claims if claim.startswith("lesson:")}
