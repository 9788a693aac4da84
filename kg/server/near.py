"""Look-ups answered in the server's own process: to hand one to another process costs more than the look-up.

Only for queries that cannot run away, whatever is asked and of whichever graph: one triple pattern, without a filter and with
no variable in it twice, so that each triple which the engine touches is a solution that it writes at once. What it writes
is counted, and the look-up ends at the limit of a small answer. All others go to processes that can be killed.
"""

import asyncio
import re
import time
from collections.abc import Container

from ..errors import KgError, StoreError
from ..store import Store
from .evaluate import Query, evaluate
from .output import Collected
from .reading import steady
from .reply import Answered
from .touching import resolved
from .writes import Snapshot

LONGEST = 4_000
"""Characters of a look-up at most."""
LATE, REST = 0.03, 1.0
"""Seconds after which a look-up has waited for a disk, or passed what was deleted; and for which it is left to others then."""
MANY = 1_000
"""Writes after which a newer snapshot is opened even if they touch nothing that is asked."""
IRI = r"<[^<>\"{}|^`\\\s]*+>"
NAME = r"(?:[A-Za-z][\w-]*+)?:[\w-]*+"
VARIABLE = r"\?\w++"
TEXT = r'"[^"\\\r\n]*+"(?:@[A-Za-z-]++)?'
PREFIX = re.compile(r"PREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
LOOKUP = re.compile(
    rf"""\s*+ (?:PREFIX\s++(?:[A-Za-z][\w-]*+)?:\s*+{IRI}\s*+)*+
    (?:ASK|SELECT\s*+(?:\*|{VARIABLE}(?:\s++{VARIABLE})*+)) \s*+ (?:WHERE\s*+)?+
    \{{\s*+ ({VARIABLE}|{IRI}|{NAME}) \s++ ({VARIABLE}|{IRI}|{NAME}|(?-i:a)) \s++ ({VARIABLE}|{IRI}|{NAME}|{TEXT})
    \s*+ \.?+ \s*+ \}}\s*+ (?:LIMIT\s++\d++\s*+)?+ (?:\#[^\r\n]*+\s*+)*+""",
    re.VERBOSE | re.IGNORECASE,
)
"""Such a query. All of it is read in one way only, or not at all: no text takes long."""


def lookup(query: Query) -> re.Match[str] | None:
    """The parts of a look-up, which ends soon because its answer may not be long; None for all other queries.

    >>> lookup(Query("PREFIX id: <urn:x:> SELECT ?p ?o { id:a ?p ?o }")).groups()
    ('id:a', '?p', '?o')
    >>> lookup(Query("SELECT ?p { <urn:a> ?p ?p }")), lookup(Query("SELECT DISTINCT ?p { <urn:a> ?p ?o }"))
    (None, None)
    """
    if len(query.text) > LONGEST or query.graphs or query.named or query.parameters:
        return None
    found = LOOKUP.fullmatch(query.text)
    if found is None:
        return None
    variables = [term for term in found.groups() if term.startswith("?")]
    return found if len(set(variables)) == len(variables) else None


def untouched(found: re.Match[str], touched: Container[str]) -> bool:
    """Whether writes of triples which are made of these IRIs cannot change the answer to a look-up.

    >>> found = lookup(Query("PREFIX id: <urn:x:> SELECT ?p ?o { id:a ?p ?o }"))
    >>> untouched(found, {"urn:x:b"}), untouched(found, {"urn:x:a"})
    (True, False)
    """
    terms = [term.strip() for term in found.groups() if not term.startswith(("?", '"'))]
    iris = resolved(terms, PREFIX.findall(found.string, 0, found.start(1)))
    return iris is not None and any(iri not in touched for iri in iris)


class Near:
    """A snapshot that look-ups see, and what was written since. It is opened beside the loop; until then there is no answer."""

    def __init__(self, location: str, limit: int) -> None:
        self._location, self._limit = location, limit
        self._last = 0
        self._rest = 0.0
        self._forget()

    def _forget(self) -> None:
        self._snapshot: Snapshot | None = None
        self._store: Store | None = None
        self._opening: asyncio.Task[None] | None = None
        self._writes: list[tuple[int, list[str] | None]] = []
        self._touched: set[str] | None = set()
        """The IRIs in the writes since the snapshot, None where one of them may have changed anything."""

    @property
    def place(self) -> str | None:
        """The folder that is open here, None where it is the store's own."""
        return self._snapshot.place if self._snapshot else None

    def note(self, number: int, iris: list[str] | None) -> None:
        """Notes a write and the IRIs in it, None where they are not known."""
        self._last = number
        if self._opening is None:
            return
        self._writes.append((number, iris))
        if iris is None or self._touched is None:
            self._touched = None
        else:
            self._touched.update(iris)
        if len(self._writes) > 2 * MANY:
            # Nobody looks anything up.
            self._forget()

    def answer(self, query: Query, newest: Snapshot, version: str) -> Answered | None:
        """The answer to a look-up of the store in the state `version`; None for other queries, and where it is not at hand."""
        begun = time.monotonic()
        found = lookup(query) if begun > self._rest else None
        if found is None:
            return None
        touched = self._touched
        known = touched is not None and (not touched or untouched(found, touched))
        if newest != self._snapshot and (not known or self._store is None or len(self._writes) > MANY):
            self._renew(newest)
        if self._store is None or not known:
            return None
        collected = Collected(self._limit)
        try:
            evaluate(self._store, query, collected)
        except StoreError:
            # The files are others now.
            self._forget()
            return None
        except KgError:
            # It is wrong, or its answer long: a reader will tell.
            return None
        ended = time.monotonic()
        if ended > begun + LATE:
            self._rest = ended + REST
        return Answered(collected.format, collected.content, version)

    def _renew(self, snapshot: Snapshot) -> None:
        if self._opening is None and snapshot.written < self._last:
            # Writes in between were not noted.
            return
        if self._opening is None or self._opening.done():
            self._opening = asyncio.ensure_future(self._open(snapshot))

    async def _open(self, snapshot: Snapshot) -> None:
        try:
            store = await asyncio.get_running_loop().run_in_executor(None, steady, snapshot.place or self._location)
        except (KgError, OSError):
            self._rest = time.monotonic() + REST
            self._forget()
            return
        if self._opening is not asyncio.current_task():
            return
        self._store, self._snapshot = store, snapshot
        self._writes = [(number, iris) for number, iris in self._writes if number > snapshot.written]
        known = [iris for _, iris in self._writes if iris is not None]
        self._touched = set().union(*known) if len(known) == len(self._writes) else None

    async def close(self) -> None:
        """Lets go of the store."""
        if self._opening is not None:
            await self._opening
        self._forget()
