"""Plain text -> Document: the metadata line, headline, byline and dateline that news texts begin with."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .. import gazetteer
from ..errors import DocumentError
from ..model import Document, Span
from .days import DATE, MONTH, NUMERIC, calendar_date, numeric_date
from .decode import decode
from .layout import KEY, paragraphs
from .sources import Source

_STAMP = re.compile(r"\s*date(?=\s)[ \t]*(?P<rest>[^\r\n]*)")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?=[\s.,;:]|$)[.,;:]?[ \t]*")
_CLOCK = re.compile(r"[T,]? *(?:at )?(?:\d\d?[:.]\d\d(?::\d\d)?)? *(?:[ap]\.?m\.?)? *(?:[A-Z]{2,4}|Z)?\.?", re.I)

_CAPITALS = r"(?:St\. )?[A-Z][A-Z.'’-]+(?:[ /-](?:[A-Z][A-Z.'’-]*|au|da|de|del|do|la|le|el|al|of|the|upon|sur)){0,4}"
_MIXED = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}"
_DASH = r"[ \t]*(?:--+|[–—―]|[ \t][-_‒](?=[ \t])|(?<=\))[-_])[ \t]*"
_WIRES = frozenset({"AFP", "AP", "APP", "CNN", "DPA", "EFE", "IRNA", "KUNA", "Reuters", "SANA", "TASS", "UPI", "VOA", "Xinhua"})
"""Agencies that need no dash after them to be known as such."""
_DATELINE = re.compile(
    rf"(?:(?P<place>(?:{_CAPITALS}|{_MIXED}(?=[^–—\n]*[(\d]))(?:, (?!{MONTH} \d){_MIXED})?)"
    rf"(?:,? (?P<date>{DATE.pattern.replace('?P<', '?P<_')}))?[ \t]*)?"
    rf"(?:[(/](?P<agency>[A-Z][\w .&/’'-]{{1,40}}?)[)/]\.?)?"
    rf"(?:{_DASH}|(?<=\)):[ \t]*|(?<=[)/.])(?P<bare>[ \t]*))(?=[^a-z\s])"
)
_AREA = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}"
_PLACED = re.compile(
    rf"(?P<place>(?:{_CAPITALS}|{_MIXED})(?:, (?!{MONTH} \d){_AREA})?)"
    rf"(?:(?:, |,? *[–—-] | \()(?P<date>{DATE.pattern.replace('?P<', '?P<_')})\)?)?"
    rf"(?:{_DASH}|:[ \t]+)(?=[^a-z\s])"
)
"""What is a dateline where the tables know its place: "Nairobi, Kenya – Gunmen", "Addis Ababa, March 12: Gunmen"."""
_RELEASE = re.compile(
    rf"(?P<date>{DATE.pattern.replace('?P<', '?P<_')})[ \t]*[–—|-][ \t]*(?P<place>{_MIXED}(?:, {_AREA})?)"
    r"(?:[ \t]+[–—|-][ \t]+(?P<rest>.+))?"
    rf"|(?P<place2>{_MIXED}(?:, (?!{MONTH} \d){_AREA})?), (?P<date2>{DATE.pattern.replace('?P<', '?P<__')})"
)
"""The line of its own that a press release is dated by: "March 30, 2023 - Ottawa, Ontario - Office of the Treasurer"."""
LONGEST_DATELINE = 150
LONGEST_BYLINE = 120
_SMALL = frozenset({"al", "au", "da", "de", "del", "do", "el", "la", "le", "of", "s", "sur", "the", "upon"})
_NO_PLACE = frozenset({
    "ANALYSIS", "BREAKING", "CORRECTED", "CORRECTION", "EDITORIAL", "EXCLUSIVE", "EXPLAINER", "FACTBOX", "FILE", "OPINION",
    "TIMELINE", "UPDATE", "URGENT", "WATCH",
})
_NAME = r"(?:[A-Z][\w.'’-]*|[a-z]{2,3}|[A-Z]{2,})"
_BYLINE = re.compile(
    rf"(?:(?:By|BY|Written by|Reported by)[ \t]+[A-Z](?:[\w.'’-]|[ \t,&|/])*"
    rf"|{_NAME}(?: {_NAME}){{1,3}}, (?:[A-Z]\w+ )*(?:[Rr]eporter|[Cc]orrespondent|[Ee]ditor|[Ww]riter|[Ss]taff|Press|Reuters)"
    rf"|(?:Associated Press|AP|Reuters|AFP|Staff|BBC)(?: [A-Z]\w+)?|\d+ min(?:ute)?s? read)"
)
_BANNER = re.compile(
    r"(?:for immediate release|(?:press|news|media) (?:release|statement)s?|breaking(?: news)?|latest news)[:.]?", re.I)
"""The line above a headline that tells what kind of text it is."""
_WRITER = re.compile(rf"{_NAME}(?: {_NAME}){{1,3}}")
_DATE_WORDS = re.compile(
    r"(?:(?:first|last) )?(?:published|updated|posted|issued|modified|date)(?: on| at)?:?|\bon(?=\s*[|,–-]|\s*$)", re.I)
_FOOT = re.compile(
    r"\(?(?:©|\(c\) ?\d{4}|Copyright\b|All rights reserved|Reporting by |Additional reporting |Editing by |Writing by "
    r"|Read (?:more|also)\b|See also:|Related:|Follow us|Subscribe|Sign up|ENDS?\b\W*$|-?30-?$"
    r"|[^.]{3,160} contributed to this (?:report|story|article))"
)


@dataclass(frozen=True, slots=True)
class Front:
    """What stands before and around the paragraphs."""

    headline: Span | None = None
    issued: datetime.date | None = None
    publisher: str | None = None
    place: str | None = None
    source: str | None = None


def read(source: Source) -> Iterator[Document]:
    """The one article of a text file."""
    text = decode(source.read(), origin=source.origin)
    yield article(text, identifier=source.identifier, origin=source.origin, date=source.date)


def article(
    text: str, *, identifier: str, origin: str = "", title: str | None = None, issued: datetime.date | None = None,
    publisher: str | None = None, source: str | None = None, date: datetime.date | None = None,
) -> Document:
    """The document that `text` is, with its headline, dateline and paragraphs found.

    Its date of issue is `issued`, else the one that the text bears at its top, else `date`. A `title` that is known
    from elsewhere is put above the text, unless it stands there.

    Raises DocumentError where the metadata line is malformed or nothing is left to read.

    >>> text = "date 2011-05-04\\nBridge reopens\\n\\nLIMA, Peru (AP) - The bridge reopened.\\n\\nIt had been shut for a week."
    >>> document = article(text, identifier="bridge")
    >>> document.title, document.issued.isoformat(), document.place, document.publisher
    ('Bridge reopens', '2011-05-04', 'Lima, Peru', 'AP')
    >>> [span.of(text) for span in document.paragraphs]
    ['The bridge reopened.', 'It had been shut for a week.']
    """
    stamped, start = stamp(text, origin=origin or identifier)
    headline = None
    if title := " ".join((title or "").split()):
        body = text[start:].lstrip()
        text = body if body.startswith(title) else f"{title}\n\n{body}"
        headline, start = Span(0, len(title)), len(title)
    known = Front(headline, issued or stamped, publisher, None, source)
    front, spans = _front(text, paragraphs(text, start), known, date)
    if not spans:
        raise DocumentError(f"{origin or identifier}: there is no paragraph to read in it.")
    title = " ".join(front.headline.of(text).split()) if front.headline else None
    issued = front.issued or date
    return Document(
        identifier, text, tuple(spans), front.headline, title, issued, front.publisher, front.place, front.source, origin
    )


def stamp(text: str, *, origin: str) -> tuple[datetime.date | None, int]:
    """The date of the first-line form `date YYYY-MM-DD ...` and the offset behind it; None and 0 without one.

    >>> stamp(" date 2011-05-04 LIMA", origin="a.txt")
    (datetime.date(2011, 5, 4), 17)
    >>> stamp("date 5 Marh 2024", origin="a.txt")
    Traceback (most recent call last):
    kg.errors.DocumentError: a.txt, line 1: "date 5 Marh 2024" is not a date. Write it as date 2024-03-05.
    """
    found = _STAMP.match(text.removeprefix("\ufeff")) if not text.startswith("\ufeff") else _STAMP.match(text, 1)
    if not found:
        return None, 0
    rest = found["rest"]
    iso = _ISO.match(rest)
    if iso:
        try:
            return datetime.date(int(iso[1]), int(iso[2]), int(iso[3])), found.start("rest") + iso.end()
        except ValueError:
            rest = iso.group().strip()
    elif rest.strip() and not any(map(str.isdigit, " ".join(rest.split()[:3]))):
        return None, 0  # an article may begin with the word
    line = len(text[: found.start("rest")].splitlines())
    shown = " ".join(rest.split()[:3])
    raise DocumentError(f'{origin}, line {line}: "date {shown}" is not a date. Write it as date 2024-03-05.')


def _front(text: str, spans: list[Span], known: Front, date: datetime.date | None) -> tuple[Front, list[Span]]:
    front, spans = _keys(text, spans, known)
    while len(spans) > 1 and front.headline is None and ((day := _dated(line := spans[0].of(text))) or _BANNER.fullmatch(line)):
        front, spans = replace(front, issued=front.issued or day), spans[1:]
    if front.headline is None:
        front, spans = _released(text, spans, front, 1)
    if len(spans) > 1 and front.headline is None and front.place is None and _is_headline(text, spans[0], spans[1]):
        front, spans = replace(front, headline=spans[0]), spans[1:]
    while len(spans) > 1 and (line := spans[0].of(text)) and len(line) <= LONGEST_BYLINE:
        if day := _dated(line):
            front = replace(front, issued=front.issued or day)
        elif not _BYLINE.fullmatch(line):
            break
        spans = spans[1:]
    if front.place is None:
        front, spans = _released(text, spans, front, 3)
    if front.place is None:
        front, spans = _dateline(text, spans, front, date)
    while len(spans) > 1 and _FOOT.match(spans[-1].of(text)):
        spans = spans[:-1]
    return front, spans


def _dated(line: str) -> datetime.date | None:
    """The date of a line that has nothing else but a clock time, who wrote it, and words like "Published"; None for other lines.

    >>> _dated("By Ana Petrov | Updated 2 December 2021, 10:15 GMT"), _dated("14/10/2023"), _dated("5/6/2023")
    (datetime.date(2021, 12, 2), datetime.date(2023, 10, 14), None)
    """
    for found in (DATE.search(line), NUMERIC.search(line)):
        if found is None or len(line) > LONGEST_BYLINE:
            continue
        clock = _CLOCK.match(line, found.end())
        around = f"{line[: found.start()]} {line[clock.end() if clock else found.end() :]}"
        rest = _DATE_WORDS.sub(" ", around.strip()).strip(" |,;·•–—-()\t")
        sentence = any(word.islower() and len(word) > 3 for word in re.findall(r"\w+", rest))
        if rest and (sentence or not (_BYLINE.fullmatch(rest) or _WRITER.fullmatch(rest))):
            continue
        day = calendar_date(found[0]) if found.re is DATE else numeric_date(found)
        if day:
            return day
    return None


def _keys(text: str, spans: list[Span], front: Front) -> tuple[Front, list[Span]]:
    """Takes the lines like `Source: Example News` off the top."""
    kept = list(spans)
    for span in spans[:8]:
        found = KEY.match(text, span.start, span.end)
        if not found or span.end - span.start > 250:
            break
        kept.remove(span)
        key, value = found[1].lower(), Span(found.end(), span.end)
        if key in ("title", "headline"):
            front = replace(front, headline=front.headline or value)
        elif key in ("source", "publisher"):
            front = replace(front, publisher=front.publisher or value.of(text))
        elif key in ("url", "link"):
            front = replace(front, source=front.source or value.of(text))
        elif key not in ("author", "byline"):
            front = replace(front, issued=front.issued or calendar_date(value.of(text)))
    return front, kept


def _is_headline(text: str, first: Span, second: Span) -> bool:
    line = first.of(text)
    if len(line) > 200 or line[-1] in ",;:" or _BYLINE.fullmatch(line) or _dated(line) or _place(text, first):
        return False
    if line[-1] == "." and not re.search(r"(?:\b[A-Z]\.){2,}$|\.\.\.$", line):
        return False
    if _dated(second.of(text)):
        return True
    blank = len(re.findall(r"\r\n|[\n\r]", text[first.end : second.start])) > 1
    return blank or second.end - second.start > first.end - first.start


def _place(text: str, span: Span) -> re.Match | None:
    """The dateline that a paragraph begins with: it needs a place or an agency, and text after it."""
    found = _DATELINE.match(text, span.start, min(span.end, span.start + LONGEST_DATELINE))
    if not found or not (found["place"] or found["agency"]):
        return None
    place = found["place"] or ""
    if found["bare"] is not None and not (place and found["agency"] in _WIRES):
        return None
    shouted = re.fullmatch(_CAPITALS, place.split(",")[0])
    return found if place.split(" ")[0] not in _NO_PLACE and (found["agency"] or found["date"] or shouted) else None


def _known_place(text: str, span: Span) -> re.Match | None:
    """The dateline without agency or capitals that a paragraph may begin with: it needs a place of the tables."""
    found = _PLACED.match(text, span.start, min(span.end, span.start + LONGEST_DATELINE))
    return found if found and span.end - found.end() > 20 and _on_the_map(found["place"]) else None


def _on_the_map(place: str) -> bool:
    """True for a place of the tables, alone or before the country or state that it lies in."""
    return bool(gazetteer.load().places(place.split(",")[0]))


def _released(text: str, spans: list[Span], front: Front, lines: int) -> tuple[Front, list[Span]]:
    """Takes the date and place off the line that a press release begins with; who issues it is left to be read.

    It is one of the first `lines`.
    """
    for number, span in enumerate(spans[:lines]):
        found = _RELEASE.fullmatch(text, span.start, span.end) if len(spans) > number + 1 else None
        place = (found["place"] or found["place2"]) if found else None
        if found and place and _on_the_map(place):
            front = replace(front, issued=front.issued or calendar_date(found["date"] or found["date2"]), place=_cased(place))
            rest = [Span(found.start("rest"), span.end)] if found["rest"] else []
            above = [line for line in spans[:number] if line.end - line.start > LONGEST_BYLINE or line.of(text).endswith(".")]
            return front, [*above, *rest, *spans[number + 1 :]]
    return front, spans


def _dateline(text: str, spans: list[Span], front: Front, date: datetime.date | None) -> tuple[Front, list[Span]]:
    """Takes the dateline off the first paragraph, or the second where a summary stands first."""
    for number, span in enumerate(spans[:2]):
        if found := _place(text, span) or _known_place(text, span):
            day = calendar_date(found["date"], before=front.issued or date) if found["date"] else None
            front = replace(
                front, issued=front.issued or day, publisher=front.publisher or found.groupdict().get("agency"),
                place=_cased(found["place"]) if found["place"] else None,
            )
            return front, [*spans[:number], Span(found.end(), span.end), *spans[number + 1 :]]
    return front, spans


def _cased(place: str) -> str:
    """The place as running text has it: 'Port-au-Prince' for 'PORT-AU-PRINCE'."""
    words = re.split(r"([ /’'-])", " ".join(place.split()))
    return "".join(
        word.lower() if number and word.lower() in _SMALL else word.capitalize() if word.isupper() and "." not in word else word
        for number, word in enumerate(words)
    )
