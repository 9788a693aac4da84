"""Who speaks: "I" and "we" in a quotation stand for the one who is quoted and for his side."""

import bisect
import itertools

from ..classes.kinds import ORGANIZATIONS
from ..columns import Columns
from .definite import GENERIC
from .nouns import modifiers
from .story import Story

LONGEST = 200
"""Tokens beside a quotation, and at the end of a paragraph, that are searched for who speaks."""
BACK = 3
"""Paragraphs back in which a quotation that opens its paragraph may have its speaker."""
REACH = 50
"""Mentions of a speaker that are asked for his side: he is introduced early."""


def speakers(story: Story) -> None:
    """ "I" in a quotation is who is quoted."""
    announced = introductions(story)
    for i in _first_person(story, "pronounsI"):
        speaker = _announced(story, i, announced)
        if speaker is not None and story.group(speaker).cls in ("Person", ""):
            story.join(speaker, i)


def sides(story: Story) -> None:
    """ "We" in a quotation is the country or organization that the text names who is quoted with."""
    we: dict[int, int] = {}
    announced = introductions(story)
    for i in _first_person(story, "pronounsWe"):
        speaker = _announced(story, i, announced)
        if speaker is None:
            continue
        root = story.root(speaker)
        side = speaker if story.group(speaker).cls in ("Country", *ORGANIZATIONS, "PersonGroup") else side_of(story, speaker)
        if side is not None:
            story.join(side, i)
        elif root in we:
            story.join(we[root], i)
        else:
            we[root] = i
            story.sides[i] = speaker


def _first_person(story: Story, words: str) -> list[int]:
    wanted = story.scene.words(words)
    return [i for i, m in enumerate(story.mentions) if m.kind == "pronoun" and story.page.lower[m.head] in wanted]


def _announced(story: Story, i: int, announced: list[tuple[int, int]]) -> int | None:
    """Who says "I" or "we": the speaker of the quotation, or whose words an unquoted passage is said to be."""
    page, head = story.page, story.mentions[i].head
    speaker = speaker_of(story, head)
    if speaker is None and not page.quoted[head]:
        speaker = _labelled(story, head)
    if speaker is None and not page.quoted[head]:
        speaker = next((who for sentence, who in reversed(announced) if sentence < page.sentence[head]), None)
    return speaker


def _labelled(story: Story, token: int) -> int | None:
    """The speaker whose name and a colon open the paragraph, as transcripts have it: "KX: We are ready"."""
    page = story.page
    begin, _ = _paragraph(story, token, token)
    colon = next((i for i in range(begin, min(begin + 5, token)) if page.text[i] == ":"), None)
    if colon is None or colon == begin or not all(page.capital(i) for i in range(begin, colon)):
        return None
    last = page.lower[colon - 1]
    found = {story.root(i): i for i in story.names if story.group(i).cls == "Person" and story.keys[i].split()[-1:] == [last]}
    return next(iter(found.values())) if len(found) == 1 else None


def speaker_of(story: Story, token: int) -> int | None:
    """The mention whose words the token is part of: subject of the verb of saying over it, or of one beside its quotation."""
    page = story.page
    i = token
    while page.head[i] != i:
        i = page.head[i]
        if not page.quoted[i] and says(story, i):
            found = sayer(story, i)
            if found is not None:
                return found
    if not page.quoted[token]:
        return None
    first, end = story.quotations[bisect.bisect(story.quotations, (token, len(page))) - 1]
    last = end - 1
    own, before, after = page.sentence[token], page.sentence[max(first - 1, 0)], page.sentence[min(last + 1, len(page) - 1)]
    begin, end = _paragraph(story, first, last)
    for sentence in dict.fromkeys((own, after, before, after + 1, before - 1)):
        words = _tokens(page, sentence)
        beside = (range(max(words.start, begin, first - LONGEST), first), range(last + 1, min(words.stop, end, last + LONGEST)))
        for i in itertools.chain(*beside):
            if i in words and not page.quoted[i] and (found := _names_speaker(story, i)) is not None:
                return found
    for _ in range(BACK):
        if not begin or any(not page.quoted[i] and not _mark(page, i) for i in range(begin, first)):
            return None  # the quotation does not open its paragraph
        first = end = begin - 1
        begin, _ = _paragraph(story, first - 1, first - 1) if first else (0, 0)
        closing = [i for i in range(max(begin, end - LONGEST), end) if not page.quoted[i]]
        spoken = [who for i in closing if (who := _names_speaker(story, i)) is not None]
        if spoken:
            return spoken[-1]
    return None


def _paragraph(story: Story, first: int, last: int) -> tuple[int, int]:
    """The token range of the paragraph around a stretch: between blank lines."""
    before, after = bisect.bisect_left(story.breaks, first), bisect.bisect_right(story.breaks, last)
    begin = story.breaks[before - 1] + 1 if before else 0
    return begin, story.breaks[after] if after < len(story.breaks) else len(story.page)


def _mark(page: Columns, i: int) -> bool:
    return page.pos[i] in ("PUNCT", "SPACE") or not page.text[i].isalnum()


def _names_speaker(story: Story, i: int) -> int | None:
    """The speaker that a word brings with it: the subject of "said", whom "according to" names."""
    page = story.page
    if says(story, i):
        return sayer(story, i)
    if page.lower[i] == "according":
        for to in page.children[i]:
            for child in page.children[to]:
                if page.dep[child] == "pobj":
                    return story.by_head.get(child)
    return None


def introductions(story: Story) -> list[tuple[int, int]]:
    """(sentence, mention) of each speaker whose words follow unquoted: "The minister said:" at the end of a paragraph."""
    page, found = story.page, []
    for sentence in range(len(page.starts)):
        tokens = [i for i in _tokens(page, sentence) if not page.blank(i)]
        if not tokens or page.text[tokens[-1]] != ":":
            continue
        subjects = [who for i in tokens if says(story, i) and (who := sayer(story, i)) is not None]
        if subjects:
            found.append((sentence, subjects[-1]))
    return found


def side_of(story: Story, speaker: int, wanted: tuple[str, ...] = ("Country", *ORGANIZATIONS)) -> int | None:
    """The country or organization that a speaker's titles name: "Ruritanian minister KX", "KX of the Front"."""
    page = story.page
    for k in story.group(speaker).members[:REACH]:
        mention = story.mentions[k]
        if mention.kind == "pronoun" or (mention.kind == "nominal" and story.noun(mention) in story.scene.words("epithets")):
            continue  # "the Kenyan politician" speaks for no country
        first = mention.start
        while (
            first > 0
            and page.sentence[first - 1] == page.sentence[mention.head]
            and page.pos[first - 1] in ("PROPN", "ADJ", "NOUN", "PART")
            and (mention.start - first < 6)
        ):
            first -= 1
        last = page.last[mention.head] if page.dep[mention.head] == "appos" or mention.kind == "nominal" else mention.end - 1
        for i in range(first, min(last + 1, mention.end + 8)):
            index = story.by_head.get(i)
            if index is not None and not story.same(index, speaker) and story.group(index).cls in wanted:
                return _outermost(story, index, wanted)
    return None


def _outermost(story: Story, inner: int, wanted: tuple[str, ...]) -> int:
    """The name that a name is part of: of "Kenya Airways" the airline, not the country."""
    name = story.mentions[inner]
    for j in range(inner - 1, -1, -1):
        outer = story.mentions[j]
        if outer.start < name.start - 8:
            break
        if outer.kind == "name" and name.end <= outer.end and outer.start <= name.start and story.group(j).cls in wanted:
            return j
    return inner


def own_groups(story: Story) -> None:
    """ "His group", "her country" is the one that the text names him or her with: "its leader KX", "Ruritanian minister KX"."""
    page = story.page
    for i in story.nominals:
        mention = story.mentions[i]
        wanted = GENERIC.get(page.lemma[mention.head].lower())
        if wanted is None or mention.plural or len(story.group(i).members) > 1 or modifiers(story, i):
            continue
        owner = next((story.by_head.get(c) for c in page.children[mention.head] if page.dep[c] == "poss"), None)
        if owner is None or story.mentions[owner].kind != "pronoun" or story.group(owner).cls != "Person":
            continue
        side = side_of(story, owner, wanted)
        if side is not None:
            story.join(side, i)


def says(story: Story, i: int) -> bool:
    """True for a verb of saying, and for one that makes a statement: "issued a statement", "wrote in a letter"."""
    page = story.page
    if page.pos[i] != "VERB":
        return False
    if page.lemma[i].lower() in story.scene.words("saying"):
        return True
    return page.lemma[i].lower() in story.scene.words("utteringVerbs") and any(
        page.dep[c] == "dobj" and page.lemma[c].lower() in story.scene.words("utterances") for c in page.children[i]
    )


def sayer(story: Story, verb: int) -> int | None:
    """The mention of who says it: the verb's subject, or that of the verb it continues ("warned ..., saying")."""
    page = story.page
    for _ in range(3):
        for child in page.children[verb]:
            if page.dep[child] == "nsubj":
                if page.lemma[child].lower() in story.scene.words("utterances"):
                    child = next((owner for owner in page.children[child] if page.dep[owner] == "poss"), child)
                elif page.dep[verb] == "relcl" and page.lower[child] in ("who", "which", "that"):
                    child = page.head[verb]
                return story.by_head.get(child)
        above = page.head[verb]
        if page.dep[verb] == "pcomp" and page.lower[above] == "as":
            above = page.head[above]
            quoted = next((c for c in page.children[above] if page.dep[c] == "nsubjpass"), None)
            return None if quoted is None else story.by_head.get(quoted)
        if page.dep[verb] not in ("conj", "xcomp", "advcl") or page.pos[above] != "VERB":
            return None
        verb = above
    return None


def _tokens(page: Columns, sentence: int) -> range:
    if not 0 <= sentence < len(page.starts):
        return range(0)
    return range(page.starts[sentence], page.starts[sentence + 1] if sentence + 1 < len(page.starts) else len(page))
