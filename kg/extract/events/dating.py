"""When an event was: which of the times that are told of it hold, and what they mean together."""

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc
from spacy.tokens import Span as Sentence

from ...model import Document, Period, Span
from ..dates import period
from ..syntax import entity_range
from .mentions import EventMention
from .merge import Node

CONTEXT = 3
"""Sentences over which "two days later" counts on from the event told before."""
PLANNED = ("Election", "Meeting", "Protest")
"""Classes of what is told beforehand."""


def dates_told(mentions: Sequence[EventMention], sentence_of: Mapping[int, int], document: Document,
               doc: Doc) -> dict[int, list[tuple[Period, Span]]]:
    """Trigger -> the periods of its time expressions; "the same day" is that of the event told before it."""
    dated: dict[int, list[tuple[Period, Span]]] = {}
    context, told = None, 0
    for mention in mentions:
        sentence = sentence_of[mention.trigger]
        found = []
        for start, end in mention.times:
            span = doc[start:end]
            # "Voters go to the polls on Sunday", "the ministers meet on 3 May": what is told beforehand.
            planned = (mention.cls in PLANNED and not mention.headline and mention.frame.pos == "verb"
                       and mention.frame.tense == "present" and doc[mention.trigger].tag_ in ("VBZ", "VBP"))
            before = _day_told(span, document) if "same" in span.text.lower().split() else None
            when = period(span.text, anchor=document.issued, tense="future" if planned else mention.frame.tense,
                          context=before or (context if sentence - told <= CONTEXT else None))
            if when is not None:
                found.append((when, Span(span.start_char, span.end_char)))
        found = [(_in_year_told(when, span.of(document.text), [other for other, _ in found]), span) for when, span in found]
        dated[mention.trigger] = found
        if found and mention.status.certainty == "certain":
            context, told = found[-1][0], sentence
    return dated


def _in_year_told(when: Period, text: str, told: Sequence[Period]) -> Period:
    """ "In December 2000 ... on Christmas Eve": a day without a year is that of the year or month told beside it."""
    for wide in told:
        if (wide is not when and wide.value and wide.value.count("-") < 2 and wide.latest and when.value
                and when.value.count("-") == 2 and not _within(when, wide)):
            there = period(text, anchor=wide.latest, tense="past", context=None)
            if there is not None and _within(there, wide):
                return there
    return when


def _day_told(same: Sentence, document: Document) -> Period | None:
    """The day that "the same day" means: the last one told in its sentence or the one before, if only as that of a saying."""
    first = same.doc[max(same.sent.start - 1, 0)].sent.start
    day = next((same.doc[i] for i in range(same.start - 1, first - 1, -1) if same.doc[i].ent_type_ == "DATE"), None)
    if day is None:
        return None
    start, end = entity_range(day)
    return period(same.doc[start:end].text, anchor=document.issued, tense="past", context=None)


def best_dates(node: Node, periods: Mapping[int, list[tuple[Period, Span]]], mention: EventMention) -> list[tuple[Period, Span]]:
    """The dates of a mention that no sharper date of the same event makes superfluous ("2014" beside "3 May 2014").

    Beside a day, month or year a range says when something else begins or ends: "agreed on Saturday to a truce from Sunday on".
    """
    every = [when for m in node.mentions for when, _ in periods[m.trigger]]
    return [(when, span) for when, span in periods[mention.trigger]
            if not any(other != when and (_within(other, when) or (other.value and not when.value)) for other in every)]


def _within(inner: Period, outer: Period) -> bool:
    return bool(inner.earliest and inner.latest and (not outer.earliest or outer.earliest <= inner.earliest)
                and (not outer.latest or inner.latest <= outer.latest))
