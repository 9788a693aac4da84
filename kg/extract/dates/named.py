"""Times by their names in the calendar: days, months, seasons, years, decades, centuries."""

import datetime
import re
from collections.abc import Callable
from dataclasses import replace

from ...model import Period
from . import almanac
from .almanac import DAY
from .grammar import Moment, bounded, rulebook
from .words import HOLIDAYS, MONTHS, WEEKDAYS, decade, ordinal

RULES, rule = rulebook()

SOON = 60 * DAY
"""Days within which what a present tense tells is yet to come ("opens on 24 June"), where the last such day is longer ago."""
_OF_YEAR = r"(?:of |in )?(?P<year>@year|(?:last|this|next) year)"

# ---- Days ----


@rule(
    r"(?P<year>\d{4})[-/](?P<month>\d\d)[-/](?P<day>\d\d)(?:[t ]\d\d:?\d\d.*)?",
    r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)",
    r"(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{4})",
)
def written_day(found: re.Match, _moment: Moment) -> Period | None:
    return almanac.day(datetime.date(*(int(found[name]) for name in ("year", "month", "day"))))


@rule(r"(?P<a>\d\d?)[/-](?P<b>\d\d?)[/-](?P<year>\d{4})")
def slashed_day(found: re.Match, _moment: Moment) -> Period | None:
    """3/4/2011 is March or April: a day only where one reading fails, else the range of both."""
    a, b, year = int(found["a"]), int(found["b"]), int(found["year"])
    days = sorted({datetime.date(year, month, day) for month, day in ((a, b), (b, a)) if 1 <= month <= 12})
    return almanac.day(days[0]) if len(days) == 1 else bounded(days[0], days[-1]) if days else None


@rule(r"(?P<day>[0-3]\d)[0-2]\d[0-5]\d ?z(?: ?(?P<month>@month) ?(?P<year>\d{4}|\d\d)?)?")
def message_day(found: re.Match, moment: Moment) -> Period | None:
    """The date-time group of military messages, 041500Z MAR 11."""
    day = int(found["day"])
    if found["year"]:
        return almanac.day(datetime.date(int(found["year"][-2:]) + 2000, MONTHS[found["month"]], day))
    return _undated_day(day, MONTHS[found["month"]], moment) if found["month"] else _day_of_month(day, moment)


@rule(
    rf"(?:@weekday )?(?:the )?(?P<month>@month)(?: the)? (?P<day>@dom)(?: {_OF_YEAR})?",
    rf"(?:@weekday )?(?:the |last )?(?P<day>@dom)(?: day)?(?: of)? (?P<month>@month)(?: {_OF_YEAR})?",
)
def month_and_day(found: re.Match, moment: Moment) -> Period | None:
    day, month = int(re.sub(r"\D", "", found["day"])), MONTHS[found["month"]]
    if found["year"]:
        year = _year(found["year"], moment)
        return almanac.day(datetime.date(year, month, day)) if year else None
    return _undated_day(day, month, moment, WEEKDAYS.get(found[0].split()[0]))


def _year(text: str, moment: Moment) -> int | None:
    if text.isdigit():
        return int(text)
    return moment.anchor.year + {"last": -1, "this": 0, "next": 1}[text.split()[0]] if moment.anchor else None


def _undated_day(day: int, month: int, moment: Moment, weekday: int | None = None) -> Period | None:
    """The nearest such day of the year as the tense tells; a weekday that fits only on the other side decides."""
    if moment.anchor is None:
        return None
    near = []
    for year in range(moment.anchor.year - 4, moment.anchor.year + 5):
        try:
            near.append(datetime.date(year, month, day))
        except ValueError:  # 29 February
            continue
    past = [d for d in near if d <= moment.anchor][-1:]
    future = [d for d in near if d >= moment.anchor][:1]
    coming = moment.tense == "present" and past and future and future[0] - moment.anchor < SOON < moment.anchor - past[0]
    sides = [*future, *past] if moment.tense == "future" or coming else [*past, *future]
    fitting = [d for d in sides if d.weekday() == weekday]
    chosen = (fitting or sides)[:1]
    return almanac.day(chosen[0]) if chosen else None


@rule(r"the (?P<day>@dom)(?: of (?P<month>this|last|next) month| of the month)?")
def day_of_month(found: re.Match, moment: Moment) -> Period | None:
    if found["day"].isdigit() or moment.anchor is None:
        return None
    day = int(found["day"][:-2])
    if found["month"]:
        whole = almanac.unit("month", moment.anchor, {"last": -1, "this": 0, "next": 1}[found["month"]])
        return almanac.day(almanac.ends(whole)[0].replace(day=day))
    return _day_of_month(day, moment)


def _day_of_month(day: int, moment: Moment) -> Period | None:
    if moment.anchor is None:
        return None
    future = moment.tense == "future"
    for back in range(3):
        first, last = almanac.ends(almanac.unit("month", moment.anchor, back if future else -back))
        if day <= last.day:
            there = first.replace(day=day)
            if there >= moment.anchor if future else there <= moment.anchor:
                return almanac.day(there)
    return None


@rule(r"(?P<which>(?:this )?(?:past|last)|next|this coming|coming|this)? ?(?P<day>@weekday)")
def weekday(found: re.Match, moment: Moment) -> Period | None:
    if moment.anchor is None:
        return None
    which = (found["which"] or "").split()
    if "last" in which or "past" in which:
        return almanac.day(almanac.nearest(WEEKDAYS[found["day"]], moment.anchor - DAY, "past"))
    if not which and moment.anchor.weekday() == WEEKDAYS[found["day"]]:
        return almanac.day(moment.anchor)  # news names its own day: "are due to meet on Sunday", written on a Sunday
    tense = "future" if "next" in which or "coming" in which else moment.tense
    return almanac.day(almanac.nearest(WEEKDAYS[found["day"]], moment.anchor, tense))


@rule(r"(?P<day>@weekday)(?: of)? (?P<which>last|this|next) week", r"(?P<which>last|this|next) week(?: on)? (?P<day>@weekday)")
def weekday_of_week(found: re.Match, moment: Moment) -> Period | None:
    if moment.anchor is None:
        return None
    there = almanac.unit("week", moment.anchor, {"last": -1, "this": 0, "next": 1}[found["which"]])
    return almanac.day(almanac.ends(there)[0] + WEEKDAYS[found["day"]] * DAY)


_AROUND = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}


@rule(
    rf"(?:(?:earlier|later) )?(?P<word>{'|'.join(sorted(_AROUND, key=len, reverse=True))})",
    r"(?:(?:earlier|later) )?(?P<this>this) @part",
    r"(?P<last>last) (?:night|evening)",
)
def around_today(found: re.Match, moment: Moment) -> Period | None:
    if moment.anchor is None:
        return None
    named = found.groupdict()
    return almanac.day(moment.anchor + (_AROUND[named["word"]] if named.get("word") else -1 if named.get("last") else 0) * DAY)


@rule(r"overnight")
def overnight(_found: re.Match, moment: Moment) -> Period | None:
    return bounded(moment.anchor - DAY, moment.anchor) if moment.anchor else None


@rule(r"(?P<day>@holiday)(?: (?P<year>@year))?")
def holiday(found: re.Match, moment: Moment) -> Period | None:
    month, day = HOLIDAYS[found["day"]]
    return almanac.day(datetime.date(int(found["year"]), month, day)) if found["year"] else _undated_day(day, month, moment)


# ---- Months, years and longer ----


@rule(rf"(?P<month>@month)(?: {_OF_YEAR})?", r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])")
def month(found: re.Match, moment: Moment) -> Period | None:
    here = int(found["month"]) if found["month"].isdigit() else MONTHS[found["month"]]
    if found["year"]:
        year = _year(found["year"], moment)
        return almanac.month(year, here) if year else None
    return _undated(lambda year: almanac.month(year, here), moment)


def _undated(build: Callable[[int], Period], moment: Moment, *, other: bool = False) -> Period | None:
    """The month or season of a year unsaid: the last one begun, or the next one not yet over; `other` than the present one."""
    if moment.anchor is None:
        return None
    near = [build(moment.anchor.year + offset) for offset in range(-2, 3)]
    days = [almanac.ends(period) for period in near]
    if moment.tense == "future":
        return next(p for p, (first, last) in zip(near, days, strict=True) if (first if other else last + DAY) > moment.anchor)
    return [p for p, (first, last) in zip(near, days, strict=True) if (last if other else first - DAY) < moment.anchor][-1]


@rule(
    r"(?P<which>this past|this coming|last|past|next|coming|this) (?:(?P<month>@month)|(?P<season>@season))",
    r"(?P<season>@season) (?P<which>last|next|this) year",
)
def month_or_season_by_pointing(found: re.Match, moment: Moment) -> Period | None:
    named, which = found.groupdict(), found["which"].split()
    here = named.get("month")
    build = (lambda year: almanac.month(year, MONTHS[here])) if here else (lambda year: almanac.season(found["season"], year))
    if moment.anchor is None:
        return None
    if found[0].endswith("year"):
        return build(_year(found["which"], moment))
    if which == ["this"]:
        if here or found["season"] != "winter":
            return build(moment.anchor.year)
        return _undated(build, moment)
    return _undated(build, replace(moment, tense="future" if which[-1] in ("next", "coming") else "past"), other=True)


@rule(r"(?:the )?(?P<season>@season)(?: (?:of |in )?(?P<year>@year)(?:-(?P<end>\d\d|\d{4}))?)?")
def season(found: re.Match, moment: Moment) -> Period | None:
    name = found["season"]
    if not found["year"]:
        return _undated(lambda year: almanac.season(name, year), moment)
    year = int(found["year"])
    if found["end"]:
        return almanac.season(name, year) if name == "winter" and int(found["end"]) % 100 == (year + 1) % 100 else None
    if name == "winter":  # the one that ends in that year, or the one that begins in it
        return bounded(almanac.season(name, year - 1).earliest, almanac.season(name, year).latest)
    return replace(almanac.season(name, year), value=str(year))


@rule(r"(?:in )?(?:the )?(?:year )?(?P<year>@year)")
def year(found: re.Match, _moment: Moment) -> Period | None:
    """A number alone is a year from 1800 on: before that it is more often the time of a day (1700)."""
    if found[0].isdigit() and found[0] < "1800":
        return None
    return almanac.year(int(found["year"]))


@rule(r"(?:the )?(?P<first>@year)[-/](?P<last>\d{4}|\d\d)")
def years(found: re.Match, _moment: Moment) -> Period | None:
    first = int(found["first"])
    last = int(found["last"]) if len(found["last"]) == 4 else first - first % 100 + int(found["last"])
    last += 100 if last < first and len(found["last"]) == 2 and first % 100 > 90 else 0
    return almanac.years(first, last) if 0 < last - first < 100 else None


@rule(r"(?:the )?(?:fiscal(?: year)?|financial year|fy) ?'?(?P<year>\d{4}|\d\d)(?:[-/]\d\d)?")
def fiscal_year(found: re.Match, _moment: Moment) -> Period | None:
    """From the earliest April in which some state begins such a year to its December."""
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    return bounded(datetime.date(year - 1, 4, 1), datetime.date(year, 12, 31))


@rule(r"(?:the )?(?P<decade>@decade)", r"the (?P<decade>[2-9]0)s")
def decade_(found: re.Match, _moment: Moment) -> Period | None:
    first = decade(found["decade"])
    return almanac.years(first, first + (99 if first % 100 == 0 and first < 2000 else 9))


@rule(r"(?:the )?(?P<number>@ordinal)[- ]century")
def century(found: re.Match, _moment: Moment) -> Period | None:
    number = ordinal(found["number"])
    return almanac.years(100 * number - 99, 100 * number) if 0 < number < 30 else None


@rule(
    r"(?:(?:the )?(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th)[- ]quarter|q(?P<number>[1-4]))"
    r"(?: (?:of |in )?(?P<year>@year|(?:last|this|next) year|the year))?"
)
def quarter(found: re.Match, moment: Moment) -> Period | None:
    first = 3 * (int(found["number"]) if found["number"] else ordinal(found["ordinal"])) - 2

    def build(year: int) -> Period:
        return almanac.months(almanac.month(year, first), almanac.month(year, first + 2))

    if not found["year"]:
        return _undated(build, moment)
    year = moment.anchor and moment.anchor.year if found["year"] == "the year" else _year(found["year"], moment)
    return replace(build(year), value=str(year)) if year else None
