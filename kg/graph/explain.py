"""Why the graph says something: the words it was read from, and the rule that read them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ..ontology import Entry, Ontology
from ..rules import RULES
from . import select
from .records import Claim, Document, Node, Passage

if TYPE_CHECKING:
    from ..store import Store

AROUND = 200
"""Characters of the paragraph that are shown on either side of a passage."""
WORDS = 4
"""Words of a lexicon entry that are shown of each part of speech."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One claim with all that speaks for it.

    before, after  what stands around the passage in its paragraph, shortened where it is long
    names          the mentions of subject, object and source inside the passage, in order
    rule           what the rule that found the claim does, "" for a rule that kg does not know
    entry          the words of the lexicon that were used, "" where none were
    """

    claim: Claim
    document: Document
    before: str
    after: str
    names: tuple[Passage, ...]
    rule: str
    entry: str

    def marked(self, opening: str = "[", closing: str = "]") -> str:
        """The paragraph with the words of the passage between two marks."""
        return f"{self.before}{opening}{self.claim.passage.words}{closing}{self.after}"


def explain(store: "Store", claim: Claim, ontology: Ontology) -> Explanation:
    """The explanation of one claim of a store."""
    passage = claim.passage
    document = select.documents(store, select.block("node", [ox.NamedNode(passage.document)]))[0]
    before, after = surroundings(select.text_of(store, passage.document), passage.start, passage.end)
    ends = [end.iri for end in (claim.subject, claim.object, claim.source) if isinstance(end, Node)]
    where = f"{select.block('denoted', map(ox.NamedNode, ends))} ?passage itsrdf:taIdentRef ?denoted ; nif:referenceContext " \
            f"{ox.NamedNode(passage.document)} ."
    names = tuple(m for m in select.passages(store, where).values() if passage.start <= m.start and m.end <= passage.end)
    entry = ontology.lexicon.entries.get(claim.entry or "")
    words = entry_text(entry, ontology) if entry else ""
    return Explanation(claim, document, before, after, names, RULES.get(claim.rule, ""), words)


def surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a passage in its paragraph, cut between words where it is long.

    >>> surroundings("Headline\\nIt was they who did it.\\n", 16, 20)
    ('It was ', ' who did it.')
    """
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    before, after = text[first:start], text[end : len(text) if last < 0 else last]
    if len(before) > AROUND:
        before = "… " + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] + " …"
    return before, after


def entry_text(entry: Entry, ontology: Ontology) -> str:
    """A lexicon entry in one line.

    >>> from kg.ontology import load
    >>> entry_text(load().lexicon.frames["verb", "arm"][0], load())
    'lex:... verb ...arm...: kg:backs...'
    """
    words: dict[str, list[str]] = {}
    for (pos, lemma), entries in ontology.lexicon.frames.items():
        if entry in entries:
            words.setdefault(pos, []).append(lemma)
    said = "; ".join(f"{pos} {', '.join([*sorted(lemmas)[:WORDS], *(['...'] if len(lemmas) > WORDS else [])])}"
                     for pos, lemmas in sorted(words.items()))
    slots = ", ".join(f"{name} = {' or '.join(places)}" for name, places in sorted(entry.slots.items()))
    return f"lex:{entry.name}: {said}: kg:{entry.means} ({slots}), in ontology/lexicon.ttl"
