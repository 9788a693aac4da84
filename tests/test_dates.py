"""Time expressions: what they mean, where a text has them, and that abstaining is the answer to what is no date."""

import datetime
import json
import time
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from kg.extract.dates import period, time_expressions
from kg.model import Period

CASES = Path(__file__).parent / "cases"
ANCHOR = datetime.date(2018, 10, 17)


def _day(text):
    return None if text in (None, "none") else datetime.date.fromisoformat(text)


def _answer(expression, anchor, tense, context):
    spoken_of = period(context, anchor=None) if context else None
    found = period(expression, anchor=anchor, tense=tense, context=spoken_of)
    return (found.value, found.earliest, found.latest) if found else (None, None, None)


def _rows():
    for row in json.loads((CASES / "dates.json").read_text(encoding="utf-8"))["cases"]:
        yield (*row, *["past", ANCHOR.isoformat(), None][len(row) - 4 :])


@pytest.mark.parametrize(("expression", "value", "earliest", "latest", "tense", "anchor", "context"), list(_rows()))
def test_period(expression, value, earliest, latest, tense, anchor, context):
    assert _answer(expression, _day(anchor), tense, context) == (value, _day(earliest), _day(latest))


def test_held_out():
    """The list was written before the module was first run: what it may not fall below."""
    rows = json.loads((CASES / "dates_heldout.json").read_text(encoding="utf-8"))["cases"]
    wrong = [row for row in rows if _answer(row[0], _day(row[1]), *row[2:4]) != (row[4], *map(_day, row[5:]))]
    assert len(wrong) <= 0.05 * len(rows), wrong


def test_bounds_agree_with_the_value():
    """Whatever is answered, the bounds are in order and lie inside the day, month or year that is named."""
    for expression, *_, tense, anchor, context in _rows():
        found = period(expression, anchor=_day(anchor), tense=tense, context=context and period(context, anchor=None))
        if found is None:
            continue
        assert found.earliest or found.latest, expression
        if found.value:
            whole = period(found.value, anchor=None)
            assert whole.earliest <= found.earliest <= found.latest <= whole.latest, expression
        elif found.earliest and found.latest:
            assert found.earliest <= found.latest, expression


@pytest.mark.parametrize("offset", range(0, 400, 7))
def test_dateparser_agrees(offset):
    """dateparser knows days, weekdays in the past and counted days well: there both must say the same."""
    dateparser = pytest.importorskip("dateparser")
    anchor = datetime.date(2013, 1, 1) + datetime.timedelta(days=offset)
    base = datetime.datetime.combine(anchor, datetime.time(12))
    other = anchor - datetime.timedelta(days=40 + offset)
    weekday = (anchor - datetime.timedelta(days=1 + offset % 6)).strftime("%A")
    dates = [other.strftime(form) for form in ("%d %B %Y", "%B %d, %Y", "%b. %d", "%A, %d %B %Y")]
    for expression in (*dates, weekday, f"{offset % 20 + 2} days ago", "yesterday"):
        settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
        expected = dateparser.parse(expression, languages=["en"], settings=settings).date()
        assert period(expression, anchor=anchor) == Period.day(expected), (expression, anchor)


# ---- Where a text has them ----


@pytest.fixture(scope="module")
def blank():
    return spacy.blank("en")


FOUND = [
    ("The envoy left Cairo on Monday and returned late on Wednesday.", ["Monday", "late on Wednesday"]),
    ("Rebels seized the port early Tuesday.", ["early Tuesday"]),
    ("It followed a raid on Jan. 3, 2011, near the coast.", ["Jan. 3, 2011"]),
    ("He has led the front since 2009.", ["since 2009"]),
    ("It was founded in 1994 by two officers.", ["1994"]),
    ("The talks resume next month in Oslo.", ["next month"]),
    ("Two months ago the army withdrew.", ["Two months ago"]),
    ("They fought for two weeks and lost 12 men in 30 minutes.", []),
    ("A 34-year-old farmer was shot.", []),
    ("She is in her early 40s.", []),
    ("They meet every Tuesday.", []),
    ("Theresa May spoke.", []),
    ("Some 2000 troops may march to the border.", []),
    ("The war lasted from March 2011 until June 2014.", ["from March 2011 until June 2014"]),
    ("It was fired before dawn Friday, the army said Saturday.", ["before dawn Friday", "Saturday"]),
    ("The next day, police arrested three men.", ["The next day"]),
    ("In the late 1980s the party split.", ["late 1980s"]),
    ("It grew in the mid-1990s and the late '90s.", ["mid-1990s", "late '90s"]),
    ("On May 3-5 and in mid-2016 they met.", ["May 3-5", "mid-2016"]),
    ("He said on 2014-07-09 that all was well.", ["2014-07-09"]),
    ("Fighters left\n\nMonday\n\nThe town is calm.", ["Monday"]),
    ("The convoy left on March\n14 for the hills.", ["March\n14"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found_without_a_model(blank, text, expected):
    doc = blank(text)
    found = [doc[start:end].text for start, end in time_expressions(doc)]
    assert [expression.removeprefix("the ") for expression in found] == expected


def _doc(nlp, words, pos, heads, deps, entities=()):
    doc = Doc(nlp.vocab, words=words, pos=pos, heads=heads, deps=deps)
    doc.ents = [doc.char_span(*span, label=label) or pytest.fail("bad span") for span, label in entities]
    return doc


def test_since_before_a_noun_is_not_since_the_day(blank):
    """"since Tuesday's raid": the raid was on Tuesday; "since Tuesday" stays open."""
    doc = _doc(blank, ["calm", "since", "Tuesday", "'s", "raid"], ["ADJ", "ADP", "PROPN", "PART", "NOUN"], [0, 0, 4, 2, 1],
               ["ROOT", "prep", "poss", "case", "pobj"])
    assert [doc[a:b].text for a, b in time_expressions(doc)] == ["Tuesday"]
    doc = _doc(blank, ["calm", "since", "Tuesday"], ["ADJ", "ADP", "PROPN"], [0, 0, 1], ["ROOT", "prep", "pobj"])
    assert [doc[a:b].text for a, b in time_expressions(doc)] == ["since Tuesday"]


def test_a_modifier_of_a_noun_is_found_behind_an_article(blank):
    doc = _doc(blank, ["a", "late", "May", "rocket", "attack"], ["DET", "ADJ", "PROPN", "NOUN", "NOUN"], [4, 2, 4, 4, 4],
               ["det", "amod", "compound", "compound", "ROOT"])
    assert [doc[a:b].text for a, b in time_expressions(doc)] == ["late May"]


def test_the_day_before_an_event_is_no_date(blank):
    doc = _doc(blank, ["the", "day", "before", "the", "vote"], ["DET", "NOUN", "ADP", "DET", "NOUN"], [1, 1, 1, 4, 2],
               ["det", "ROOT", "prep", "det", "pobj"])
    assert time_expressions(doc) == ()


def test_numbers_that_count_are_no_years(blank):
    doc = _doc(blank, ["in", "2010", "villages"], ["ADP", "NUM", "NOUN"], [0, 2, 0], ["ROOT", "nummod", "pobj"])
    assert time_expressions(doc) == ()


@pytest.mark.model
def test_found_with_the_model(nlp):
    text = ("Gunmen of the Northern Front killed nine people in Port Amala on Sunday, two days after a truce signed on Feb. 2, "
            "officials said. The group, founded in 2003, has fought for 12 years. "
            "A 44-year-old teacher died at about 5 a.m. Monday. General Ana Petrov told reporters earlier this month that "
            "the September 4 bombing, like last year's, was its work.")
    doc = nlp(text)
    found = [doc[start:end].text for start, end in time_expressions(doc)]
    assert found == ["Sunday", "Feb. 2", "2003", "about 5 a.m. Monday", "earlier this month", "September 4", "last year"]


# ---- Whatever the words ----

WORDS = st.sampled_from([
    "a", "the", "of", "in", "on", "at", "and", "to", "-", ",", ".", "'", "'s", "last", "next", "past", "this", "May",
    "March", "Jan.", "Tuesday", "3", "30", "2011", "1990s", "'90s", "early", "late", "mid", "since", "until", "before",
    "between", "two", "days", "weeks", "years", "ago", "later", "earlier", "morning", "10", "p.m.", "quarter", "first",
    "half", "summer", "weekend", "century", "noon", "for", "every", "99999", "0", "z",
])
DAYS = st.none() | st.dates(datetime.date(1, 1, 1), datetime.date(9999, 12, 31))


@given(st.lists(WORDS, max_size=7).map(" ".join), DAYS, st.sampled_from(["past", "present", "future"]), DAYS)
@settings(max_examples=400, deadline=None)
def test_any_words_have_a_period_or_none(expression, anchor, tense, context):
    found = period(expression, anchor=anchor, tense=tense, context=context and Period.day(context))
    if found is not None:
        assert found.earliest or found.latest
        assert not (found.earliest and found.latest) or found.earliest <= found.latest
        assert not found.value or (found.earliest and found.latest)


@given(st.lists(WORDS, max_size=40).map(" ".join))
@settings(max_examples=100, deadline=None)
def test_any_text_has_expressions_in_order(blank, text):
    doc = blank(text)
    found = time_expressions(doc)
    assert all(0 <= start < end <= len(doc) for start, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    assert all(period(doc[start:end].text, anchor=ANCHOR, context=Period.day(ANCHOR), tense=tense) or tense == "past"
               for start, end in found for tense in ("past", "future"))


def test_long_runs_take_linear_time(blank):
    times = []
    for count in (500, 5000):
        doc = blank("May 3 2011 to Tuesday and " * count)
        start = time.perf_counter()
        assert len(time_expressions(doc)) >= count
        times.append(time.perf_counter() - start)
    assert times[1] < 40 * times[0]
