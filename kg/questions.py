"""The saved questions of queries/: one SPARQL query a file, asked by name with parameters.

    #+ summary: Who leads which country, organization or group
    #+ param: led entity: only who leads this one

The file's stem is the question's name. Its parameters stand in one line of the query, as a table that binds nothing;
asking with values puts them there as RDF terms, so that a file is also a query that runs as it is.

    VALUES (?leader ?led) { (UNDEF UNDEF) }

What must be there stands before BIND, OPTIONAL and FILTER: a BIND between two patterns makes the engine read all of
the second before it joins them (seconds instead of hundredths).
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .errors import NotFound, QueryError, UsageError
from .resources import folder
from .terms import Term

KINDS = ("entity", "date", "number", "text")
PARAMETER = re.compile(rf"(\w+) ({'|'.join(KINDS)}): (.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a question. `kind` says what its value is: an entity (by name or IRI), date, number or text."""

    name: str
    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class Question:
    """A saved query: its name, what it answers, what can be asked for, and its SPARQL."""

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    sparql: str

    def parameter(self, name: str) -> Parameter:
        """The parameter `name`; raises UsageError with the ones there are.

        >>> question("leaders").parameter("led").kind
        'entity'
        """
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        known = ", ".join(p.name for p in self.parameters) or "none"
        raise UsageError(f"The question {self.name!r} has no parameter {name!r}. It has: {known}.")

    def ask(self, values: Mapping[str, Term]) -> str:
        """The SPARQL of this question with some of its parameters bound to RDF terms.

        >>> import pyoxigraph as ox
        >>> print(question("leaders").ask({"led": ox.NamedNode("urn:x")}))
        #+ summary: Who leads...
          VALUES (?leader ?led) { (UNDEF <urn:x>) }
        ...
        """
        for name in values:
            self.parameter(name)
        if not self.parameters:
            return self.sparql
        names = [p.name for p in self.parameters]
        row = " ".join(str(values[name]) if name in values else "UNDEF" for name in names)
        return self.sparql.replace(_row(names), _row(names, row), 1)


def _row(names: list[str], values: str | None = None) -> str:
    return f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ ({values or ' '.join('UNDEF' for _ in names)}) }}"


@functools.cache
def questions(at: Path | None = None) -> Mapping[str, Question]:
    """The questions of the folder `at` (default: those that ship with kg), by name in order. Raises QueryError for a broken file.

    >>> "leaders" in questions()
    True
    """
    found = {path.stem: _read(path) for path in sorted((at or folder("queries")).glob("*.rq"))}
    return dict(sorted(found.items()))


def question(name: str) -> Question:
    """The question `name`; raises NotFound with the near ones.

    >>> question("leader")
    Traceback (most recent call last):
    kg.errors.NotFound: There is no saved question 'leader'. Near it: leaders. List them with: kg query
    """
    try:
        return questions()[name]
    except KeyError:
        import difflib
        near = difflib.get_close_matches(name, questions(), n=3, cutoff=0.5)
        hint = f"Near it: {', '.join(near)}. " if near else ""
        raise NotFound(f"There is no saved question {name!r}. {hint}List them with: kg query") from None


def _read(path: Path) -> Question:
    sparql = path.read_text(encoding="utf-8")
    summary, parameters = "", []
    for line in sparql.splitlines():
        if line.startswith("#+ summary: "):
            summary = line.removeprefix("#+ summary: ").strip()
        elif line.startswith("#+ param: "):
            parts = PARAMETER.fullmatch(line.removeprefix("#+ param: ").strip())
            if parts is None:
                raise QueryError(f"{path}: {line!r} is no parameter. Write: #+ param: NAME {'|'.join(KINDS)}: DESCRIPTION")
            parameters.append(Parameter(*parts.groups()))
    if not summary:
        raise QueryError(f"{path}: the first line must be '#+ summary: ...'.")
    if parameters and _row([p.name for p in parameters]) not in sparql:
        raise QueryError(f"{path}: the query must hold its parameters as {_row([p.name for p in parameters])}")
    return Question(path.stem, summary, tuple(parameters), sparql)
