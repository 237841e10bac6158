"""A learner's function can't hurt the kernel."""

from __future__ import annotations

import threading

from servicelab.course import guard


def test_value_and_error_come_back():
    assert guard.call(lambda a, b: a + b, (1, 2), 5).value == 3
    run = guard.call(lambda: {"here": 1}["gone"], (), 5)
    assert isinstance(run.error, KeyError)
    assert run.in_time


def test_exit_does_not_end_the_process():
    def leave():
        raise SystemExit(3)

    assert isinstance(guard.call(leave, (), 5).error, SystemExit)


def test_a_stopped_loop_leaves_no_thread_behind():
    def loop():
        while True:
            pass

    before = threading.active_count()
    run = guard.call(loop, (), 0.1)
    assert (run.in_time, run.stopped) == (False, True)
    assert threading.active_count() == before
