"""The review as pages for a browser: self-contained, everything from people escaped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, Template

from servicelab.data.resources import read_text
from servicelab.dialogue.acts import ACTS
from servicelab.dialogue.remarks import missing_basics, remarks, report_words
from servicelab.dialogue.reviewing import Review
from servicelab.dialogue.transcript import Transcript, Turn

# A page with everything in it would be 10 MB for three thousand dialogues.
_ON_FIRST_PAGE = 20
_ON_A_PAGE = 100
_PLACES_OF_AN_ACT = 8
_STRONGEST = ("harmful", "remedy", "solving", "relational")


@dataclass(frozen=True)
class Piece:
    """A stretch of a turn: its text, the group that colours it, the acts that end with it."""

    text: str
    group: str
    labels: tuple[str, ...]


def pieces(turn: Turn) -> list[Piece]:
    """Cut a turn where recognised spans begin and end.

    Parameters
    ----------
    turn
        A turn with ``recognised`` filled in; spans may overlap.

    Returns
    -------
    list of Piece
        Their texts joined are the turn's text.

    Examples
    --------
    >>> from servicelab.dialogue.reviewing import review
    >>> talk = review([Transcript("1", (Turn("agent", "很抱歉。"),))])
    >>> [(one.text, one.labels) for one in pieces(talk.transcripts[0].turns[0])]
    [('很', ()), ('抱歉', ('道歉',)), ('。', ())]
    """
    cuts = sorted({0, len(turn.text), *(cut for one in turn.recognised for cut in one.span)})
    return [_piece(turn, left, right) for left, right in pairwise(cuts)]


def _piece(turn: Turn, left: int, right: int) -> Piece:
    over = [one for one in turn.recognised if one.span[0] <= left and right <= one.span[1]]
    groups = {ACTS[one.act].group for one in over}
    group = next((name for name in _STRONGEST if name in groups), "")
    labels = tuple(ACTS[one.act].zh for one in over if one.span[1] == right)
    return Piece(turn.text[left:right], group, labels)


def write_pages(done: Review, name: str, folder: Path) -> list[Path]:
    """Write ``review.html`` and, for many dialogues, further pages beside it.

    Parameters
    ----------
    done
        The reviewed dialogues.
    name
        Name of the file that was reviewed.
    folder
        An existing folder.

    Returns
    -------
    list of pathlib.Path
        The pages written, the first one first.
    """
    views = [_view(i, talk) for i, talk in enumerate(done.transcripts, start=1)]
    cut = [views[:_ON_FIRST_PAGE]]
    cut += [views[i : i + _ON_A_PAGE] for i in range(_ON_FIRST_PAGE, len(views), _ON_A_PAGE)]
    files = [page_name(number) for number in range(1, len(cut) + 1)]
    home = {view["number"]: file for file, part in zip(files, cut, strict=True) for view in part}
    common = {"name": name, "files": files, "groups": report_words()["groups"]}
    for number, (file, part) in enumerate(zip(files, cut, strict=True), start=1):
        summary = _summary(done, views, home) if number == 1 else None
        text = _template().render(
            **common, page=number, talks=part, summary=summary, today=date.today().isoformat()
        )
        (folder / file).write_text(text, encoding="utf-8")
    return [folder / file for file in files]


def page_name(number: int) -> str:
    """Return the file name of page 1, 2, … of a report.

    Examples
    --------
    >>> page_name(1), page_name(12)
    ('review.html', 'review-012.html')
    """
    return "review.html" if number == 1 else f"review-{number:03}.html"


def _view(number: int, talk: Transcript) -> dict[str, Any]:
    turns = [
        {
            "number": i,
            "agent": turn.speaker == "agent",
            "pieces": pieces(turn),
            "remarks": remarks(turn),
            "nothing": turn.speaker == "agent" and not turn.acts and bool(turn.text),
            "harmful": [one for one in turn.recognised if ACTS[one.act].group == "harmful"],
        }
        for i, turn in enumerate(talk.turns, start=1)
    ]
    return {"number": number, "id": talk.id, "turns": turns, "missing": missing_basics(talk)}


def _summary(done: Review, views: list[dict[str, Any]], home: Mapping[int, str]) -> dict[str, Any]:
    agents = done.agent_turns()
    counts, groups, total = done.act_counts(), done.group_counts(), len(agents)
    turns = [(view, turn) for view in views for turn in view["turns"]]
    kinds = _kinds(list(_places(views, home)))
    nothing = [
        (_link(view, turn, home), _where(view, turn)) for view, turn in turns if turn["nothing"]
    ]
    return {
        "dialogues": len(views),
        "turns": len(turns),
        "agents": total,
        "notes": done.notes,
        "groups": [(name, groups[name], total) for name in report_words()["groups"]],
        "basics": list(_basics(done)),
        "most": [(ACTS[act].zh, n) for act, n in counts.most_common(5) if n],
        "never": [ACTS[a].zh for a, n in counts.items() if not n and ACTS[a].group != "harmful"],
        "bars": list(_bars(counts, total)),
        "places": [place for kind in kinds for place in kinds[kind][:_PLACES_OF_AN_ACT]],
        "kinds": [(kind, len(found)) for kind, found in kinds.items()],
        "each": _PLACES_OF_AN_ACT,
        "harmful": sum(len(found) for found in kinds.values()),
        "nothing": nothing,
        "blank": sum(not turn.text for turn in agents),
        "accuracy": report_words()["accuracy"],
    }


def _link(view: dict[str, Any], turn: dict[str, Any], home: Mapping[int, str]) -> str:
    return f"{home[view['number']]}#d{view['number']}t{turn['number']}"


def _where(view: dict[str, Any], turn: dict[str, Any]) -> str:
    return f"第 {view['number']} 段第 {turn['number']} 句"


def _basics(done: Review) -> Iterator[tuple[str, int, int]]:
    lacks = [
        missing_basics(talk)
        for talk in done.transcripts
        if any(turn.speaker == "agent" for turn in talk.turns)
    ]
    for act, words in report_words()["basics"].items():
        yield ACTS[act].zh, sum(words not in lack for lack in lacks), len(lacks)


def _percent(share: float) -> str:
    # 3 of 5,000 is not 0 %.
    return "不到 1%" if 0 < share < 0.005 else f"{100 * share:.0f}%"


def _bars(counts: Mapping[str, int], total: int) -> Iterator[dict[str, Any]]:
    longest = max(*counts.values(), 1)
    for group in report_words()["groups"]:
        acts = sorted((a for a in counts if ACTS[a].group == group), key=lambda a: -counts[a])
        for act in acts:
            yield {
                "zh": ACTS[act].zh,
                "group": group,
                "n": counts[act],
                "share": counts[act] / total,
                "width": 100 * counts[act] / longest,
            }


def _places(views: list[dict[str, Any]], home: Mapping[int, str]) -> Iterator[dict[str, Any]]:
    for view in views:
        for turn in view["turns"]:
            for found, remark in zip(turn["harmful"], turn["remarks"], strict=True):
                yield {
                    "zh": ACTS[found.act].zh,
                    "remark": remark,
                    "where": _where(view, turn),
                    "link": _link(view, turn, home),
                }


def _kinds(places: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    names = [ACTS[act].zh for act in report_words()["gravest_first"]]
    found = {name: [place for place in places if place["zh"] == name] for name in names}
    return {name: there for name, there in found.items() if there}


@cache
def _template() -> Template:
    loader = FunctionLoader(lambda name: read_text("servicelab.dialogue", f"data/{name}"))
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["percent"] = _percent
    return environment.get_template("review_page.html")
