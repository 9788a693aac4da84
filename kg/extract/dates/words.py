"""The closed classes that time expressions are made of, as pieces of patterns: months, weekdays, units, numbers, modifiers."""

import calendar
import functools
import re
from collections.abc import Iterable

from ...ontology import load

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
WEEKDAYS |= {name[:3]: number for name, number in WEEKDAYS.items()} | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
UNITS = ("day", "week", "fortnight", "weekend", "month", "quarter", "year", "decade", "century")
HOLIDAYS = {"christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26),
            "new year's eve": (12, 31), "new year's day": (1, 1), "valentine's day": (2, 14)}

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
         "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS = {word: number for number, word in enumerate(_ONES, 1)} | {word: 10 * number for number, word in enumerate(_TENS, 2)}
_VAGUE = {"a": 1, "an": 1, "couple": 2, "dozen": 12, "half a dozen": 6}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
             "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
             "twentieth", "twenty-first")
_DECADES = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
            "nineties": 90}


def number(word: str) -> int:
    """The number that `@number` matched.

    >>> number("a couple of"), number("twenty-five"), number("18"), number("a")
    (2, 25, 18, 1)
    """
    word = word.removesuffix(" of")
    for short in (word, word.removeprefix("a "), word.removeprefix("the ")):
        if short in _VAGUE:
            return _VAGUE[short]
    tens, _, ones = word.replace(" ", "-").partition("-")
    return int(word) if word.isdigit() else _NUMBERS[tens] + _NUMBERS.get(ones, 0)


def ordinal(word: str) -> int:
    """The number that `@ordinal` matched; "last" and its like are -1.

    >>> ordinal("21st"), ordinal("nineteenth"), ordinal("final")
    (21, 19, -1)
    """
    if word[0].isdigit():
        return int(re.sub(r"\D", "", word))
    return _ORDINALS.index(word) + 1 if word in _ORDINALS else 1 if word == "opening" else -1


def decade(word: str) -> int:
    """The first year of the decade that `@decade` matched."""
    digits = re.sub(r"\D", "", word)
    first = int(digits) if digits else _DECADES[word]
    return first if first >= 100 else 1900 + first


@functools.cache
def macros() -> dict[str, str]:
    """The pieces by name; none of them captures."""
    words = load().lexicon.words
    pieces = {
        "month": _any(MONTHS),
        "weekday": _any(WEEKDAYS),
        "unit": _any(UNITS),
        "units": _any([*UNITS, *(unit + "s" for unit in UNITS), "centuries"]),
        "season": _any(("spring", "summer", "autumn", "fall", "winter")),
        "number": rf"(?:(?:a |the )?(?:couple|dozen)(?: of)?|half a dozen|an?|{_any(_TENS)}(?:[- ]{_any(_ONES[:9])})?"
                  rf"|{_any(_ONES)}|\d{{1,4}})",
        "ordinal": rf"(?:{_any([*_ORDINALS, 'last', 'final', 'opening', 'closing'])}|\d{{1,2}}(?:st|nd|rd|th|d))",
        "decade": rf"(?:[12]\d\d0'?s|'[2-9]0s|{_any(_DECADES)})",
        "dom": r"(?:[0-2]?\d|3[01])(?:st|nd|rd|th|d)?",
        "year": r"(?:1[0-9]|20)\d\d",
        "holiday": _any(HOLIDAYS),
        "clock": r"(?:\d\d?(?:[:.]\d\d){0,2} ?(?:am|pm|a\.m|p\.m|o'clock)|\d\d?:\d\d(?::\d\d)?(?: ?(?:hours|hrs))?"
                 r"|[012]\d[0-5]\d ?(?:hours|hrs|z))"
                 r"(?: (?:local time|gmt|utc|[ecmp][sd]?t|bst|cet|local))?",
    }
    for name, words_name in (
        ("early", "timeEarly"), ("mid", "timeMid"), ("late", "timeLate"), ("since", "timeSince"), ("until", "timeUntil"),
        ("before", "timeBefore"), ("after", "timeAfter"), ("near", "timeNear"), ("exact", "timeExact"), ("nearly", "timeNearly"),
        ("over", "timeOver"), ("under", "timeUnder"), ("part", "dayParts"), ("moment", "dayTimes"),
    ):
        pieces[name] = _any(words(words_name))
    return pieces


def expand(pattern: str) -> re.Pattern:
    """The pattern with its `@name` pieces put in."""
    return re.compile(re.sub(r"@([a-z]+)", lambda found: macros()[found[1]], pattern))


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"


def normal(expression: str) -> str:
    """The expression in the one spelling that patterns are written for: lower case, no commas, plain quotes and hyphens.

    >>> normal(" the night of Sunday, Jan. 3,  2011’s ")
    'the night of sunday jan 3 2011'
    """
    text = expression.lower().replace("’", "'").replace("‘", "'").replace("`", "'")
    text = re.sub(r"[‐-―−]", "-", text)
    text = re.sub(r"[,()\"“”]|(?<![\d])\.(?!\d)|\.(?=\s|$)", " ", text.replace("a.m.", "am").replace("p.m.", "pm"))
    return re.sub(r"'s?$|^[\s-]+|[\s-]+$", "", " ".join(text.split()))
