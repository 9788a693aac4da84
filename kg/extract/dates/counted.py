"""Times counted from the day of writing ("two weeks ago") or from the event spoken of ("the next day")."""

import datetime
import re

from ...model import Period
from . import almanac
from .almanac import DAY
from .grammar import Moment, bounded, parse, rulebook, singular
from .words import MONTHS, UNITS, WEEKDAYS, expand, number

RULES, rule = rulebook()

# ---- Units counted from the day of writing ----


@rule(r"(?P<which>last|this|next) (?P<unit>@unit)", r"(?P<which>the) (?P<unit>weekend)")
def unit_by_pointing(found: re.Match, moment: Moment) -> Period | None:
    which, unit = found["which"], found["unit"]
    vague = {("decade", "last"), ("century", "last"), ("weekend", "next"), ("day", "last")}
    if moment.anchor is None or (unit, which) in vague:
        return None
    if unit == "day":
        return almanac.day(moment.anchor) if which == "this" else None
    if unit == "weekend" and which in ("this", "the"):
        begun = moment.anchor.weekday() >= 5 or moment.tense == "future"
        return almanac.unit(unit, moment.anchor, 0 if begun else -1)
    return almanac.unit(unit, moment.anchor, {"last": -1, "this": 0, "next": 1}[which])


@rule(r"(?:the |these |this )?(?:past|last) (?:(?P<number>@number) )?(?P<unit>@units)")
def past_units(found: re.Match, moment: Moment) -> Period | None:
    if not found["number"] and not found[0].startswith("the ") and "past" not in found[0]:
        return None
    unit, count = singular(found["unit"]), number(found["number"] or "a")
    if moment.anchor is None or unit in ("weekend", "century") or (not found["number"] and unit != found["unit"]):
        return None
    return bounded(almanac.shift(moment.anchor, unit, -count), moment.anchor)


@rule(
    r"(?:within )?(?:the )?(?:next|coming) (?:(?P<number>@number) )?(?P<unit>@units)",
    r"(?:in |within )?(?P<number>@number) (?P<unit>@units)'? time",
)
def coming_units(found: re.Match, moment: Moment) -> Period | None:
    """Not "the next day": that is the one after the day spoken of."""
    unit, count = singular(found["unit"]), number(found["number"] or "a")
    if moment.anchor is None or unit == "weekend":
        return None
    if not found["number"] and (unit != found["unit"] or unit == "day" or moment.tense != "future"):
        return None
    if found[0].endswith("time"):
        return almanac.unit(unit, moment.anchor, count)
    return bounded(moment.anchor, almanac.shift(moment.anchor, unit, count))


@rule(
    r"(?:(?P<about>@exact|@near|@nearly|@over|@under) )?(?P<number>@number) (?P<unit>@units) (?:ago|back)",
    r"(?P<about>)(?P<number>@number) (?P<unit>@units) from now",
    r"(?P<about>)in (?P<number>@number) (?P<unit>@units)",
)
def counted_units(found: re.Match, moment: Moment) -> Period | None:
    """As exact as its unit: two months ago is a month, two weeks ago a week, which no date can name."""
    unit, count = singular(found["unit"]), number(found["number"])
    ago = found[0].endswith(("ago", "back"))
    if moment.anchor is None or unit == "weekend" or (found[0].startswith("in ") and moment.tense != "future"):
        return None
    if ago and found["about"]:
        there = almanac.shift(moment.anchor, unit, -count)
        halfway = there + (almanac.shift(moment.anchor, unit, 1 - count) - there) // 2
        for name, days in (("over", (None, there)), ("under", (there, moment.anchor)), ("nearly", (there, halfway))):
            if expand(f"@{name}").fullmatch(found["about"]):
                return bounded(*days)
    if unit in ("decade", "century"):
        return None
    if "couple" in found["number"]:  # two, or thereabouts
        first, last = sorted(almanac.shift(moment.anchor, unit, -n if ago else n) for n in (count - 1, count + 1))
        return bounded(first, last)
    return almanac.unit(unit, moment.anchor, -count if ago else count)


@rule(r"(?:exactly )?(?P<number>@number) (?P<unit>weeks?|months?|years?) ago (?:on )?(?P<day>today|this day|@weekday)")
def ago_from_day(found: re.Match, moment: Moment) -> Period | None:
    """ "A year ago today", "a week ago Tuesday": to the day."""
    there = parse(found["day"].replace("this day", "today"), moment)
    if there is None or there.earliest is None:
        return None
    back = almanac.shift(there.earliest, singular(found["unit"]), -number(found["number"]))
    return almanac.day(back) if found["unit"].startswith("week") or found["day"] not in WEEKDAYS else None


@rule(r"(?:the )?(?P<which>past|last|next|coming) (?P<number>\d\d?) hours")
def hours(found: re.Match, moment: Moment) -> Period | None:
    days = -(-int(found["number"]) // 24) * DAY
    if moment.anchor is None:
        return None
    past = found["which"] in ("past", "last")
    return bounded(moment.anchor - days, moment.anchor) if past else bounded(moment.anchor, moment.anchor + days)


@rule(r"(?P<which>earlier|later) (?:in )?(?P<det>this|in the|the|that(?: same)?) (?P<unit>week|month|year|quarter|decade|season)")
def earlier_or_later(found: re.Match, moment: Moment) -> Period | None:
    """Up to the day of writing, or from it on; "later in the year" goes on from the event spoken of."""
    now = moment.anchor
    if found["which"] == "later" and found["det"] != "this" and moment.tense != "future":
        now = moment.context.latest if moment.context else None
    if now is None or found["unit"] == "season":
        return None
    whole = almanac.unit(found["unit"], now)
    return bounded(whole.earliest, now, whole.value) if found["which"] == "earlier" else bounded(now, whole.latest, whole.value)


# ---- Units counted from the event spoken of ----


@rule(
    r"(?:(?:later|earlier|late|early) )?(?:on |in )?(?:that(?: same| very)?|the (?:very )?same) (?:day|@part)",
    r"(?:later|earlier|late|early) (?:on |in )?the (?:day|@part)",
)
def that_day(_found: re.Match, moment: Moment) -> Period | None:
    return almanac.day(moment.context_day) if moment.context_day else None


@rule(r"(?:that(?: same)?|the(?: very)? same) (?P<unit>week|month|year|quarter|decade)")
def that_unit(found: re.Match, moment: Moment) -> Period | None:
    return _unit_of_context(found["unit"], 0, moment)


@rule(
    r"(?P<month>@month)(?: (?P<day>@dom))?,? (?:of |in )?(?:that(?: same)?|the same) year",
    r"(?P<day>@dom) (?P<month>@month),? (?:of |in )?(?:that(?: same)?|the same) year",
)
def month_of_that_year(found: re.Match, moment: Moment) -> Period | None:
    """ "September of that year": of the year spoken of, which is rarely the year of writing."""
    if moment.context is None or moment.context.earliest is None:
        return None
    year, month = moment.context.earliest.year, MONTHS[found["month"]]
    day = re.sub(r"\D", "", found["day"] or "")
    return almanac.day(datetime.date(year, month, int(day))) if day else almanac.month(year, month)


@rule(
    r"the (?P<which>previous|preceding|prior|next|following) (?P<unit>@unit|@part)",
    r"the (?P<unit>@unit|night|evening|morning) (?P<which>before|after|earlier|later)",
)
def next_to_context(found: re.Match, moment: Moment) -> Period | None:
    unit = found["unit"] if found["unit"] in UNITS else "day"
    return _unit_of_context(unit, 1 if found["which"] in ("next", "following", "after", "later") else -1, moment)


@rule(
    r"(?:@exact )?(?P<number>@number) (?P<unit>@units) "
    r"(?P<which>later|after(?:wards?| that)?|earlier|before(?:hand)?|previously|prior)"
)
def counted_from_context(found: re.Match, moment: Moment) -> Period | None:
    forward = found["which"].startswith(("later", "after"))
    return _unit_of_context(singular(found["unit"]), number(found["number"]) * (1 if forward else -1), moment)


def _unit_of_context(unit: str, offset: int, moment: Moment) -> Period | None:
    """The unit around the context, moved on; None where the context is wider than the unit."""
    context = moment.context
    if context is None or context.earliest is None or context.latest is None or unit == "weekend":
        return None
    first, last = (almanac.unit(unit, day, offset) for day in (context.earliest, context.latest))
    exact = context.value or unit in ("week", "quarter", "decade")
    return first if first == last and exact else None
