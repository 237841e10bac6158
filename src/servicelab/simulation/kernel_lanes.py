"""Eight customers side by side in one register: types that Numba compiles the rule for.

Numba's loops are not vectorised where a turn reads and writes some fifty columns. So the rule is
compiled for *lanes*: one value stands for ``WIDTH`` customers, and every operation is one vector
instruction on all of them. LLVM splits it where the processor's registers are shorter. Each lane
is rounded as a float is, nothing is reordered or fused, so the bits are those of plain Python.

There are four kinds: ``FLOATS``, ``WHOLES`` (signed), ``BITS`` (unsigned) and ``TRUTHS``.
Importing this module needs Numba (extra ``fast``).
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core.typing.templates import ConcreteTemplate, infer_global, signature
from numba.extending import lower_builtin, models, register_model

WIDTH = 8
"""Customers side by side; eight doubles fill the longest registers there are."""

DOUBLE, LONG, BIT, INDEX = ir.DoubleType(), ir.IntType(64), ir.IntType(1), ir.IntType(32)
ELEMENTS = {"floats": DOUBLE, "wholes": LONG, "bits": LONG, "truths": BIT}


class Lanes(types.Type):
    """Numba's type of ``WIDTH`` values of one kind."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(name=f"lanes_of_{kind}_{WIDTH}")

    @property
    def vector(self) -> ir.VectorType:
        """The type in LLVM's terms."""
        return ir.VectorType(ELEMENTS[self.kind], WIDTH)


class LanesModel(models.PrimitiveModel):
    """Lanes are passed and kept as one LLVM vector."""

    def __init__(self, manager: Any, lanes: Lanes) -> None:
        super().__init__(manager, lanes, lanes.vector)


register_model(Lanes)(LanesModel)
FLOATS, WHOLES, BITS, TRUTHS = map(Lanes, ELEMENTS)
FLOAT, WHOLE, UNSIGNED = types.float64, types.int64, types.uint64


def spread(builder: ir.IRBuilder, scalar: ir.Value) -> ir.Value:
    """Return a vector with the same number in every lane."""
    empty = ir.Constant(ir.VectorType(scalar.type, WIDTH), ir.Undefined)
    first = builder.insert_element(empty, scalar, ir.Constant(INDEX, 0))
    zeros = ir.Constant(ir.VectorType(INDEX, WIDTH), [0] * WIDTH)
    return builder.shuffle_vector(first, empty, zeros)


def packed(builder: ir.IRBuilder, values: list[ir.Value]) -> ir.Value:
    """Return a vector of the given numbers, one a lane."""
    vector = ir.Constant(ir.VectorType(values[0].type, WIDTH), ir.Undefined)
    for lane, value in enumerate(values):
        vector = builder.insert_element(vector, value, ir.Constant(INDEX, lane))
    return vector


def unpacked(builder: ir.IRBuilder, vector: ir.Value) -> list[ir.Value]:
    """Return the numbers in the lanes."""
    return [builder.extract_element(vector, ir.Constant(INDEX, lane)) for lane in range(WIDTH)]


Signature = tuple[Any, ...]
Make = Callable[..., ir.Value]


def teach(function: Any, cases: list[Signature], make: Make) -> None:
    """Tell Numba what a Python operator does with lanes.

    Parameters
    ----------
    function
        The operator, such as ``operator.add``.
    cases
        Types of the result and of the operands.
    make
        Gets the builder and the operands as vectors, a scalar spread over all lanes.
    """
    signatures = [signature(*case) for case in cases]
    infer_global(function)(type(f"Lanes_{function.__name__}", (ConcreteTemplate,),
                                {"cases": signatures}))  # fmt: skip

    def lower(context: Any, builder: ir.IRBuilder, sig: Any, arguments: Any) -> ir.Value:
        pairs = zip(sig.args, arguments, strict=True)
        return make(builder, *(v if isinstance(t, Lanes) else spread(builder, v) for t, v in pairs))

    for case in signatures:
        lower_builtin(function, *case.args)(lower)


def _sides(result: Lanes, lanes: Lanes, scalar: types.Type) -> list[Signature]:
    return [(result, lanes, lanes), (result, lanes, scalar), (result, scalar, lanes)]


def _either(on_floats: str, on_wholes: str) -> Make:
    def make(builder: ir.IRBuilder, x: ir.Value, y: ir.Value) -> ir.Value:
        return getattr(builder, on_floats if x.type.element == DOUBLE else on_wholes)(x, y)

    return make


def _product(builder: ir.IRBuilder, x: ir.Value, y: ir.Value) -> ir.Value:
    kinds = x.type.element, y.type.element
    if kinds == (LONG, DOUBLE):  # bits as a number, as Python's int * float
        return builder.fmul(builder.uitofp(x, y.type), y)
    if kinds == (LONG, BIT):
        return builder.mul(x, builder.zext(y, x.type))
    if kinds == (DOUBLE, BIT):
        return builder.fmul(x, builder.uitofp(y, x.type))
    return builder.fmul(x, y) if kinds[0] == DOUBLE else builder.mul(x, y)


def _absolute(builder: ir.IRBuilder, x: ir.Value) -> ir.Value:
    whole = ir.VectorType(LONG, WIDTH)
    unsigned = ir.Constant(whole, [2**63 - 1] * WIDTH)
    return builder.bitcast(builder.and_(builder.bitcast(x, whole), unsigned), x.type)


def _comparison(sign: str) -> Make:
    def make(builder: ir.IRBuilder, x: ir.Value, y: ir.Value) -> ir.Value:
        if x.type.element == DOUBLE:
            return builder.fcmp_ordered(sign, x, y)
        return builder.icmp_signed(sign, x, y)

    return make


FLOAT_PAIRS = _sides(FLOATS, FLOATS, FLOAT)
WHOLE_PAIRS = _sides(WHOLES, WHOLES, WHOLE)
BIT_PAIRS = _sides(BITS, BITS, UNSIGNED)
TRUTH_PAIRS = _sides(TRUTHS, TRUTHS, types.boolean)

teach(operator.add, [*FLOAT_PAIRS, *WHOLE_PAIRS, *BIT_PAIRS], _either("fadd", "add"))
teach(operator.sub, [*FLOAT_PAIRS, *WHOLE_PAIRS], _either("fsub", "sub"))
teach(
    operator.mul,
    [*FLOAT_PAIRS, *WHOLE_PAIRS, *BIT_PAIRS,
     (FLOATS, BITS, FLOAT), (WHOLES, WHOLE, TRUTHS), (FLOATS, FLOAT, TRUTHS)],
    _product,
)  # fmt: skip
teach(operator.truediv, FLOAT_PAIRS, lambda builder, x, y: builder.fdiv(x, y))
teach(operator.neg, [(FLOATS, FLOATS)], lambda builder, x: builder.fneg(x))
teach(abs, [(FLOATS, FLOATS)], _absolute)
teach(operator.rshift, [(BITS, BITS, WHOLE)], lambda builder, x, y: builder.lshr(x, y))
teach(
    operator.and_,
    [*TRUTH_PAIRS, (BITS, BITS, UNSIGNED), (BITS, BITS, WHOLE)],
    lambda builder, x, y: builder.and_(x, y),
)
teach(operator.or_, TRUTH_PAIRS, lambda builder, x, y: builder.or_(x, y))
teach(operator.xor, BIT_PAIRS, lambda builder, x, y: builder.xor(x, y))
for _operator, _sign in (("lt", "<"), ("le", "<="), ("gt", ">"), ("ge", ">="), ("eq", "==")):
    teach(
        getattr(operator, _operator),
        [*_sides(TRUTHS, FLOATS, FLOAT), *_sides(TRUTHS, WHOLES, WHOLE)],
        _comparison(_sign),
    )
