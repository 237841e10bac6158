"""Getting numbers into lanes and out of them: what only compiled code can call.

Every function here is an intrinsic: Numba calls it with the types of the arguments, and it
returns the type of the result and a function that writes the instructions.
"""

from __future__ import annotations

import operator
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import ConcreteTemplate, infer_global, signature
from numba.extending import intrinsic, lower_builtin

from servicelab.simulation.kernel_lanes import (
    BITS,
    FLOATS,
    LONG,
    TRUTHS,
    WHOLES,
    WIDTH,
    packed,
    spread,
    unpacked,
)


def _tuple_of(cls: Any) -> types.NamedUniTuple:
    return types.NamedUniTuple(FLOATS, len(cls.instance_class._fields), cls.instance_class)


def _row(context: Any, builder: ir.IRBuilder, table: Any, value: Any, row: Any) -> ir.Value:
    """Return the address of the first number of a row of a two-dimensional array."""
    array = context.make_array(table)(context, builder, value)
    length = builder.extract_value(array.shape, 1)
    return builder.gep(array.data, [builder.mul(length, row)])


def _lanes_at(builder: ir.IRBuilder, row: ir.Value, column: ir.Value) -> ir.Value:
    return builder.bitcast(builder.gep(row, [column]), FLOATS.vector.as_pointer())


def _picked(builder: ir.IRBuilder, start: ir.Value, index: ir.Value) -> ir.Value:
    """Return the numbers that lie ``index`` places after ``start``, lane by lane."""
    places = unpacked(builder, index)
    return packed(builder, [builder.load(builder.gep(start, [place])) for place in places])


def _lane_getitem(context: Any, builder: ir.IRBuilder, sig: Any, arguments: Any) -> ir.Value:
    array = context.make_array(sig.args[0])(context, builder, arguments[0])
    return _picked(builder, array.data, arguments[1])


_COLUMNS = {types.Array(types.float64, 1, "C"): FLOATS, types.Array(types.int64, 1, "C"): WHOLES}
infer_global(operator.getitem)(
    type("LanesGetitem", (ConcreteTemplate,),
         {"cases": [signature(lanes, column, WHOLES) for column, lanes in _COLUMNS.items()]})
)  # fmt: skip
for _column in _COLUMNS:
    lower_builtin(operator.getitem, _column, WHOLES)(_lane_getitem)


def _load(typing: Any, cls: Any, table: Any, column: Any) -> Any:
    """Return a tuple of a class: field k is ``table[k, column : column + WIDTH]``."""
    made = _tuple_of(cls)

    def code(context: Any, builder: ir.IRBuilder, sig: Any, arguments: Any) -> ir.Value:
        values = []
        for k in range(made.count):
            row = _row(context, builder, sig.args[1], arguments[1], ir.Constant(LONG, k))
            values.append(builder.load(_lanes_at(builder, row, arguments[2]), align=8))
        return context.make_tuple(builder, made, values)

    return made(cls, table, column), code


def _pick(typing: Any, cls: Any, table: Any, index: Any) -> Any:
    """Return a tuple of a class: field k is ``table[k, index]``, lane by lane."""
    made = _tuple_of(cls)

    def code(context: Any, builder: ir.IRBuilder, sig: Any, arguments: Any) -> ir.Value:
        values = []
        for k in range(made.count):
            row = _row(context, builder, sig.args[1], arguments[1], ir.Constant(LONG, k))
            values.append(_picked(builder, row, arguments[2]))
        return context.make_tuple(builder, made, values)

    return made(cls, table, index), code


def _store(typing: Any, table: Any, row: Any, column: Any, values: Any) -> Any:
    """Write a tuple (or one value) to ``table[row:, column : column + WIDTH]``, a row a field."""

    def code(context: Any, builder: ir.IRBuilder, sig: Any, arguments: Any) -> ir.Value:
        many = isinstance(sig.args[3], types.BaseTuple)
        fields = cgutils.unpack_tuple(builder, arguments[3]) if many else [arguments[3]]
        for k, value in enumerate(fields):
            number = builder.add(arguments[1], ir.Constant(LONG, k))
            start = _row(context, builder, sig.args[0], arguments[0], number)
            builder.store(value, _lanes_at(builder, start, arguments[2]), align=8)
        return context.get_dummy_value()

    return types.void(table, types.int64, column, values), code


def _numbered(typing: Any, first: Any) -> Any:
    """Return the numbers of the customers from ``first`` on, one a lane."""

    def code(context: Any, builder: ir.IRBuilder, sig: Any, arguments: Any) -> ir.Value:
        places = ir.Constant(BITS.vector, list(range(WIDTH)))
        return builder.add(spread(builder, arguments[0]), places)

    return BITS(types.uint64), code


def _everywhere(typing: Any, number: Any) -> Any:
    """Return a whole number in every lane."""
    return WHOLES(types.int64), lambda context, builder, sig, args: spread(builder, args[0])


def _any_lane(typing: Any, truths: Any) -> Any:
    """Return whether any lane is true."""

    def code(context: Any, builder: ir.IRBuilder, sig: Any, arguments: Any) -> ir.Value:
        together = builder.bitcast(arguments[0], ir.IntType(WIDTH))
        return builder.icmp_unsigned("!=", together, ir.Constant(together.type, 0))

    return types.boolean(TRUTHS), code


load, pick, store = intrinsic(_load), intrinsic(_pick), intrinsic(_store)
numbered, everywhere, any_lane = intrinsic(_numbered), intrinsic(_everywhere), intrinsic(_any_lane)
