"""The error that is meant for people: what was wrong, where, and what to do."""

from __future__ import annotations


class ServicelabError(ValueError):
    """A mistake that the reader of the message can mend.

    Every error raised for a learner, a trainer or an author of a scenario is of this kind, so
    that screens may show its text as it stands. The message is Chinese.

    Examples
    --------
    >>> issubclass(ServicelabError, ValueError)
    True
    """
