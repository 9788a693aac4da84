"""What an event takes from the clauses around it: place and time told once for several verbs, or for the wider event."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from ...model import Argument, Entity, Frame, Resolution
from ...ontology import Ontology
from ..relations import status_of
from ..syntax import verbal
from .fillers import fills, fits_slot, whereabouts
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
        if mention.frame.pos == "verb":
            mention = _shared(mention, token, verbs, resolution, ontology)
            times = reported.get(mention.trigger) or _year_before(token, doc)
            if times and not mention.times:
                mention = replace(mention, times=times)
        placed.append(mention)
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


def _year_before(token: Token, doc: Doc) -> tuple[tuple[int, int], ...]:
    """ "The revolution of 1979, when hostages were seized": the clause tells what happened then."""
    if token.dep_ != "relcl" or not any(c.lower_ == "when" for c in token.lefts):
        return ()
    return tuple((span.start, span.end) for span in token.head.sent.ents
                 if span.label_ == "DATE" and span.start <= token.head.i < span.end)


def _shared(mention: EventMention, token: Token, verbs: Mapping[int, Frame], resolution: Resolution,
            ontology: Ontology) -> EventMention:
    """ "In Homs, looters burned shops and police arrested two"; "was seized and murdered on Friday"."""
    if token.dep_ == "conj" and verbal(token.head) and token.head.i in verbs:
        first = verbs[token.head.i]
        start = min((c.left_edge.i for c in token.head.lefts if c.dep_ in ("nsubj", "nsubjpass")), default=token.head.i)
        mention = _lent(mention, first, start.__gt__, resolution, ontology)
    if token.tag_ == "VBG" and token.dep_ == "advcl" and token.i and token.nbor(-1).text == "," and verbal(token.head):
        told = [token.head, *(c for c in token.head.rights if c.dep_ in ("xcomp", "advcl") and c.i < token.i)]
        for verb in reversed(told):  # "dispersed a march in Lyon on Monday, arresting ten"
            if verb.i in verbs:
                mention = _lent(mention, verbs[verb.i], token.i.__gt__, resolution, ontology)
    for joined in token.rights:
        own = any(c.dep_ in ("nsubj", "nsubjpass") for c in joined.lefts)
        if joined.dep_ == "conj" and verbal(joined) and joined.i in verbs and not own:
            mention = _lent(mention, verbs[joined.i], joined.i.__lt__, resolution, ontology)
    return mention


def _lent(mention: EventMention, other: Frame, stands: Callable[[int], bool], resolution: Resolution,
          ontology: Ontology) -> EventMention:
    times = mention.times or tuple(t for t in other.times if stands(t[0]))
    if mention.values("location"):
        return replace(mention, times=times)
    slots = whereabouts(mention.entry, ontology)
    status = replace(status_of(other, resolution), ended=False)  # what was broken up was there
    places = tuple(Filler("location", entity.key, other.span, status, SHARED, mention.entry.name)
                   for argument in other.arguments if argument.slot in slots and stands(argument.head)
                   for entity in _places(argument, mention, resolution, ontology))
    return replace(mention, times=times, fillers=mention.fillers + places)


def _places(argument: Argument, mention: EventMention, resolution: Resolution, ontology: Ontology) -> Iterator[Entity]:
    entity = resolution.at(argument.head)
    if entity is not None and fills("location", entity, mention.entry, ontology) and fits_slot(argument.slot, entity):
        yield entity
