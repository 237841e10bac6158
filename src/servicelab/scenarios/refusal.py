"""Why a scenario is refused, in words that its author can act on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from servicelab.data.errors import ServicelabError

Steps = tuple[str | int, ...]
SHOWN = 10


@dataclass(frozen=True)
class Problem:
    """One thing to mend in a pack.

    Attributes
    ----------
    line
        Line of the file, from 1; ``None`` where no single line is meant.
    steps
        The way to the field, such as ``("scenarios", 0, "price")``.
    message
        What was found and what is allowed, in Chinese.
    name
        What the field is called in Chinese, or nothing.
    """

    line: int | None
    steps: Steps
    message: str
    name: str = ""

    @property
    def field(self) -> str:
        """The way to the field as text.

        Examples
        --------
        >>> Problem(3, ("scenarios", 0, "price"), "…").field
        'scenarios[0].price'
        """
        parts = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.steps]
        return "".join(parts).removeprefix(".")

    def __str__(self) -> str:
        where = [f"第 {self.line} 行"] if self.line else []
        if self.steps:
            where.append(self.field + (f"（{self.name}）" if self.name else ""))
        return "：".join([" ".join(where), self.message] if where else [self.message])


class ScenarioError(ServicelabError):
    """A scenario that does not exist, or a pack that cannot be read; the message is Chinese.

    Attributes
    ----------
    problems
        What to mend, in the order of the file; empty where the file itself could not be had.
    """

    problems: tuple[Problem, ...] = ()


def refused(name: str, problems: Sequence[Problem]) -> ScenarioError:
    """Return the error that tells the author of a pack everything at once.

    Parameters
    ----------
    name
        What the file is called.
    problems
        At least one; the first ten are spelt out.

    Examples
    --------
    >>> print(refused("my.yaml", [Problem(3, ("industry",), "缺这一项。")]))
    my.yaml 有 1 处要改：
    1. 第 3 行 industry：缺这一项。
    """
    ordered = sorted(problems, key=lambda problem: problem.line or 0)
    lines = [f"{name} 有 {len(ordered)} 处要改："]
    lines += [f"{number}. {problem}" for number, problem in enumerate(ordered[:SHOWN], 1)]
    if len(ordered) > SHOWN:
        lines.append(f"还有 {len(ordered) - SHOWN} 处没有列出来，先改这些再试。")
    error = ScenarioError("\n".join(lines))
    error.problems = tuple(ordered)
    return error


def nearest(found: str, known: Iterable[str]) -> str | None:
    """Return the known name that looks most like `found`, if any does.

    Examples
    --------
    >>> nearest("qualty", ["quality", "outburst"])
    'quality'
    """
    matches = get_close_matches(found.strip().lower(), list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None


def did_you_mean(name: str | None) -> str:
    """Return the end of a sentence: a question that offers a name, or a full stop.

    Examples
    --------
    >>> did_you_mean("quality"), did_you_mean(None)
    ('，是不是想写 quality？', '。')
    """
    return f"，是不是想写 {name}？" if name else "。"
