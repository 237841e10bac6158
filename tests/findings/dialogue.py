"""Evidence section 5: what is said in a complaint talk, in what order, and to whom."""

from tests.findings import dialogue_amends, dialogue_anger, dialogue_apology, dialogue_work

__all__ = ["dialogue_amends", "dialogue_anger", "dialogue_apology", "dialogue_work"]
