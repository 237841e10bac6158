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

CUES = ("anger", "patience", "acceptance", "facts_known", "solved")


def talk_table(talk: Conversation) -> pd.DataFrame:
    """Return a talk as a table for people, one row for each time somebody spoke.

    Parameters
    ----------
    talk
        The talk so far.

    Returns
    -------
    pandas.DataFrame
        Chinese headings, which ``servicelab.dialogue.read`` knows: dialogue, turn, speaker, words,
        acts, feedback, and the cues that were seen (two decimals, blank where there are none).
    """
    names = words("csv")
    frame = talk.transcript.to_frame()
    feedback = iter(record.feedback for record in talk.records)
    table = {
        names["dialogue"]: talk.transcript.id,
        names["turn"]: frame["turn"],
        names["speaker"]: [names[speaker] for speaker in frame["speaker"]],
        names["text"]: frame["text"],
        names["acts"]: ["、".join(ACTS[act].zh for act in acts.split()) for acts in frame["acts"]],
        names["feedback"]: [next(feedback) if who == "agent" else "" for who in frame["speaker"]],
    }
    seen = {names[cue]: frame[cue].astype(float).round(2) for cue in CUES if cue in frame}
    return pd.DataFrame(table | seen)


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
