"""Path models, latent variables and confirmatory factor analysis, with fit that can be trusted.

The model is read and set up by semopy; the last digits of the solution, the standard errors and
the fit indices are this package's own (semopy's LogLik, AIC and BIC are wrong, its "GFI" is the
NFI, and it has no SRMR).
"""

from servicelab.theory.structural.blocks import fit_blocks
from servicelab.theory.structural.fit import fit, fit_covariance
from servicelab.theory.structural.hypotheses import TheoryFit, fit_hypotheses
from servicelab.theory.structural.indirect import indirect
from servicelab.theory.structural.result import StructuralFit

__all__ = [
    "StructuralFit",
    "TheoryFit",
    "fit",
    "fit_blocks",
    "fit_covariance",
    "fit_hypotheses",
    "indirect",
]
