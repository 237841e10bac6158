"""Floor 5: the screens of the lessons."""

from servicelab.widgets.case_debrief import CaseDebrief
from servicelab.widgets.clear_screen import ClearSteps, clear_steps
from servicelab.widgets.emotion_screen import EmotionThermometer, emotion_thermometer
from servicelab.widgets.gap_screen import GapExplorer, gap_explorer
from servicelab.widgets.page import transcript_html
from servicelab.widgets.promise_screen import PromiseSlider, promise_slider
from servicelab.widgets.recovery_screen import RecoveryExplorer, recovery_explorer
from servicelab.widgets.rehearsal_room import RehearsalRoom, rehearsal, rehearse
from servicelab.widgets.roundabout_screen import RoundaboutSteps, roundabout_steps
from servicelab.widgets.technique_screen import TechniqueScreen, technique_screen
from servicelab.widgets.tournament_screen import TournamentScreen, tournament_screen
from servicelab.widgets.value_screen import CustomerValue, customer_value

__all__ = [
    "CaseDebrief",
    "ClearSteps",
    "CustomerValue",
    "EmotionThermometer",
    "GapExplorer",
    "PromiseSlider",
    "RecoveryExplorer",
    "RehearsalRoom",
    "RoundaboutSteps",
    "TechniqueScreen",
    "TournamentScreen",
    "clear_steps",
    "customer_value",
    "emotion_thermometer",
    "gap_explorer",
    "promise_slider",
    "recovery_explorer",
    "rehearsal",
    "rehearse",
    "roundabout_steps",
    "technique_screen",
    "tournament_screen",
    "transcript_html",
]
