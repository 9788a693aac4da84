"""Made-up material for tests: parses written by hand, documents, and one small invented story as a graph."""

import datetime
from collections.abc import Sequence

import spacy
from spacy.tokens import Doc

from kg.model import Document, Entity, Event, Extraction, Mention, Period, Relation, Span, Status

VOCAB = spacy.blank("en").vocab

COARSE = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "PRP": "PRON", "PRP$": "PRON", "WP": "PRON", "WP$": "PRON",
    "VB": "VERB", "VBD": "VERB", "VBG": "VERB", "VBN": "VERB", "VBP": "VERB", "VBZ": "VERB", "MD": "AUX",
    "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ", "RB": "ADV", "RBR": "ADV", "RBS": "ADV", "WRB": "ADV",
    "DT": "DET", "PDT": "DET", "WDT": "DET", "IN": "ADP", "RP": "ADP", "TO": "PART", "POS": "PART", "EX": "PRON",
    "CC": "CCONJ", "CD": "NUM", "UH": "INTJ", "FW": "X", "LS": "X", "SYM": "SYM", "$": "SYM",
}
"""Penn tag -> the part of speech that spaCy's English pipelines give it; what is missing is punctuation."""

CLOSE = {".", ",", ";", ":", "?", "!", ")", "'s", "’s", "n't", "n’t", "”", "'", "’"}
"""Words that have no space before them."""
OPEN = {"(", "“", "$"}
"""Words that have no space after them."""

CERTAIN = Status()


def make_doc(
    words: str | Sequence[str],
    *,
    heads: Sequence[int],
    deps: str | Sequence[str],
    tags: str | Sequence[str],
    lemmas: str | Sequence[str] | None = None,
    pos: str | Sequence[str] | None = None,
    ents: Sequence[tuple[int, int, str]] = (),
) -> Doc:
    """A parsed Doc without a model. Sequences may be written as one string with spaces between.

    heads  the index of each word's head in the whole doc; a root has its own (sentences follow from the roots)
    tags   Penn tags; `pos` follows from them, an auxiliary's from its dep
    lemmas default to the lower-case word, of names to the word itself
    ents   (first word, word after the last, label)

    >>> doc = make_doc("Ruritania arms the rebels .", heads=[1, 1, 3, 1, 1], deps="nsubj ROOT det dobj punct",
    ...                tags="NNP VBZ DT NNS .", lemmas="Ruritania arm the rebel .", ents=[(0, 1, "GPE")])
    >>> doc.text, doc[3].head.lemma_, doc.ents[0].label_
    ('Ruritania arms the rebels.', 'arm', 'GPE')
    """
    words, deps, tags = _list(words), _list(deps), _list(tags)
    if pos is None:
        pos = [_coarse(tag, dep) for tag, dep in zip(tags, deps, strict=True)]
    if lemmas is None:
        lemmas = [word if tag.startswith("NNP") else word.lower() for word, tag in zip(words, tags, strict=True)]
    spaces = [after not in CLOSE and word not in OPEN for word, after in zip(words, [*words[1:], "."], strict=True)]
    doc = Doc(VOCAB, words=words, spaces=spaces, heads=list(heads), deps=deps, tags=tags, pos=_list(pos), lemmas=_list(lemmas))
    doc.ents = [doc.char_span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]), label=label) for start, end, label in ents]
    return doc


def _list(words: str | Sequence[str]) -> list[str]:
    return words.split() if isinstance(words, str) else list(words)


def _coarse(tag: str, dep: str) -> str:
    return "AUX" if dep in ("aux", "auxpass") and tag != "TO" else COARSE.get(tag, "PUNCT")


def make_document(text: str, *, identifier: str = "doc", issued: str | None = "1987-05-14", headline: str | None = None,
                  publisher: str | None = None) -> Document:
    """A Document whose paragraphs are the lines of `text`; the headline, if given, is its first line."""
    if headline is not None:
        text = f"{headline}\n{text}"
    spans, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    title = spans.pop(0) if headline is not None else None
    return Document(identifier, text, tuple(spans), headline=title, title=headline, publisher=publisher,
                    issued=datetime.date.fromisoformat(issued) if issued else None)


FIRST = (
    "Ruritania arms the Northern Front, a militia led by General Ana Petrov, officials in Strelsau said Thursday. "
    "The Front has backed the separatists since 1985.\n"
    "The Northern Front probably carried out Tuesday's rocket attack on Camp Zenda near Hentzau, which killed four "
    "Grauland soldiers and wounded nine.\n"
    "In response, Grauland launched an airstrike on a depot of the Front on Wednesday, killing two fighters. "
    "The Front denied that it had kidnapped the engineer Rupert Holm."
)
SECOND = (
    "Grauland Defence Minister Oskar Lindt met Ana Petrov in Hentzau on Monday. Petrov is a former member of the Border Guard. "
    "Lindt said the Northern Front may be allied with the Border Guard.\n"
    "The foreign ministry in Strelsau denied that Ruritania arms the Northern Front. Grauland opposes the Front."
)


def story() -> list[Extraction]:
    """Two documents of an invented war, as the extraction would hand them on: facts that are certain, hedged, denied, ended,
    attributed; an attack, its answer, a denied kidnapping, a meeting."""
    return [_first(), _second()]


class _Told:
    """One document of the story while it is written: entities and facts are found by their words."""

    def __init__(self, identifier: str, text: str, issued: str, publisher: str) -> None:
        self.document = make_document(text, identifier=identifier, issued=issued, publisher=publisher)
        self.entities: list[Entity] = []
        self.relations: list[Relation] = []
        self.events: list[Event] = []

    def span(self, words: str) -> Span:
        start = self.document.text.index(words)
        return Span(start, start + len(words))

    def entity(self, key: str, cls: str, name: str, *words: str, **more: object) -> str:
        """`words` are the mentions, each as it stands in the text, with its neighbours after "|" where it stands there twice."""
        mentions = []
        for written in words or (name,):
            text, _, context = written.partition("|")
            offset = self.span(context or text).start + (context or text).index(text)
            kind = "name" if text[0].isupper() else "nominal"
            mentions.append(Mention(Span(offset, offset + len(text)), text, 0, 0, 0, kind, cls))
        self.entities.append(Entity(key, cls, name, mentions=tuple(mentions), **more))
        return key

    def fact(self, subject: str, predicate: str, value: object, words: str, *, status: Status = CERTAIN, rule: str = "frame",
             entry: str | None = None, confidence: float = 0.9) -> Relation:
        return Relation(subject, predicate, value, self.span(words), rule, status, confidence, entry)

    def relation(self, *args: object, **more: object) -> None:
        self.relations.append(self.fact(*args, **more))

    def event(self, key: str, cls: str, label: str, words: str, *roles: Relation, status: Status = CERTAIN) -> None:
        self.events.append(Event(key, cls, label, (self.span(words),), roles, status))

    def extraction(self) -> Extraction:
        return Extraction(self.document, tuple(self.entities), tuple(self.relations), tuple(self.events))


def _day(iso: str) -> Period:
    return Period.day(datetime.date.fromisoformat(iso))


def _first() -> Extraction:
    told = _Told("1987-05-14-camp-zenda", FIRST, "1987-05-14", "Ruritanian Press Agency")
    ruritania = told.entity("ruritania", "Country", "Ruritania", code="XR", links=("http://www.wikidata.org/entity/Q0",))
    front = told.entity("northern-front", "ArmedGroup", "Northern Front", "Northern Front", "Front|The Front has", "militia",
                        aliases=("Front",))
    petrov = told.entity("ana-petrov", "Person", "Ana Petrov")
    officials = told.entity("#entity=officials", "PersonGroup", "officials in Strelsau", "officials in Strelsau")
    strelsau = told.entity("strelsau", "Settlement", "Strelsau")
    separatists = told.entity("#entity=separatists", "ArmedGroup", "separatists", "separatists")
    camp = told.entity("camp-zenda", "Facility", "Camp Zenda")
    hentzau = told.entity("hentzau", "Settlement", "Hentzau")
    grauland = told.entity("grauland", "Country", "Grauland", "Grauland|four Grauland", "Grauland|Grauland launched")
    soldiers = told.entity("#entity=grauland-soldiers", "PersonGroup", "Grauland soldiers", "four Grauland soldiers", number=4)
    depot = told.entity("#entity=depot", "Facility", "depot of the Front", "depot of the Front")
    rocket = told.entity("#entity=rocket", "Weapon", "rocket")
    holm = told.entity("rupert-holm", "Person", "Rupert Holm")
    engineer = told.entity("engineer", "Position", "engineer")

    said = "Ruritania arms the Northern Front, a militia led by General Ana Petrov, officials in Strelsau said Thursday."
    told.relation(ruritania, "backs", front, said, status=Status(source=officials), entry="arm")
    told.relation(petrov, "leads", front, "a militia led by General Ana Petrov", entry="lead")
    told.relation(officials, "basedIn", strelsau, "officials in Strelsau")
    told.relation(front, "backs", separatists, "The Front has backed the separatists since 1985.", entry="back")
    told.relation(camp, "locatedIn", hentzau, "Camp Zenda near Hentzau")
    told.relation(soldiers, "nationality", grauland, "four Grauland soldiers")
    told.relation(holm, "holdsPosition", engineer, "the engineer Rupert Holm")

    attack = "The Northern Front probably carried out Tuesday's rocket attack on Camp Zenda near Hentzau, which killed four"
    harm = "which killed four Grauland soldiers and wounded nine"
    struck, raid, taken = "#event=rocket-attack", "#event=airstrike", "#event=kidnapping"
    told.event(
        struck, "MissileAttack", "rocket attack on Camp Zenda", "rocket attack",
        told.fact(struck, "agent", front, attack, status=Status("probable"), entry="attack"),
        told.fact(struck, "target", camp, attack), told.fact(struck, "location", hentzau, attack),
        told.fact(struck, "instrument", rocket, attack), told.fact(struck, "date", _day("1987-05-12"), attack),
        told.fact(struck, "victim", soldiers, harm), told.fact(struck, "killed", 4, harm), told.fact(struck, "injured", 9, harm),
    )
    answer = "In response, Grauland launched an airstrike on a depot of the Front on Wednesday, killing two fighters."
    told.event(
        raid, "Airstrike", "airstrike on a depot of the Front", "airstrike",
        told.fact(raid, "agent", grauland, answer), told.fact(raid, "target", depot, answer),
        told.fact(raid, "date", _day("1987-05-13"), answer), told.fact(raid, "killed", 2, "killing two fighters"),
        told.fact(raid, "inResponseTo", struck, answer),
    )
    denied = "The Front denied that it had kidnapped the engineer Rupert Holm."
    no = Status(polarity="negated", source=front)
    told.event(
        taken, "Kidnapping", "kidnapping of Rupert Holm", "kidnapped",
        told.fact(taken, "agent", front, denied, status=no), told.fact(taken, "victim", holm, denied, status=no), status=no,
    )
    return told.extraction()


def _second() -> Extraction:
    told = _Told("1987-05-20-talks", SECOND, "1987-05-20", "Grauland Herald")
    grauland = told.entity("grauland", "Country", "Grauland", "Grauland|Grauland Defence", "Grauland|Grauland opposes")
    lindt = told.entity("oskar-lindt", "Person", "Oskar Lindt", "Oskar Lindt", "Lindt|Lindt said", aliases=("Lindt",))
    minister = told.entity("defence-minister", "Position", "Defence Minister")
    petrov = told.entity("ana-petrov", "Person", "Ana Petrov", "Ana Petrov", "Petrov|Petrov is", aliases=("Petrov",))
    hentzau = told.entity("hentzau", "Settlement", "Hentzau")
    guard = told.entity("border-guard", "SecurityForce", "Border Guard", "Border Guard|the Border Guard. Lindt")
    front = told.entity("northern-front", "ArmedGroup", "Northern Front", "Northern Front|the Northern Front may")
    ministry = told.entity("#entity=foreign-ministry", "GovernmentBody", "foreign ministry", "foreign ministry")
    ruritania = told.entity("ruritania", "Country", "Ruritania", code="XR", links=("http://www.wikidata.org/entity/Q0",))

    told.relation(lindt, "holdsPosition", minister, "Defence Minister Oskar Lindt", rule="title")
    told.relation(lindt, "worksFor", grauland, "Grauland Defence Minister Oskar Lindt", rule="title")
    told.relation(petrov, "memberOf", guard, "Petrov is a former member of the Border Guard.", entry="member",
                  status=Status(ended=True))
    told.relation(front, "alliedWith", guard, "Lindt said the Northern Front may be allied with the Border Guard.",
                  status=Status("possible", source=lindt), entry="allied")
    told.relation(ruritania, "backs", front, "The foreign ministry in Strelsau denied that Ruritania arms the Northern Front.",
                  status=Status(polarity="negated", source=ministry), entry="arm")
    told.relation(grauland, "opposes", front, "Grauland opposes the Front.", entry="oppose")
    met = "Grauland Defence Minister Oskar Lindt met Ana Petrov in Hentzau on Monday."
    talks = "#event=meeting"
    told.event(
        talks, "Meeting", "meeting of Oskar Lindt and Ana Petrov", "met",
        told.fact(talks, "participant", lindt, met), told.fact(talks, "participant", petrov, met),
        told.fact(talks, "location", hentzau, met), told.fact(talks, "date", _day("1987-05-18"), met),
    )
    return told.extraction()


THIRD = (
    "The Andean Column bombed a bank in Lima, Peru, in March 1991, killing three people and wounding twelve. "
    "Police arrested Luis Ferro, a member of the Column, the same week.\n"
    "The government and the Column signed a truce in Cusco.\n"
    "Officials said the Column may have shelled Cusco in April 1991, possibly wounding two."
)


def abroad() -> Extraction:
    """One document with places of the real world: a bombing dated by its month, an arrest, an undated agreement."""
    told = _Told("1991-04-02-lima", THIRD, "1991-04-02", "Andean Wire")
    column = told.entity("andean-column", "ArmedGroup", "Andean Column", "Andean Column", "Column|the Column,",
                         aliases=("Column",))
    lima = told.entity("lima", "Settlement", "Lima", links=("https://sws.geonames.org/3936456/",))
    peru = told.entity("peru", "Country", "Peru", code="PE", links=("https://sws.geonames.org/3932488/",))
    bank = told.entity("#entity=bank", "Facility", "bank")
    people = told.entity("#entity=people", "PersonGroup", "people", "three people", number=3)
    police = told.entity("#entity=police", "SecurityForce", "police", "Police")
    ferro = told.entity("luis-ferro", "Person", "Luis Ferro")
    government = told.entity("#entity=government", "GovernmentBody", "government", "government")
    cusco = told.entity("cusco", "Settlement", "Cusco", links=("https://sws.geonames.org/3941584/",))
    told.relation(lima, "locatedIn", peru, "Lima, Peru")
    told.relation(bank, "locatedIn", lima, "a bank in Lima")
    told.relation(ferro, "memberOf", column, "Luis Ferro, a member of the Column", entry="member")
    told.relation(police, "nationality", peru, "Police", status=Status("probable"))
    words = "The Andean Column bombed a bank in Lima, Peru, in March 1991, killing three people and wounding twelve."
    bombing, arrest, truce = "#event=bombing", "#event=arrest", "#event=truce"
    march = Period("1991-03", datetime.date(1991, 3, 1), datetime.date(1991, 3, 31))
    told.event(
        bombing, "Bombing", "bombing in Lima", "bombed",
        told.fact(bombing, "agent", column, words), told.fact(bombing, "target", bank, words),
        told.fact(bombing, "location", lima, words), told.fact(bombing, "date", march, words),
        told.fact(bombing, "victim", people, words), told.fact(bombing, "killed", 3, words),
        told.fact(bombing, "injured", 12, words),
    )
    caught = "Police arrested Luis Ferro, a member of the Column, the same week."
    told.event(arrest, "Arrest", "arrest of Luis Ferro", "arrested", told.fact(arrest, "agent", police, caught),
               told.fact(arrest, "target", ferro, caught))
    signed = "The government and the Column signed a truce in Cusco."
    told.event(truce, "Agreement", "truce", "truce", told.fact(truce, "participant", government, signed),
               told.fact(truce, "participant", column, signed), told.fact(truce, "location", cusco, signed))
    maybe = "Officials said the Column may have shelled Cusco in April 1991, possibly wounding two."
    shelling, unsure = "#event=shelling", Status("possible")
    april = Period("1991-04", datetime.date(1991, 4, 1), datetime.date(1991, 4, 30))
    told.event(
        shelling, "MissileAttack", "shelling of Cusco", "shelled", *(
            told.fact(shelling, role, value, maybe, status=unsure)
            for role, value in (("agent", column), ("location", cusco), ("date", april), ("injured", 2))),
        status=unsure)
    return told.extraction()
