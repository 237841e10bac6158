"""Floor 5: the screens of the lessons."""

from servicelab.widgets.page import transcript_html
from servicelab.widgets.rehearsal_room import RehearsalRoom, rehearsal, rehearse

__all__ = ["RehearsalRoom", "rehearsal", "rehearse", "transcript_html"]
