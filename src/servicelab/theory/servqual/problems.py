"""What is wrong with a survey's answers: kinds, words and rows, for people to read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from servicelab.data.resources import read_yaml
from servicelab.theory.errors import TheoryError

_SHOWN = 8
COLUMNS = ["kind", "rows", "column", "value", "what", "done"]


class SurveyError(TheoryError):
    """A survey from which a number would come out wrong.

    Attributes
    ----------
    problems
        All that was found until then, as in ``Survey.problems``.
    """

    def __init__(self, message: str, problems: pd.DataFrame) -> None:
        super().__init__(message)
        self.problems = problems


@dataclass(frozen=True)
class Problem:
    """One finding: its kind, the rows and column it concerns, its words, what was done."""

    kind: str
    rows: tuple[object, ...]
    column: str
    value: str
    what: str
    done: str
    blocks: bool = False


def found(
    kind: str, rows: Iterable[object] = (), column: str = "", value: str = "", **words: object
) -> Problem:
    """Return a problem with the words of its kind from ``data/problems.yaml``.

    Parameters
    ----------
    kind
        A key of the file.
    rows, column, value
        Where it is, and what stands there.
    words
        What else the sentence names.

    Returns
    -------
    Problem
        With Chinese sentences.

    Examples
    --------
    >>> found("missing", [3, 9], "P1").what
    '“P1”有 2 行没有答案（第 3、9 行）。'
    """
    known: dict[str, Any] = _kinds()[kind]
    where = tuple(rows)
    slots = {"rows": rows_in_words(where), "n": len(where), "column": column, "value": value}
    text = known["what"].format(**{**slots, **words})
    done = known["done"].format(**{**slots, **words})
    return Problem(kind, where, column, value, text, done, bool(known.get("blocks")))


def table(problems: Sequence[Problem]) -> pd.DataFrame:
    """Return problems as a table, a row a finding."""
    rows = [[getattr(problem, name) for name in COLUMNS] for problem in problems]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def refuse(problems: Sequence[Problem], allow: Sequence[str]) -> list[Problem]:
    """Return the problems, unless one of them would make a number wrong.

    Parameters
    ----------
    problems
        All findings.
    allow
        Kinds that the user looked at and wants kept.

    Returns
    -------
    list of Problem
        The same findings; of allowed ones it is said that they were kept at the user's wish.

    Raises
    ------
    SurveyError
        If a finding blocks and is not allowed.
    """
    unknown = [kind for kind in allow if kind not in _kinds()]
    if unknown:
        stopping = "、".join(kind for kind, known in _kinds().items() if known.get("blocks"))
        raise TheoryError(f"allow 里的“{unknown[0]}”不认识。能放行的有：{stopping}。")
    firm = [kind for kind, known in _kinds().items() if known.get("firm")]
    let = [kind for kind in allow if kind not in firm]
    stops = [problem for problem in problems if problem.blocks and problem.kind not in let]
    if not stops:
        return [_kept(problem) if problem.blocks else problem for problem in problems]
    lines = [f"{problem.what}{problem.done}" for problem in stops]
    kinds = "', '".join(dict.fromkeys(one.kind for one in stops if one.kind not in firm))
    raise SurveyError(
        "这份问卷现在算下去，数会错，所以停在这里：\n"
        + "\n".join(f"· {line}" for line in lines)
        + (f"\n核对过、确实要照原样算，就加上 allow=['{kinds}']。" if kinds else ""),
        table(problems),
    )


def told(problems: pd.DataFrame) -> str:
    """Return the table of problems as lines of Chinese, findings of one kind together."""
    if problems.empty:
        return "没有发现问题。"
    lines = [f"发现 {len(problems)} 处："]
    for number, (kind, same) in enumerate(problems.groupby("kind", sort=False), 1):
        name = _kinds()[str(kind)]["name"]
        shown = list(same["what"].iloc[:_SHOWN])
        more = (
            [f"（还有 {len(same) - _SHOWN} 处，见 survey.problems）"] if len(same) > _SHOWN else []
        )
        done = list(dict.fromkeys(same["done"]))[:_SHOWN]
        if len(same) == 1:
            lines.append(f"{number}. 【{name}】{shown[0]}{done[0]}")
        else:
            inside = [f"   · {text}" for text in [*shown, *more]]
            lines += [f"{number}. 【{name}】{len(same)} 处。{''.join(done[:1])}", *inside]
    return "\n".join(lines)


def rows_in_words(rows: Sequence[object], most: int = 6) -> str:
    """Return row numbers as words, the first few of many.

    Examples
    --------
    >>> rows_in_words([2, 3, 9]), rows_in_words(range(100))
    ('第 2、3、9 行', '第 0、1、2、3、4、5 行等 100 行')
    """
    shown = "、".join(map(str, rows[:most]))
    return f"第 {shown} 行" + (f"等 {len(rows)} 行" if len(rows) > most else "")


def _kept(problem: Problem) -> Problem:
    words = "按你的意思（allow）照原样保留。"
    return Problem(problem.kind, problem.rows, problem.column, problem.value, problem.what, words)


def _kinds() -> dict[str, Any]:
    kinds: dict[str, Any] = read_yaml("servicelab.theory.servqual", "data/problems.yaml")
    return kinds
