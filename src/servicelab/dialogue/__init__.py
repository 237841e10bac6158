"""Floor 2: acts, recognition of acts in Chinese text, transcripts, reading and review."""

from servicelab.dialogue.acts import ACTS, Act, ActError, act
from servicelab.dialogue.recognise import Recognised, recognise
from servicelab.dialogue.transcript import DialogueError, Transcript, Turn

__all__ = [
    "ACTS",
    "Act",
    "ActError",
    "DialogueError",
    "Recognised",
    "Transcript",
    "Turn",
    "act",
    "recognise",
]
