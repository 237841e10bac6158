"""Customers in blocks, one after the other or in threads, always handed back in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from numpy.typing import NDArray

Block = dict[str, NDArray[Any]]
Result = TypeVar("Result")


def in_blocks(
    work: Callable[[int, int], Result],
    n: int,
    size: int,
    threads: int,
    tell: Callable[[int], object],
) -> Iterator[Result]:
    """Yield what the blocks of customers 0 … n - 1 come to, in the order of the customers.

    Parameters
    ----------
    work
        Gets the number of a block's first customer and how many there are.
    n, size
        Customers in all, and in a block.
    threads
        Blocks computed side by side; NumPy and compiled code do without Python's lock.
    tell
        Is told how many customers are done with each block.

    Yields
    ------
    What ``work`` returns. No more than twice as many blocks as threads are held at a time.

    Examples
    --------
    >>> list(in_blocks(lambda first, count: (first, count), 5, 2, 2, print))
    2
    2
    1
    [(0, 2), (2, 2), (4, 1)]
    """
    blocks = ((first, min(size, n - first)) for first in range(0, n, size))
    if threads == 1:
        for block in blocks:
            yield work(*block)
            tell(block[1])
        return
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[tuple[int, Future[Result]]] = deque()
        for block in blocks:
            waiting.append((block[1], pool.submit(work, *block)))
            if len(waiting) >= 2 * threads:
                yield _next(waiting, tell)
        while waiting:
            yield _next(waiting, tell)


def _next(waiting: deque[tuple[int, Future[Result]]], tell: Callable[[int], object]) -> Result:
    count, future = waiting.popleft()
    result = future.result()
    tell(count)
    return result
