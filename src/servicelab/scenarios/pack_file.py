"""One pack from disk: bytes to text, text to data with lines, data to checked scenarios."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from servicelab.data.errors import ServicelabError
from servicelab.data.resources import read_yaml
from servicelab.data.tables import decode
from servicelab.scenarios.problems import name_of, problems_of
from servicelab.scenarios.refusal import Problem, ScenarioError, Steps, refused
from servicelab.scenarios.scenario import Pack, Scenario
from servicelab.scenarios.yaml_lines import Reading, read_lines

LARGEST = 1_000_000  # bytes; the largest shipped pack has about a tenth of it


def read_pack(path: Path) -> tuple[Scenario, ...]:
    """Return every scenario of a pack.

    Parameters
    ----------
    path
        A YAML file in UTF-8 or GB18030, at most 1 MB.

    Returns
    -------
    tuple of Scenario
        In the file's order.

    Raises
    ------
    ScenarioError
        As for :func:`load`.
    """
    return scenarios_in(_content(path), path.name)


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ScenarioError(f"“{path}”是文件夹，请写到文件，例如 {path.name}/my_pack.yaml。")
        if not path.is_file():
            raise ScenarioError(f"没有“{path}”这个文件，请检查路径和文件名。")
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, ScenarioError):
            raise
        raise ScenarioError(f"打不开“{path}”，请检查文件名和读取权限。") from error
    if len(raw) > LARGEST:
        raise ScenarioError(f"{path.name} 超过 1 MB，场景包不会这么大，请检查是不是拿错了文件。")
    return raw


def scenarios_in(raw: bytes, name: str) -> tuple[Scenario, ...]:
    """Return the scenarios of a pack whose bytes were read already; `name` is for messages."""
    return checked(text_of(raw, name), name)[0]


def text_at(path: Path) -> str:
    """Return the text of a pack, whatever is wrong with its content.

    Parameters
    ----------
    path
        As for :func:`read_pack`.

    Raises
    ------
    ScenarioError
        If there is no such file, it cannot be read, or it is no text.
    """
    return text_of(_content(path), path.name)


def checked(text: str, name: str) -> tuple[tuple[Scenario, ...], Reading]:
    """Return the scenarios of a pack, and on which line each of its values stood.

    Parameters
    ----------
    text
        The whole pack.
    name
        What messages call it.

    Raises
    ------
    ScenarioError
        If the pack is wrong; `problems` holds everything that is.
    """
    if not text.strip():
        raise refused(name, [_said("empty")])
    reading = read_lines(text)
    if reading.data is None:
        raise refused(name, reading.problems or [_said("only_comments")])
    problems = [*reading.problems, *_beyond_the_models(reading)]
    try:
        pack = Pack.model_validate(reading.data)
    except ValidationError as error:
        raise refused(name, [*problems, *problems_of(error, reading)]) from None
    if problems:
        raise refused(name, problems)
    return pack.scenarios, reading


def text_of(raw: bytes, name: str) -> str:
    """Return the text of a pack whose bytes were read already; `name` is for messages."""
    try:
        return decode(raw, name)
    except ServicelabError as error:
        raise ScenarioError(str(error)) from None


def _beyond_the_models(reading: Reading) -> list[Problem]:
    """Return mistakes that only the file as a whole shows: an id used twice, a field misplaced."""
    scenarios = reading.data.get("scenarios") if isinstance(reading.data, dict) else None
    entries = enumerate(scenarios if isinstance(scenarios, list) else ())
    cases = {index: case for index, case in entries if isinstance(case, dict)}
    again = [
        _said("industry_again", reading, ("scenarios", index, key))
        for index, case in cases.items()
        for key in ("industry", "industry_zh")
        if key in case
    ]
    return again + _repeated_ids(cases, reading)


def _repeated_ids(cases: dict[int, dict[str, Any]], reading: Reading) -> list[Problem]:
    problems = []
    first: dict[str, int | None] = {}
    for index, case in cases.items():
        name, steps = str(case.get("id", "")), ("scenarios", index, "id")
        if name in first:
            problems.append(_said("repeated_scenario", reading, steps, id=name, line=first[name]))
        elif name:
            first[name] = reading.line(steps)
    return problems


def _said(
    message: str, reading: Reading | None = None, steps: Steps = (), **slots: object
) -> Problem:
    text = read_yaml("servicelab.scenarios", "data/messages.yaml")[message].format_map(slots)
    return Problem(reading.line(steps) if reading else None, steps, text, name_of(steps))
