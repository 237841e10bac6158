"""What the customer holds of the value paid for, and whether that feels fair."""

from __future__ import annotations

from typing import Any

from servicelab.simulation.parameters import Parameters
from servicelab.simulation.portable import logistic, positive
from servicelab.simulation.quantities import Persona


def total_loss(persona: Persona) -> Any:
    """Return the loss in money, substance and attention together, share of the price."""
    return persona.money_loss + persona.substance_loss + persona.attention_loss


def value_held(
    refund: Any,
    gift: Any,
    believed: Any,
    redone: Any,
    solved: Any,
    heard: Any,
    persona: Persona,
    p: Parameters,
) -> Any:
    """Return what the customer now holds of the value paid for, as share of the price.

    Losses of money, substance and attention are kept in separate accounts: money repays money,
    solving and doing it again repay substance, being heard repays attention; what goes beyond
    a loss counts less (``surplus_worth``), and so does a voucher beside cash (``gift_worth``).
    Matching after Roschk & Gelbrich 2014 and Smith, Bolton & Wagner 1999 (evidence 1.14, 1.15;
    abstracts read).

    Parameters
    ----------
    refund, gift, believed, redone, solved, heard
        As in :class:`State`.
    persona
        The customer.
    p
        The parameters.
    """
    money = refund + p.gift_worth * gift + believed
    substance = redone + persona.substance_loss * solved
    surplus = positive(money - persona.money_loss) + positive(substance - persona.substance_loss)
    given = money + substance + persona.attention_loss * heard
    return 1.0 - total_loss(persona) + given - (1.0 - p.surplus_worth) * surplus


def acceptance(
    held: Any, blame: Any, owed: Any, turns: Any, norm: Any, persona: Persona, p: Parameters
) -> Any:
    """Return how far what is on the table feels fair to the customer, 0…1.

    A sigmoid of the equity: value held, the unredeemed loss weighted by blame, less the time
    spent, against the customer's own threshold and what promises have made due. The form follows
    Gelbrich, Gäthke & Grégoire 2015 (evidence 1.10; abstract read).

    Parameters
    ----------
    held
        What :func:`value_held` returns.
    blame, owed
        As in :class:`~servicelab.simulation.quantities.State`.
    turns
        Turns talked, and waited as far as it is felt.
    norm
        How far others are believed to have accepted as much, 0…1; it lowers what is asked for.
    persona
        The customer.
    p
        The parameters.
    """
    missing = positive(1.0 - held)
    surplus = held - 1.0 + missing
    equity = 1.0 - blame * missing + surplus - persona.time_value * turns
    due = p.due_highest * owed * missing / (p.due_highest + owed * missing)
    asked = persona.fairness + p.opportunism_asks * persona.opportunism + due
    asked = asked - p.norm_lowers * norm
    return logistic((equity - asked) / p.accept_spread)
