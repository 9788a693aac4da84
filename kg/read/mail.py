"""Mails, mail boxes and web pages saved as one MIME file -> Document."""

import datetime
import email.policy
import email.utils
import io
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from typing import BinaryIO

from ..errors import DocumentError
from ..model import Document
from . import html
from .decode import decode
from .fragment import plain
from .sources import Source, parsing
from .text import article

LARGEST = 30_000_000
"""Bytes of one mail with what is attached to it."""


def read(source: Source) -> Iterator[Document]:
    """The text of one mail, or the page of a .mht file."""
    yield _article(source.read(LARGEST), source, source.identifier)


def read_box(source: Source) -> Iterator[Document | DocumentError]:
    """The mails of a box, read one after the other."""
    number = 0
    with source.open() as stream:
        for number, raw in enumerate(_mails(stream), 1):
            try:
                if len(raw) > LARGEST:
                    raise DocumentError(f"{source.origin}, mail {number}: is longer than {LARGEST / 1e6:.0f} MB.")
                yield _article(raw, source, None, number)
            except DocumentError as error:
                yield error
    if not number:
        raise DocumentError(f"{source.origin}: there is no mail in this box.")


def _mails(stream: BinaryIO) -> Iterator[bytes]:
    """The mails of a box: each begins with a line `From ...` after a blank one."""
    mail, blank = io.BytesIO(), True
    begun = False
    for line in stream:
        if blank and line.startswith(b"From "):
            if begun:
                yield mail.getvalue()
            mail, begun = io.BytesIO(), True
        elif begun and mail.tell() <= LARGEST:
            mail.write(line[1:] if line.startswith(b">From ") else line)
        blank = not line.strip()
    if begun:
        yield mail.getvalue()


def _article(raw: bytes, source: Source, identifier: str | None, number: int | None = None) -> Document:
    origin = source.origin if number is None else f"{source.origin}, mail {number}"
    source = replace(source, origin=origin)
    if not raw.strip():
        raise DocumentError(f"{origin}: the mail is empty.")
    with parsing(source, "a mail"):
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        part = mail.get_body(preferencelist=("plain", "html"))
        content = part.get_content() if part is not None and part.get_content_maintype() == "text" else ""
        subject, sent, name = (str(mail[field] or "") for field in ("Subject", "Date", "Message-ID"))
        address = str(mail["Snapshot-Content-Location"] or (part["Content-Location"] if part is not None else None) or "") or None
    if part is None or not content.strip():
        raise DocumentError(f"{origin}: there is no text in this mail.")
    if address and part.get_content_subtype() == "html":
        return html.page(content, source)
    body = plain(content) if part.get_content_subtype() == "html" else content.partition("\n-- \n")[0]
    name = name.strip("<> ") or (f"{source.identifier}-{number}" if number else source.identifier)
    return article(
        decode(body.encode("utf-8", "replace"), origin=origin), identifier=identifier or name, origin=origin, title=subject,
        issued=_sent(sent), date=source.date,
    )


def _sent(text: str) -> datetime.date | None:
    """The day on the sender's calendar."""
    try:
        return email.utils.parsedate_to_datetime(text).date()
    except ValueError:
        return None
