"""Which event does the harm that a frame tells: one of its own clause, of a clause coordinated with it, or of one above it."""

from collections.abc import Collection, Mapping, Sequence

from spacy.tokens import Doc, Token

from ...model import Frame, Resolution
from ...ontology import Entry, Ontology
from ..relations import entries
from ..syntax import lemma, verbal
from .mentions import EventMention


def told_further(token: Token, by_trigger: Mapping[int, int], found: Sequence[EventMention], ontology: Ontology) -> int | None:
    """ "Police fired at people who tried to enter, killing two": a participle behind a comma tells more of a deed above it.

    That is the nearest one; what is only tried or wished for kills nobody, so that it is passed over.
    """
    if token.tag_ != "VBG" or token.dep_ not in ("advcl", "acl") or token.i == 0 or token.nbor(-1).text != ",":
        return None
    node = token
    while node.head != node:
        node = node.head
        for candidate in (node, *(child for child in node.rights if child.dep_ in ("dobj", "xcomp") and child.i < token.i)):
            host = by_trigger.get(candidate.i)
            if host is not None and found[host].status.asserted and ontology.is_a(found[host].cls, "Attack"):
                return host
    return None


def told_of_above(token: Token, by_trigger: Mapping[int, int], resolution: Resolution, doc: Doc,
                  ontology: Ontology) -> int | None:
    """ "The attack on a bus of tourists that killed seven", "the bombing of a hall, in which ten died": the event above."""
    beside = token.head
    opening = {t.lower_ for t in doc[token.left_edge.i : token.i]}
    if token.dep_ != "relcl" or "who" in opening or not opening & {"that", "which"}:
        return None
    entity = resolution.at(beside.i)
    if entity is not None and "that" in opening and any(ontology.is_a(entity.cls, cls) for cls in ("Organization", "Weapon")):
        return None  # "a raid on the group that killed seven"
    while beside.head != beside and not verbal(beside) and beside.i not in by_trigger:
        beside = beside.head
    return by_trigger.get(beside.i) if not verbal(beside) else None


def by_accident(frame: Frame, entry: Entry, by_trigger: Mapping[int, int], doc: Doc, ontology: Ontology) -> bool:
    """ "Killed in a plane crash", "died of cancer", "when their bus overturned": what nobody does, and no event before it did."""
    words = ontology.lexicon.words
    token = doc[frame.trigger]
    causes = [doc[a.head] for a in frame.arguments if a.slot in ACCIDENTAL and a.head not in by_trigger
              and not (a.slot == "subject" and "subject" in entry.slots["to"])]
    clauses = [doc[a.head] for a in frame.arguments if a.slot.startswith("clause:")]
    if token.tag_ == "VBG" and verbal(token.head):
        clauses.append(token.head)  # "the ferry sank, killing 30"
    mishap = any(cause.lemma_.lower() in words("mishap") or cause.lemma_.lower() in words("force-of-nature") or (
        cause.lemma_.lower() in words("explosion") and any(c.lower_ in ("a", "the") for c in cause.lefts)) for cause in causes)
    mishap = mishap or any(lemma(clause) in words("mishap-verb") and clause.i not in by_trigger for clause in clauses)
    return mishap and not any(t.lemma_.lower() in words("foul-play") for t in token.sent)


ACCIDENTAL = ("subject", "prep:in", "prep:by", "prep:from", "prep:of", "prep:during", "prep:to")
"""Slots of what kills by itself."""


def harming_event(frame: Frame, entry: Entry, by_trigger: Mapping[int, int], violent: Collection[int],
                  verbs: Mapping[int, Frame], doc: Doc, resolution: Resolution, ontology: Ontology) -> int | None:
    """The event that does the harm: named in its own clause, or in one coordinated with it."""
    verb = _governing(frame, verbs, doc)
    mishaps = [verbs[a.head] for a in frame.arguments if a.slot.startswith("clause:") and a.head in verbs
               and verbs[a.head].lemma in ontology.lexicon.words("mishap-verb")]  # "when it crashed after a missile hit it"
    fellows = [verbs[t.i] for t in _coordinated(doc[frame.trigger]) if t.i in verbs and t.i not in by_trigger]
    fellows = [each for each in fellows if any(e.means == "killed" or e.means == "injured"
                                               for e in entries(each, ontology.lexicon.frames))]
    for each in (frame, *([verb] if verb is not None else []), *mishaps, *fellows):
        suffers = each is frame and "subject" in entry.slots["to"]  # "X's killer died": of something else
        host = _named_host(each, entry, by_trigger, doc, suffers=suffers)
        if host is not None:
            return host
    return _clause_host(frame, by_trigger, violent, doc, resolution, ontology)


def _governing(frame: Frame, verbs: Mapping[int, Frame], doc: Doc) -> Frame | None:
    """The verb whose subject does the harm: "left six people dead", "resulted in injuries to forty"."""
    token = doc[frame.trigger]
    if token.dep_ == "conj" and token.head.lemma_ == "leave":  # "left 12 dead and 30 wounded"
        return verbs.get(token.head.i)
    if frame.pos == "adjective":
        return verbs.get(token.i)
    if frame.pos == "noun" and token.dep_ in ("dobj", "pobj"):
        return verbs.get(token.head.i if token.dep_ == "dobj" else token.head.head.i)
    return None


def _coordinated(verb: Token) -> list[Token]:
    """Verbs that share a passive subject's fate: "were killed and six wounded in the raid"."""
    if not verbal(verb) or verb.tag_ != "VBN":
        return []
    beside = [c for c in verb.head.children if c.dep_ == verb.dep_ and c.i > verb.i] if verb.dep_ == "ccomp" else []
    joined = (*(c for c in verb.rights if c.dep_ == "conj" and verbal(c)),
              *(acl for c in verb.rights if c.dep_ == "conj" and not verbal(c) for acl in c.rights if acl.dep_ == "acl"),
              *([verb.head] if verb.dep_ == "conj" else []), *beside)
    return [t for t in joined if t.tag_ in ("VBN", "VBD")]


def _named_host(frame: Frame, entry: Entry, by_trigger: Mapping[int, int], doc: Doc, *, suffers: bool) -> int | None:
    for slot in (*entry.slots.get("from", ()), *(() if suffers else ("subject",))):
        for argument in frame.fillers(slot):
            if argument.head in by_trigger:
                return by_trigger[argument.head]
    for argument in frame.arguments:
        if (argument.slot.startswith("clause:") and argument.slot not in ("clause:after", "clause:since")
                and argument.head in by_trigger):
            return by_trigger[argument.head]
    for argument in frame.arguments:  # "have died since the war began", "were killed when a blast ripped through the hall"
        if argument.slot in ("clause:since", "prep:since", "clause:when"):
            for noun in (doc[argument.head], *(c for c in doc[argument.head].lefts if c.dep_.startswith("nsubj"))):
                if noun.i in by_trigger and noun.pos_ == "NOUN":
                    return by_trigger[noun.i]
    return None


def _clause_host(frame: Frame, by_trigger: Mapping[int, int], violent: Collection[int], doc: Doc, resolution: Resolution,
                 ontology: Ontology) -> int | None:
    token = doc[frame.trigger]
    if frame.trigger in by_trigger:
        return by_trigger[frame.trigger]
    above = token.head
    if (token.dep_ in ("conj", "advcl", "xcomp") and verbal(above) and above.i in by_trigger
            and (token.dep_ != "conj" or above.i in violent)):
        return by_trigger[above.i]
    if token.dep_ == "conj" and verbal(above):
        sibling = above.head
        if above.dep_ in ("advcl", "relcl", "acl") and sibling.i in by_trigger:
            return by_trigger[sibling.i]
    if token.dep_ == "advcl" and verbal(above):  # "carried out an attack, killing six"
        for child in above.rights:
            if child.dep_ == "dobj" and child.i in by_trigger:
                return by_trigger[child.i]
    killers = [resolution.at(a.head) for a in frame.fillers("subject")]
    if killers and not any(k is not None and ontology.is_a(k.cls, "Agent") for k in killers):
        # "an attack on a base that killed two": what cannot kill hands the clause to the event noun above it.
        for argument in frame.fillers("subject"):
            node = doc[argument.head]
            while node.head != node and not verbal(node):
                node = node.head
                if node.i in by_trigger:
                    return by_trigger[node.i]
    return None
