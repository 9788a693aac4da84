"""Which reader a file gets: by its ending, and by what its first bytes say where the ending tells little."""

import re
from collections.abc import Callable, Iterator, Mapping

from ..errors import DocumentError
from ..model import Document
from . import archives, docx, feed, html, mail, markdown, pdf, records, text, warc
from .sources import Source

Reader = Callable[[Source], Iterator[Document | DocumentError | Source]]

FORMATS: Mapping[str, Reader] = {
    ".txt": text.read, ".text": text.read,
    ".md": markdown.read, ".markdown": markdown.read,
    ".html": html.read, ".htm": html.read, ".xhtml": html.read,
    ".pdf": pdf.read,
    ".docx": docx.read,
    ".jsonl": records.read_lines, ".ndjson": records.read_lines,
    ".csv": records.read_table, ".tsv": records.read_table,
    ".warc": warc.read,
    ".rss": feed.read, ".atom": feed.read, ".xml": feed.read,
    ".eml": mail.read, ".mht": mail.read, ".mhtml": mail.read,
    ".mbox": mail.read_box,
    ".zip": archives.unzip,
    ".tar": archives.untar, ".tgz": archives.untar, ".tbz2": archives.untar, ".txz": archives.untar,
    ".gz": archives.unpack, ".bz2": archives.unpack, ".xz": archives.unpack,
}
"""The reader of each file ending that is taken from folders and archives."""

_JSON = {".json": records.read_json}
"""Read when named: in folders it is mostly something else than articles."""

_HEAD = 2048
_SIGNS: tuple[tuple[re.Pattern[bytes], Reader], ...] = tuple(
    (re.compile(pattern, re.S | re.I), reader)
    for pattern, reader in (
        (rb"%PDF-", pdf.read),
        (rb"WARC/\d", warc.read),
        (rb".{257}ustar", archives.untar),
        (rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", feed.read),
        (rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", html.read),
        (rb"From \S+ .*\n[A-Za-z-]+: ", mail.read_box),
        (rb"(?:(?:Return-Path|Received|Message-ID|MIME-Version|Delivered-To|X-[A-Za-z-]+): .*\n)", mail.read),
    )
)


def reader(source: Source) -> Reader:
    """The reader of a source. Endings decide; files without one, text files and stdin are looked into."""
    name = source.name.lower()
    if re.search(r"\.warc\.gz$", name):
        return warc.read
    if re.search(r"\.tar\.(?:gz|bz2|xz)$", name):
        return archives.untar
    known = {**FORMATS, **_JSON}.get(source.ending)
    if known and known is not text.read:
        return known
    return sniffed(source) or text.read


def sniffed(source: Source) -> Reader | None:
    """The reader that a source's first bytes ask for, None where they ask for none: then it is text, or nothing."""
    with source.open() as stream:
        head = stream.read(_HEAD)
    if head.startswith(b"PK\x03\x04"):
        return docx.read if b"word/" in head or b"[Content_Types].xml" in head[:64] else archives.unzip
    if head.startswith(b"\x1f\x8b"):
        return warc.read if warc.is_warc(source) else archives.unpack
    for pattern, found in _SIGNS:
        if pattern.match(head):
            return found
    return records.read_lines if re.match(rb'\s*\{\s*"[^"]+"\s*:', head) else None
