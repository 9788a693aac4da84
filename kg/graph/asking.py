"""Asking a graph in SPARQL: queries, and the saved questions by their names."""

from typing import Any

import pyoxigraph as ox

from .. import questions
from ..errors import UsageError
from ..terms import PREFIXES
from . import select
from .arguments import day, node, number, terms
from .finding import Finder
from .records import Rows


class Asker(Finder):
    """What a Graph answers in SPARQL."""

    def query(self, sparql: str, **parameters: Any) -> Rows:
        """The rows of a SELECT query, or of a saved question by its name, as named tuples of Python values.

        Parameters bind variables of the query; those of a saved question that ask for an entity take its name.
        The prefixes that kg itself uses (kg, id, rdfs, ...) need no declaration. Raises QueryError for what is no query.

        >>> import kg
        >>> for row in kg.demo().query("leaders", led="Northern Front"):
        ...     print(row.leaderLabel)
        Ana Petrov
        >>> kg.demo().query("SELECT ?name { ?x a kg:Country ; rdfs:label ?name } ORDER BY ?name")[0].name
        'Grauland'
        """
        solutions = self.run(sparql, **parameters)
        if not isinstance(solutions, ox.QuerySolutions):
            raise UsageError("This is no SELECT query. Use ask() for ASK, construct() for CONSTRUCT and DESCRIBE.")
        return select.solved(solutions)

    def ask(self, sparql: str, **parameters: Any) -> bool:
        """The answer to an ASK query.

        >>> import kg
        >>> kg.demo().ask("ASK { ?who kg:leads ?what }")
        True
        """
        answer = self.run(sparql, **parameters)
        if not isinstance(answer, ox.QueryBoolean):
            raise UsageError("This is no ASK query. Use query() for SELECT, construct() for CONSTRUCT and DESCRIBE.")
        return bool(answer)

    def construct(self, sparql: str, **parameters: Any) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query, sorted.

        >>> import kg
        >>> len(kg.demo().construct("CONSTRUCT { ?a kg:alliedWith ?b } { ?event kg:participant ?a, ?b FILTER(?a != ?b) }"))
        2
        """
        triples = self.run(sparql, **parameters)
        if not isinstance(triples, ox.QueryTriples):
            raise UsageError("This is no CONSTRUCT or DESCRIBE query. Use query() for SELECT, ask() for ASK.")
        return sorted(triples, key=str)

    def run(self, sparql: str, **parameters: Any) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """The bare answer of the store to any query or saved question, to be read once or written in a standard format.

        >>> import kg, pyoxigraph
        >>> kg.demo().run("casualties").serialize(format=pyoxigraph.QueryResultsFormat.CSV).decode().splitlines()[0]
        'agent,agentLabel,events,killed,injured'
        """
        if "{" in sparql or len(sparql.split()) != 1:
            return self.store.query(sparql, parameters=terms(parameters), prefixes=PREFIXES)
        question = questions.question(sparql)
        kinds = {"entity": lambda given: node(self.iri(given)), "date": day, "number": number}
        bound = {name: kinds[question.parameter(name).kind](given) for name, given in parameters.items()
                 if question.parameter(name).kind in kinds}
        return self.store.query(question.ask({**terms({n: g for n, g in parameters.items() if n not in bound}), **bound}))
