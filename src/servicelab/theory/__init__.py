"""Theory that measures: service quality, expectation and confirmation, the customer base."""

from servicelab.theory.errors import TheoryError

__all__ = ["TheoryError"]
