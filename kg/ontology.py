"""The schema and the words, loaded once from ontology/ into frozen tables.

`kg.ttl` gives classes and properties, `lexicon.ttl` says which words mean which of them. Both are data: a new
relation or a new verb is an edit there, and no Python. Unknown names fail with the near ones listed.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from .errors import OntologyError, UnknownName
from .resources import folder

KG = "https://w3id.org/kg-builder/ontology#"
LEX = "https://w3id.org/kg-builder/lexicon#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"

PARTS_OF_SPEECH = ("verb", "noun", "adjective")


@dataclass(frozen=True, slots=True)
class Property:
    """A relation or role. `domain` and `range` are class names, any of which will do; empty means anything."""

    name: str
    domain: frozenset[str]
    range: frozenset[str]
    symmetric: bool = False
    inverse: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A frame entry of the lexicon: what a predicate means.

    means  local name of a property (a relation) or of an event class
    slots  for a relation the keys are "from" and "to", for an event the names of roles; the values are argument
           slots in the order in which they are tried
    """

    name: str
    means: str
    slots: Mapping[str, tuple[str, ...]]
    classes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Narrower classes than the property's own for what fills a key of `slots`."""
    needs: tuple[str, ...] = ()
    """What must be filled for the entry to apply: an argument slot ("prep:with"), a role ("instrument") or a word set."""
    named: frozenset[str] = frozenset()
    """Keys of `slots` that only a named entity may fill."""
    negated: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    """A word for a position: "president", and the relation that its holder has to what he is president of."""

    name: str
    relation: str | None
    rank: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words. `frames` by (part of speech, lemma), `kinds` by noun lemma, `titles` by lower-case phrase."""

    frames: Mapping[tuple[str, str], tuple[Entry, ...]]
    kinds: Mapping[str, str]
    titles: Mapping[str, Title]
    sets: Mapping[str, frozenset[str]]
    entries: Mapping[str, Entry]
    sorts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    counterparts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Noun -> the nouns that may call the same thing ("captive": "hostage"); noun -> what its owner is ("client": "lawyer")."""
    deeds: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Verb of an event -> the noun for it, and the preposition before whom it is aimed at: "shell" -> ("shelling", "of")."""

    def words(self, name: str) -> frozenset[str]:
        """The word set `name` (a lex:Words of lexicon.ttl).

        >>> "say" in load().lexicon.words("saying")
        True
        """
        try:
            return self.sets[name]
        except KeyError:
            raise UnknownName("word set", name, self.sets, see="ontology/lexicon.ttl") from None


@dataclass(frozen=True, slots=True)
class Ontology:
    """Classes with all their ancestors, properties with domain and range, and the lexicon."""

    ancestry: Mapping[str, tuple[str, ...]]
    """Class name -> itself and all classes above it, nearest first."""
    properties: Mapping[str, Property]
    labels: Mapping[str, str]
    lexicon: Lexicon

    def is_a(self, cls: str, ancestor: str) -> bool:
        """True where `cls` is `ancestor` or lies below it.

        >>> load().is_a("Airstrike", "Attack"), load().is_a("Person", "Place")
        (True, False)
        """
        return ancestor in self.ancestry.get(cls, ())

    def property(self, name: str) -> Property:
        """The property `name`; raises UnknownName with the near ones.

        >>> load().property("back")
        Traceback (most recent call last):
        kg.errors.UnknownName: There is no property 'back'. Near it: backs... See ontology/kg.ttl.
        """
        try:
            return self.properties[name]
        except KeyError:
            raise UnknownName("property", name, self.properties, see="ontology/kg.ttl") from None

    def class_name(self, name: str) -> str:
        """`name` itself where it is a class; raises UnknownName with the near ones."""
        if name not in self.ancestry:
            raise UnknownName("class", name, self.ancestry, see="ontology/kg.ttl")
        return name

    def is_event(self, cls: str) -> bool:
        return self.is_a(cls, "Event")

    def fits(self, cls: str, wanted: frozenset[str]) -> bool:
        """True where an instance of `cls` may stand where any of `wanted` is asked for."""
        return not wanted or any(w in self.ancestry.get(cls, ()) for w in wanted)

    def accepts(self, predicate: str, subject: str, object: str) -> str | None:
        """None where the classes fit the property's domain and range, else which of the two refuses.

        >>> load().accepts("leads", "Person", "ArmedGroup"), load().accepts("leads", "Settlement", "ArmedGroup")
        (None, 'domain')
        """
        prop = self.property(predicate)
        if not self.fits(subject, prop.domain):
            return "domain"
        return None if self.fits(object, prop.range) else "range"


@functools.cache
def load(at: Path | None = None) -> Ontology:
    """The ontology of the folder `at` (default: the one that ships with kg). Raises OntologyError.

    >>> ontology = load()
    >>> ontology.property("alliedWith").symmetric
    True
    """
    at = at or folder("ontology")
    schema, words = read_turtle(at / "kg.ttl"), read_turtle(at / "lexicon.ttl")
    ancestry = _ancestry(schema)
    properties = _properties(schema)
    labels = {_local(q.subject): q.object.value for q in schema.quads_for_pattern(None, ox.NamedNode(RDFS + "label"), None)
              if isinstance(q.subject, ox.NamedNode) and isinstance(q.object, ox.Literal) and q.subject.value.startswith(KG)}
    lexicon = _lexicon(words, ancestry, properties)
    return Ontology(MappingProxyType(ancestry), MappingProxyType(properties), MappingProxyType(labels), lexicon)


def read_turtle(path: Path) -> ox.Store:
    """One Turtle file in memory; its faults become an OntologyError that names file and line."""
    store = ox.Store()
    try:
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    except (SyntaxError, ValueError) as error:
        raise OntologyError(f"{path}: {error}") from error
    except OSError as error:
        raise OntologyError(f"{path}: {error.strerror or error}. The ontology folder needs kg.ttl and lexicon.ttl.") from error
    return store


def _local(term: ox.NamedNode) -> str:
    return term.value.rpartition("#")[2]


def _objects(store: ox.Store, subject: ox.NamedNode | ox.BlankNode, predicate: str) -> list:
    """The objects of one subject and predicate, sorted: stores have no order."""
    found = [q.object for q in store.quads_for_pattern(subject, ox.NamedNode(predicate), None)]
    return sorted(found, key=lambda term: term.value)


def _instances(store: ox.Store, cls: str) -> list[ox.NamedNode]:
    found = [q.subject for q in store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(cls))]
    return sorted((s for s in found if isinstance(s, ox.NamedNode)), key=lambda term: term.value)


def _ancestry(schema: ox.Store) -> dict[str, tuple[str, ...]]:
    parents = {_local(c): [_local(p) for p in _objects(schema, c, RDFS + "subClassOf") if p.value.startswith(KG)]
               for c in _instances(schema, OWL + "Class") if c.value.startswith(KG)}
    ancestry = {}
    for cls in parents:
        line = [cls]
        for known in line:
            for parent in parents.get(known, ()):
                if parent == cls:
                    raise OntologyError(f"ontology/kg.ttl: the class {cls} stands above itself. Take out one rdfs:subClassOf.")
                if parent not in line:
                    line.append(parent)
        ancestry[cls] = tuple(line)
    return ancestry


def _class_union(schema: ox.Store, term: ox.NamedNode | ox.BlankNode) -> frozenset[str]:
    """A domain or range: one class, or the members of an owl:unionOf list; datatypes count as their local name."""
    if isinstance(term, ox.NamedNode):
        return frozenset() if term.value == OWL + "Thing" else frozenset({_local(term)})
    members, (rest,) = set(), _objects(schema, term, OWL + "unionOf")
    while rest.value != RDF + "nil":
        members.add(_local(_objects(schema, rest, RDF + "first")[0]))
        (rest,) = _objects(schema, rest, RDF + "rest")
    return frozenset(members)


def _properties(schema: ox.Store) -> dict[str, Property]:
    symmetric = {s.value for s in _instances(schema, OWL + "SymmetricProperty")}
    properties = {}
    for kind in ("ObjectProperty", "DatatypeProperty"):
        for node in _instances(schema, OWL + kind):
            if not node.value.startswith(KG):
                continue
            domain, range_, inverse = (_objects(schema, node, p) for p in (RDFS + "domain", RDFS + "range", OWL + "inverseOf"))
            properties[_local(node)] = Property(
                _local(node),
                _class_union(schema, domain[0]) if domain else frozenset(),
                _class_union(schema, range_[0]) if range_ else frozenset(),
                node.value in symmetric,
                _local(inverse[0]) if inverse else None,
            )
    return properties


def _lexicon(words: ox.Store, ancestry: Mapping[str, tuple[str, ...]], properties: Mapping[str, Property]) -> Lexicon:
    frames: dict[tuple[str, str], list[Entry]] = {}
    entries = {}
    for node in _instances(words, LEX + "Frame"):
        entry = _entry(words, node, ancestry, properties)
        entries[entry.name] = entry
        for pos in PARTS_OF_SPEECH:
            for lemma in _objects(words, node, LEX + pos):
                frames.setdefault((pos, lemma.value), []).append(entry)
    kinds: dict[str, str] = {}
    for node in _instances(words, LEX + "Kind"):
        (cls,) = _objects(words, node, LEX + "class")
        if _local(cls) not in ancestry:
            raise UnknownName("class", _local(cls), ancestry, see="ontology/kg.ttl")
        for noun in _objects(words, node, LEX + "noun"):
            if kinds.get(noun.value, _local(cls)) != _local(cls):
                both = f"{kinds[noun.value]} and {_local(cls)}"
                raise OntologyError(f"ontology/lexicon.ttl: {noun.value!r} is both {both}. Keep one.")
            kinds[noun.value] = _local(cls)
    titles = {}
    for node in _instances(words, LEX + "Title"):
        relation = _objects(words, node, LEX + "relation")
        rank = any(o.value == "true" for o in _objects(words, node, LEX + "rank"))
        for noun in _objects(words, node, LEX + "noun"):
            titles[noun.value] = Title(noun.value, _local(relation[0]) if relation else None, rank)
    sets = {_local(node): frozenset(o.value for o in _objects(words, node, LEX + "word"))
            for node in _instances(words, LEX + "Words")}
    sorts, counterparts = dict[str, frozenset[str]](), dict[str, frozenset[str]]()
    for node in _instances(words, LEX + "Sort"):
        nouns = frozenset(o.value for o in _objects(words, node, LEX + "word"))
        sorts |= {noun: sorts.get(noun, nouns) | nouns for noun in nouns}
        counterparts |= {o.value: nouns for o in _objects(words, node, LEX + "counterpart")}
    deeds = {verb.value: tuple(_objects(words, node, LEX + "called")[0].value.rsplit(" ", 1))
             for node in _instances(words, LEX + "Deed") for verb in _objects(words, node, LEX + "verb")}
    return Lexicon(
        MappingProxyType({key: tuple(found) for key, found in frames.items()}),
        MappingProxyType(kinds), MappingProxyType(titles), MappingProxyType(sets), MappingProxyType(entries),
        MappingProxyType(sorts), MappingProxyType(counterparts), MappingProxyType(deeds),
    )


def _entry(words: ox.Store, node: ox.NamedNode, ancestry: Mapping, properties: Mapping) -> Entry:
    name = _local(node)
    means = _objects(words, node, LEX + "means")
    if len(means) != 1:
        raise OntologyError(f"ontology/lexicon.ttl: lex:{name} needs exactly one lex:means, it has {len(means)}.")
    meaning = _local(means[0])
    if meaning not in ancestry and meaning not in properties:
        raise UnknownName("class or property", meaning, [*ancestry, *properties], see="ontology/kg.ttl")
    slots: dict[str, tuple[str, ...]] = {}
    classes: dict[str, frozenset[str]] = {}
    for source in [*_objects(words, node, LEX + "pattern"), node]:  # the entry's own slots win over its pattern's
        for quad in words.quads_for_pattern(source, None, None):
            key = _local(quad.predicate)
            if key in ("from", "to") or key in properties:
                slots[key] = tuple(o.value for o in _objects(words, source, quad.predicate.value))
            elif key.endswith("Class"):
                classes[key.removesuffix("Class")] = frozenset(map(_local, _objects(words, source, quad.predicate.value)))
    flags = {key: any(o.value == "true" for o in _objects(words, node, LEX + key)) for key in ("negated", "ended")}
    return Entry(
        name, meaning, MappingProxyType(slots), MappingProxyType(classes),
        tuple(o.value for o in _objects(words, node, LEX + "needs")),
        frozenset(o.value for o in _objects(words, node, LEX + "named")), **flags,
    )
