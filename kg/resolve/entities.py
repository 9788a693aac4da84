"""Clusters as entities: what each group of mentions is called, what class it has, and under which key it stands."""

from collections import Counter
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from ..annotate import part_around, parts
from ..extract.classes.kinds import BRANCH, ORGANIZATIONS, normal
from ..extract.columns import Columns, columns
from ..extract.coreference.sieve import Cluster
from ..extract.mentions.labels import nominal_label, slug
from ..extract.mentions.nominals import partitive
from ..extract.mentions.phrases import phrase
from ..extract.names.nametext import state
from ..gazetteer import Country, Gazetteer
from ..model import Document, Entity, Mention, Resolution, Span
from ..ontology import Ontology
from .institutions import Land, land_of, of_name, of_nominal
from .places import choose_place, kind_told, place_key


@dataclass(frozen=True, slots=True)
class Reading:
    """What a name is read in: the page, how often the text speaks of each country, and whose institutions it means."""

    page: Columns
    home: Counter[str]
    land: Land
    ontology: Ontology
    gazetteer: Gazetteer


def resolve(
    doc: Doc, document: Document, clusters: tuple[Cluster, ...], *, ontology: Ontology, gazetteer: Gazetteer
) -> Resolution:
    """The entities of one document by key, and the key of each mention's head and of each token of a name.

    Named entities have a key made of their name (or of the gazetteer's), unnamed ones "#entity=" and their label, with a
    number from the second of the same label on. Pronouns alone make no entity, but a speaker's "we" is his side.
    """
    page = columns(doc)
    home = _countries(clusters, gazetteer)
    reading = Reading(page, home, land_of(document, home, gazetteer), ontology, gazetteer)
    entities: dict[str, Entity] = {}
    heads: dict[int, str] = {}
    inner: dict[int, str] = {}
    used: Counter[str] = Counter()
    read = parts(document)
    spans = {mention.span for cluster in clusters for mention in cluster.mentions}
    sides = []
    for cluster in clusters:
        if all(m.kind == "pronoun" for m in cluster.mentions):
            sides.append(cluster)
            continue
        cls = class_of(cluster)
        if not cls and len(cluster.mentions) == 1:
            continue
        entity = _entity(cluster, cls, reading)
        mentions = _with_phrases(page, cluster.mentions, spans, read)
        known = entities.get(entity.key)
        if known is not None and known.named and known.cls == cls and BRANCH.get(cls) == "Organization":
            entity = _one(known, entity, mentions)
        else:
            entity = replace(entity, key=_free(entity, entities, used), mentions=mentions)
        entities[entity.key] = entity
        for mention in cluster.mentions:
            if mention.kind != "name" or mention.head not in heads:
                heads[mention.head] = entity.key
            if mention.kind == "name":
                for i in range(mention.start, mention.end):
                    inner.setdefault(i, entity.key)
            else:
                for i in _quantities(page, mention):
                    inner.setdefault(i, entity.key)
    for cluster in sides:
        speaker = heads.get(cluster.speaker.head) if cluster.speaker else None
        if speaker is None:
            continue
        label = f"side of {entities[speaker].name}"
        side = Entity(f"#entity={slug(label)}", "PersonGroup", label, mentions=cluster.mentions, rules=cluster.rules)
        side = replace(side, key=_free(side, entities, used))
        entities[side.key] = side
        heads.update({mention.head: side.key for mention in cluster.mentions})
    return Resolution(entities, {**inner, **heads})


def _one(known: Entity, entity: Entity, mentions: tuple[Mention, ...]) -> Entity:
    """Two clusters of one organization: "the Ruritanian army" and "Ruritania's Army"."""
    aliases = {*known.aliases, *entity.aliases, entity.name} - {known.name}
    everything = tuple(sorted((*known.mentions, *mentions), key=lambda m: (m.start, -m.end, m.head)))
    rules = tuple(sorted({*known.rules, *entity.rules}))
    return replace(known, aliases=tuple(sorted(aliases)), mentions=everything, rules=rules)


def _with_phrases(
    page: Columns, mentions: tuple[Mention, ...], known: set[Span], read: tuple[Span, ...]
) -> tuple[Mention, ...]:
    """The mentions with the phrases around their names: those in what is read, where no other mention has the same span."""
    around = [found for m in mentions if m.kind == "name" and (found := phrase(page, m)) and found.span not in known]
    wide = [found for found in around if part_around(found.span, read)]
    known |= {found.span for found in wide}
    return tuple(sorted((*mentions, *wide), key=lambda m: (m.start, -m.end, m.head)))


def _quantities(page: Columns, mention: Mention) -> list[int]:
    """The quantity nouns that govern a nominal: "dozens" in "dozens of people"."""
    found, i = [], mention.head
    while page.lower[page.head[i]] == "of" and page.head[page.head[i]] >= mention.start and page.head[page.head[i]] < i:
        i = page.head[page.head[i]]
        if partitive(page, i) is None:
            break
        found.append(i)
    return found


def _free(entity: Entity, entities: dict[str, Entity], used: Counter[str]) -> str:
    """The entity's key, told from the same key of another kind (named) or number (unnamed)."""
    key = entity.key
    if key in entities and entity.named:
        key = f"{key}-{slug(entity.cls or 'thing')}"
    free = key
    while free in entities:
        used[key] += 1
        free = f"{key}-{used[key] + 1}"
    return free


def _countries(clusters: tuple[Cluster, ...], gazetteer: Gazetteer) -> Counter[str]:
    """How often the text speaks of each country, by code: the context in which a city's name is read."""
    spoken: Counter[str] = Counter()
    for cluster in clusters:
        for mention in cluster.mentions:
            if mention.kind == "name" and mention.cls == "Country":
                country = state(gazetteer, mention.text)
                if country:
                    spoken[country.code] += 1
    return spoken


def class_of(cluster: Cluster) -> str:
    """The class that most of the names give, made more exact by a nominal; without names, that most nominals give.

    >>> from kg.model import Span
    >>> name = Mention(Span(0, 2), "KX", 0, 1, 0, "name", "Organization")
    >>> class_of(Cluster((name, Mention(Span(4, 11), "militia", 2, 3, 2, "nominal", "ArmedGroup"))))
    'ArmedGroup'
    """
    names = Counter(m.cls for m in cluster.mentions if m.kind == "name" and m.cls)
    nominals = Counter(m.cls for m in cluster.mentions if m.kind == "nominal" and m.cls)
    if not names:
        if not nominals:
            return "Person" if any(m.cls == "Person" for m in cluster.mentions) else ""
        ranked = sorted(nominals, key=lambda cls: (-nominals[cls], cls == "Organization", cls))
        return ranked[0]
    cls = sorted(names, key=lambda c: (-names[c], c == "Organization", c))[0]
    if cls == "Organization":
        exact = [c for c in nominals if c in ORGANIZATIONS and c != "Organization"] + [
            c for c in names if c in ORGANIZATIONS and c != cls
        ]
        if exact:
            return sorted(exact, key=lambda c: (-nominals[c], c))[0]
    return cls


def _entity(cluster: Cluster, cls: str, reading: Reading) -> Entity:
    page, ontology, gazetteer = reading.page, reading.ontology, reading.gazetteer
    named = [m for m in cluster.mentions if m.kind == "name"]
    if named and cls:
        return _named(cluster, named, cls, reading)
    nominals = [m for m in cluster.mentions if m.kind == "nominal"] or [m for m in cluster.mentions if m.kind == "name"]
    labels = [nominal_label(page, m, ontology) for m in nominals]
    label = max(labels, key=lambda text: (min(text.count(" "), 3), -labels.index(text)))
    number = next((m.number for m in cluster.mentions if m.number is not None and m.number > 1), None)
    aliases = tuple(sorted({text for text in labels if normal(text) != normal(label)}))
    institution = of_nominal(page, nominals, gazetteer, ontology)
    if institution:
        key, label = institution
        return Entity(key, cls, label, tuple(text for text in aliases if text != label), cluster.mentions, rules=cluster.rules)
    return Entity(f"#entity={slug(label)}", cls, label, aliases, cluster.mentions, number=number, rules=cluster.rules)


def _named(cluster: Cluster, named: list[Mention], cls: str, reading: Reading) -> Entity:
    page, ontology, gazetteer = reading.page, reading.ontology, reading.gazetteer
    forms = Counter(" ".join(m.text.split()) for m in named)
    if cls == "Country":
        country = next((c for m in named if (c := state(gazetteer, m.text))), None)
        if country is not None:
            return _country(cluster, country, forms)
    name = fullest(forms, cls)
    aliases = tuple(sorted(form for form in forms if form != name))
    links: tuple[str, ...] = ()
    key = slug(name)
    if BRANCH.get(cls) == "Organization":
        institution = of_name(page, named, reading.land, gazetteer, ontology)
        if institution:
            return Entity(institution, cls, name, aliases, cluster.mentions, rules=cluster.rules)
    elif BRANCH.get(cls) == "Place":
        places = gazetteer.places(name) if cls in ("Settlement", "Region") else ()
        place = choose_place(places, cls, reading.home)
        if place is None and cls == "Region" and (region := gazetteer.region(name)):
            place = region
        if place is not None:
            links = tuple(place.links)
            key = place_key(place, places, name, gazetteer)
    key += kind_told(name, cls, gazetteer, ontology)
    return Entity(key, cls, name, aliases, cluster.mentions, links=links, rules=cluster.rules)


def _country(cluster: Cluster, country: Country, forms: Counter[str]) -> Entity:
    aliases = tuple(sorted(form for form in forms if form != country.name))
    return Entity(
        slug(country.name),
        "Country",
        country.name,
        aliases,
        cluster.mentions,
        links=tuple(country.links),
        code=country.code,
        rules=cluster.rules,
    )


def fullest(forms: Counter[str], cls: str) -> str:
    """The fullest form of a name: most words, then most letters; of two spellings the more frequent.

    >>> fullest(Counter({"Petrov": 4, "Ana Petrov": 1}), "Person"), fullest(Counter({"NF": 5, "Northern Front": 1}), "ArmedGroup")
    ('Ana Petrov', 'Northern Front')
    """

    def rank(form: str) -> tuple[int, int, int, int, str]:
        words = len(form.split())
        return (words if words <= 8 else 0, not form.isupper(), forms[form], len(form), form)

    return max(forms, key=rank)
