"""Bytes -> text, once: encoding found, mojibake repaired, before any offset is taken."""

import codecs
import re
import unicodedata

from ..errors import DocumentError

LONGEST = 5_000_000
"""Bytes of the longest text that is read as one document."""

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

ACCENTED = 4
"""Where more than one character in so many is no ASCII, it is no English text in a western code page."""

SAMPLE = 4096
"""Bytes in which UTF-16 without its mark is looked for: of English every other one is zero."""

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_IN_WORD = re.compile(r"[a-z][À-ÖØ-Þ\x80-\x9f¡-¿][a-z]|[\x80-\x9f]")
"""What cp1252 makes of other code pages: capitals and signs inside of words, characters that it does not have."""


def decode(raw: bytes, *, origin: str, limit: int = LONGEST) -> str:
    """The text of `raw`: UTF-8 comes through as it is, other encodings are found, mojibake is repaired.

    `origin` is the document's name in messages. Raises DocumentError for binary, empty and too long input.

    >>> decode("José in Bogotá".encode("latin-1"), origin="a.txt")
    'José in Bogotá'
    >>> decode("Côte d’Ivoire".encode().decode("cp1252").encode(), origin="a.txt")
    'Côte d’Ivoire'
    >>> decode(b"GIF89a" + bytes(9), origin="a.txt")
    Traceback (most recent call last):
    kg.errors.DocumentError: a.txt: this is a binary file, no text. ...
    """
    if len(raw) > limit:
        raise too_long(len(raw), limit, origin=origin)
    text = _decoded(raw, origin=origin)
    if not text:
        raise DocumentError(f"{origin}: the file is empty.")
    if not text.strip("\ufeff") or text.isspace():
        raise DocumentError(f"{origin}: the file holds nothing but white space.")
    if len(_CONTROL.findall(text, 0, 4096)) * 50 > min(len(text), 4096):
        raise _binary(origin)
    return text if text.isascii() else _repaired(text)


def too_long(size: int, limit: int, *, origin: str) -> DocumentError:
    """The error for a document of `size` bytes, or of more than `limit` where that is all that is known."""
    return DocumentError(f"{origin}: {size / 1e6:.1f} MB, more than the {limit / 1e6:.0f} MB that one document may have. "
                         "Split it into one article a file.")


def _binary(origin: str) -> DocumentError:
    return DocumentError(f"{origin}: this is a binary file, no text. Save it as text, or in a format that kg reads.")


def _decoded(raw: bytes, *, origin: str) -> str:
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    for encoding, zeros in (("utf-16-le", raw[1:SAMPLE:2]), ("utf-16-be", raw[:SAMPLE:2])):
        if zeros.count(0) > 0.9 * len(zeros) and raw.strip(b"\0"):
            return raw.decode(encoding, "replace")
    if b"\0" in raw:
        raise _binary(origin)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        damaged = raw.decode("utf-8", "replace")
    faults = damaged.count("\ufffd")
    if sum(not character.isascii() for character in damaged) > 5 * faults:
        return damaged
    # What is read is English, where an unmarked file that is no UTF-8 is nearly always cp1252 (of which Latin-1 is a
    # part); charset-normalizer alone answers with one of the code pages that differ from it in a letter or two.
    western = raw.decode("cp1252", "replace")
    accented = sum(not character.isascii() for character in western)
    if "\ufffd" not in western and not _IN_WORD.search(western) and ACCENTED * accented < len(western):
        return western
    import charset_normalizer  # 0.1 s, and few files need it

    found = charset_normalizer.from_bytes(raw).best()
    if found is None:
        raise _binary(origin)
    return str(found)


def _repaired(text: str) -> str:
    """`text` itself unless it is mojibake: a clean text keeps every character, and with it every offset."""
    import ftfy  # 0.06 s, and plain ASCII needs none of it

    if not ftfy.badness.is_bad(text):
        return text
    only_encoding = ftfy.TextFixerConfig(
        unescape_html=False, remove_terminal_escapes=False, fix_latin_ligatures=False, fix_character_width=False,
        uncurl_quotes=False, fix_line_breaks=False, fix_surrogates=False, remove_control_chars=False, normalization=None,
    )
    repaired = ftfy.fix_text(text, only_encoding)
    return text if repaired == text else unicodedata.normalize("NFC", repaired)
