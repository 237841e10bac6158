"""The kinds of value that a pack is made of: text, ids, shares, ranges, and a model's manners."""

from __future__ import annotations

from typing import Annotated, Any, NoReturn

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

LONGEST_TEXT = 400


class Strict(BaseModel):
    """A record that cannot be changed and knows every one of its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class FrozenDict(dict[str, tuple[str, ...]]):
    """A dict that refuses changes: a scenario is shared by every talk that is held about it."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("a scenario cannot be changed")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        # Pickling a dict goes through __setitem__, which is refused; processes need the copy.
        return (FrozenDict, (dict(self),))


def _without_braces(text: str) -> str:
    # Rendering fills slots such as {fact}; a brace in a pack's text would be taken for one.
    if "{" in text or "}" in text:
        raise PydanticCustomError("braces", "text must not contain braces")
    return text


def _without_repeats(texts: tuple[str, ...]) -> tuple[str, ...]:
    for position, text in enumerate(texts):
        if text in texts[:position]:
            raise PydanticCustomError(
                "repeated_line", "line is repeated", {"at": (position,), "line": text}
            )
    return texts


Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT),
    AfterValidator(_without_braces),
]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Share = Annotated[float, Field(ge=0, le=1)]
Range = tuple[float, float]
Distinct = AfterValidator(_without_repeats)
