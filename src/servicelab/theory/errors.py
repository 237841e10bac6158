"""The error that an estimator raises when its data cannot carry an answer."""

from __future__ import annotations

from servicelab.data.errors import ServicelabError


class TheoryError(ServicelabError):
    """An estimate that can't be had; the Chinese message says why, where, and what to do."""
