"""Is a document English? Asked once per document, and of a model only where the plain words leave a doubt."""

import functools
import re
from typing import Any

from ..model import Document
from ..ontology import load

LEAST = 200
"""Characters below which no language can be told."""
MOST = 3000
PLAIN = 0.2
"""Share of English function words from which a text is English: articles have some 0.35, other languages below 0.05."""
SURE = 0.95
"""Probability from which the model's other language is believed."""
LATIN = 0.2
"""Share of words without an accent below which a text is not English, whichever other language it may be."""

_WORD = re.compile(r"[^\W\d_]+")


def foreign(document: Document) -> str | None:
    """The ISO 639-1 code of the language a document is in, None for English and for what is too short to tell.

    >>> from kg.read.text import article
    >>> text = "Der Fluss stieg in der Nacht, und die Leute in den Orten am Ufer verliessen ihre Häuser. " * 3
    >>> foreign(article(text, identifier="a"))
    'de'
    """
    text = " ".join(span.of(document.text) for span in document.paragraphs[:40])[:MOST]
    words = _WORD.findall(text.lower())
    if len(text) < LEAST or not words:
        return None
    plain = load().lexicon.words("functionWords")
    if sum(word in plain for word in words) >= PLAIN * len(words):
        return None
    language, probability = _identifier().classify(" ".join(words))
    other_script = sum(word.isascii() for word in words) < LATIN * len(words)
    return language if language != "en" and (other_script or probability >= SURE) else None


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # 1 s and 100 MB, for the few texts that leave a doubt

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
