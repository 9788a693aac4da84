"""Answers kept for the next one who asks the same of the same state of the store."""

import re
from collections import OrderedDict
from dataclasses import dataclass

from .answering import entity_tag
from .evaluate import Query

SUSPECTS = ("NOW", "RAND", "UUID", "BNODE")
CHANGING = re.compile(r"\b(NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
"""Functions that answer differently each time. Found in a string or comment they cost a cached answer, no more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A whole answer."""

    format: str
    content: bytes
    etag: str


class Cache:
    """The answers used last, up to `size` bytes of them.

    >>> cache = Cache(1000)
    >>> cache.put(Query("ASK {}"), "v1", Entry("json", b"true", 'W/"1"'))
    >>> cache.get(Query("ASK {}"), "v1").content, cache.get(Query("ASK {}"), "v2")
    (b'true', None)
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._held = 0
        self._entries: OrderedDict[tuple[Query, str], Entry] = OrderedDict()
        self.hits = self.misses = 0

    def get(self, query: Query, version: str) -> Entry | None:
        """The answer to `query` in the state `version`, None where it is not kept."""
        entry = self._entries.get((query, version))
        if entry is None:
            self.misses += 1
            return None
        self._entries.move_to_end((query, version))
        self.hits += 1
        return entry

    def holds(self, query: Query, version: str) -> bool:
        """Whether the answer to `query` in the state `version` is kept."""
        return (query, version) in self._entries

    def put(self, query: Query, version: str, entry: Entry) -> None:
        """Keeps an answer, and lets go of those that were used longest ago."""
        if len(entry.content) > self._size // 8:
            return
        old = self._entries.pop((query, version), None)
        self._held += weight(query, entry) - (weight(query, old) if old else 0)
        self._entries[query, version] = entry
        while self._held > self._size:
            (gone, _), dropped = self._entries.popitem(last=False)
            self._held -= weight(gone, dropped)

    def clear(self) -> None:
        """Lets go of all: the store has changed."""
        self._entries.clear()
        self._held = 0


def weight(query: Query, entry: Entry) -> int:
    return len(query.text) + len(entry.content) + 500


def etag(query: Query, version: str) -> str | None:
    """The entity tag of the answer to `query` in the state `version`; None where the same query may answer differently.

    >>> etag(Query("SELECT (NOW() AS ?now) {}"), "v1") is None
    True
    """
    if not version:
        return None
    upper = query.text.upper()
    if any(word in upper for word in SUSPECTS) and CHANGING.search(query.text):
        return None
    formats = (query.solutions or "", query.graph or "")
    return entity_tag(version, query.text, *query.graphs, "", *query.named, "", *formats, query.base)
