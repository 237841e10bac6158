"""Floor 5: the screens of the lessons."""

from servicelab.widgets.page import transcript_html
from servicelab.widgets.rehearsal import RehearsalRoom, rehearsal

__all__ = ["RehearsalRoom", "rehearsal", "transcript_html"]
