"""Words of violence that mean none: fiction and exercise, idiom, sport, and strikes of those who stop working."""

from spacy.tokens import Doc, Token

from ...model import Frame, Resolution
from ...ontology import Entry, Ontology
from ..relations import entries
from .mentions import EventMention

LONGEST = 60
"""Tokens on either side of an attack in which a match may be told."""
CLIMB = 6
"""How far above an event the noun may stand that makes it fiction."""


def readings(frame: Frame, doc: Doc, ontology: Ontology) -> tuple[Entry, ...]:
    """The lexicon entries for a frame, those of a walkout where "strike" means that."""
    found = entries(frame, ontology.lexicon.frames)
    if (frame.pos == "verb" and frame.lemma in ontology.lexicon.words("run-into")
            and any(doc[a.head].lemma_.lower() in ontology.lexicon.words("laid") for a in frame.fillers("object"))):
        return ontology.lexicon.frames["verb", "hit a mine"]  # who hits a bomb is its victim
    if frame.pos == "verb" and frame.lemma in ontology.lexicon.words("ripping") and any(
            doc[a.head].lemma_.lower() in ontology.lexicon.words("explosion") for a in frame.fillers("subject")):
        return ()  # the explosion is the event, if it is one
    if frame.pos == "noun" and found and any(c.lemma_.lower() in ontology.lexicon.words("figurative-kind")
                                             for c in doc[frame.trigger].lefts if c.dep_ in ("compound", "amod", "nmod")):
        return ()  # "a price war", "a heart attack"
    if frame.pos == "noun" and frame.lemma in ontology.lexicon.words("explosion") and _accident(frame, doc, ontology):
        return ()  # "a gas explosion", "a blast at a fireworks factory"
    if frame.pos == "noun" and frame.lemma in ontology.lexicon.words("walkout") and _walkout(frame, doc, ontology):
        return ontology.lexicon.frames["noun", "walkout"]
    return found


def harmless(frame: Frame, resolution: Resolution, doc: Doc, ontology: Ontology) -> bool:
    """True for a word of violence that is staged, told of what cannot be attacked, or done with words."""
    words = ontology.lexicon.words
    if any(doc[a.head].lemma_.lower() in words("critic") for a in frame.fillers("subject")):
        return True  # "was attacked by critics"
    if frame.pos == "verb" and any(doc[a.head].lemma_.lower() in words("critic") for a in frame.fillers("prep:at")):
        return True  # "fired back at his critics"
    if frame.pos == "verb" and any(doc[a.head].lemma_.lower() in words("mishap") | words("force-of-nature")
                                   for a in frame.fillers("object")):
        return True  # "battling a blaze", "fought the virus"
    if frame.pos == "noun" and any(a.slot in ("prep:on", "prep:against") and resolution.at(a.head) is None
                                   and doc[a.head].lemma_.lower() in words("no-target") for a in frame.arguments):
        return True  # "an attack on poverty"
    return _staged(frame, doc, ontology) or (frame.pos == "verb" and _idiom(frame, resolution, doc, ontology))


def sporting(mention: EventMention, resolution: Resolution, doc: Doc, ontology: Ontology) -> bool:
    """True for an attack in a sentence about a match, of which no weapon, wound or armed force is told."""
    if mention.values("instrument") or mention.values("victim"):
        return False
    words, sentence = ontology.lexicon.words("sport"), doc[mention.trigger].sent
    near = doc[max(sentence.start, mention.trigger - LONGEST) : min(sentence.end, mention.trigger + LONGEST)]
    if not any(token.lemma_.lower() in words for token in near):
        return False
    taking_part = [resolution.entities[key] for role in ("agent", "target") for key in mention.values(role)]
    return not any(ontology.is_a(entity.cls, cls) for entity in taking_part for cls in ("ArmedGroup", "SecurityForce", "Place"))


def _staged(frame: Frame, doc: Doc, ontology: Ontology) -> bool:
    words = ontology.lexicon.words("fiction")
    if any(a.slot in ("prep:in", "prep:during", "prep:as") and doc[a.head].lemma_.lower() in words for a in frame.arguments):
        return True
    token = doc[frame.trigger]
    for _ in range(CLIMB):
        above = token.head
        if above == token:
            return False
        if above.lemma_.lower() in words and (token.dep_ in ("compound", "amod", "relcl", "acl")
                                              or (token.dep_ == "prep" and token.lower_ in ("about", "of", "on"))):
            return True
        if token.dep_ not in ("compound", "amod", "relcl", "acl", "prep", "pobj", "pcomp", "conj", "xcomp", "dobj", "ccomp"):
            return False
        token = above
    return False


def _idiom(frame: Frame, resolution: Resolution, doc: Doc, ontology: Ontology) -> bool:
    """ "Struck a deal", "attacked the plan", "shot a film", "bombarded with questions", "hit sales"."""
    words = ontology.lexicon.words
    if any(e.means == "Election" for a in frame.arguments if a.slot in ("prep:in", "prep:at")
           for e in ontology.lexicon.frames.get(("noun", doc[a.head].lemma_.lower()), ())):
        return True  # "beat him in the runoff"
    token = doc[frame.trigger]
    chosen = token.head != token and token.head.lemma_ in words("contesting") | words("choosing")
    if frame.lemma in words("contesting") and (chosen or any(
            doc[a.head].lemma_.lower() in words("vote-share") for a in frame.fillers("prep:by"))):
        return True  # "was elected chairman, beating X by 300 votes to 120"
    if any(doc[a.head].lemma_.lower() in words("wordy-weapon") for a in frame.fillers("prep:with")):
        return True
    objects = [doc[a.head] for a in frame.fillers("object")]
    if any(noun.lemma_.lower() in words("no-target") and not _named(noun, resolution) for noun in objects):
        return True
    return (frame.lemma in words("ambiguous-blow") and bool(objects)
            and all(noun.pos_ == "NOUN" and resolution.at(noun.i) is None for noun in objects))


def _accident(frame: Frame, doc: Doc, ontology: Ontology) -> bool:
    """True for an explosion of what explodes by itself, where its sentence knows of no bomb and of nobody who set it off."""
    token = doc[frame.trigger]
    nouns = [doc[a.head] for a in frame.arguments if a.slot.startswith("prep:")]
    around = [*token.lefts, *(t for noun in nouns for t in (noun, *noun.lefts))]
    verb = token.head
    if token.dep_ in ("nsubj", "nsubjpass"):
        around += [t for prep in verb.rights if prep.dep_ in ("prep", "dobj") for noun in (prep, *prep.rights)
                   for t in (noun, *noun.lefts)]
    if not any(t.lemma_.lower() in ontology.lexicon.words("explosive-place") for t in around):
        return False
    return not any(t.lemma_.lower() in ontology.lexicon.words("foul-play") for t in token.sent)


def _named(noun: Token, resolution: Resolution) -> bool:
    entity = resolution.at(noun.i)
    return entity is not None and entity.named


def _walkout(frame: Frame, doc: Doc, ontology: Ontology) -> bool:
    """ "Went on strike", "a three-day strike", "a strike by teachers", "called a general strike over pay"."""
    words = ontology.lexicon.words
    token = doc[frame.trigger]
    before = [t.lemma_.lower() for child in token.lefts for t in child.subtree]
    if any(word in words("walkout-sign") or word in words("worker") for word in before):
        return True
    if any(doc[a.head].lemma_.lower() in words("worker") or (a.slot in ("prep:over", "prep:for")
                                                             and doc[a.head].lemma_.lower() in words("pay"))
           for a in frame.arguments if a.slot.startswith("prep:") or a.slot == "possessor"):
        return True
    if token.dep_ == "pobj" and token.head.lower_ == "on" and not any(token.lefts):
        return True
    verb = token.head
    return token.dep_ == "dobj" and (verb.lemma_ in words("walkout-verb") or any(
        t.lemma_.lower() in words("worker") for t in verb.lefts if t.dep_ in ("nsubj", "nsubjpass")))
