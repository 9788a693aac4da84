"""Dates and times: where a text speaks of them, and which days they mean."""

import datetime
import functools

from ...model import Period
from . import composed, counted, named
from .find import time_expressions
from .grammar import RULES, Moment, parse
from .words import normal

__all__ = ["period", "time_expressions"]

RULES.extend([*named.RULES, *counted.RULES, *composed.RULES])


def period(
    expression: str, *, anchor: datetime.date | None, tense: str = "past", context: Period | None = None
) -> Period | None:
    """The days that a time expression means, at its own precision; None where it tells no day.

    anchor   the day of writing;  tense  of the verb it belongs to: past, present or future
    context  the period of the event spoken of, which "the same day" and "two days later" count from

    >>> friday = datetime.date(2011, 4, 8)
    >>> period("early Tuesday", anchor=friday).value, period("Tuesday", anchor=friday, tense="future").value
    ('2011-04-05', '2011-04-12')
    >>> period("late December", anchor=friday)
    Period(value='2010-12', earliest=datetime.date(2010, 12, 21), latest=datetime.date(2010, 12, 31))
    >>> period("since 2009", anchor=friday)
    Period(value=None, earliest=datetime.date(2009, 1, 1), latest=None)
    >>> print(period("for two weeks", anchor=friday))
    None
    """
    return _period(normal(expression), Moment(anchor, tense, context))


@functools.lru_cache(maxsize=20_000)
def _period(text: str, moment: Moment) -> Period | None:
    try:
        return parse(text, moment) if text else None
    except (ValueError, OverflowError):  # 30 February, the year 12,000
        return None
