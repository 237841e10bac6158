"""What came of a tournament, in words, pictures and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from servicelab.evaluation import Comparison, pictures
from servicelab.evaluation.comparison import FEW
from servicelab.evaluation.dose import has_fixed_steps
from servicelab.evaluation.tournament import titles_of
from servicelab.evaluation.units import ALL, AS_WRITTEN, EQUAL_DOSE
from servicelab.evaluation.words import say as term
from servicelab.figures.numbers import decimals, number_text
from servicelab.methods.catalog import BASELINES
from servicelab.scenarios import customer_types
from servicelab.widgets.results import Block, Results, Table
from servicelab.widgets.tournament import Match, Played, say

Frame = Any
"""A table or a row of it: pandas' own types cannot say what a row holds."""
SURE = 0.95
"""Share of new draws of customers in which a method must keep its place to be called by it."""


def results(played: Played, measure: str) -> Iterator[Results]:
    """Return what the screen shows: first who leads, then also ranks and what it costs.

    Parameters
    ----------
    played
        A match and what came of it.
    measure
        What to judge by.
    """
    judged = played.by(measure)
    blocks = [_winners(played, judged, measure)]
    yield _page(played.match, blocks)
    blocks.append(_ranks(judged))
    blocks.append(_frontier(judged))
    yield _page(played.match, blocks)


def _page(match: Match, blocks: list[Block]) -> Results:
    page, kinds = say("page"), customer_types()
    kind = match.customer_type
    basis = page["basis"].format(
        scenarios=say("result")["comma"].join(titles_of(match.scenarios).values()),
        kind=kinds[kind].zh if kind else page["any_type"],
        n=match.n,
        seed=match.seed,
    )
    return Results(
        title=say("screen")["title"],
        blocks=list(blocks),
        model=page["model"],
        put_in_title=page["put_in"],
        put_in=[basis, say("result")["equal_note"], page["rules"]],
        static=page["static"],
    )


def _overall(judged: Comparison, dose: str) -> Frame:
    """Return the rows of one dose, mean over the scenarios, best first."""
    kind = judged.numbers.customer_types[0]
    table: Frame = judged.table
    rows = table.loc[(dose, kind, ALL)]
    return rows.sort_values(["rank", "estimate"])


def _number(judged: Comparison, value: float, finer: int = 0) -> str:
    return number_text(value, _digits(judged) + finer)


def _digits(judged: Comparison) -> int:
    return 0 if judged.measure in ("cost", "value") else 2


# ------------------------------------------------------------- who leads


def _winners(played: Played, judged: Comparison, measure: str) -> Block:
    words, doses = say("result"), judged.numbers.doses
    leads = [_leader(judged, dose, measure) for dose in doses]
    more = []
    if len(played.match.methods) > 1:
        gap = _dose_gap(judged, measure) if len(doses) > 1 else words["dose_note"]
        more = [words["floor_note"]] if doses == [EQUAL_DOSE] else [gap, words["floor_note"]]
    return Block(
        title=words["title"],
        sentences=[*leads, *more],
        leads=len(leads),
        picture=judged.plot().to_html(),
        notes=list(_notes(played.match, doses)),
        table=Table(words["table"], words["columns"], list(_rows(judged)), names=3),
    )


def _notes(match: Match, doses: list[str]) -> Iterator[str]:
    if match.n < FEW:
        yield say("result")["approximate"].format(few=FEW)
    yield from _left_out(match, doses)


def _left_out(match: Match, doses: list[str]) -> Iterator[str]:
    """Return who plays only as written, and why."""
    words = say("result")
    if match.dose == "as written":
        return
    if EQUAL_DOSE not in doses:
        yield words["too_few"]
        return
    baselines = [one.zh for one in match.methods if one.name in BASELINES]
    others = [one for one in match.methods if one.name not in BASELINES]
    without = [one.zh for one in others if not has_fixed_steps(one)]
    for key, names in (("left_out", baselines), ("without_steps", without)):
        if names:
            yield words[key].format(names=words["comma"].join(names))


def _leader(judged: Comparison, dose: str, measure: str) -> str:
    words, rows = say("result"), _overall(judged, dose)
    first = rows.iloc[0]
    told = {
        "dose": term(dose),
        "measure": say("measures")[measure],
        "leader": _name(judged, rows.index[0]),
        "value": _number(judged, first["estimate"]),
    }
    if len(rows) == 1:
        return str(words["alone"].format(**told))
    rivals = [_name(judged, name) for name in _may_be_first(rows) if name != rows.index[0]]
    key = "below" if rivals else "above" if first["wins"] else "between"
    told["second"] = _name(judged, rows.index[1])
    if rows["rank"].iloc[1] == 1:
        return str(words["tie"].format(rivals=words["comma"].join(rivals), **told))
    lead, floor = _lead_and_floor(judged, rows)
    told |= {
        "better": words["more" if judged.sign > 0 else "less"],
        "lead": lead,
        "verdict": words[key].format(floor=floor, rivals=words["comma"].join(rivals)),
    }
    return str(words["winner"].format(**told))


def _lead_and_floor(judged: Comparison, rows: Frame) -> tuple[str, str]:
    """Return the lead of the first and the floor, as finely as either can be seen."""
    lead = abs(rows["estimate"].iloc[0] - rows["estimate"].iloc[1])
    floor = rows["noise_floor"].iloc[0]
    # One figure of each at least: nothing that is there shall read as 0.
    finest = max(decimals([0, floor]), decimals([0, lead])) - 1
    usual = _digits(judged) + 1
    digits = max(usual, finest)
    return number_text(lead, digits), number_text(floor, digits)


def _may_be_first(rows: Frame) -> list[str]:
    return [str(name) for name in rows.index[rows["rank_best"] == 1]]


def _name(judged: Comparison, method: str) -> str:
    return judged.labels.get(method, method)


def _dose_gap(judged: Comparison, measure: str) -> str:
    """Return how far apart the methods of the texts are, as written and at equal dose."""
    equal = _overall(judged, EQUAL_DOSE)
    names = [name for name in equal.index if name not in BASELINES]
    written = _overall(judged, AS_WRITTEN).loc[names]
    return str(
        say("result")["dose_gap"].format(
            count=len(names),
            measure=say("measures")[measure],
            written=_number(judged, _spread(written), finer=1),
            equal=_number(judged, _spread(equal.loc[names]), finer=1),
        )
    )


def _spread(rows: Frame) -> float:
    return float(rows["estimate"].max() - rows["estimate"].min())


def _rows(judged: Comparison) -> Iterator[list[str]]:
    words = say("result")
    for row in judged.table.reset_index().to_dict("records"):
        best, worst = row["rank_best"], row["rank_worst"]
        scenario = str(row["scenario"])
        yield [
            term(str(row["dose"])),
            term(ALL) if scenario == ALL else judged.labels.get(scenario, scenario),
            _name(judged, str(row["method"])),
            _number(judged, row["estimate"]),
            _interval(judged, row),
            words["rank" if best == worst else "rank_range"].format(best=best, worst=worst),
            f"{row['share_best']:.0%}",
        ]


def _interval(judged: Comparison, row: Frame) -> str:
    words = say("result")
    if row["standard_error"] == 0:
        return str(words["all_the_same"])
    low, high = (_number(judged, row[end], finer=1) for end in ("ci_low", "ci_high"))
    return str(words["interval"].format(low=low, high=high))


# ------------------------------------------------------------- ranks and costs


def _ranks(judged: Comparison) -> Block:
    words = say("result")
    sentences = []
    for dose in judged.numbers.doses:
        rows = _overall(judged, dose)
        if len(rows) == 1:
            return Block(words["ranks"], [words["ranks_alone"]])
        first = [_name(judged, name) for name in _may_be_first(rows)]
        key = "first_sure" if len(first) == 1 else "first_open"
        told = {"dose": term(dose), "leader": first[0], "names": words["comma"].join(first)}
        sentences.append(words[key].format(**told))
    return Block(
        title=words["ranks"],
        sentences=["".join(sentences)],
        picture=judged.ranks_plot().to_html(),
    )


def _frontier(judged: Comparison) -> Block:
    words = say("result")
    dose = judged.numbers.doses[0]
    rows = _overall(judged, dose)
    if judged.measure in ("cost", "value"):
        return Block(words["frontier"], [words[f"frontier_{judged.measure}"]])
    if len(rows) == 1:
        return Block(words["frontier"], [words["frontier_alone"]])
    baseline = _baseline(judged, rows)
    table: Frame = judged.frontier(baseline, dose=dose)
    return Block(
        title=words["frontier"],
        sentences=list(worth(table["share_on_frontier"], judged.labels)),
        picture=pictures.frontier(judged, table).to_html(),
        notes=[words["frontier_from"].format(dose=term(dose), baseline=_name(judged, baseline))],
    )


def worth(shares: Frame, labels: Mapping[str, str]) -> Iterator[str]:
    """Say on what money is well spent, and where other customers might have it otherwise.

    Parameters
    ----------
    shares
        How often each method is on the frontier when customers are drawn anew; index its name.
    labels
        Name → what people call it.
    """
    words = say("result")
    sure, never = shares >= SURE, shares <= 1 - SURE
    groups = {"frontier_on": sure, "frontier_open": ~sure & ~never, "frontier_off": never}
    for key, chosen in groups.items():
        names = [labels.get(name, name) for name in shares.index[chosen]]
        if names:
            yield words[key].format(names=words["comma"].join(names))


def _baseline(judged: Comparison, rows: Frame) -> str:
    """Return what gains are counted from: a baseline where one plays, else the last in rank."""
    playing = [name for name in ("indifferent", *BASELINES) if name in rows.index]
    return str(playing[0] if playing else rows.index[-1])
