"""How time expressions are read: rules, each a pattern over the normal spelling (see words) and what its match means.

They are tried in order; the first that knows an answer wins. What no rule knows has no answer: nothing here guesses.
"""

import datetime
import functools
import re
from collections.abc import Callable
from dataclasses import dataclass

from ...model import Period
from .words import UNITS, expand


@dataclass(frozen=True, slots=True)
class Moment:
    """From where an expression is seen: the document's day, the verb's tense, the period of the event spoken of."""

    anchor: datetime.date | None
    tense: str = "past"
    context: Period | None = None

    @property
    def context_day(self) -> datetime.date | None:
        """The day of the context, where it is just one."""
        return self.context.earliest if self.context and is_day(self.context) else None


Rule = Callable[[re.Match, Moment], Period | None]
RULES: list[tuple[str, Rule]] = []
"""All rules, in the order in which they are tried; the package fills it from its three rule books."""


def rulebook() -> tuple[list[tuple[str, Rule]], Callable[..., Callable[[Rule], Rule]]]:
    """An empty list of rules, and the decorator that enters a function into it under its patterns."""
    rules: list[tuple[str, Rule]] = []

    def rule(*patterns: str) -> Callable[[Rule], Rule]:
        def enter(function: Rule) -> Rule:
            rules.extend((pattern, function) for pattern in patterns)
            return function

        return enter

    return rules, rule


@functools.cache
def _rules() -> tuple[tuple[re.Pattern, Rule], ...]:
    return tuple((expand(pattern), function) for pattern, function in RULES)


@functools.lru_cache(maxsize=20_000)
def parse(text: str, moment: Moment) -> Period | None:
    """The period of an expression in normal spelling, None where no rule knows it."""
    for pattern, function in _rules():
        found = pattern.fullmatch(text)
        if found and (period := function(found, moment)):
            return period
    return None


def bounded(earliest: datetime.date | None, latest: datetime.date | None, value: str | None = None) -> Period | None:
    """A period, None where it would be empty."""
    return Period(value, earliest, latest) if earliest is None or latest is None or earliest <= latest else None


def singular(unit: str) -> str:
    return "century" if unit == "centuries" else unit if unit in UNITS else unit.removesuffix("s")


def is_day(period: Period) -> bool:
    return period.value is not None and period.value.count("-") == 2
