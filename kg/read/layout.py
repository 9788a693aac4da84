"""Lines -> paragraphs: which line breaks of a text end a paragraph, and which only wrap it."""

import re
from itertools import pairwise

from ..model import Span

WRAPPED = range(40, 101)
"""Line lengths at which texts are wrapped by hand or by mail programs."""
PRINTED = range(25, 161)
"""Line lengths of printed pages, where every line is wrapped, in columns too."""
SLACK = 12
"""A line this much shorter than it need be has been ended on purpose."""

_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028]|[\f\v\u2029]")
_BULLET = re.compile(r"(?:[-*•·▪‣◦–—]|\(?\d{1,3}[.)]|\(?[a-z][.)])[ \t]+(?=\S)")
KEY = re.compile(
    r"(Title|Headline|Date|Dated|Published(?: on)?|Posted(?: on)?|Updated|Source|Publisher|Author|Byline|URL|Link):[ \t]*(?=\S)",
    re.I,
)
"""A line of metadata, as some archives put above an article."""

_WORD = re.compile(r"\S+")


def paragraphs(text: str, start: int = 0, *, wrapped: range = WRAPPED) -> list[Span]:
    """The paragraphs of `text` from `start` on, without surrounding white space and bullets.

    A blank line ends a paragraph. A single line break does too, except where the text is wrapped at a width among
    `wrapped` or the next line goes on in the middle of a sentence.

    >>> text = "Rain\\n\\nIt rained for a week in the\\nnorth of the country.\\n- first\\n- second"
    >>> [span.of(text) for span in paragraphs(text)]
    ['Rain', 'It rained for a week in the\\nnorth of the country.', 'first', 'second']
    """
    blocks = _blocks(text, start)
    width = _width(text, blocks, wrapped)
    found = []
    for block in blocks:
        begin, end = block[0]
        for line, following in pairwise(block):
            if not _goes_on(text, line, following, width):
                found.append(Span(begin, end))
                begin = following.start
            end = following.end
        found.append(Span(begin, end))
    return [span for span in (_without_bullet(text, span) for span in found) if any(map(str.isalnum, span.of(text)))]


def _blocks(text: str, start: int) -> list[list[Span]]:
    """Runs of lines between blank ones; a line's span is without surrounding white space."""
    blocks: list[list[Span]] = []
    last = None
    for match in _LINE.finditer(text, start):
        line = match.group()
        stripped = line.strip()
        if not stripped:
            continue
        begin = match.start() + len(line) - len(line.lstrip())
        between = text[last:begin] if last is not None else ""
        breaks = _BREAK.findall(between)
        if last is None or len(breaks) > 1 or breaks[0] in "\f\v\u2029":
            blocks.append([])
        blocks[-1].append(Span(begin, begin + len(stripped)))
        last = begin + len(stripped)
    return blocks


def _width(text: str, blocks: list[list[Span]], wrapped: range) -> int | None:
    """The column at which the text is wrapped, None where it is not."""
    breaks = [
        (line, following) for block in blocks for line, following in pairwise(block)
        if not _BULLET.match(text, following.start) and not _indent(text, following) > _indent(text, line)
    ]
    if len(breaks) < 3:
        return None
    lengths = sorted(line.end - line.start for block in blocks if len(block) > 1 for line in block)
    width = lengths[int(len(lengths) * 0.95) - 1 if len(lengths) > 20 else -1]
    full = sum(_room(text, line, following, width) <= 0 for line, following in breaks)
    return width if width in wrapped and full >= 0.5 * len(breaks) else None


def _room(text: str, line: Span, following: Span, width: int) -> int:
    """Columns that stay free when the next line's first word is put on `line` too."""
    word = _WORD.match(text, following.start)
    return width - (line.end - line.start) - 1 - len(word.group() if word else "")


def _goes_on(text: str, line: Span, following: Span, width: int | None) -> bool:
    opened = text[following.start]
    ended = text[line.end - 1] in ".!?:;"
    # A wrapped line may begin with the end of "on March / 14. The": a number counts as a bullet only after a full stop.
    if KEY.match(text, following.start) or KEY.match(text, line.start):
        return False
    if _BULLET.match(text, following.start) and (ended or not opened.isalnum()):
        return False
    if opened.islower() and not ended and (width or line.end - line.start >= 20):
        return True
    if width is None:
        return False
    if _indent(text, following) >= _indent(text, line) + 2:
        return False
    loose = opened.islower() or text[line.end - 1].islower() or text[line.end - 1] == ","
    return _room(text, line, following, width) < (SLACK if loose else 1)


def _indent(text: str, line: Span) -> int:
    before = text[max(0, line.start - 16) : line.start].expandtabs()
    return len(before) - len(before.rstrip(" "))


def _without_bullet(text: str, span: Span) -> Span:
    bullet = _BULLET.match(text, span.start, span.end)
    return Span(bullet.end(), span.end) if bullet else span
