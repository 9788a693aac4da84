"""Which event caused or answered which."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from spacy.tokens import Doc, Token

from ...model import Frame, Relation, Resolution
from ...ontology import Entry, Ontology
from ..relations import entries, status_of


def causal_relations(linked: Iterable[tuple[Frame, Entry, int, int]], key_of: Mapping[int, str],
                     resolution: Resolution) -> list[Relation]:
    """Which event caused or answered which."""
    found = [Relation(key_of[one], entry.means, key_of[other], frame.span, frame.rule, status_of(frame, resolution),
                      entry=entry.name)
             for frame, entry, one, other in linked if one in key_of and other in key_of and key_of[one] != key_of[other]]
    return list(dict.fromkeys(found))


def caused_or_answered(frames: Sequence[Frame], triggers: frozenset[int], doc: Doc,
                       ontology: Ontology) -> Iterator[tuple[Frame, Entry, int, int]]:
    """The triggers of events of which a frame says that one caused or answered the other."""
    for frame in frames:
        if not any(argument.head in triggers for argument in frame.arguments):
            continue
        for entry in entries(frame, ontology.lexicon.frames):
            if entry.means not in ("causes", "inResponseTo"):
                continue
            starts, ends = ([a.head for slot in entry.slots[end] for a in frame.fillers(slot) if a.head in triggers]
                            for end in ("from", "to"))
            if entry.means == "causes" and not starts:
                starts = _main_clause_events(doc[frame.trigger], triggers)
            elif entry.means == "inResponseTo" and frame.trigger in triggers:
                starts = [frame.trigger]
            elif entry.means == "inResponseTo" and not starts:
                starts = [a.head for slot in ("object", "subject") for a in frame.fillers(slot) if a.head in triggers]
            yield from ((frame, entry, one, other) for one in starts for other in ends if one != other)


def _main_clause_events(verb: Token, triggers: frozenset[int]) -> list[int]:
    """ "X attacked the town, prompting reprisals": the clause that the participle follows holds the cause."""
    if verb.dep_ not in ("advcl", "relcl") or verb.tag_ not in ("VBG", "VBD", "VBZ"):
        return []
    above = [t.i for t in verb.head.subtree if t.i in triggers and t.i < verb.i]
    return above[:1] if verb.head.i not in triggers else [verb.head.i]
