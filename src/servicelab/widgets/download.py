"""The talk as a file to keep."""

from __future__ import annotations

import base64
import html
import tempfile
from pathlib import Path

import pandas as pd

from servicelab.data.tables import write_csv
from servicelab.dialogue import ACTS
from servicelab.simulation import Conversation
from servicelab.widgets.words import words


def talk_table(talk: Conversation) -> pd.DataFrame:
    """Return a talk as a table for people, one row for each time somebody spoke.

    Parameters
    ----------
    talk
        The talk so far.

    Returns
    -------
    pandas.DataFrame
        The columns of ``Transcript.to_frame()``, then the acts in Chinese and the feedback.
    """
    frame = talk.transcript.to_frame()
    names = words("csv")
    feedback = iter([record.feedback for record in talk.records])
    mine = frame["speaker"] == "agent"
    frame[names["acts"]] = [
        "、".join(ACTS[act].zh for act in acts.split()) for acts in frame["acts"]
    ]
    frame[names["feedback"]] = [next(feedback) if own else "" for own in mine]
    return frame


def csv_bytes(talk: Conversation) -> bytes:
    """Return a talk as a CSV file that spreadsheets open safely and in Chinese.

    Parameters
    ----------
    talk
        The talk so far.

    Returns
    -------
    bytes
        UTF-8 with signature; cells that a spreadsheet would take for formulas are neutralised.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "talk.csv"
        write_csv(talk_table(talk), path)
        return path.read_bytes()


def download_link(talk: Conversation) -> str:
    """Return a link that carries the talk in itself, so that it works without a server.

    Parameters
    ----------
    talk
        The talk so far.

    Returns
    -------
    str
        HTML.
    """
    data = base64.b64encode(csv_bytes(talk)).decode("ascii")
    say = words("debrief")
    name = html.escape(f"{talk.transcript.id}.csv")
    return (
        f'<p class="sl-foot"><a class="sl-download" download="{name}" '
        f'href="data:text/csv;base64,{data}">{say["download"]}</a> · {say["download_note"]}</p>'
    )
