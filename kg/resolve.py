"""Cluster -> Entity: what each group of mentions is called, what class it has, and under which key it stands."""

from collections import Counter
from dataclasses import replace

from spacy.tokens import Doc

from .annotate import part_around, parts
from .extract.classes.kinds import BRANCH, ORGANIZATIONS, normal
from .extract.columns import Columns, columns
from .extract.coreference.sieve import Cluster
from .extract.mentions.labels import nominal_label, slug
from .extract.mentions.nominals import partitive
from .extract.mentions.phrases import phrase
from .extract.names.nametext import nation, state
from .gazetteer import Country, Gazetteer, Place
from .model import Document, Entity, Mention, Resolution, Span
from .ontology import Ontology

RIVAL = 6
"""How many times smaller than the likeliest bearer of its name a place may be and yet be meant, in a text on its country."""


def resolve(
    doc: Doc, document: Document, clusters: tuple[Cluster, ...], *, ontology: Ontology, gazetteer: Gazetteer
) -> Resolution:
    """The entities of one document by key, and the key of each mention's head and of each token of a name.

    Named entities have a key made of their name (or of the gazetteer's), unnamed ones "#entity=" and their label, with a
    number from the second of the same label on. Pronouns alone make no entity, but a speaker's "we" is his side.
    """
    page = columns(doc)
    home = _countries(clusters, gazetteer)
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
        entity = _entity(cluster, cls, page, home, ontology, gazetteer)
        key = _free(entity, entities, used)
        entity = entities[key] = replace(entity, key=key, mentions=_with_phrases(page, cluster.mentions, spans, read))
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


def _entity(cluster: Cluster, cls: str, page: Columns, home: Counter[str], ontology: Ontology, gazetteer: Gazetteer) -> Entity:
    named = [m for m in cluster.mentions if m.kind == "name"]
    if named and cls:
        return _named(cluster, named, cls, page, home, ontology, gazetteer)
    nominals = [m for m in cluster.mentions if m.kind == "nominal"] or [m for m in cluster.mentions if m.kind == "name"]
    labels = [nominal_label(page, m, ontology) for m in nominals]
    label = max(labels, key=lambda text: (min(text.count(" "), 3), -labels.index(text)))
    number = next((m.number for m in cluster.mentions if m.number is not None and m.number > 1), None)
    aliases = tuple(sorted({text for text in labels if normal(text) != normal(label)}))
    institution = institution_of(page, nominals, gazetteer, ontology)
    if institution:
        key, label = institution
        return Entity(key, cls, label, tuple(text for text in aliases if text != label), cluster.mentions, rules=cluster.rules)
    return Entity(f"#entity={slug(label)}", cls, label, aliases, cluster.mentions, number=number, rules=cluster.rules)


def institution_of(page: Columns, nominals: list[Mention], gazetteer: Gazetteer, ontology: Ontology) -> tuple[str, str] | None:
    """Key and label of a state's institution, which is as good as a name: "the Ruritanian army" -> "ruritania-army"."""
    institutions = ontology.lexicon.words("institutions")
    for mention in nominals:
        for start in range(mention.start + 1, mention.head + 1):
            phrase = " ".join(page.lower[start : mention.head + 1])
            if phrase not in institutions:
                continue
            before = start - 1
            while before > mention.start and page.lower[before] in ("'s", "’s"):
                before -= 1
            for first in range(max(mention.start, before - 2), before + 1):
                if page.lower[first] in ("the", "a", "an"):
                    continue
                text = page.words(first, before + 1)
                country = nation(gazetteer, text)
                if country:
                    return slug(f"{country.name} {phrase}"), page.words(first, mention.head + 1)
                if (gazetteer.places(text) or (first < before and gazetteer.people(text))) and page.capital(first):
                    return slug(f"{text} {phrase}"), page.words(first, mention.head + 1)
    return None


def _owner_state(page: Columns, named: list[Mention], gazetteer: Gazetteer, ontology: Ontology) -> str:
    """The country that tells one Defence Ministry from another, where the text says whose it is; else nothing."""
    kinds = ontology.lexicon.kinds
    generic = ontology.lexicon.words("institutionWords")
    if not all(
        word in generic or word in kinds or word in ("of", "the", "for", "and")
        for m in named[:1]
        for word in page.lower[m.start : m.end]
    ):
        return ""
    for mention in named:
        before = mention.start - 1
        while before > 0 and page.lower[before] in ("'s", "’s", "'", "’"):
            before -= 1
        if before >= 0 and page.sentence[before] == page.sentence[mention.start] and page.capital(before):
            for first in (before - 1, before):
                text = page.words(max(first, 0), before + 1)
                country = nation(gazetteer, text)
                if country:
                    return country.name
    return ""


def _named(
    cluster: Cluster, named: list[Mention], cls: str, page: Columns, home: Counter[str], ontology: Ontology, gazetteer: Gazetteer
) -> Entity:
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
        key = slug(f"{_owner_state(page, named, gazetteer, ontology)} {name}".strip())
    elif BRANCH.get(cls) == "Place":
        places = gazetteer.places(name) if cls in ("Settlement", "Region") else ()
        place = choose_place(places, cls, home)
        if place is None and cls == "Region" and (region := gazetteer.region(name)):
            place = region
        if place is not None:
            links = tuple(place.links)
            key = _place_key(place, places, name, gazetteer)
    key += _kind_told(name, cls, gazetteer, ontology)
    return Entity(key, cls, name, aliases, cluster.mentions, links=links, rules=cluster.rules)


def _kind_told(name: str, cls: str, gazetteer: Gazetteer, ontology: Ontology) -> str:
    """The ending of a key where the name alone may be another kind of thing in another document, "" elsewhere.

    A name of the tables is a place's, a seat of power a body's, a noun for buildings in it a building's. Of other names of one
    word the organization has the bare one. So no two documents give one IRI to a person, a place and an organization.
    """
    branch, words = BRANCH.get(cls, cls), ontology.lexicon.words
    last = name.split()[-1].lower()
    known = not (name.isupper() and len(name) < 6) and bool(
        gazetteer.country(name) or gazetteer.region(name) or gazetteer.places(name))
    built = last in words("namedFacility") or name.split()[0].lower() in words("beginsFacility")
    if normal(name) in words("seats"):
        return "" if branch == "Organization" else f"-{slug(branch)}"
    if branch == "Place":
        if cls == "Facility":
            return "" if built or (len(name.split()) > 1 and not known) else "-facility"
        return "" if known or (len(name.split()) > 1 and not built) else "-place"
    if branch == "PersonGroup":
        return "" if gazetteer.people(name) else "-people"
    if known:
        return f"-{slug(branch)}"
    return "" if branch == "Organization" or len(name.split()) > 1 else f"-{slug(branch)}"


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


def choose_place(places: tuple[Place, ...], cls: str, home: Counter[str]) -> Place | None:
    """The place of a name that the text means: of the right kind, in the country it speaks of most, else the likeliest."""
    fitting = [place for place in places if place.kind == cls]
    spoken = [place for place in fitting if home[place.country] and place.population * RIVAL >= fitting[0].population]
    return max(spoken, key=lambda place: home[place.country], default=fitting[0] if fitting else None)


def _place_key(place: Place, places: tuple[Place, ...], name: str, gazetteer: Gazetteer) -> str:
    """A key that two places of one name do not share: the likeliest bears the bare name, others also their country or kind."""
    key = slug(place.name)
    rivals = [other for other in gazetteer.places(place.name) if other.geonames]
    if place.geonames and rivals and rivals[0] != place:
        country = gazetteer.by_code(place.country)
        key = (
            f"{key}-{slug(place.kind)}"
            if rivals[0].country == place.country
            else f"{key}-{slug(country.name if country else place.country)}"
        )
    if gazetteer.country(place.name):
        key = f"{slug(place.name)}-{slug(place.kind)}"
    return key


def fullest(forms: Counter[str], cls: str) -> str:
    """The fullest form of a name: most words, then most letters; of two spellings the more frequent.

    >>> fullest(Counter({"Petrov": 4, "Ana Petrov": 1}), "Person"), fullest(Counter({"NF": 5, "Northern Front": 1}), "ArmedGroup")
    ('Ana Petrov', 'Northern Front')
    """

    def rank(form: str) -> tuple[int, int, int, int, str]:
        words = len(form.split())
        return (words if words <= 8 else 0, not form.isupper(), forms[form], len(form), form)

    return max(forms, key=rank)
