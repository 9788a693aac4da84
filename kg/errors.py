"""Every error that kg raises on purpose.

    KgError
    |-- UsageError            the call itself is wrong: unknown option value, unknown format
    |-- DocumentError         one document cannot be read; the others go on
    |   |-- DocumentSkipped   a file of a folder that is no document for kg: told, but no failure
    |   `-- NothingBuilt      no document of a build could be read; its `failures` hold one error for each
    |-- ModelError            the language pipeline is missing or does not fit
    |-- WorkerLost            a process of a build was killed
    |-- OntologyError         ontology/ is broken, or a name is not in it
    |   `-- UnknownName       the name, with the near ones listed
    |-- StoreError            the store is missing, locked, broken or full
    |   `-- StoreLocked       another process has it open for writing
    |-- QueryError            SPARQL that cannot be read, or that is refused
    |   |-- QueryRefused      SERVICE, LOAD, FROM <file:...>, updates on a read-only store
    |   `-- QueryTimeout      the time limit ended the query
    |-- NotFound              no such entity, claim, document or saved question
    |-- MissingExtra          an optional part is not installed
    `-- ValidationFailed      the graph breaks the ontology or its shapes

A message says what is wrong, where, and what to do about it, in one line.
"""

import difflib
from collections.abc import Iterable, Sequence


class KgError(Exception):
    """The root of the tree: catch it to catch all that kg raises on purpose."""


class UsageError(KgError):
    """The call itself is wrong."""


class DocumentError(KgError):
    """A document cannot be read or built; the message begins with its name."""


class DocumentSkipped(DocumentError):
    """A file that lies in a folder and is of no kind that kg reads."""


class NothingBuilt(DocumentError):
    """None of the documents that were given could be built; `failures` says of each why.

    >>> print(NothingBuilt([DocumentError("a.txt: the file is empty."), DocumentError("b.txt: the file is empty.")]))
    None of 2 documents could be built. The first: a.txt: the file is empty.
    """

    def __init__(self, failures: Sequence[DocumentError]) -> None:
        self.failures = tuple(failures)
        first = str(self.failures[0])
        super().__init__(first if len(failures) == 1 else f"None of {len(failures)} documents could be built. The first: {first}")


class ModelError(KgError):
    """The spaCy pipeline is missing or lacks a component that kg needs."""


class WorkerLost(KgError):
    """A process that worked for a build ended before its time."""


class OntologyError(KgError):
    """A file in ontology/ is broken or contradicts itself."""


class UnknownName(OntologyError, KeyError):
    """A name that the ontology does not have.

    >>> print(UnknownName("property", "back", ["backs", "basedIn", "leads"], see="ontology/kg.ttl"))
    There is no property 'back'. Near it: backs. See ontology/kg.ttl.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str], *, see: str) -> None:
        near = difflib.get_close_matches(name, sorted(known), n=3, cutoff=0.6)
        hint = f"Near it: {', '.join(near)}. " if near else ""
        super().__init__(f"There is no {kind} {name!r}. {hint}See {see}.")

    __str__ = Exception.__str__


class StoreError(KgError):
    """The store is missing, broken, full, or not a store."""


class StoreLocked(StoreError):
    """Another process has the store open for writing."""


class QueryError(KgError):
    """A SPARQL query that cannot be read or run; the message says where."""


class QueryRefused(QueryError):
    """A query that would leave the store: SERVICE, LOAD, files, or a write where only reading is allowed."""


class QueryTimeout(QueryError):
    """A query that was stopped at its time limit."""


class NotFound(KgError):
    """Nothing has this name or IRI; the message lists what is near."""


class MissingExtra(KgError):
    """An optional part is not installed; the message holds the command that installs it.

    >>> print(MissingExtra("networkx", extra="networkx"))
    This needs networkx. Install it with: pip install 'kg-builder[networkx]'
    """

    def __init__(self, package: str, *, extra: str) -> None:
        super().__init__(f"This needs {package}. Install it with: pip install 'kg-builder[{extra}]'")


class ValidationFailed(KgError):
    """The graph breaks the ontology or its shapes."""
