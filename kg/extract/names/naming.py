"""Where the names stand in a text: the pipeline's entities with their boundaries mended, and the names that it missed."""

from ...gazetteer import Gazetteer
from ...ontology import Lexicon
from ..columns import Columns
from .boundaries import happening, lengthened, merged, spelled, split, with_acronyms
from .chains import whole
from .kindnouns import with_kind_nouns
from .mending import labelled, mended
from .nametext import Name, Text
from .unlabelled import missed, repeated, take


def names(page: Columns, lexicon: Lexicon, gazetteer: Gazetteer) -> list[Name]:
    """All names of the text in order, none overlapping another."""
    text = Text(page, lexicon, gazetteer)
    found = [name for raw in whole(text, list(labelled(text))) for name in mended(text, *raw)]
    found = merged(text, sorted(found, key=lambda name: (name.start, -name.end)))
    found = [part for name in found for part in split(text, lengthened(text, name))]
    found = [name for at, name in enumerate(found) if at == 0 or name.start >= found[at - 1].end]
    found = [name for name in spelled(text, with_acronyms(text, found)) if not happening(text, name)]
    taken = [False] * len(page)
    for name in found:
        take(taken, name)
    found = with_kind_nouns(text, taken, found + missed(text, taken))
    found += repeated(text, taken, found)
    return spelled(text, sorted(found, key=lambda name: name.start))
