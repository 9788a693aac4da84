"""Times made out of other times: with an hour, early and late parts, open and closed ranges."""

import re
from dataclasses import replace

from ...model import Period
from . import almanac
from .almanac import DAY
from .grammar import Moment, bounded, is_day, parse, rulebook, singular
from .words import MONTHS, WEEKDAYS, number, ordinal

RULES, rule = rulebook()

_WHEN = (
    r"(?:(?:shortly|just|soon|right|immediately|minutes|hours|well) )?"
    r"(?:(?:before|after|around|about|at|by|near|approximately|roughly|since) )?(?:about |around )?"
)


@rule(
    rf"{_WHEN}(?:the |in the |early |late )?(?:@clock|@moment|@part|[012]\d[0-5]\d)(?: on| of| in)? (?P<day>.+)",
    rf"(?P<day>.+?)(?: at| in the| during the| around| about| by| just)? {_WHEN}(?:@clock|@moment|@part)",
)
def day_with_hour(found: re.Match, moment: Moment) -> Period | None:
    """The hour is dropped: a day is the finest that is kept. Without a day of its own it is no date."""
    period = parse(found["day"], moment)
    return period if period and is_day(period) else None


@rule(r"(?:the )?(?:night|nights) (?:from|of|between)? ?(?P<days>.+)")
def night_of_days(found: re.Match, moment: Moment) -> Period | None:
    period = parse(found["days"], moment)
    return period if period and period.value is None and period.earliest and period.latest else None


@rule(
    r"(?:the )?night (?:from|of|between)? ?(?P<first>.+?) (?:in)?to (?P<last>.+)",
    r"(?P<first>.+?) night (?:and )?into (?P<last>.+)",
    r"overnight (?:from )?(?P<first>.+?) (?:in)?to (?P<last>.+)",
)
def night_between(found: re.Match, moment: Moment) -> Period | None:
    return _range(found["first"], found["last"].removesuffix(" morning"), moment)


@rule(r"(?:the )?(?:(?P<early>@early)|(?P<mid>@mid)|(?P<late>@late))[- ](?:in |on )?(?P<whole>.+)")
def part_of(found: re.Match, moment: Moment) -> Period | None:
    whole = parse(found["whole"], moment) or parse(found["whole"].removeprefix("the "), moment)
    if not whole and found["whole"] in ("the year", "the month", "the week", "year", "month", "week"):
        whole = parse("this " + found["whole"].removeprefix("the "), moment)
    if not whole:
        return None
    return almanac.part(whole, next(name for name in ("early", "mid", "late") if found[name]))


@rule(r"(?P<whole>@weekday|today|yesterday) (?:early|late)", r"(?P<whole>.+) or (?:so|thereabouts)")
def part_after(found: re.Match, moment: Moment) -> Period | None:
    period = parse(found["whole"], moment)
    return period if period and is_day(period) else None


@rule(r"(?:the )?(?P<half>first|second|last|latter|h1|h2)(?: half)? (?:of |in )?(?P<whole>.+)")
def half_of(found: re.Match, moment: Moment) -> Period | None:
    if " half" not in found[0] and found["half"] not in ("h1", "h2"):
        return None
    whole = parse(found["whole"], moment) or parse(found["whole"].replace("the ", "this "), moment)
    if not whole:
        return None
    first, last = almanac.ends(whole)
    first_half = found["half"] in ("first", "h1")
    if last.year - first.year >= 2:
        half = (first.year + last.year) // 2
        return almanac.years(first.year, half) if first_half else almanac.years(half + 1, last.year)
    if whole.value and whole.value.isdigit():
        begin, end = (1, 6) if first_half else (7, 12)
        return almanac.months(almanac.month(first.year, begin), almanac.month(first.year, end), whole.value)
    middle = first + ((last - first).days + 1) // 2 * DAY
    return bounded(first, middle - DAY, whole.value) if first_half else bounded(middle, last, whole.value)


@rule(r"year's end|year-end|the year's end")
def end_of_year(_found: re.Match, moment: Moment) -> Period | None:
    return parse("late this year", moment)


@rule(r"(?:the )?(?P<which>@ordinal) (?:(?P<count>@number) |few )?(?P<unit>@units) (?:of|in) (?P<whole>.+)")
def unit_of(found: re.Match, moment: Moment) -> Period | None:
    """The first week of March, the last three months of 2011: the value is the month or year that is named."""
    whole, unit = parse(found["whole"], moment), singular(found["unit"])
    if not whole or unit not in ("day", "week", "month", "quarter"):
        return None
    begin, end = almanac.ends(whole)
    which, count = ordinal(found["which"]), number(found["count"] or "a")
    if unit != found["unit"] and not found["count"]:  # the first days of March
        if which not in (1, -1):
            return None
        first, last = almanac.ends(almanac.part(whole, "early" if which == 1 else "late"))
        few = min((last - first).days, {"day": 9, "week": 59}.get(unit, 366)) * DAY
        return bounded(first, first + few, whole.value) if which == 1 else bounded(last - few, last, whole.value)
    if which > 0:
        first = almanac.shift(begin, unit, which - 1)
        last = almanac.shift(first, unit, count) - DAY
    else:
        last = end
        first = almanac.shift(last + DAY, unit, -count)
    if first < begin or last > end:
        return None
    return almanac.day(first) if first == last else bounded(first, last, whole.value)


# ---- Ranges ----


_DAYS = r"(?P<first>@dom) ?(?:-|to|and|through|until|or) ?(?:the )?(?P<last>@dom)"


@rule(
    rf"(?:(?:from|between) )?(?P<month>@month) {_DAYS}(?: (?P<year>@year))?",
    rf"(?:(?:from|between) )?(?:the )?{_DAYS}(?: of)? (?P<month>@month)(?: (?P<year>@year))?",
)
def days_of_month(found: re.Match, moment: Moment) -> Period | None:
    year = f" {found['year']}" if found["year"] else ""
    first, last = (parse(f"{found['month']} {found[name]}{year}", moment) for name in ("first", "last"))
    return bounded(first.earliest, last.latest) if first and last else None


@rule(
    r"(?:from )?(?P<first>.+?) (?:to|until|till|through|up to|-) (?P<last>.+)",
    r"(?:between )?(?P<first>.+?) and (?P<last>.+)",
    r"(?P<first>@month(?: @dom)?(?: @year)?|@weekday)-(?P<last>@month.*|@weekday)",
    r"(?P<first>@dom @month)-(?P<last>@dom @month.*)",
)
def closed_range(found: re.Match, moment: Moment) -> Period | None:
    return _range(found["first"], found["last"], moment)


def _range(first: str, last: str, moment: Moment) -> Period | None:
    """From the start of one to the end of the other; a year, month or part that only one of them bears counts for both."""
    year = re.search(r" (\d{4})$", last)
    if year and not re.search(r"\d{4}", first) and any(word in MONTHS for word in first.split()):
        begin, end = parse(f"{first} {year[1]}", moment), parse(last, moment)
        if begin and end and begin.earliest and end.latest and begin.earliest > end.latest:
            begin = parse(f"{first} {int(year[1]) - 1}", moment)
    else:
        begin, end = parse(first, moment), parse(last, moment)
        if begin is None and end and end.value and re.fullmatch(r"(?:early|mid|late|beginning|start|middle|end)", first):
            begin = parse(f"{first} {last}", moment)
    if not begin or not end or not begin.earliest or not end.latest:
        return None
    if begin.earliest > end.latest:  # both without a year: "November to February", "Friday to Monday"
        if moment.tense == "future":
            end = parse(last, replace(moment, anchor=begin.earliest))
        else:
            begin = parse(first, replace(moment, anchor=end.latest))
    return bounded(begin.earliest, end.latest) if begin and end else None


@rule(r"(?P<open>@since) (?:in |on |at )?(?P<day>.+)")
def since(found: re.Match, moment: Moment) -> Period | None:
    period = parse(found["day"], moment)
    return bounded(period.earliest, None) if period and period.earliest else None


@rule(r"(?P<open>@until) (?:in |on |at )?(?P<day>.+)")
def until(found: re.Match, moment: Moment) -> Period | None:
    period = parse(found["day"], moment)
    return bounded(None, period.latest) if period and period.latest else None


@rule(r"(?P<open>@before) (?:in |on |at )?(?P<day>.+)")
def before(found: re.Match, moment: Moment) -> Period | None:
    period = parse(found["day"], moment)
    return bounded(None, period.earliest - DAY) if period and period.earliest else None


@rule(r"(?P<open>@after) (?:in |on |at )?(?P<day>.+)")
def after(found: re.Match, moment: Moment) -> Period | None:
    """A day itself is out; what is said to be after a month or year may lie in it."""
    period = parse(found["day"], moment)
    if not period or not period.earliest:
        return None
    return bounded(period.earliest + (DAY if is_day(period) else 0 * DAY), None)


# ---- What changes nothing, or makes it vague ----


@rule(
    r"(?:@exact|on|in|at|during|over|throughout|within|of) (?P<rest>.+)",
    r"(?P<rest>.+?) (?:alone|itself|proper)",
)
def bare(found: re.Match, moment: Moment) -> Period | None:
    return parse(found["rest"], moment)


@rule(r"@near (?P<rest>.+)")
def around(found: re.Match, moment: Moment) -> Period | None:
    """One unit to either side of a year, month or day."""
    period = parse(found["rest"], moment)
    if not period or not period.value or "in " in found[0]:
        return period
    if any(word in found["rest"].split() for word in (*WEEKDAYS, "today", "yesterday")):
        return period
    unit = {2: "day", 1: "month", 0: "year"}[period.value.count("-")]
    first, last = almanac.ends(period)
    return bounded(almanac.shift(first, unit, -1), almanac.shift(last, unit, 1))
