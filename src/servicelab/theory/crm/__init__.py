"""The customer base: who buys how often, who is still a customer, and what that is worth."""

from servicelab.theory.crm.bgnbd import BGNBD
from servicelab.theory.crm.churn_hazard import ChurnHazard
from servicelab.theory.crm.complaint_return import (
    ComplaintReturn,
    communication_benefit,
    complaint_return,
    repurchase_benefit,
)
from servicelab.theory.crm.contracts import contracts, spells
from servicelab.theory.crm.customer_value import base_value, customer_value
from servicelab.theory.crm.gamma_gamma import GammaGamma
from servicelab.theory.crm.hazard import HazardRatios, hazard_ratios
from servicelab.theory.crm.lifetime_value import (
    elasticities,
    lifetime_value,
    lifetime_value_interval,
    retention_saying,
)
from servicelab.theory.crm.pareto_nbd import ParetoNBD
from servicelab.theory.crm.proportional import ratios_by_age
from servicelab.theory.crm.retention import compare_retention, retention_at, retention_curve
from servicelab.theory.crm.rfm import rfm, rfm_segments
from servicelab.theory.crm.saved_customer import SavedCustomer, saved_customer
from servicelab.theory.crm.shifted_beta_geometric import ShiftedBetaGeometric
from servicelab.theory.crm.stay import mean_stay, usual_stay
from servicelab.theory.crm.transactions import summarise

__all__ = [
    "BGNBD",
    "ChurnHazard",
    "ComplaintReturn",
    "GammaGamma",
    "HazardRatios",
    "ParetoNBD",
    "SavedCustomer",
    "ShiftedBetaGeometric",
    "base_value",
    "communication_benefit",
    "compare_retention",
    "complaint_return",
    "contracts",
    "customer_value",
    "elasticities",
    "hazard_ratios",
    "lifetime_value",
    "lifetime_value_interval",
    "mean_stay",
    "ratios_by_age",
    "repurchase_benefit",
    "retention_at",
    "retention_curve",
    "retention_saying",
    "rfm",
    "rfm_segments",
    "saved_customer",
    "spells",
    "summarise",
    "usual_stay",
]
