"""Finding things in a graph: entities, events and documents by what they are called, and where the texts speak of them."""

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .. import ontology as schema
from ..errors import NotFound
from ..ontology import Ontology
from ..terms import IRI, to_term
from . import select
from .arguments import What, node, spelled_iri
from .names import Match, Names
from .records import Document, Entity, Event, Node, Passage

if TYPE_CHECKING:
    from ..store import Store

ENTITIES = ("Agent", "Place", "Weapon", "Position")
"""The classes whose instances are entities: the tops of the hierarchy without events, documents and claims."""


class Finder:
    """What a Graph finds by name, over any open store."""

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
        iri = spelled_iri(what)
        ways = [] if isinstance(what, Node) else [f"{{ ?node dcterms:identifier {to_term(str(what))} }}"]
        if iri is not None:
            ways.append(f"{{ {select.block('node', [node(iri)])} }}")
        found = select.documents(self.store, " UNION ".join(ways))
        if found:
            return found[0]
        near = difflib.get_close_matches(str(what), [d.name for d in self.documents()], n=3, cutoff=0.4)
        raise NotFound(f"There is no document {str(what)!r}." + (f" Near it: {', '.join(near)}." if near else ""))

    def text(self, document: What) -> str:
        """The whole text of a document, in which the offsets of its passages count.

        >>> import kg
        >>> graph = kg.demo()
        >>> passage = graph.mentions("Ana Petrov")[0]
        >>> graph.text(passage.document)[passage.start:passage.end]
        'Ana Petrov'
        """
        return select.text_of(self.store, self.document(document).iri)

    def mentions(self, what: What) -> list[Passage]:
        """Where the texts speak of an entity or event, by whatever name, in order of the text.

        >>> import kg
        >>> [passage.words for passage in kg.demo().mentions("Northern Front")]
        ['Northern Front', 'militia', 'Front', 'Northern Front']
        """
        return list(select.passages(self.store, f"?passage itsrdf:taIdentRef {node(self.iri(what))} .").values())
