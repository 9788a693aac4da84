"""Reading a graph: what is stated, by whom and how surely, and the ways between things. Nothing here writes."""

import datetime
import shlex
from collections.abc import Iterable, Sequence
from typing import cast

import pyoxigraph as ox

from ..errors import NotFound, UsageError
from ..model import Certainty, Polarity
from ..ontology import KG
from ..terms import IRI, Term
from . import select, walk
from .arguments import Literal, What, day, node, number, spelled_iri, time
from .asking import Asker
from .explain import Explanation, explain
from .records import Claim, Event, Fact, Node, Statement, Summary, text

STATUS = {"certainty": ("certain", "probable", "possible"), "polarity": ("affirmed", "negated")}


class Reader(Asker):
    """The reading half of a Graph, over any open store."""

    def summary(self) -> Summary:
        """How much there is: documents, entities, relations and events by kind, claims by status.

        >>> import kg
        >>> kg.demo().summary().events
        {'Airstrike': 1, 'Meeting': 1, 'MissileAttack': 1}
        """
        return select.summary(self.store, self.ontology)

    def facts(self, subject: What | None = None, predicate: str | None = None,
              object: What | Literal | None = None) -> list[Fact]:
        """The plain triples with this subject, property and object: what a document states as certain.

        subject, object  things by name, IRI or record; the object of a property such as killed or date a number or time
        predicate        the name of a property, such as "backs"

        >>> import kg
        >>> [str(fact) for fact in kg.demo().facts(predicate="backs")]
        ['Northern Front backs separatists', 'Ruritania backs Northern Front']
        """
        return select.facts(self.store, self._ends(subject, predicate, object), self.ontology)

    def claims(
        self, subject: What | None = None, predicate: str | None = None, object: What | Literal | None = None, *,
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
            where.append(f"GRAPH {node(self.document(document).iri)} {{ ?node a kg:Claim }}")
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
        since: datetime.date | str | None = None, until: datetime.date | str | None = None, claimed: bool = False,
    ) -> list[Event]:
        """Events of a class and the classes below it, in order of time; those without a date last.

        agent         only events by this one;  involving  only events in which this one has any role
        place         only events there, or in a place that lies there
        since, until  only events that may have happened from and up to that day (a date or "1987-05-12")
        claimed       also those of which the texts are not sure that they happened (see `Event.certainty`)

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
        if not claimed:
            where.append("FILTER NOT EXISTS { ?node kg:certainty ?degree }")
        return select.events(self.store, " ".join(where), self.ontology)

    def timeline(self, what: What | None = None, *, since: datetime.date | str | None = None,
                 until: datetime.date | str | None = None) -> list[Event]:
        """The dated events of the graph, or those in which one entity has a role, in order of time.

        >>> import kg
        >>> [str(event.date) for event in kg.demo().timeline("Grauland")]
        ['1987-05-13']
        """
        return [e for e in self.events(involving=what, since=since, until=until) if e.earliest or e.latest]

    def explain(self, subject: What | Claim | Fact | Statement, predicate: str | None = None,
                object: What | Literal | None = None) -> list[Explanation]:
        """Why the graph says something: for each claim its passage with the words marked, its source and status, and the rule.

        `subject` alone may be a fact, statement or claim, or a claim's IRI; without `object` all that is claimed with the
        property is explained.
        Raises NotFound where no document makes such a statement.

        >>> import kg
        >>> print(kg.demo().explain("Ana Petrov", "leads", "Northern Front")[0].marked())
        Ruritania arms the Northern Front, [a militia led by General Ana Petrov], officials in Strelsau said Thursday...
        """
        if isinstance(subject, Claim):
            found = [subject]
        elif isinstance(subject, Fact | Statement):
            found = self.claims(subject.subject, subject.predicate, cast(What, subject.object))
        elif predicate is None and object is None:
            iri = spelled_iri(subject)
            if iri is None:
                raise UsageError(f"{str(subject)!r} is no claim. Give its IRI, or subject, property and object one by one.")
            found = select.claims(self.store, select.block("node", [node(iri)]), self.ontology)
        else:
            found = self.claims(subject, predicate, object)
        if not found:
            asked = " ".join(text(part) for part in (subject, predicate, object) if part is not None)
            shown = shlex.quote(text(subject)) if isinstance(subject, str) else "NAME"
            raise NotFound(f"No document states: {asked}. See what is known with: kg show {shown}")
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

    def _ends(self, subject: What | None, predicate: str | None, object: What | Literal | None) -> str:
        """VALUES blocks for the ends of a statement that are given."""
        given: dict[str, Term] = {}
        if subject is not None:
            given["subject"] = node(self.iri(subject))
        if predicate is not None:
            given["property"] = self._property(predicate)
        if object is not None:
            given["object"] = self._object(predicate, object)
        return " ".join(select.block(end, [term]) for end, term in given.items())

    def _object(self, predicate: str | None, given: What | Literal) -> Term:
        """The RDF term of an object: a thing, or what the property's range says that the words mean."""
        if isinstance(given, Node) or (isinstance(given, str) and spelled_iri(given)):
            return node(self.iri(given))
        name = select.local((predicate or "").removeprefix("kg:"))
        if name == "type":
            return ox.NamedNode(KG + self.ontology.class_name(str(given)))
        kinds = self.ontology.property(name).range if predicate else frozenset()
        if isinstance(given, int) or "integer" in kinds:
            return number(cast(int, given))
        if not isinstance(given, str) or "date" in kinds:
            return time(given)
        return node(self.iri(given))

    def _property(self, name: str) -> ox.NamedNode:
        name = select.local(name.removeprefix("kg:"))
        return ox.NamedNode(select.RDF_TYPE if name == "type" else KG + self.ontology.property(name).name)
