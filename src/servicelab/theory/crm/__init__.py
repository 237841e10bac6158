"""The customer base: who buys how often, who is still a customer, and what that is worth."""

from servicelab.theory.crm.transactions import summarise

__all__ = ["summarise"]
