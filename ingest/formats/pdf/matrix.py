"""Places and operands of PDF drawing operators (ISO 32000-2, 8.3)."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.formats.pdf.content import Operand

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def product(m: Matrix, n: Matrix) -> Matrix:
    """The matrix that does what ``m`` does and then what ``n`` does."""
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def moved(m: Matrix, x: float, y: float) -> Matrix:
    """``m`` with its origin at the place that it gives ``(x, y)``."""
    a, b, c, d, e, f = m
    return (a, b, c, d, e + x * a + y * c, f + x * b + y * d)


def placed(m: Matrix, x: float, y: float) -> Point:
    """Where ``m`` puts a point."""
    return x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]


def numbers(operands: Sequence[Operand], count: int) -> list[float]:
    """The first ``count`` operands; 0 for one that is missing or no number."""
    found = [operand if isinstance(operand, float) else 0.0 for operand in operands[:count]]
    return found + [0.0] * (count - len(found))


def matrix_of(operands: Sequence[Operand]) -> Matrix:
    """Six operands as a matrix; that which changes nothing where there are fewer."""
    if len(operands) < 6:
        return IDENTITY
    a, b, c, d, e, f = numbers(operands, 6)
    return a, b, c, d, e, f
