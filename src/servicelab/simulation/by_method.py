"""A talk that a method holds from beginning to end."""

from __future__ import annotations

from servicelab.data.errors import ServicelabError
from servicelab.methods.catalog import resolve as resolve_method
from servicelab.methods.method import Method
from servicelab.methods.move import Move
from servicelab.scenarios.scenario import Scenario
from servicelab.simulation.conversation import Conversation, laid_over
from servicelab.simulation.parameters import Parameters


def converse(
    scenario: str | Scenario,
    method: str | Method,
    seed: int = 7,
    customer: int = 0,
    *,
    customer_type: str | None = None,
    difficulty: str | None = None,
    parameters: Parameters | None = None,
) -> Conversation:
    """Let a method hold a talk to its end.

    Parameters
    ----------
    scenario, seed, customer, customer_type, difficulty, parameters
        As for :class:`Conversation`.
    method
        Id or a method of your own.

    Returns
    -------
    Conversation
        Finished; its outcome is row ``customer`` of ``simulate(scenario, method, seed=seed)``.

    Examples
    --------
    >>> converse("heating_blocked_pipe", "clear", seed=7, customer=4711).finished
    True
    """
    found = laid_over(scenario, customer_type, difficulty)
    met, case = resolve_method(method).facing(found)
    talk = Conversation(case, seed, customer, parameters=parameters)
    player = met.begin()
    while not talk.finished:
        move = player.choose(talk.observed)
        if not isinstance(move, Move | None):
            raise ServicelabError(
                f"方法 {player.name} 的 choose 要交回 Move(...) 或 None，交回的是 {move!r}。"
            )
        if move is None:
            talk.close()
        else:
            talk.play(move)
    return talk
