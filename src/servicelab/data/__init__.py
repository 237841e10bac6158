"""Floor 0: reading tables and the package's own data files."""

from servicelab.data.errors import ServicelabError

__all__ = ["ServicelabError"]
