"""The controls of a laboratory screen as an anywidget: fields, a line of state, a bar."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import anywidget
import traitlets as t

from servicelab.data.errors import ServicelabError
from servicelab.data.resources import read_text
from servicelab.widgets.words import words

Spec = dict[str, Any]
Values = dict[str, Any]


def static(*names: str) -> str:
    """Return static files of the screens, one after the other."""
    return "\n".join(read_text("servicelab.widgets", f"static/{name}") for name in names)


PATIENCE = 0.8
"""Seconds after which a bar shows how far the work has come."""
STYLE = ("room.css", "form.css")


def option(value: object, label: str, **more: str) -> dict[str, str]:
    """Return one thing to choose.

    Parameters
    ----------
    value
        What it is in code.
    label
        What it is called on the screen.
    **more
        ``title``, a line on what it is; ``group``, under which heading a list shows it.

    Examples
    --------
    >>> option("refund", "现金")
    {'value': 'refund', 'label': '现金'}
    """
    return {"value": str(value), "label": label, **more}


def allowed(spec: Spec) -> list[str] | None:
    """Return the values that a field offers, or None where they are no list.

    Parameters
    ----------
    spec
        Of the field.
    """
    if spec["kind"] == "checks":
        return [one["value"] for group in spec["groups"] for one in group["options"]]
    if "options" in spec:
        return [one["value"] for one in spec["options"]]
    return None


def checked(specs: Sequence[Spec], values: Mapping[str, Any]) -> Values:
    """Return the values of all fields, or refuse one that the screen doesn't offer.

    Parameters
    ----------
    specs
        The fields.
    values
        By name of field.

    Raises
    ------
    servicelab.data.ServicelabError
        If there is no such field, or it doesn't offer this.

    Examples
    --------
    >>> specs = [{"name": "n", "kind": "select", "label": "人数", "options": [option(30, "30")]}]
    >>> checked(specs, {"n": 30})
    {'n': '30'}
    """
    by_name = {spec["name"]: spec for spec in specs if spec["kind"] != "button"}
    for name in values:
        if name not in by_name:
            raise ServicelabError(_say("no_field", name=name, known="、".join(by_name)))
    return {name: _one(by_name[name], value) for name, value in values.items()}


def _one(spec: Spec, value: Any) -> Any:
    if spec["kind"] == "toggle":
        return bool(value)
    if spec["kind"] == "range":
        return _number(spec, value)
    offered = allowed(spec) or []
    many = spec["kind"] == "checks"
    if many and not isinstance(value, list | tuple):
        raise ServicelabError(_say("not_a_list", label=spec["label"], known="、".join(offered)))
    given = [str(one) for one in value] if many else [str(value)]
    for one in given:
        if one not in offered:
            raise ServicelabError(
                _say("not_offered", label=spec["label"], value=one, known="、".join(offered))
            )
    return [one for one in offered if one in given] if many else given[0]


def _number(spec: Spec, value: Any) -> int:
    low, high, step = spec["min"], spec["max"], spec["step"]
    if not isinstance(value, int | float) or not low <= value <= high or (value - low) % step:
        raise ServicelabError(
            _say("not_in_range", label=spec["label"], value=value, low=low, high=high, step=step)
        )
    return int(value)


def _say(key: str, **values: Any) -> str:
    return str(words("form")[key]).format(**values)


def message_for(error: Exception) -> str:
    """Return what a screen says instead of a traceback.

    Parameters
    ----------
    error
        What went wrong.

    Examples
    --------
    >>> message_for(ServicelabError("没有这个案例。"))
    '没有这个案例。'
    """
    if isinstance(error, ServicelabError):
        return str(error)
    logging.getLogger(__name__).error("A screen met an error.", exc_info=error)
    return _say("failed", name=type(error).__name__)


class Form(anywidget.AnyWidget):
    """Fields, a line that says what goes on, and a bar for what takes long.

    Parameters
    ----------
    title
        What the controls are for; read out, not shown.
    fields
        One mapping a field: ``name``, ``kind`` (``choice``, ``select``, ``range``, ``checks``,
        ``toggle`` or ``button``), ``label``, and what the kind needs; ``when`` names the values
        of other fields at which it is shown.
    values
        What the fields show at first, by name.
    on_ask
        Called with the name of the field that was changed or pressed; ``values`` holds what
        all of them now show. An error is said on the line.

    Attributes
    ----------
    values, status, progress
        What the page shows; a progress below 0 hides the bar.
    """

    _esm = static("elements.js", "form.js")
    _css = static(*STYLE)
    words = t.Dict().tag(sync=True)
    fields: t.List[Spec] = t.List().tag(sync=True)
    values = t.Dict().tag(sync=True)
    status = t.Dict().tag(sync=True)
    progress = t.Float(-1.0).tag(sync=True)

    def __init__(
        self,
        title: str,
        fields: Sequence[Spec],
        values: Values,
        on_ask: Callable[[str], None],
    ) -> None:
        self._on_ask = on_ask
        self._started = time.monotonic()
        super().__init__(
            words=words("form") | {"title": title},
            fields=list(fields),
            values=checked(fields, values),
        )
        self.on_msg(self._hear)

    def choose(self, name: str, values: Mapping[str, Any]) -> None:
        """Take over values and answer as if the field ``name`` had been changed.

        Parameters
        ----------
        name
            Of the field or button.
        values
            By name; the others stay.
        """
        self._started = time.monotonic()
        try:
            self.values = {**self.values, **checked(self.fields, values)}
            self._on_ask(name)
        except Exception as error:
            self.say(message_for(error), "error")
        finally:
            self.progress = -1.0

    def tell(self, share: float) -> None:
        """Say how much of the work is done; the bar appears once it has taken a while.

        Parameters
        ----------
        share
            0…1.
        """
        if time.monotonic() - self._started > PATIENCE:
            self.progress = share

    def say(self, text: str = "", tone: str = "") -> None:
        """Say what goes on; nothing empties the line.

        Parameters
        ----------
        text
            One line.
        tone
            ``"hint"`` or ``"error"``; quiet without.
        """
        self.status = {"text": text, "tone": tone}

    def _hear(self, _widget: object, message: dict[str, Any], _buffers: object) -> None:
        kind = message.get("kind")
        if kind == "hello":
            self.send({"kind": "alive"})
        elif kind == "ask":
            self.choose(str(message.get("name")), message.get("values") or {})
            self.send({"kind": "answered"})
