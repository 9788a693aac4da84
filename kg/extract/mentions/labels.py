"""What a person would call an unnamed thing, and how names become keys."""

import re
import unicodedata
from dataclasses import replace

from ...model import Mention
from ...ontology import Ontology
from ..columns import Columns
from .nominals import partitive

SPECIAL = str.maketrans(
    {
        "ı": "i",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ß": "ss",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
    }
    | dict.fromkeys("'’‘ʼʻ`´.ʿʾ")
)
LOOSE = frozenset(
    {
        "other",
        "same",
        "such",
        "own",
        "certain",
        "particular",
        "only",
        "very",
        "different",
        "various",
        "several",
        "many",
        "few",
        "more",
        "most",
        "additional",
        "another",
        "further",
        "first",
        "second",
        "third",
        "said",
        "some",
        "all",
        "both",
        "least",
        "single",
        "dozen",
        "dozens",
    }
)
"""Modifiers that tell how many or which of those spoken of, not what they are."""

LONGEST = 40
"""Tokens before its head that a label may take up: a list of owners without end is no name."""


def nominal_label(page: Columns, mention: Mention, ontology: Ontology) -> str:
    """The modifiers and head of a nominal: "at least three tall soldiers who ..." -> "tall soldiers"."""
    possessive = ontology.lexicon.words("possessive")
    whole = partitive(page, mention.head) if page.pos[mention.head] == "NUM" else None
    if whole is not None:
        mention = replace(mention, start=page.phrase_start(whole), head=whole)
    kept = []
    start = max(mention.start, page.phrase_start(mention.head), mention.head - LONGEST)
    for i in range(start, mention.head + 1):
        if i != mention.head and (_drops(page, i, mention, possessive)):
            continue
        kept.append(i)
    kept = [i for i in kept if not _of_age(page, i)]
    while kept and page.pos[kept[0]] in ("PUNCT", "CCONJ", "PART", "ADP") and len(kept) > 1:
        kept.pop(0)
    words = ""
    for at, i in enumerate(kept):
        word = page.text[i]
        opening = at == 0 and page.starts[page.sentence[i]] == i
        if opening and page.pos[i] not in ("PROPN",) and not page.label[i] and not word.isupper():
            word = word[:1].lower() + word[1:]
        glued = at > 0 and kept[at - 1] == i - 1 and page.to[i - 1] == page.at[i]
        words += word if glued or not words else f" {word}"
    return " ".join(words.split())


def _drops(page: Columns, i: int, mention: Mention, possessive: frozenset[str]) -> bool:
    """True for the words of a nominal that are no part of its label."""
    if page.text[i + 1] == "-" and page.to[i] == page.at[i + 1]:
        return False  # "120" in "120-mm mortar"
    while page.head[i] != mention.head and mention.start <= page.head[i] < mention.end and page.head[i] != i:
        if page.dep[i] in ("nummod", "det", "quantmod") or page.lower[i] in LOOSE:
            return page.dep[i] != "det" or True
        i = page.head[i]
    if page.dep[i] in ("det", "predet", "nummod", "quantmod", "relcl", "acl", "cc", "preconj") and page.pos[i] not in ("PROPN",):
        return page.dep[i] != "cc"
    if page.dep[i] == "poss":
        return page.lower[i] in possessive
    return page.lower[i] in LOOSE or page.pos[i] == "SPACE" or page.lower[i] in ("“", "”", '"')


def _of_age(page: Columns, i: int) -> bool:
    """True for the words of "21-year-old", which tell no more of what somebody is than "some" does."""
    old = next((k for k in range(i, min(i + 5, len(page))) if page.lower[k] == "old"), None)
    return old is not None and page.text[old - 1] == "-" and page.lower[i] in ("-", "old", "year", "month", "week", "day")


def slug(name: str) -> str:
    """A name as the tail of an IRI: ASCII, lower case, words joined by hyphens; other letters as their code points.

    >>> slug("N’Djamena Accord"), slug("the Łódź Front"), slug("U.S. army"), slug("Мир")
    ('ndjamena-accord', 'the-lodz-front', 'us-army', 'u041c-u0438-u0440')
    """
    if name.isascii():
        letters = name.translate(SPECIAL)
    else:
        plain = unicodedata.normalize("NFKD", name.translate(SPECIAL))
        letters = "".join(
            c if c.isascii() else f" u{ord(c):04x} " if c.isalpha() else "" for c in plain if not unicodedata.combining(c)
        )
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-") or "unnamed"
