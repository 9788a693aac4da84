"""An invented war of any size, through kg's own mapping: the graph that the server is measured on. No chance, no clock."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg import ontology, rdf
from kg import store as stores
from kg.model import Document, Entity, Event, Extraction, Mention, Period, Relation, Span, Status

ADJECTIVES = ("Northern", "Southern", "Free", "Red", "Grey", "Upper", "Lower", "River", "Iron", "Silver")
NOUNS = ("Front", "Brigade", "Legion", "Guard", "Column", "League", "Shield", "Banner", "Watch", "Hand")
GIVEN = ("Ana", "Oskar", "Mira", "Tomas", "Lena", "Viktor", "Irma", "Pavel", "Nora", "Emil")
FAMILY = ("Petrov", "Lindt", "Holm", "Varga", "Brandt", "Sorel", "Kessler", "Moreau", "Tarn", "Ilves")
TOWNS = ("Hentzau", "Strelsau", "Zenda", "Tarlenheim", "Hofbau", "Festen", "Luzau", "Grauburg", "Altmark", "Neustein")
FIRST_DAY = datetime.date(1987, 1, 1)


def popular(number: int, among: int) -> int:
    """A choice in which a few are chosen often and most seldom, as names are in the news."""
    spread = (number * 2_654_435_761) % 1_000_003 / 1_000_003
    return int(among * spread * spread * spread)


def extraction(number: int, size: int) -> Extraction:
    """The document with this number of a world with `size` documents."""
    named = max(20, size // 3)
    group, rival, person, town = (popular(number * 7 + role, named) for role in range(4))
    day = FIRST_DAY + datetime.timedelta(days=number % 3000)
    names = {
        f"group-{group}": ("ArmedGroup", f"{ADJECTIVES[group % 10]} {NOUNS[group // 10 % 10]} {group // 100}"),
        f"force-{rival}": ("SecurityForce", f"{ADJECTIVES[rival % 10]} Army {rival // 10}"),
        f"person-{person}": ("Person", f"{GIVEN[person % 10]} {FAMILY[person // 10 % 10]} {person // 100}"),
        f"town-{town}": ("Settlement", f"{TOWNS[town % 10]} {town // 10}"),
    }
    (one, (_, group_name)), (two, (_, rival_name)), (leader, (_, leader_name)), (place, (_, town_name)) = names.items()
    sentences = [
        f"{rival_name} opposes the {group_name}, officials said.",
        f"{leader_name} leads the {group_name}.",
        f"The {group_name} attacked {rival_name} at {town_name} on {day:%d %B %Y}, killing {number % 40}.",
    ]
    text = "\n".join(sentences)
    where = [Span(text.index(sentence), text.index(sentence) + len(sentence)) for sentence in sentences]
    entities = tuple(
        Entity(key, cls, name, mentions=tuple(mentions(text, name, cls))) for key, (cls, name) in sorted(names.items())
    )
    attack = "#event=attack"
    hedged = Status("probable") if number % 5 == 0 else Status()
    fillers = {"agent": one, "target": two, "location": place, "date": Period.day(day), "killed": number % 40}
    roles = tuple(
        Relation(attack, role, value, where[2], "frame", hedged if role == "agent" else Status(), 0.9, "attack")
        for role, value in fillers.items()
    )
    relations = (
        Relation(two, "opposes", one, where[0], "frame", Status(), 0.8, "oppose"),
        Relation(leader, "leads", one, where[1], "frame", Status(), 0.9, "lead"),
    )
    event = Event(attack, "Airstrike" if number % 3 else "Bombing", f"attack on {rival_name}", (where[2],), roles)
    document = Document(
        f"report-{number}", text, tuple(where), title=f"Report {number}", issued=day, publisher="Ruritanian Press Agency")
    return Extraction(document, entities, relations, (event,))


def mentions(text: str, name: str, cls: str) -> Iterator[Mention]:
    start = text.find(name)
    while start >= 0:
        yield Mention(Span(start, start + len(name)), name, 0, 0, 0, "name", cls)
        start = text.find(name, start + 1)


def build(folder: Path, triples: int) -> int:
    """Makes a store whose default graph holds about so many triples; returns the number of documents."""
    schema = ontology.load()
    each = len(rdf.quads(extraction(1, 100), ontology=schema))
    size = max(1, triples // (each - 6))
    with stores.open(folder, create=True) as store:
        for begin in range(0, size, 500):
            batch = [extraction(number, size) for number in range(begin, min(begin + 500, size))]
            store.replace([(rdf.document_iri(one.document), rdf.quads(one, ontology=schema)) for one in batch])
        store.optimize()
    return size


def dump(folder: Path, target: Path) -> int:
    """Writes the default graph and the document graphs as N-Quads; returns the number of triples of the default graph."""
    engine = ox.Store.read_only(str(folder))
    with target.open("wb") as output:
        engine.dump(output, ox.RdfFormat.N_QUADS)
    return sum(1 for _ in engine.quads_for_pattern(None, None, None, ox.DefaultGraph()))


def dump_default(folder: Path, target: Path) -> None:
    """Writes the default graph as N-Triples."""
    with target.open("wb") as output:
        ox.Store.read_only(str(folder)).dump(output, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
