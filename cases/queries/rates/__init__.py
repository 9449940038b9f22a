"""响应率、解决率、满意率、按时率 as they stand now: every figure is two querysets, whose rows anybody can look through.

What is settled and published is the assessment's; these figures move with every call.
"""

from cases.queries.rates.asked import Asked, RatesForm
from cases.queries.rates.evidence import evidence
from cases.queries.rates.lines import Line, lines_of, total_of
from cases.queries.rates.subjects import By, Span

__all__ = ["Asked", "By", "Line", "RatesForm", "Span", "evidence", "lines_of", "total_of"]
