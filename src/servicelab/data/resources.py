"""Reading the data files that travel inside the package."""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def read_text(package: str, name: str) -> str:
    """Return the UTF-8 text of a data file that lies beside a package's modules.

    Parameters
    ----------
    package
        Dotted name of the package, such as ``"servicelab.dialogue"``.
    name
        Path of the file below it, with forward slashes.

    Returns
    -------
    str
        The whole text, without a byte-order mark.

    Raises
    ------
    FileNotFoundError
        If the installation lacks the file.

    Examples
    --------
    >>> read_text("servicelab.data", "errors.py").startswith('\"\"\"The error')
    True
    """
    return resources.files(package).joinpath(name).read_text(encoding="utf-8-sig")


@cache
def read_yaml(package: str, name: str) -> Any:
    """Return the content of a YAML data file; the same object at every call, so don't change it.

    Parameters
    ----------
    package, name
        As for :func:`read_text`.

    Returns
    -------
    Any
        Mappings, lists and scalars.
    """
    return yaml.safe_load(read_text(package, name))


@cache
def read_rows(package: str, name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a CSV data file, each as a mapping from column to text.

    Parameters
    ----------
    package, name
        As for :func:`read_text`.

    Returns
    -------
    tuple of dict
        One mapping a row, in the file's order.
    """
    return tuple(csv.DictReader(io.StringIO(read_text(package, name))))
