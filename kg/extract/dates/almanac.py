"""Stretches of the calendar as Periods: days, weeks, months, quarters, seasons, years, decades, and parts of them."""

import calendar
import datetime
from datetime import timedelta

from ...model import Period

DAY = timedelta(days=1)
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The first month of each season, as meteorologists in the north count them; each has three."""


def ends(period: Period) -> tuple[datetime.date, datetime.date]:
    """First and last day; ValueError where one of them is open, which no part or count can be taken of."""
    if period.earliest is None or period.latest is None:
        raise ValueError(f"open: {period}")
    return period.earliest, period.latest


def day(of: datetime.date) -> Period:
    return Period.day(of)


def week(of: datetime.date) -> Period:
    """Monday to Sunday around a day; no calendar unit that a date could name, so without value."""
    monday = of - of.weekday() * DAY
    return Period(None, monday, monday + 6 * DAY)


def month(year: int, number: int) -> Period:
    """The month; numbers outside of 1 to 12 count on into the years around.

    >>> month(2011, 0).value, month(2011, 14).value
    ('2010-12', '2012-02')
    """
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    last = calendar.monthrange(year, number)[1]
    return Period(f"{year:04}-{number:02}", datetime.date(year, number, 1), datetime.date(year, number, last))


def year(number: int) -> Period:
    return Period(f"{number:04}", datetime.date(number, 1, 1), datetime.date(number, 12, 31))


def years(first: int, last: int) -> Period:
    return Period(None, datetime.date(first, 1, 1), datetime.date(last, 12, 31))


def months(first: Period, last: Period, value: str | None = None) -> Period:
    return Period(value, first.earliest, last.latest)


def season(name: str, number: int) -> Period:
    """The season that begins in the year `number`: the winter of 2010 ends in February 2011."""
    return months(month(number, SEASONS[name]), month(number, SEASONS[name] + 2))


def unit(name: str, of: datetime.date, offset: int = 0) -> Period:
    """The day, week, month, quarter, year ... that lies `offset` units from the one around the day `of`.

    >>> unit("month", datetime.date(2011, 1, 3), -2).value, unit("quarter", datetime.date(2011, 5, 3)).earliest
    ('2010-11', datetime.date(2011, 4, 1))
    """
    if name == "day":
        return day(of + offset * DAY)
    if name == "week":
        return week(of + 7 * offset * DAY)
    if name == "fortnight":
        return week(of + 14 * offset * DAY)
    if name == "weekend":
        saturday = of - of.weekday() * DAY + (7 * offset + 5) * DAY
        return Period(None, saturday, saturday + DAY)
    if name == "month":
        return month(of.year, of.month + offset)
    if name == "quarter":
        first = 3 * ((of.month - 1) // 3 + offset) + 1
        return months(month(of.year, first), month(of.year, first + 2))
    if name == "year":
        return year(of.year + offset)
    size = {"decade": 10, "century": 100}[name]
    first = (of.year // size + offset) * size
    return years(first, first + size - 1)


def shift(of: datetime.date, name: str, count: int) -> datetime.date:
    """The day `count` units from `of`; the last of the month where the month is too short for it.

    >>> shift(datetime.date(2011, 3, 31), "month", -1)
    datetime.date(2011, 2, 28)
    """
    if name in ("day", "week", "fortnight"):
        return of + count * {"day": 1, "week": 7, "fortnight": 14}[name] * DAY
    there = month(of.year, of.month + count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[name])
    first, last = ends(there)
    return first.replace(day=min(of.day, last.day))


def part(whole: Period, which: str) -> Period:
    """The early, mid or late third of a period that has both ends; its value stays, since that is the unit the text names.

    >>> part(month(2010, 11), "late")
    Period(value='2010-11', earliest=datetime.date(2010, 11, 21), latest=datetime.date(2010, 11, 30))
    >>> part(years(1960, 1969), "early").latest
    datetime.date(1963, 12, 31)
    """
    first, last = ends(whole)
    length = (last - first).days + 1
    if length == 1:
        return whole
    if length > 1000:  # decades and centuries are spoken of in whole years
        size = last.year - first.year + 1
        early, late = first.year - 1 + -(-size // 3), last.year + 1 - size // 3
        start, stop = {"early": (first.year, early), "mid": (early + 1, late - 1), "late": (late, last.year)}[which]
        return Period(whole.value, datetime.date(start, 1, 1), datetime.date(stop, 12, 31))
    if length > 360:
        start, stop = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}[which]
        return months(month(first.year, start), month(first.year, stop), whole.value)
    third = 10 if 28 <= length <= 31 else round(length / 3)
    middle, end = first + third * DAY, first + 2 * third * DAY
    days = {"early": (first, middle - DAY), "mid": (middle, end - DAY), "late": (end, last)}[which]
    return Period(whole.value, *days)


def nearest(weekday: int, anchor: datetime.date, tense: str) -> datetime.date:
    """The weekday (Monday is 0) as a verb's tense tells: the last one up to today, or the next one after today.

    >>> nearest(0, datetime.date(2011, 1, 3), "past"), nearest(0, datetime.date(2011, 1, 3), "future")
    (datetime.date(2011, 1, 3), datetime.date(2011, 1, 10))
    """
    if tense == "future":
        return anchor + ((weekday - anchor.weekday() - 1) % 7 + 1) * DAY
    return anchor - (anchor.weekday() - weekday) % 7 * DAY
