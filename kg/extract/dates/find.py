"""Where a text speaks of time: the longest stretches that the grammar understands, around what looks like a date.

The model's DATE and TIME entities and the plain words for times (Tuesday, yesterday, 2009) say where to look; the
grammar says how far an expression reaches. So durations, ages and frequencies, which it does not know, fall out.
"""

import datetime
import functools
import re

from spacy.attrs import ENT_TYPE, LOWER, SHAPE
from spacy.strings import get_string_id
from spacy.tokens import Doc

from ...model import Period
from ...ontology import load
from .almanac import SEASONS
from .grammar import Moment, parse
from .words import MONTHS, UNITS, WEEKDAYS, macros, normal

REACH = 6
"""Tokens that an expression may go on to each side of what looks like a date."""

_DIGITS = re.compile(r"'?\d[\d:./-]*(?:st|nd|rd|th|d|s|z|am|pm|hrs)?", re.I)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_DATED = re.compile(
    r"\d{4}-\d\d(?:-\d\d)?(?:t[\d:+z.]*)?|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{4}/\d\d/\d\d|[0-3]\d[0-2]\d[0-5]\dz"
    r"|(?:mid-)?(?:1[5-9]|20)\d\d'?s?|'?[2-9]0s",
    re.I,
)
_GLUE = frozenset({
    "a", "an", "the", "of", "in", "on", "at", "and", "to", "or", "for", "-", "–", "—", "'", "'s", ",", "am", "pm", "a.m.",
    "p.m.", "gmt", "utc", "est", "edt", "local", "time", "o'clock", "this", "that", "these", "same", "very", "last", "next",
    "past", "coming", "previous", "preceding", "prior", "following", "ago", "back", "now", "later", "earlier", "before",
    "after", "afterward", "afterwards", "half", "latter", "end", "q1", "q2", "q3", "q4", "h1", "h2", "fy", "fiscal",
    "financial", "between", "within", "into", "century", "year-end", "few", "alone", "itself",
})
_AMBIGUOUS = frozenset({"may", "march", "mar", "dec", "jan", "oct", "sun", "mon", "wed", "thu", "fri", "sat"})
"""Words that mean a time only beside a number or a word like "last"."""
_LOOSE = frozenset({
    "on", "in", "at", "during", "over", "of", "the", "and", "to", "or", "for", "a", "an", "-", "–", "—", ",", ".", "'", "'s",
    "\n",
})
"""What no expression ends in, and which it does not begin with unless the grammar needs it ("in two days")."""
_NEVER_FIRST = frozenset({",", ".", "-", "–", "—", "of", "and", "to", "or", "'s", "\n"})
_EACH = frozenset({"every", "each", "per", "any", "most", "some", "one", "another", "no", "many", "other"})
_BEFORE_YEAR = frozenset({"in", "since", "until", "by", "from", "before", "after", "during", "early", "late", "mid", "of"})
_OF_A_PHRASE = frozenset({"DET", "NOUN", "PROPN", "PRON", "ADJ", "NUM", "VERB", "AUX"})
_TELLING = frozenset({*SEASONS, *_AMBIGUOUS, "century", "christmas", "year-end", "eve"})
_POINTING = frozenset({"last", "next", "this", "past", "coming", "early", "late", "mid"})
_NAMES = frozenset({"PERSON", "ORG", "WORK_OF_ART", "PRODUCT", "LAW", "EVENT", "NORP", "LANGUAGE"})
_ANCHOR = datetime.date(2011, 4, 8)
_CONTEXT = Period.day(datetime.date(2011, 3, 3))


def time_expressions(doc: Doc) -> tuple[tuple[int, int], ...]:
    """The token ranges of the dates and times of a text, in order, not overlapping.

    Each has a meaning for `period`, given a day of writing. Open ranges bear their preposition ("since 2009").

    >>> import spacy
    >>> doc = spacy.blank("en")("Shelling that went on for two weeks ended early Tuesday, May 3, after talks held since March.")
    >>> [doc[start:end].text for start, end in time_expressions(doc)]
    ['early Tuesday, May 3', 'since March']
    """
    found: list[tuple[int, int]] = []
    for start, end in _seeds(doc):
        done = found[-1][1] if found else 0
        start = max(start, done)
        if start < end:
            for run in _runs(doc, start, end, max(done, start - REACH)):
                found.extend(_within(doc, *run))
    return tuple(found)


def _seeds(doc: Doc) -> list[tuple[int, int]]:
    """Token ranges in which a time may be spoken of."""
    core, shapes = _core_hashes(), _year_shapes()
    seeds = [(entity.start, entity.end) for entity in doc.ents if entity.label_ in ("DATE", "TIME")]
    for i, (word, shape, label) in enumerate(doc.to_array([LOWER, SHAPE, ENT_TYPE]).tolist()):
        if (word in core or shape in shapes) and _looks_dated(doc, i, doc.vocab.strings[label] if label else ""):
            seeds.append((i, i + 1))
    return sorted(seeds)


def _looks_dated(doc: Doc, i: int, label: str) -> bool:
    word = doc[i].lower_.replace("’", "'")
    if label in ("DATE", "TIME"):
        return False
    if label in _NAMES:  # a weekday that the model took for the end of a name: "met Ana Petrov Sunday"
        return label == "PERSON" and doc[i].ent_iob_ == "I" and word in WEEKDAYS and len(word) > 5
    if word in _AMBIGUOUS:
        return _beside(doc, i)
    if _YEAR.fullmatch(word):  # a bare number is a year after a preposition, unless it counts something ("of 2000 men")
        before, after = (doc[j].lower_ if 0 <= j < len(doc) else "" for j in (i - 1, i + 1))
        return (before in _BEFORE_YEAR and not _counts(doc, i)) or after in ("-", "–")
    if word.endswith("s") and len(word) == 3:  # 90s: a decade only with its apostrophe
        return i > 0 and doc[i - 1].lower_ in ("'", "’")
    return word.isalpha() or word.endswith(".") or _DATED.fullmatch(word) is not None


@functools.cache
def _core() -> frozenset[str]:
    units = {unit + ending for unit in UNITS for ending in ("", "s")}
    names = {*MONTHS, *(name + "." for name in MONTHS if len(name) < 5), *WEEKDAYS}
    return frozenset({*units, *names, "today", "tonight", "yesterday", "tomorrow", "overnight", "night", "morning", "afternoon",
                      "evening", "ago"})


@functools.cache
def _core_hashes() -> frozenset[int]:
    return frozenset(get_string_id(word) for word in _core())


@functools.cache
def _year_shapes() -> frozenset[int]:
    """The shapes of years, decades and dates in digits, as spaCy writes them: runs of more than four are cut."""
    shapes = {"dddd", "dddd'x", "ddddx", "ddddX", "'ddx", "’ddx", "ddx", "xxx-dddd", "xxx-ddddx", "Xxx-dddd", "Xxx-ddddx",
              "dddd-dd-dd", "dddd-dd", "dddd/dd/dd"}
    shapes |= {mark.join(("d" * day, "d" * month, "dddd")) for mark in "/." for day in (1, 2) for month in (1, 2)}
    return frozenset(get_string_id(shape) for shape in shapes)


@functools.cache
def _vocabulary() -> frozenset[str]:
    words = re.findall(r"[a-z][a-z'-]*", " ".join(re.sub(r"[\\()?:|]", " ", piece) for piece in macros().values()))
    parts = {part for word in words for part in word.split("-")}
    return frozenset({*words, *parts, *_GLUE, *_core()} - {""})


@functools.lru_cache(maxsize=20_000)
def _known(word: str) -> bool:
    """Whether a token may be part of an expression; one line break may, since lines are wrapped."""
    word = word.replace("’", "'")
    if word in _vocabulary() or word.rstrip(".") in _vocabulary() or word.strip(" ") in ("\n", "\r\n"):
        return True
    return bool(_DIGITS.fullmatch(word) or _DATED.fullmatch(word))


def _beside(doc: Doc, i: int) -> bool:
    before = doc[i - 1].lower_ if i else ""
    after = next((token.lower_ for token in doc[i + 1 : i + 3] if not token.is_space), "")
    return before[:1].isdigit() or after[:1].isdigit() or before in _BEFORE_YEAR or before in ("last", "next", "this", "-")


def _counts(doc: Doc, i: int) -> bool:
    """Whether the number `i` stands before what it counts."""
    return i + 1 < len(doc) and (doc[i + 1].pos_ in ("NOUN", "PROPN", "ADJ") or doc[i + 1].is_currency or doc[i + 1].text == "%")


def _runs(doc: Doc, start: int, end: int, low: int) -> list[tuple[int, int]]:
    """The stretches of time words in and around a seed, within its sentence."""
    while start > low and _known(doc[start - 1].lower_) and not doc[start].is_sent_start:
        start -= 1
    high = min(len(doc), end + REACH)
    while end < high and _known(doc[end].lower_) and not doc[end].is_sent_start:
        end += 1
    runs, begin = [], start
    for i in range(start, end + 1):
        if i == end or not _known(doc[i].lower_) or (i > begin and doc[i].is_sent_start):
            if i > begin:
                runs.append((begin, i))
            begin = i if i < end and _known(doc[i].lower_) else i + 1
    return runs


def _within(doc: Doc, start: int, end: int) -> list[tuple[int, int]]:
    """The expressions between two tokens: the longest that is understood, then what is left on either side."""
    end = min(end, start + 24)  # what the model takes for a date may be a whole table
    words = [doc[i].lower_.replace("’", "'") for i in range(start, end)]
    telling = [word in _core() or word in _TELLING or any(map(str.isdigit, word)) for word in words]
    for length in range(end - start, 0, -1):
        for first in range(end - start - length + 1):
            last = first + length
            if words[last - 1] in _LOOSE or words[first] in _NEVER_FIRST or not any(telling[first:last]):
                continue
            if _understood(doc[start + first : start + last].text) and _fits(doc, start + first, start + last):
                begin = _trimmed(doc, start + first, start + last)
                return [*_within(doc, start, begin), (begin, start + last), *_within(doc, start + last, end)]
    return []


def _fits(doc: Doc, start: int, end: int) -> bool:
    """Whether the words around allow the reading as a time."""
    first, last = doc[start].lower_, doc[end - 1].lower_
    if last == "hours" and end - start > 1 and doc[end - 2].text == ",":
        return False  # "on Wednesday, hours after the speech"
    before, after = doc[start - 1].lower_ if start else "", doc[end] if end < len(doc) else None
    if before in _EACH or (before in ("a", "an") and not _modifies(doc, start, end)):
        return False
    if before in ("his", "her", "their", "my") and first not in ("last", "first"):  # in her early 40s
        return False
    if first not in ("between", "from") and _splits(doc, start, end):
        return False
    if last in ("before", "after", "earlier", "prior") and after is not None and after.pos_ in _OF_A_PHRASE:
        return False
    if last in SEASONS and not any(word in _POINTING for word in doc[start:end].text.lower().split()):
        return last != "fall" and before in ("in", "during", "since", "until", "by") and (after is None or after.lower_ != "of")
    if last.isdigit() and end - start > 2 and doc[end - 2].text in ("-", "–") and _YEAR.fullmatch(doc[end - 3].text):
        return True  # "the 1980-88 war"
    if last.isdigit() and _counts(doc, end - 1) and end - start > 1:
        return doc[end - 2].lower_.rstrip(".") in MONTHS or (bool(_YEAR.fullmatch(last)) and doc[end - 1].head.i < end)
    if last.isdigit() and end - start == 1:
        return doc[start].ent_type_ != "TIME" and not (start and doc[start].dep_ == "nummod" and doc[start - 1].pos_ == "PROPN")
    return True


def _splits(doc: Doc, start: int, end: int) -> bool:
    """Whether it is two expressions joined by "and": "in 2011 and in May 2013" is no stretch of time."""
    joints = [i for i in range(start + 1, end - 1) if doc[i].lower_ in ("and", "or")]
    return any(_understood(doc[start:i].text) and _understood(doc[i + 1 : end].text) for i in joints)


def _trimmed(doc: Doc, start: int, end: int) -> int:
    """Without a bare preposition; without any where a noun follows: "since Tuesday's raid" is not since Tuesday."""
    first = doc[start].lower_
    second = doc[start + 1].lower_ if end - start > 1 else ""
    # "the last year" is not last year: only before a name or number does the article mean nothing.
    named = first != "the" or second in MONTHS or second in WEEKDAYS or second[:1].isdigit()
    if first in _LOOSE and second and named and _understood(doc[start + 1 : end].text):
        return _trimmed(doc, start + 1, end)
    of_noun = first == "from" and doc[start].head.pos_ in ("NOUN", "PROPN")
    if first in _opening() and (of_noun or _modifies(doc, start, end)) and " to " not in doc[start:end].text:
        for begin in range(start + 1, end):
            if doc[begin].lower_ not in _LOOSE and _understood(doc[begin:end].text):
                return begin
    return start


def _modifies(doc: Doc, start: int, end: int) -> bool:
    """Whether what ends at `end` belongs to a noun after it: Tuesday's raid, a Tuesday raid."""
    if end >= len(doc):
        return False
    if doc[end].pos_ in ("NOUN", "PROPN", "ADJ"):
        return any(token.head.i >= end for token in doc[start:end])
    return doc[end].lower_ in ("'s", "’s", "'", "’")


@functools.cache
def _opening() -> frozenset[str]:
    lexicon = load().lexicon
    sets = ("timeSince", "timeUntil", "timeBefore", "timeAfter")
    return frozenset(word.split()[0] for name in sets for word in lexicon.words(name))


@functools.lru_cache(maxsize=50_000)
def _understood(text: str) -> bool:
    """Whether the grammar knows an answer, for some day of writing."""
    try:
        return any(parse(normal(text), Moment(_ANCHOR, tense, _CONTEXT)) for tense in ("past", "future"))
    except (ValueError, OverflowError):
        return False
