"""从众心理法: what others in the same case have accepted, and its ethical limit."""

from __future__ import annotations

from typing import ClassVar

from servicelab.methods.technique import Changes, Technique


class Conformity(Technique):
    """Conformity: lead the customer to where lawful, mature customers stand.

    Source text 5 (服务差异与补救措施), 投诉响应 8; it adds that the other customers are no hired
    claqueurs. That is its limit: the customers named must exist. A deceptive use works until it
    is seen through, and then costs trust.

    Parameters
    ----------
    deceptive
        Whether the other customers are made up.

    Examples
    --------
    >>> Conformity(deceptive=True).label
    'conformity_deceptive'
    """

    name = "conformity"
    zh = "从众心理法"
    origin = "5 服务差异与补救措施, 投诉响应 8"
    says = "讲讲同样情形的客户是怎么办的，引到合法、成熟的立场上。人必须是真的。"
    aim = "resolved"
    adds: ClassVar[Changes] = {"propose": ("peer",), "confirm": ("peer",)}

    def __init__(self, deceptive: bool = False) -> None:
        self.deceptive = ("peer",) if deceptive else ()
        if deceptive:
            self.zh = "从众心理法（编的）"  # type: ignore[misc]

    @property
    def label(self) -> str:
        """Name of this use of the technique; honest and deceptive uses differ."""
        return f"{self.name}_deceptive" if self.deceptive else self.name
