"""Names that the pipeline cuts in pieces: places of the gazetteer, words joined by hyphens, offices, what "against" begins."""

import calendar
from collections.abc import Iterator

from .nametext import APOSTROPHES, Raw, Text, nation

LONGEST = 4
"""Words of the longest place name that is looked up."""
MONTHS = frozenset(calendar.month_name[1:])
QUOTES = frozenset({'"', "“", "”", "''", "``"})
ENDS = frozenset({"against", "for", "of"})
"""Words that no name of an organization ends in."""


def whole(text: Text, found: list[Raw]) -> list[Raw]:
    """The pipeline's entities with those that are pieces of one name put together."""
    hyphened = list(_hyphened(text))
    found = [raw for raw in found if not any(start <= raw[0] and raw[1] <= end for start, end, _ in hyphened)]
    found = sorted([*found, *(name for name in hyphened if not any(raw[0] < name[1] and name[0] < raw[1] for raw in found))])
    for pieces in (_places, _peoples, _offices, _ships, _days, _causes):
        found = _put(found, list(pieces(text)))
    for run in _mastheads(text):
        found = sorted([*(raw for raw in found if raw[1] <= run[0] or run[1] <= raw[0]), *_left(found, run[0]), run])
    return [_complete(text, _unbroken(text, raw)) for raw in found]


def _unbroken(text: Text, raw: Raw) -> Raw:
    """An organization with the whole of its last word: "... Security and Co-operation", not "... Security and Co"."""
    page, (start, end, label) = text.page, raw
    if label != "ORG" or end - start < 3 or page.text[end : end + 1] != ["-"] or end + 1 >= text.n:
        return raw
    joined = page.to[end - 1] == page.at[end] == page.at[end + 1] - 1
    if not joined or page.lower[end - 1] not in text.lexicon.words("hyphenPrefixes"):
        return raw
    end += 2
    while end < text.n and page.capital(end) and page.pos[end] == "PROPN" and not page.label[end]:
        end += 1
    return start, end, label


def _put(found: list[Raw], names: list[Raw]) -> list[Raw]:
    """`names` in the place of what they overlap with; a name inside a longer entity is left to that."""
    kept = []
    for start, end, label in names:
        across = [raw for raw in found if raw[0] < end and start < raw[1]]
        if any(raw[0] <= start and end <= raw[1] for raw in across) or any(raw[2] == "PERSON" for raw in across):
            continue
        found = [raw for raw in found if raw not in across]
        kept.append((min([start, *(raw[0] for raw in across)]), end, label))
    return sorted(found + kept)


def _left(found: list[Raw], at: int) -> list[Raw]:
    """What remains before `at` of the entity that reaches over it: the place before a newspaper's name."""
    return [(start, at, "GPE") for start, end, _ in found if start < at < end]


def _mastheads(text: Text) -> Iterator[Raw]:
    """Newspapers' names in capitals among words that are not, behind a place, an article or a preposition: "Lima EL MUNDO"."""
    page, i = text.page, 0
    while i < text.n:
        end = i
        while end < text.n and page.text[end].isupper() and page.text[end].isalpha() and page.sentence[end] == page.sentence[i]:
            end += 1
        if end - i > 1 and _masthead(text, i, end):
            yield i, end, "ORG"
        i = max(end, i + 1)


def _masthead(text: Text, start: int, end: int) -> bool:
    page = text.page
    words = page.words(start, end)
    if start == 0 or page.sentence[start - 1] != page.sentence[start]:
        return False
    if text.gazetteer.country(words) or text.gazetteer.places(words) or page.text[end:end + 1] == ["("]:
        return False
    if not any(len(page.text[i]) > 4 for i in range(start, end)) or any(3 < len(page.text[i]) < 5 for i in range(start, end)):
        return False
    before = start - 1
    place = not page.text[before].isupper() and any(
        text.gazetteer.places(page.words(first, start)) for first in range(max(0, start - 3), start))
    told = not text.shouting[page.sentence[start]] and (
        page.pos[before] in ("DET", "ADP") or page.text[before] in ("(", "“", '"')
        or page.lower[before] in text.lexicon.words("selfNouns"))
    known = {page.lower[i] for i in range(start, end)} & text.common
    return (place or (told and text.gazetteer.country(page.text[start]) is None)) and not known


def _places(text: Text) -> Iterator[Raw]:
    """Places of two words and more: "Burkina" and "Faso"."""
    page, gazetteer, i = text.page, text.gazetteer, 0
    while i < text.n - 1:
        end = i + 1
        opens = page.capital(i) and (page.pos[i] == "PROPN" or page.text[i].isupper())
        if opens and (page.capital(i + 1) or page.lower[i + 1] in text.particles):
            for stop in range(min(i + LONGEST, text.n), i + 1, -1):
                words = page.words(i, stop)
                shouted = words.isupper() and gazetteer.country(words)
                if not shouted and not _run(text, i, stop):
                    continue
                if gazetteer.country(words) or gazetteer.places(words) or gazetteer.region(words):
                    end = stop
                    yield i, end, "GPE"
                    break
        i = end


def _run(text: Text, start: int, end: int) -> bool:
    """True for capitalised words in a row, small words inside allowed, that the pipeline takes for places or for nothing."""
    page = text.page
    return (
        page.sentence[end - 1] == page.sentence[start]
        and page.capital(end - 1)
        and all(page.label[i] in ("GPE", "LOC", "FAC", "NORP", "") for i in range(start, end))
        and any(page.label[i] for i in range(start, end))
        and all((page.capital(i) and page.pos[i] == "PROPN") or page.lower[i] in text.particles for i in range(start, end))
        and not (end < text.n and page.capital(end) and page.dep[end - 1] == "compound" and page.head[end - 1] == end)
    )


def _hyphened(text: Text) -> Iterator[Raw]:
    """Words with hyphens and no blank between them: three and more with a small word inside ("Stoke-on-Trent"), or a place."""
    page, i = text.page, 0
    while i < text.n - 2:
        end = i + 1
        while end + 1 < text.n and page.text[end] == "-" and page.to[end - 1] == page.at[end] == page.at[end + 1] - 1:
            end += 2
        if end > i + 1 and page.capital(i) and page.capital(end - 1):
            small = any(not page.capital(k) or page.lower[k] in text.particles for k in range(i + 2, end - 1, 2))
            words = page.words(i, end)
            labels = [page.label[k] for k in range(i, end, 2) if page.label[k]]
            if text.gazetteer.country(words) or text.gazetteer.places(words):
                yield i, end, "GPE"
            elif text.gazetteer.demonym(words):
                yield i, end, "NORP"
            elif _half_read(text, i, end):
                yield i, end, labels[0]
            elif small and "e" in page.text[i:end]:
                yield i, end, "ORG"  # "Anjuman-e-Watan"
            elif small:
                yield i, end, labels[0] if labels and labels[0] != "NORP" else "ORG" if labels else ""
        i = end


def _half_read(text: Text, start: int, end: int) -> bool:
    """True for a name of two words of which the pipeline has seen one, and which are no two places: "Canapé-Vert"."""
    page, words = text.page, (start, end - 1)
    seen = [i for i in words if page.label[i]]
    if end - start != 3 or len(seen) != 1 or text.shouting[page.sentence[start]]:
        return False
    if page.label[seen[0]] not in ("GPE", "LOC", "PERSON"):
        return False
    return all(page.pos[i] == "PROPN" and not nation(text.gazetteer, page.text[i]) and not text.gazetteer.places(page.text[i])
               for i in words)


def _peoples(text: Text) -> Iterator[Raw]:
    """A people of two words: "Bosnian Serb" is nothing of Serbia's."""
    page = text.page
    for i in range(text.n - 1):
        if page.label[i] == "NORP" == page.label[i + 1] and text.gazetteer.people(page.words(i, i + 2)):
            yield i, i + 2, "NORP"


def _offices(text: Text) -> Iterator[Raw]:
    """The office of one who holds it: "Lagos State Governor's Office"."""
    page, titles = text.page, text.lexicon.titles
    for i in range(2, text.n):
        if page.lower[i] not in ("office", "department") or not page.capital(i) or page.text[i - 1] not in APOSTROPHES:
            continue
        start = i - 2
        if page.lower[start] not in titles or not page.capital(start):
            continue
        while (start > 0 and page.capital(start - 1) and page.pos[start - 1] == "PROPN"
               and page.sentence[start - 1] == page.sentence[i]):
            start -= 1
        yield start, i + 1, "ORG"


def _ships(text: Text) -> Iterator[Raw]:
    """A ship with the letters before its name: "USS Northern Star", "MV Zenda"."""
    page, i = text.page, 0
    while i < text.n - 1:
        end = i + 1
        if page.lower[i] in text.lexicon.words("shipLetters") and page.text[i].isupper():
            stop = min(text.n, i + 4)
            while end < stop and page.capital(end) and page.text[end].isalpha() and page.lower[end] not in text.excluded:
                end += 1
            if end > i + 1:
                yield i, end, "PRODUCT"
        i = end


def _causes(text: Text) -> Iterator[Raw]:
    """An organization named for what it is for: "Vanguard for the Protection of Farmers", "Party for Peace and Progress"."""
    page, nouns = text.page, text.bodies
    for i in range(1, text.n - 1):
        noun = page.lower[i - 1]
        if page.lower[i] != "for" or not page.capital(i - 1) or not (noun in nouns or noun.removesuffix("s") in nouns):
            continue
        end = _capitalised(text, i + 1 + (page.lower[i + 1] == "the"), page.sentence[i])
        if end is None or page.label[i + 1 + (page.lower[i + 1] == "the")] not in ("", "ORG"):
            continue
        while (then := _further(text, end)) is not None:
            end = then
        start = i - 1
        while start > 0 and page.capital(start - 1) and page.pos[start - 1] == "PROPN" and page.head[start - 1] == i - 1:
            start -= 1
        if page.lower[start] not in text.lexicon.titles:
            yield start, end, "ORG"


def _further(text: Text, end: int) -> int | None:
    """Where a name that goes on behind "of" or "and" ends: "... of the Poor", "... and Progress"."""
    page = text.page
    if end + 1 >= text.n or page.lower[end] not in ("of", "and"):
        return None
    after = end + 1 + (page.lower[end + 1] == "the")
    if page.lower[end] == "and" and (after > end + 1 or page.label[after] not in ("", "ORG")):
        return None
    return _capitalised(text, after, page.sentence[end])


def _capitalised(text: Text, start: int, sentence: int) -> int | None:
    """The end of the capitalised names or nouns that begin at `start`, None where none does."""
    page, end = text.page, start
    while end < text.n and page.capital(end) and page.pos[end] in ("PROPN", "NOUN", "ADJ") and page.sentence[end] == sentence:
        end += 1
    return end if end > start and not page.begins[start] | (page.label[start] in ("PERSON", "DATE", "TIME")) else None


def _days(text: Text) -> Iterator[Raw]:
    """A movement or gang named for a day: "members of 9 June", "the 9 June movement"."""
    page = text.page
    for i in range(1, text.n - 2):
        day, month = (i, i + 1) if page.text[i].isdigit() else (i + 1, i)
        if not page.text[day].isdigit() or page.text[month] not in MONTHS:
            continue
        members = text.lexicon.words("groupMembers") | {"member"}
        belongs = page.lower[i - 1] == "of" and page.lemma[i - 2].lower() in members
        named = page.lower[i + 2] in text.lexicon.words("selfNouns") and page.lower[i - 1] == "the"
        if belongs or named:
            yield i, i + 2, "ORG"


def _complete(text: Text, raw: Raw) -> Raw:
    """An entity with all of its name, where the pipeline leaves out "People's" or stops at "against", "of" or "von"."""
    page, (start, end, label) = text.page, raw
    inside = sum(page.text[i] in QUOTES for i in range(start, end)) == 1
    if label == "PERSON" and (inside or page.text[end : end + 1] == ['"']):
        first = end if inside else end + 1
        closing = next((i for i in range(first, min(first + 3, text.n)) if page.text[i] in QUOTES), None)
        if closing is not None and all(page.capital(i) for i in range(first, closing)):
            end = closing + 1
            while end < text.n and page.capital(end) and page.pos[end] == "PROPN" and page.sentence[end] == page.sentence[start]:
                end += 1
            return (start, end, label) if end > closing + 1 else raw
    if label == "PERSON" and page.text[end - 1] in QUOTES and end < text.n and page.capital(end) and page.pos[end] == "PROPN":
        return start, end + 1, label
    if label == "PERSON" and page.lower[end - 1] in text.particles and page.text[end - 1].islower():
        while end < text.n - 1 and page.lower[end] in text.particles and page.sentence[end] == page.sentence[start]:
            end += 1
        return (start, end + 1, label) if end < text.n and page.capital(end) and page.pos[end] == "PROPN" else raw
    if label == "ORG" and start > 1 and page.text[start - 1] in APOSTROPHES and _whose(text, start - 2):
        start, raw = start - 2, (start - 2, end, label)
    if label == "ORG" and end - start > 1 and page.lower[end - 1] in text.lexicon.words("sentBodies"):
        return start, _post(text, start, end), label
    if label != "ORG" or end - start < 2 or page.lower[end - 1] not in ENDS:
        return raw
    stop = end
    while stop < text.n and page.sentence[stop] == page.sentence[start] and (page.capital(stop) or page.lower[stop] == "the"):
        if page.label[stop]:
            return raw
        stop += 1
    while stop > end and not page.capital(stop - 1):
        stop -= 1
    return (start, stop, label) if stop > end else raw


def _post(text: Text, start: int, end: int) -> int:
    """The end of the name of a mission with where it was sent: "UN Stabilization Mission in Halden"."""
    page = text.page
    at = end + 1 + (page.lower[end + 1 : end + 2] == ["the"])
    first = page.lower[start + (page.lower[start] == "the")]
    if first not in text.lexicon.words("beginsInternationalOrganization") or at >= text.n:
        return end
    if page.lower[end] not in ("in", "to", "for") or page.label[at] not in ("GPE", "LOC"):
        return end
    stop = at
    while stop < text.n and page.label[stop] == page.label[at] and (stop == at or not page.begins[stop]):
        stop += 1
    return stop


def _whose(text: Text, i: int) -> bool:
    """True for "People" or "Workers" in capitals: what they own is named after them."""
    page, kinds = text.page, text.lexicon.kinds
    people = kinds.get(page.lower[i]) == "PersonGroup" or kinds.get(page.lower[i].removesuffix("s")) == "Person"
    named = people or page.lower[i] in text.lexicon.words("nameOwners")
    return page.capital(i) and not page.label[i] and named and i not in text.starts
