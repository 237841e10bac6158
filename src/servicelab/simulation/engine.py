"""Which way of computing a batch takes: NumPy, or the compiled kernel."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from servicelab.data.errors import ServicelabError

BACKENDS = ("auto", "numpy", "numba")
WORTH_LOADING = 200_000
"""Talks from which on machine code kept on the disk is worth loading."""
WORTH_COMPILING = 1_000_000
"""Talks from which on the rule is worth compiling."""

KERNEL = "servicelab.simulation.kernel"


def chosen(backend: str, n: int) -> str:
    """Return the backend to use for a number of talks: ``"numpy"`` or ``"numba"``.

    Parameters
    ----------
    backend
        ``"numpy"``, ``"numba"`` or ``"auto"``: Numba where it is installed and the talks are
        enough to make up for getting the machine code ready.
    n
        Talks to be held.

    Raises
    ------
    servicelab.data.ServicelabError
        If the backend has another name, or is Numba and that is not installed.

    Examples
    --------
    >>> chosen("numpy", 10**9)
    'numpy'
    """
    if backend not in BACKENDS:
        raise ServicelabError(f"backend 要填 'auto'、'numpy' 或 'numba'，收到的是 {backend!r}。")
    if backend == "numba" and not _installed():
        raise ServicelabError(
            "backend='numba' 要用 Numba，这里没有装，或者装的版本不合用。"
            "装上它：pip install 'servicelab[fast]'。"
            "不装也行：backend='numpy' 算出来一模一样，只是慢些。"
        )
    if backend == "auto":
        return "numba" if _pays(n) else "numpy"
    return backend


def _pays(n: int) -> bool:
    if KERNEL not in sys.modules and n < WORTH_LOADING:
        return False  # importing Numba alone takes longer
    if not _installed():
        return False
    from servicelab.simulation import kernel

    if kernel.machine().signatures:
        return True
    return n >= (WORTH_LOADING if kernel.ready() else WORTH_COMPILING)


def _installed() -> bool:
    if find_spec("numba") is None:
        return False
    try:
        import numba  # noqa: F401
    except ImportError:  # it refuses versions of NumPy that it does not know
        return False
    return True
