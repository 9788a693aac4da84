"""What an event takes from the clauses around it: place and time told once for several verbs, or for the wider event."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from ...model import Argument, Entity, Frame, Resolution
from ...ontology import Ontology
from ..dates.words import WEEKDAYS
from ..relations import status_of
from ..syntax import entity_range, verbal
from .fillers import fills, fits_slot, moves, whereabouts
from .mentions import EventMention, Filler

WITHIN = ("prep:in", "prep:during", "prep:at")
SHARED = "shared by the verbs"


def with_circumstances(mentions: Sequence[EventMention], frames: Sequence[Frame], resolution: Resolution, doc: Doc, *,
                       ontology: Ontology) -> list[EventMention]:
    """The mentions with the places and times that their own clause leaves to another one."""
    verbs = {frame.trigger: frame for frame in frames if frame.pos == "verb"}
    reported = _reported(frames, ontology)
    placed = []
    for mention in mentions:
        token = doc[mention.trigger]
        if mention.frame.pos == "noun" and verbal(token.head) and any(f.rule == "light verb" for f in mention.fillers):
            mention = _shared(mention, token.head, verbs, resolution, ontology)  # "met in Oslo and signed a treaty"
        if mention.frame.pos == "verb":
            mention = _shared(mention, token, verbs, resolution, ontology)
            mention = _followed(mention, token, verbs, resolution, ontology)
            times = reported.get(mention.trigger) or _year_before(token)
            if times and not mention.times:
                mention = replace(mention, times=times)
        placed.append(mention if mention.times else replace(mention, times=_trailing(mention, verbs, doc)))
    by_trigger = {mention.trigger: mention for mention in placed}
    return [_of_wider_event(mention, by_trigger) for mention in placed]


def _of_wider_event(mention: EventMention, by_trigger: Mapping[int, EventMention]) -> EventMention:
    """ "Six men were arrested in raids in Lyon on Monday": place and day of the event in which it happened."""
    for argument in mention.frame.arguments:
        other = by_trigger.get(argument.head)
        if other is None or other is mention or argument.slot not in WITHIN:
            continue
        known = mention.values("location")
        places = tuple(replace(f, rule="place of the wider event") for f in other.fillers if f.role == "location"
                       and f.value not in known)
        mention = replace(mention, fillers=mention.fillers + places, times=mention.times or other.times)
    return mention


def _reported(frames: Sequence[Frame], ontology: Ontology) -> dict[int, tuple[tuple[int, int], ...]]:
    """ "On 24 May, troops are said to have burned a village": the time is the deed's, not that of the saying."""
    said = ontology.lexicon.words("saying") | ontology.lexicon.words("believing")
    return {argument.head: frame.times for frame in frames if frame.times and frame.rule == "passive" and frame.lemma in said
            for argument in frame.fillers("clause")}


def _year_before(token: Token) -> tuple[tuple[int, int], ...]:
    """ "The revolution of 1979, when hostages were seized": the clause tells what happened then."""
    if token.dep_ != "relcl" or not any(c.lower_ == "when" for c in token.lefts):
        return ()
    return (entity_range(token.head),) if token.head.ent_type_ == "DATE" else ()


def _shared(mention: EventMention, token: Token, verbs: Mapping[int, Frame], resolution: Resolution,
            ontology: Ontology) -> EventMention:
    """ "In Homs, looters burned shops and police arrested two"; "was seized and murdered on Friday"."""
    if token.dep_ == "pcomp" and token.head.lower_ == "by" and verbal(token.head.head):  # "responded by shooting down a drone"
        token = token.head.head
    elif token.dep_ == "conj" and verbal(token.head) and token.head.tag_ == "VBG" and token.head.dep_ == "advcl":
        token = token.head  # "hurled a stone, injuring a girl, and was arrested"
    if token.dep_ == "advcl" and token.tag_ == "VBG" and verbal(token.head) and token.i != mention.trigger:
        mention = _lent(mention, verbs[token.head.i], token.i.__gt__, resolution, ontology) if token.head.i in verbs else mention
    if token.dep_ == "conj" and verbal(token.head) and token.head.i in verbs:
        first = verbs[token.head.i]
        own = any(c.dep_ in ("nsubj", "nsubjpass") for c in token.lefts)
        start = min((c.left_edge.i for c in token.head.lefts if c.dep_ in ("nsubj", "nsubjpass")), default=token.head.i)
        mention = _lent(mention, first, (start if own or first.lemma in ontology.lexicon.words("saying") else token.i).__gt__,
                        resolution, ontology)
    for joined in token.rights:
        own = any(c.dep_ in ("nsubj", "nsubjpass") for c in joined.lefts)
        if joined.dep_ == "conj" and verbal(joined) and joined.i in verbs and not own:
            mention = _lent(mention, verbs[joined.i], joined.i.__lt__, resolution, ontology)
    return mention


def _trailing(mention: EventMention, verbs: Mapping[int, Frame], doc: Doc) -> tuple[tuple[int, int], ...]:
    """ "Bombed sites used by rebels on Thursday": the parser hangs the day of the clause on the participle before it."""
    told = [mention.frame, *(verbs[i] for i in mention.also if i in verbs)]
    for argument in (a for frame in told for a in frame.arguments):
        if argument.slot == "object":
            for child in doc[argument.head].rights:
                if child.dep_ == "acl" and child.tag_ == "VBN" and child.i in verbs:
                    return tuple(t for t in verbs[child.i].times if any(w.lower_ in WEEKDAYS for w in doc[t[0] : t[1]]))
    return ()


def _followed(mention: EventMention, token: Token, verbs: Mapping[int, Frame], resolution: Resolution,
              ontology: Ontology) -> EventMention:
    """ "Swept through the town on Monday, shooting people": place and day of the clause that the participle follows."""
    while token.dep_ == "conj" and verbal(token.head) and token.tag_ == "VBG":
        token = token.head
    if token.tag_ != "VBG" or token.dep_ != "advcl" or token.i == 0 or token.nbor(-1).text != "," or not verbal(token.head):
        return mention
    above = next((c for c in token.head.lefts if c.dep_ == "ccomp"), token.head)
    if above.lemma_ in ontology.lexicon.words("saying"):
        return mention
    told = [above, *(c for c in above.rights if c.dep_ in ("xcomp", "advcl") and c.i < token.i)]
    for verb in reversed(told):  # "dispersed a march in Lyon on Monday, arresting ten"
        if verb.i in verbs:
            mention = _lent(mention, verbs[verb.i], token.i.__gt__, resolution, ontology)
    return mention


def _lent(mention: EventMention, other: Frame, stands: Callable[[int], bool], resolution: Resolution,
          ontology: Ontology) -> EventMention:
    times = mention.times or tuple(t for t in other.times if stands(t[0]))
    if mention.values("location"):
        return replace(mention, times=times)
    slots = whereabouts(mention.entry, ontology)
    if other.lemma in ontology.lexicon.words("entering"):
        slots |= {"object"}
    status = replace(status_of(other, resolution), ended=False)  # what was broken up was there
    places = tuple(Filler("location", entity.key, other.span, status, SHARED, mention.entry.name)
                   for argument in other.arguments if argument.slot in slots and stands(argument.head)
                   for entity in _places(argument, mention, resolution, ontology))
    return replace(mention, times=times, fillers=mention.fillers + places)


def _places(argument: Argument, mention: EventMention, resolution: Resolution, ontology: Ontology) -> Iterator[Entity]:
    entity = resolution.at(argument.head)
    if (entity is not None and fills("location", entity, mention.entry, ontology) and fits_slot(argument.slot, entity)
            and not moves(entity, ontology)):
        yield entity
