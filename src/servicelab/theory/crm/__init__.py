"""The customer base: who buys how often, who is still a customer, and what that is worth."""

from servicelab.theory.crm.bgnbd import BGNBD
from servicelab.theory.crm.gamma_gamma import GammaGamma
from servicelab.theory.crm.pareto_nbd import ParetoNBD
from servicelab.theory.crm.transactions import summarise

__all__ = ["BGNBD", "GammaGamma", "ParetoNBD", "summarise"]
