"""`servicelab scenario new` and `check`: a template to start from, and everything to mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from servicelab.course.authoring_template import example, said_in, template
from servicelab.course.authoring_words import (
    percent,
    quoted,
    say,
    trades,
    words,
)
from servicelab.data.errors import ServicelabError
from servicelab.dialogue import ACTS
from servicelab.dialogue.phrasebook import templates
from servicelab.dialogue.render import LINE_KINDS
from servicelab.methods import get
from servicelab.scenarios import Scenario, ScenarioError, catalog
from servicelab.scenarios.advice import CORE, advice, form_advice
from servicelab.scenarios.pack_file import checked, text_at
from servicelab.scenarios.refusal import Problem
from servicelab.scenarios.yaml_lines import Reading
from servicelab.simulation import simulate

METHODS = ("roundabout", "reactive", "indifferent")
CUSTOMERS = 200
HOPELESS, HARD = 0.25, 0.4
"""Share of talks that the better method brings to agreement, below which a case is called so."""
HARMLESS = 0.5
"""Share of agreement above which indifference does no harm."""
FLAT = 0.2
"""Lead of the better method below which a case teaches little."""
_LINES_SHOWN = 12
_ENDINGS = (".yaml", ".yml")


def main_new(file: str, industry: str | None = None, force: bool = False) -> int:
    """Write a template.

    Parameters
    ----------
    file
        Where; ``.yaml`` is added to a name without an ending, folders are made.
    industry
        As for :func:`servicelab.course.authoring_template.template`.
    force
        Write over a file that is there.

    Returns
    -------
    int
        0.

    Raises
    ------
    ServicelabError
        If the file is there, cannot be written, or the trade is none.
    """
    path = _target(file)
    text = template(quoted(path), industry)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w" if force else "x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise ServicelabError(say("new.exists", file=path)) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise ServicelabError(say("new.cannot_write", file=path, why=why)) from None
    case = example(checked(text, path.name)[0][0].industry)[0]
    print(say("new.written", file=path, quoted=quoted(path), title=case.title,
              example=case.industry_zh))  # fmt: skip
    return 0


def _target(file: str) -> Path:
    path = Path(file.strip() or words("new.file"))
    if "#" in path.name:
        raise ServicelabError(say("new.no_id"))
    if _is_folder(path):
        raise ServicelabError(say("new.folder", file=path))
    if not path.suffix:
        return path.with_name(f"{path.name}.yaml")
    if path.suffix.lower() not in _ENDINGS:
        raise ServicelabError(say("new.ending", file=path.with_suffix(".yaml")))
    return path


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # no name of a file at all; writing will say so
        return False


def main_check(file: str) -> int:
    """Print what is wrong with a pack; if nothing is, what would make it better.

    Parameters
    ----------
    file
        The pack.

    Returns
    -------
    int
        0 if it plays, 1 if something must be mended or the file can't be had.
    """
    path = Path(existing(file).partition("#")[0])
    try:
        text = text_at(path)
    except ScenarioError as error:
        print(error)
        return 1
    try:
        scenarios, reading = checked(text, path.name)
    except ScenarioError as error:
        print(_problems(error, path.name, text))
        _print_list("check.slips", _slips(text, error.problems))
        return 1
    print(say("check.good", file=path.name, count=len(scenarios)))
    _print_list("check.slips_alone", _slips(text))
    for index, scenario in enumerate(scenarios):
        print()
        _report(scenario, index, reading, text)
    target = path if len(scenarios) == 1 else f"{path}#{scenarios[0].id}"
    print()
    print(say("check.replays", quoted=quoted(target)))
    return 0


def existing(file: str) -> str:
    """Return the name of a pack as it stands on the disk.

    Parameters
    ----------
    file
        As typed: perhaps without ``.yaml``, perhaps with ``#id`` behind it.

    Returns
    -------
    str
        The same, with the ending where only that makes it a file.
    """
    try:
        name, mark, wanted = (file, "", "") if Path(file).exists() else file.partition("#")
        with_ending = Path(f"{name}.yaml")
        found = name if Path(name).exists() or not with_ending.is_file() else str(with_ending)
    except (OSError, ValueError):  # no name of a file at all
        return file
    return found + mark + wanted


def _problems(error: ScenarioError, name: str, text: str) -> str:
    lines = [say("check.wrong", file=name, count=len(error.problems))]
    for number, problem in enumerate(error.problems, 1):
        lines.append(_with_source(f"{number}. {problem}", problem.line, text))
    return "\n".join(lines)


def _slips(text: str, told: Sequence[Problem] = ()) -> list[str]:
    """Return slips of form, but for those that a problem of the same line has named already."""
    return [
        _with_source(str(slip), slip.line, text)
        for slip in form_advice(text)
        if not any(slip.line == one.line and slip.message in one.message for one in told)
    ]


def _with_source(message: str, line: int | None, text: str) -> str:
    """Return a message with the line of the file that it speaks of below it."""
    lines = text.splitlines()
    if line is None or line > len(lines):
        return message
    source = lines[line - 1].strip()
    return f"{message}\n     │ {source[:60]}{'……' if len(source) > 60 else ''}"


def _print_list(heading: str, entries: list[str]) -> None:
    if entries:
        print(say(heading))
    for entry in entries:
        print(f"  - {entry}")


def _report(scenario: Scenario, index: int, reading: Reading, text: str) -> None:
    print(say("check.case", title=scenario.title, id=scenario.id))
    found = [_with_source(str(one), one.line, text) for one in advice(scenario, index, reading)]
    found += _left_over(scenario, index, reading)
    found += _about_the_trade(scenario)
    print(say("check.advice" if found else "check.no_advice"))
    for entry in found:
        print(f"  - {entry}")
    if missing := _on_general_phrases(scenario):
        acts = "、".join(ACTS[name].zh for name in missing)
        print(say("check.general", count=len(missing), acts=acts))
    print(say("check.trying", n=CUSTOMERS), flush=True)
    for line in tried(scenario):
        print(line)


def _left_over(scenario: Scenario, index: int, reading: Reading) -> list[str]:
    """Return whether words of the template stand in a case that is another one."""
    model = example(scenario.industry)[0], example("")[0]
    if any(scenario.id == one.id and said_in(scenario) == said_in(one) for one in model):
        return [say("check.untouched")]
    told = set().union(*map(said_in, model))
    lines = sorted({
        line
        for steps, line in reading.lines.items()
        if steps[:2] == ("scenarios", index) and _text_at(reading, steps) in told
    })  # fmt: skip
    if not lines:
        return []
    key = "check.left_over" if len(lines) <= _LINES_SHOWN else "check.left_over_more"
    shown = "、".join(str(line) for line in lines[:_LINES_SHOWN])
    return [say(key, count=len(lines), lines=shown)]


def _text_at(reading: Reading, steps: tuple[str | int, ...]) -> str | None:
    value = reading.data
    for step in steps:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):  # a key that was written twice
            return None
    return value if isinstance(value, str) else None


def _about_the_trade(scenario: Scenario) -> Iterator[str]:
    kinds = LINE_KINDS
    if all(templates(k, scenario.industry, None) == templates(k, "", None) for k in kinds):
        yield say(
            "check.no_book", industry=scenario.industry_zh, trades="、".join(trades().values())
        )
    if scenario.id in catalog().index:
        yield say("check.shipped_id", id=scenario.id)


def _on_general_phrases(scenario: Scenario) -> list[str]:
    """Return the good acts that the case says in general words and that no advice has named."""
    named = {*CORE, *dict(scenario.remedies)}
    return [
        name
        for name, act in ACTS.items()
        if act.group not in ("harmful", "neutral")
        and name not in scenario.agent
        and name not in named
    ]


def tried(scenario: Scenario) -> list[str]:
    """Return how three methods fare with a case, and what that says of it.

    Parameters
    ----------
    scenario
        The case; each method answers the same 200 customers.

    Returns
    -------
    list of str
        A line a method, and the verdict.
    """
    agreed, lines = {}, []
    for name in METHODS:
        table = simulate(scenario, name, n=CUSTOMERS, progress=False, backend="numpy")
        agreed[name] = float((table["ending"] == "resolved").mean())
        satisfaction = f"{table['satisfaction'].mean():.2f}"
        row = say("check.row", zh=get(name).zh, percent=percent(agreed[name]),
                  satisfaction=satisfaction)  # fmt: skip
        lines.append(row)
    worst = agreed.pop("indifferent")
    best = max(agreed.values())
    verdict = f"check.verdicts.{verdict_of(best, worst)}"
    return [*lines, "  → " + say(verdict, best=percent(best), worst=percent(worst))]


def verdict_of(best: float, worst: float) -> str:
    """Return what the shares of agreement of a good and of an indifferent method say of a case.

    Examples
    --------
    >>> verdict_of(0.8, 0.1), verdict_of(0.1, 0.05), verdict_of(0.9, 0.8)
    ('good', 'hopeless', 'harmless')
    """
    if best < HOPELESS:
        return "hopeless"
    if worst > HARMLESS:
        return "harmless"
    if best - worst < FLAT:
        return "flat"
    return "hard" if best < HARD else "good"
