"""Floor 3: the one rule, luck, a conversation, a batch."""

from servicelab.simulation.batch import simulate
from servicelab.simulation.by_method import converse
from servicelab.simulation.conversation import Conversation
from servicelab.simulation.outcome import Outcome
from servicelab.simulation.parameters import Parameters, parameter_table, with_changes
from servicelab.simulation.relationship import relationship
from servicelab.simulation.summary import summarise
from servicelab.simulation.work import work_table

__all__ = [
    "Conversation",
    "Outcome",
    "Parameters",
    "converse",
    "parameter_table",
    "relationship",
    "simulate",
    "summarise",
    "with_changes",
    "work_table",
]
