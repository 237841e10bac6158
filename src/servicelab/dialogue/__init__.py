"""Floor 2: acts, recognising them in Chinese text, transcripts, lines, reading and review."""

from servicelab.dialogue.acts import ACTS, Act, ActError, act
from servicelab.dialogue.reading import DialogueWarning, read
from servicelab.dialogue.recognise import Recognised, recognise
from servicelab.dialogue.render import agent_line, customer_line
from servicelab.dialogue.review import review_file
from servicelab.dialogue.reviewing import Review
from servicelab.dialogue.transcript import DialogueError, Transcript, Turn

__all__ = [
    "ACTS",
    "Act",
    "ActError",
    "DialogueError",
    "DialogueWarning",
    "Recognised",
    "Review",
    "Transcript",
    "Turn",
    "act",
    "agent_line",
    "customer_line",
    "read",
    "recognise",
    "review_file",
]
