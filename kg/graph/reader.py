"""Reading a graph: finding things, what is stated of them and by whom, and SPARQL. Nothing here writes."""

import datetime
import difflib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from .. import ontology as schema
from .. import questions
from ..errors import NotFound, UsageError
from ..model import Certainty, Polarity
from ..ontology import KG, Ontology
from ..terms import IRI, PREFIXES
from . import select, walk
from .arguments import What, day, node, number, spelled_iri, terms
from .explain import Explanation, explain
from .names import Match, Names
from .records import Claim, Document, Entity, Event, Fact, Passage, Rows, Statement, Summary

if TYPE_CHECKING:
    from ..store import Store

ENTITIES = ("Agent", "Place", "Weapon", "Position")
"""The classes whose instances are entities: the tops of the hierarchy without events, documents and claims."""
STATUS = {"certainty": ("certain", "probable", "possible"), "polarity": ("affirmed", "negated")}


class Reader:
    """The reading half of a Graph, over any open store."""

    def __init__(self, store: "Store", *, name: str = "", ontology: Ontology | None = None) -> None:
        self.store, self.name = store, name
        self._ontology = ontology
        self._names: tuple[str, Names] | None = None

    @property
    def ontology(self) -> Ontology:
        """The classes and properties that the graph is told in.

        >>> import kg
        >>> kg.demo().ontology.is_a("Airstrike", "Attack")
        True
        """
        if self._ontology is None:
            self._ontology = schema.load()
        return self._ontology

    @property
    def names(self) -> Names:
        """All names in the graph, read once for each state of the store.

        >>> import kg
        >>> kg.demo().names.find("lindt").name
        'Oskar Lindt'
        """
        version = self.store.version
        if self._names is None or self._names[0] != version:
            self._names = version, Names.read(self.store, self.ontology)
        return self._names[1]

    # ---- finding things

    def iri(self, what: What, *, classes: Iterable[str] = ()) -> IRI:
        """The IRI of what is called `what` (a name, other name, IRI, prefixed name such as `kg:backs`, or a record).

        Raises NotFound, with the near names, where nothing or more than one thing is called so.

        >>> import kg
        >>> kg.demo().iri("Front")
        'https://w3id.org/kg-builder/id/northern-front'
        """
        return spelled_iri(what) or self.names.find(str(what), classes=classes).iri

    def entity(self, what: What) -> Entity:
        """The entity called `what`; raises NotFound with the near names.

        >>> import kg
        >>> front = kg.demo().entity("the Northern Front")
        >>> front.name, front.cls, front.aliases
        ('Northern Front', 'ArmedGroup', ('Front',))
        """
        wanted = select.classes(self.ontology, *ENTITIES)
        iri = self.iri(what, classes=[select.local(cls.value) for cls in wanted])
        where = f"{select.block('node', [node(iri)])} {select.block('class', wanted)} ?node a ?class ."
        found = select.entities(self.store, where, self.ontology)
        if not found:
            raise NotFound(f"{iri}: there is no such entity in this graph.")
        return found[0]

    def event(self, what: What) -> Event:
        """The event called `what`, or with this IRI; raises NotFound with the near names.

        >>> import kg
        >>> kg.demo().event("airstrike on a depot of the Front").killed
        2
        """
        wanted = [select.local(cls.value) for cls in select.classes(self.ontology, "Event")]
        iri = self.iri(what, classes=wanted)
        found = select.events(self.store, select.block("node", [node(iri)]), self.ontology)
        if not found:
            raise NotFound(f"{iri}: there is no such event in this graph.")
        return found[0]

    def thing(self, what: What) -> Entity | Event:
        """The entity or event called `what`; raises NotFound with the near names.

        >>> import kg
        >>> kg.demo().thing("Front").cls
        'ArmedGroup'
        """
        iri = self.iri(what)
        cls = select.nodes(self.store, [iri], self.ontology)[iri].cls
        return self.event(iri) if self.ontology.is_event(cls) else self.entity(iri)

    def entities(self, cls: str | None = None) -> list[Entity]:
        """All entities of a class and the classes below it, by name; without a class all there are.

        >>> import kg
        >>> [place.name for place in kg.demo().entities("Place")]
        ['Camp Zenda', 'Grauland', 'Hentzau', 'Ruritania', 'Strelsau', 'depot of the Front']
        """
        wanted = select.classes(self.ontology, *([cls] if cls else ENTITIES))
        return select.entities(self.store, f"{select.block('class', wanted)} ?node a ?class .", self.ontology)

    def search(self, question: str, *, limit: int = 10, cls: str | None = None) -> list[Match]:
        """What is called like `question`, best first: the whole name, its beginning, the beginning of a later word, or nearly.

        >>> import kg
        >>> [(match.node.name, match.score) for match in kg.demo().search("petr")]
        [('Ana Petrov', 95.0), ('meeting of Oskar Lindt and Ana Petrov', 90.0)]
        """
        below = [select.local(c.value) for c in select.classes(self.ontology, cls)] if cls else ()
        return self.names.search(question, limit=limit, classes=below)

    def documents(self) -> list[Document]:
        """The documents that were read, in order of time.

        >>> import kg
        >>> [document.publisher for document in kg.demo().documents()]
        ['Ruritanian Press Agency', 'Grauland Herald']
        """
        return select.documents(self.store)

    def document(self, what: What) -> Document:
        """The document with this identifier or IRI; raises NotFound with the near ones.

        >>> import kg
        >>> kg.demo().document("1987-05-20-talks").issued
        datetime.date(1987, 5, 20)
        """
        known = self.documents()
        for document in known:
            if what in (document, document.name, document.iri):
                return document
        near = difflib.get_close_matches(str(what), [d.name for d in known], n=3, cutoff=0.4)
        raise NotFound(f"There is no document {str(what)!r}." + (f" Near it: {', '.join(near)}." if near else ""))

    def mentions(self, what: What) -> list[Passage]:
        """Where the texts speak of an entity or event, by whatever name, in order of the text.

        >>> import kg
        >>> [passage.words for passage in kg.demo().mentions("Northern Front")]
        ['Northern Front', 'militia', 'Front', 'Northern Front']
        """
        return list(select.passages(self.store, f"?passage itsrdf:taIdentRef {node(self.iri(what))} .").values())

    # ---- what is stated

    def summary(self) -> Summary:
        """How much there is: documents, entities, relations and events by kind, claims by status.

        >>> import kg
        >>> kg.demo().summary().events
        {'Airstrike': 1, 'Meeting': 1, 'MissileAttack': 1}
        """
        return select.summary(self.store, self.ontology)

    def facts(self, subject: What | None = None, predicate: str | None = None, object: What | None = None) -> list[Fact]:
        """The plain triples with this subject, property and object: what a document states as certain.

        >>> import kg
        >>> [str(fact) for fact in kg.demo().facts(predicate="backs")]
        ['Northern Front backs separatists', 'Ruritania backs Northern Front']
        """
        return select.facts(self.store, self._ends(subject, predicate, object), self.ontology)

    def claims(
        self, subject: What | None = None, predicate: str | None = None, object: What | None = None, *,
        about: What | None = None, certainty: Certainty | None = None, polarity: Polarity | None = None,
        source: What | None = None, document: What | None = None,
    ) -> list[Claim]:
        """The statements that the documents make, each with its passage, status and source, in order of the text.

        about      only those with this subject or object
        certainty  "certain", "probable" or "possible";  polarity  "affirmed" or "negated"
        source     only what this one says;  document  only what this document states

        >>> import kg
        >>> [str(claim) for claim in kg.demo().claims(certainty="probable")]
        ['rocket attack on Camp Zenda agent Northern Front (probable)']
        >>> [claim.status for claim in kg.demo().claims("Ruritania", "backs", "Northern Front")]
        ['certain, says officials in Strelsau', 'certain, negated, says foreign ministry']
        """
        where = [self._ends(subject, predicate, object)]
        for given, end in ((subject, "subject"), (predicate, "property"), (object, "object")):
            if given is not None:
                where.append(f"?node rdf:{'predicate' if end == 'property' else end} ?{end} .")
        if about is not None:
            iri = node(self.iri(about))
            where.append(f"{{ ?node rdf:subject {iri} }} UNION {{ ?node rdf:object {iri} }}")
        for name, wanted in (("certainty", certainty), ("polarity", polarity)):
            if wanted is not None:
                if wanted not in STATUS[name]:
                    raise UsageError(f"There is no {name} {wanted!r}. It is one of {', '.join(STATUS[name])}.")
                where.append(f"?node kg:{name} kg:{wanted} .")
        if source is not None:
            where.append(f"?node kg:source {node(self.iri(source))} .")
        if document is not None:
            name = spelled_iri(document) or self.document(document).iri
            where.append(f"GRAPH {node(name)} {{ ?node a kg:Claim }}")
        return select.claims(self.store, " ".join(where), self.ontology)

    def statements(self) -> list[Statement]:
        """Every statement once for each status that it has, with the number of documents that make it so.

        >>> import kg
        >>> [(s.subject.name, s.polarity, s.documents) for s in kg.demo().statements() if s.predicate == "backs"]
        [('Northern Front', 'affirmed', 1), ('Ruritania', 'affirmed', 1), ('Ruritania', 'negated', 1)]
        """
        return select.statements(self.store, self.ontology)

    def events(
        self, cls: str | None = None, *, agent: What | None = None, place: What | None = None, involving: What | None = None,
        since: datetime.date | str | None = None, until: datetime.date | str | None = None,
    ) -> list[Event]:
        """Events of a class and the classes below it, in order of time; those without a date last.

        agent         only events by this one;  involving  only events in which this one has any role
        place         only events there, or in a place that lies there
        since, until  only events that may have happened from and up to that day (a date or "1987-05-12")

        >>> import kg
        >>> for event in kg.demo().events("Attack", since="1987-05-01"):
        ...     print(event.date, event.name, event.killed, *event.places)
        1987-05-12 rocket attack on Camp Zenda 4 Hentzau
        1987-05-13 airstrike on a depot of the Front 2
        """
        where = [f"{select.block('class', select.classes(self.ontology, cls or 'Event'))} ?node a ?class ."]
        if agent is not None:
            where.append(f"?node kg:agent {node(self.iri(agent))} .")
        if involving is not None:
            where.append(f"?node {'|'.join(f'kg:{role}' for role in select.ROLES)} {node(self.iri(involving))} .")
        if place is not None:
            where.append(f"?node kg:location/(kg:locatedIn|kg:partOf)* {node(self.iri(place))} .")
        if since is not None:
            where.append(f"?node kg:latest ?latest . FILTER(?latest >= {day(since)})")
        if until is not None:
            where.append(f"?node kg:earliest ?earliest . FILTER(?earliest <= {day(until)})")
        return select.events(self.store, " ".join(where), self.ontology)

    def timeline(self, what: What | None = None, *, since: datetime.date | str | None = None,
                 until: datetime.date | str | None = None) -> list[Event]:
        """The dated events of the graph, or those in which one entity has a role, in order of time.

        >>> import kg
        >>> [str(event.date) for event in kg.demo().timeline("Grauland")]
        ['1987-05-13']
        """
        return [e for e in self.events(involving=what, since=since, until=until) if e.earliest or e.latest]

    def explain(self, subject: What | Claim, predicate: str | None = None, object: What | None = None) -> list[Explanation]:
        """Why the graph says something: for each claim its passage with the words marked, its source and status, and the rule.

        `subject` alone may be a claim or a claim's IRI. Raises NotFound where no document makes such a statement.

        >>> import kg
        >>> print(kg.demo().explain("Ana Petrov", "leads", "Northern Front")[0].marked())
        Ruritania arms the Northern Front, [a militia led by General Ana Petrov], officials in Strelsau said Thursday...
        """
        if isinstance(subject, Claim):
            found = [subject]
        elif predicate is None and object is None:
            found = select.claims(self.store, select.block("node", [node(spelled_iri(subject) or str(subject))]), self.ontology)
        else:
            found = self.claims(subject, predicate, object)
        if not found:
            asked = " ".join(str(part) for part in (subject, predicate, object) if part is not None)
            raise NotFound(f"No document states: {asked}. See what is known with: kg show NAME")
        return [explain(self.store, claim, self.ontology) for claim in found]

    # ---- the graph as a graph

    def neighbours(self, what: What, *, depth: int = 1, properties: Iterable[str] | None = None) -> list[Fact]:
        """The plain triples within `depth` steps of an entity or event, in either direction; only `properties`, if given.

        >>> import kg
        >>> [str(fact) for fact in kg.demo().neighbours("Ruritania")]
        ['Ruritania backs Northern Front']
        """
        return walk.around(self.iri(what), self._look(properties), depth)

    def paths(self, start: What, end: What, *, longest: int = 4,
              properties: Iterable[str] | None = None) -> list[tuple[Fact, ...]]:
        """All shortest chains of plain triples that join two things, walked in either direction, of at most `longest` steps.

        >>> import kg
        >>> for path in kg.demo().paths("Ruritania", "Ana Petrov"):
        ...     print(" / ".join(str(fact) for fact in path))
        Ruritania backs Northern Front / Ana Petrov leads Northern Front
        """
        return walk.paths(self.iri(start), self.iri(end), self._look(properties), longest)

    def _look(self, properties: Iterable[str] | None) -> walk.Look:
        """What walks a step: the facts, of some properties or all, at some things."""
        chosen = None if properties is None else [self._property(name) for name in properties]

        def look(things: Sequence[IRI]) -> list[Fact]:
            known = [ox.NamedNode(iri) for iri in things]
            found = [fact for end in ("subject", "object")
                     for fact in select.facts(self.store, select.block(end, known), self.ontology, chosen)]
            return list(dict.fromkeys(found))
        return look

    # ---- SPARQL

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

    def _ends(self, subject: What | None, predicate: str | None, object: What | None) -> str:
        """VALUES blocks for the ends of a statement that are given."""
        given = {"subject": subject and node(self.iri(subject)), "property": predicate and self._property(predicate),
                 "object": object and node(self.iri(object))}
        return " ".join(select.block(end, [term]) for end, term in given.items() if term)

    def _property(self, name: str) -> ox.NamedNode:
        name = select.local(name.removeprefix("kg:"))
        return ox.NamedNode(select.RDF_TYPE if name == "type" else KG + self.ontology.property(name).name)
