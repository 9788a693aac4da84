"""JSON, JSON lines and CSV -> Document, one a record."""

import codecs
import csv
import datetime
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from ..errors import DocumentError
from ..model import Document
from .days import calendar_date
from .decode import LONGEST, decode
from .sources import Source, parsing
from .text import article

LARGEST_JSON = 200_000_000

TEXT = ("text", "body", "content", "article", "maintext", "article_text", "full_text", "story", "doctext", "raw_text",
        "description")
TITLE = ("title", "headline", "subject")
DATE = ("date", "issued", "published", "published_at", "publication_date", "date_published", "date_publish", "datepublished",
        "pubdate", "created_at", "timestamp")
PUBLISHER = ("publisher", "source_name", "sitename", "site_name", "outlet", "source", "domain", "source_domain")
ADDRESS = ("url", "link", "source_url", "canonical_url", "uri", "permalink")
IDENTIFIER = ("id", "identifier", "doc_id", "docid", "article_id", "uuid", "guid", "_id")
"""The names of fields, the first that has a value counts; upper and lower case, blanks and hyphens do not matter."""


def read_lines(source: Source) -> Iterator[Document | DocumentError]:
    """The documents of a file with one JSON object a line; a broken line is an error of its own."""
    read = False
    with source.open() as stream:
        for number, line in enumerate(_lines(stream), 1):
            if not line.strip():
                continue
            read = True
            try:
                if len(line) > LONGEST:
                    raise DocumentError(f"{source.origin}, line {number}: is longer than {LONGEST / 1e6:.0f} MB.")
                text = decode(line.rstrip(), origin=f"{source.origin}, line {number}")
                yield record(_object(text, source, number), source, number)
            except DocumentError as error:
                yield error
    if not read:
        raise DocumentError(f"{source.origin}: the file is empty.")


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream; of one that is longer than any document no more than shows that."""
    while line := stream.readline(LONGEST + 1):
        rest = line
        while not rest.endswith(b"\n") and (rest := stream.readline(LONGEST)):
            pass
        yield line


def read_json(source: Source) -> Iterator[Document | DocumentError]:
    """The documents of a JSON file: one object, or an array of them."""
    text = decode(source.read(LARGEST_JSON), origin=source.origin, limit=LARGEST_JSON)
    with parsing(source, "JSON"):
        found = json.loads(text)
    if isinstance(found, Mapping):
        lists = [value for value in found.values() if isinstance(value, list) and value and isinstance(value[0], Mapping)]
        found = [found] if _field(_normal(found), TEXT) or len(lists) != 1 else lists[0]
    if not isinstance(found, list):
        raise DocumentError(f"{source.origin}: holds neither an object nor an array of them.")
    for number, entry in enumerate(found, 1):
        try:
            yield record(entry, source, number if len(found) > 1 else None, "entry")
        except DocumentError as error:
            yield error


def read_table(source: Source) -> Iterator[Document | DocumentError]:
    """The documents of a CSV or TSV file whose first row names the fields."""
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST))
    with source.open() as stream:
        lines = _decoded_lines(stream, source)
        head = next(lines)
        mark = "\t" if source.ending == ".tsv" else max("\t;,|", key=head.count)
        rows = csv.DictReader(itertools.chain([head], lines), delimiter=mark, strict=True)
        fields = [field.strip().lstrip("\ufeff") for field in rows.fieldnames or ()]
        if not _field({field: "x" for field in _normal(dict.fromkeys(fields, "x"))}, TEXT):
            raise DocumentError(f"{source.origin}: no column holds the text. Name one of them {TEXT[0]}, {TEXT[1]} or {TEXT[2]}.")
        rows.fieldnames = fields
        with parsing(source, "a table"):
            for row in rows:
                try:
                    yield record(row, source, rows.line_num)
                except DocumentError as error:
                    yield error


def _decoded_lines(stream: BinaryIO, source: Source) -> Iterator[str]:
    """The lines of a table as text; encodings that need the whole file get it."""
    head = stream.read(2)
    stream.seek(0)
    if head in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raw = stream.read(LARGEST_JSON)
        yield from decode(raw, origin=source.origin, limit=LARGEST_JSON).splitlines(keepends=True)
        return
    for number, line in enumerate(stream):
        yield decode(line, origin=source.origin) if line.strip() or not number else "\n"
    if not head:
        raise DocumentError(f"{source.origin}: the file is empty.")


def record(entry: object, source: Source, number: int | None = None, kind: str = "line") -> Document:
    """The document of one record. Raises DocumentError where it has no text."""
    origin = source.origin if number is None else f"{source.origin}, {kind} {number}"
    if not isinstance(entry, Mapping):
        raise DocumentError(f"{origin}: is no object with fields, as {{\"text\": \"...\"}}.")
    fields = _normal(entry)
    text = _field(fields, TEXT)
    if not text or not text.strip():
        raise DocumentError(f"{origin}: no field holds the text. Name it {TEXT[0]}, {TEXT[1]} or {TEXT[2]}.")
    address = _field(fields, ADDRESS)
    name = source.identifier if number is None else f"{source.identifier}-{number}"
    return article(
        decode(text.encode("utf-8", "replace"), origin=origin), identifier=_field(fields, IDENTIFIER) or address or name,
        origin=origin, title=_field(fields, TITLE), issued=_date(_field(fields, DATE)), publisher=_field(fields, PUBLISHER),
        source=address, date=source.date,
    )


def _object(line: str, source: Source, number: int) -> object:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise DocumentError(f"{source.origin}, line {number}: is no JSON: {error.msg} at column {error.colno}.") from error
    except RecursionError as error:
        raise DocumentError(f"{source.origin}, line {number}: is nested too deeply.") from error


def _normal(entry: Mapping) -> dict[str, object]:
    return {re.sub(r"[ -]", "_", str(name).strip().lower()): value for name, value in entry.items() if name is not None}


def _field(fields: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    """The value of the first of `names` that is there; {"name": ...} as schema.org writes it counts as its name."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, Mapping):
            value = value.get("name") or value.get("title")
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return None


def _date(text: str | None) -> datetime.date | None:
    """ISO dates and times, written dates, and seconds since 1970 in UTC."""
    if text and text.isdigit() and len(text) in (10, 13):
        seconds = int(text[:10])
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date()
    return calendar_date(text) if text else None
