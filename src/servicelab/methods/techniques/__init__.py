"""The eight response techniques of source text 5, one module each."""

from servicelab.methods.techniques.compensation_care import CompensationCare
from servicelab.methods.techniques.conformity import Conformity
from servicelab.methods.techniques.empathy_transfer import EmpathyTransfer
from servicelab.methods.techniques.external_review import ExternalReview
from servicelab.methods.techniques.never_say_no import NeverSayNo
from servicelab.methods.techniques.service_promise import ServicePromise
from servicelab.methods.techniques.staged_guidance import StagedGuidance
from servicelab.methods.techniques.substitution import Substitution

__all__ = [
    "CompensationCare",
    "Conformity",
    "EmpathyTransfer",
    "ExternalReview",
    "NeverSayNo",
    "ServicePromise",
    "StagedGuidance",
    "Substitution",
]
