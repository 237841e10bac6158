"""Floor 5: the screens of the lessons."""

from servicelab.widgets.page import transcript_html
from servicelab.widgets.recovery_screen import RecoveryExplorer, recovery_explorer
from servicelab.widgets.rehearsal_room import RehearsalRoom, rehearsal, rehearse

__all__ = [
    "RecoveryExplorer",
    "RehearsalRoom",
    "recovery_explorer",
    "rehearsal",
    "rehearse",
    "transcript_html",
]
