"""The value screen in words, pictures and tables: one block a question."""

from __future__ import annotations

import pandas as pd

from servicelab.data.resources import read_yaml
from servicelab.figures import interval_plot, response_curve, survival_plot
from servicelab.figures.numbers import number_text
from servicelab.theory import crm
from servicelab.widgets.results import Block, Results, Table
from servicelab.widgets.value_sums import Choices, account, futures, points, saved
from servicelab.widgets.value_words import say, thousands

STARTS = list(range(50, 95, 2))
"""Retentions, in per cent, at which the line of the saying is drawn."""
SEEN = 24
"""Months that the shipped memberships have been looked at."""
INPUTS = {
    "saved": ("margin", "cost", "chance", "months", "age", "discount"),
    "account": ("complaints", "margin", "cost", "chance", "months", "age", "discount", "fixed",
                "information", "attitude", "told", "won", "newcomer"),
    "points": ("start", "points", "discount"),
}  # fmt: skip
UNITS = {
    "margin": "yuan", "cost": "yuan", "chance": "tenths", "months": "month", "age": "day",
    "discount": "percent", "complaints": "case", "fixed": "thousand", "information": "thousand",
    "attitude": "thousand", "told": "person", "won": "person", "newcomer": "yuan",
    "start": "percent", "points": "point",
}  # fmt: skip


def results(model: crm.ChurnHazard, choices: Choices) -> Results:
    """Return what the screen shows for some choices.

    Parameters
    ----------
    model
        Fitted to days, with the covariates ``complaint`` and ``recovered``.
    choices
        What the controls show; see :mod:`servicelab.widgets.value_screen`.

    Returns
    -------
    Results
    """
    page, question = say("page"), choices["question"]
    if question == "points":
        block = _points(choices)
    else:
        block = {"saved": _saved, "account": _account}[question](model, choices)
    basis = [page["measured"].format(model=repr(model)), page["reading"]]
    return Results(
        title=f"{say('screen')['title']}：{say('screen')['questions'][question]}",
        blocks=[block],
        model=page["model"] if question != "points" else say("points")["note"],
        put_in_title=page["put_in"],
        put_in=[_given(choices), *(basis if question != "points" else [page["saying"]])],
        static=page["static"],
    )


def _given(choices: Choices) -> str:
    screen, page = say("screen"), say("page")
    told = [
        f"{screen[name]} {choices[name]}{screen[UNITS[name]]}"
        for name in INPUTS[choices["question"]]
    ]
    return str(page["given"].format(inputs=page["semicolon"].join(told)))


def _yuan(value: float) -> str:
    return number_text(value, 0)


def _saved(model: crm.ChurnHazard, choices: Choices) -> Block:
    words, found = say("saved"), saved(model, choices)
    gain = found.table.loc["difference"]
    told = {"months": choices["months"], "chance": choices["chance"], "cost": choices["cost"]}
    told |= {
        "gain": _yuan(gain["value"]),
        "gain_low": _yuan(gain["value_low"]),
        "gain_high": _yuan(gain["value_high"]),
        "even": _yuan(found.break_even),
        "even_low": _yuan(found.break_even_low),
        "even_high": _yuan(found.break_even_high),
        "net": _yuan(found.value),
        "net_low": _yuan(found.ci_low),
        "net_high": _yuan(found.ci_high),
    }
    picture = survival_plot(
        futures(model, choices, words),
        x_title=words["x_title"],
        y_title=words["y_title"],
        title=words["figure"],
    )
    return Block(
        title=words["title"],
        sentences=[
            words["lead"].format(**told),
            words["attempt"].format(**told),
            words[_verdict(found, choices)],
        ],
        picture=picture.to_html(),
        notes=[words["note"], *([words["far"]] if choices["months"] > SEEN else [])],
        table=Table(words["table"], words["columns"], _futures(found)),
        leads=2,
    )


def _verdict(found: crm.SavedCustomer, choices: Choices) -> str:
    if choices["chance"] == 0:
        return "never"
    sure = found.ci_low > 0 or found.ci_high < 0
    return f"{'sure' if sure else 'unsure'}_{'yes' if found.value > 0 else 'no'}"


def _futures(found: crm.SavedCustomer) -> list[list[str]]:
    words = say("saved")
    return [
        [words[name], *(_with_ends(found.table.loc[name], kind) for kind in ("time", "value"))]
        for name in ("unresolved", "recovered", "difference")
    ]


def _with_ends(row: pd.Series[float], kind: str) -> str:
    value, low, high = (_yuan(row[f"{kind}{end}"]) for end in ("", "_low", "_high"))
    return f"{value}（{low} 到 {high}）"


def _account(model: crm.ChurnHazard, choices: Choices) -> Block:
    words, found = say("account"), account(model, choices)
    if found is None:
        spent = choices["complaints"] * choices["cost"] + choices["fixed"]
        return Block(title=words["title"], sentences=[words["none" if spent else "free"]])
    table = found.table
    told = {row: thousands(table.loc[row, "estimate"]) for row in ("benefit", "cost", "profit")}
    ends = {name: number_text(getattr(found, name), 2) for name in ("value", "lowest", "highest")}
    benefits = read_yaml("servicelab.theory.crm", "words.yaml")["benefits"]
    missing = say("page")["comma"].join(benefits[name] for name in found.left_out)
    return Block(
        title=words["title"],
        sentences=[
            words["lead"].format(**told, **ends),
            words["left_out"].format(names=missing) if missing else words["all_in"],
            words["bounds"],
        ],
        picture=interval_plot(
            _rows(found, benefits),
            reference=0.0,
            axis_title=words["axis"],
            title=words["figure"],
        ).to_html(),
        notes=[words["note"]],
        table=Table(words["table"], words["columns"], _lines(found, benefits)),
        leads=2,
    )


def _name(item: str, benefits: dict[str, str]) -> str:
    words = say("account")
    return str(benefits.get(item) or words[{"cost": "total"}.get(item, item)])


def _rows(found: crm.ComplaintReturn, benefits: dict[str, str]) -> pd.DataFrame:
    words = say("account")
    return pd.DataFrame(
        {
            "label": _name(item, benefits),
            "group": words["group_benefit" if item in benefits else "group_cost"],
            "estimate": row["estimate"] / 1000,
            "ci_low": row["lowest"] / 1000,
            "ci_high": row["highest"] / 1000,
        }
        for item, row in found.table.iterrows()
        if item not in ("benefit", "cost", "profit")
    )


def _lines(found: crm.ComplaintReturn, benefits: dict[str, str]) -> list[list[str]]:
    return [
        [
            _name(str(item), benefits),
            *(thousands(row[name]) for name in ("estimate", "lowest", "highest")),
        ]
        for item, row in found.table.iterrows()
    ]


def _points(choices: Choices) -> Block:
    words = say("points")
    start, more = choices["start"], choices["points"]
    starts = [one for one in STARTS if one + more < 100]
    row = points(choices, [start]).loc[start]
    discount = choices["discount"] / 100
    slope = crm.elasticities(1000, start / 100, discount)["elasticity"]["retention"]
    told = {
        "start": start,
        "better": start + more,
        "points": more,
        "cut": _percent(row["losses_cut"]),
        "life": number_text(row["lifetime"], 1),
        "longer": number_text(row["improved_lifetime"], 1),
        "more": _percent(row["value_change"]),
        "one": number_text(1.01 * start, 1),
        "elastic": number_text(slope, 1),
    }
    table = points(choices, starts)
    return Block(
        title=words["title"],
        sentences=[words["lead"].format(**told), words["percent"].format(**told)],
        picture=_line(table, choices),
        notes=[words["note"]],
        table=Table(words["table"], words["columns"], _starts(table)),
        leads=2,
    )


def _line(table: pd.DataFrame, choices: Choices) -> str:
    words = say("points")
    rises = 100 * table["value_change"].to_numpy()
    line = pd.DataFrame(
        {"x": table.index, "estimate": rises, "ci_low": rises, "ci_high": rises}
    ).assign(group=words["line"])
    return response_curve(
        line,
        x_title=words["x_title"],
        y_title=words["y_title"],
        marks={words["mark"]: float(choices["start"])},
        title=words["figure"].format(points=choices["points"]),
    ).to_html()


def _starts(table: pd.DataFrame) -> list[list[str]]:
    return [
        [
            f"{start}%",
            f"{_percent(row['losses_cut'])}%",
            number_text(row["lifetime"], 1),
            number_text(row["improved_lifetime"], 1),
            f"{_percent(row['value_change'])}%",
        ]
        for start, row in table.iterrows()
    ]


def _percent(share: float) -> str:
    return number_text(100 * share, 0)
