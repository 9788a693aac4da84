"""Rules of coreference between names: the same name, shorter, abbreviated, spelled otherwise; countries by all their words."""

from collections import defaultdict

from rapidfuzz import fuzz

from ..classes import weighing
from ..classes.kinds import BRANCH
from ..names.nametext import Name, nation
from .nouns import determiner_of, modifiers
from .story import Story, compatible
from .surnames import elder, of_clan, shared_surnames

SERVICES = frozenset({"news", "tv", "television", "radio", "online", "newsroom"})
"""What a broadcaster's name may bear after it."""
JUNIOR = frozenset({"jr", "ii", "iii", "iv"})
"""What tells a son from a father of the same name."""
GLUE = frozenset({"of", "the", "for", "and", "in", "on"})


def exact_names(story: Story) -> None:
    """Both are the same name, apart from case, dots, apostrophes and hyphens."""
    first: dict[tuple[str, str], int] = {}
    shared = shared_surnames(story)
    places = {story.keys[i] for i in story.names if BRANCH.get(story.mentions[i].cls) == "Place"}
    for i in story.names:
        if story.keys[i] in shared or (story.mentions[i].cls == "Person" and (elder(story, i) or of_clan(story, i))):
            continue  # whose surname it is tells where it stands
        bare = _bare(story.keys[i])
        key = (bare, "Place" if bare != story.keys[i] and bare in places else BRANCH.get(story.mentions[i].cls, ""))
        if key in first:
            story.join(first[key], i)
        else:
            first[key] = i


def _bare(key: str) -> str:
    """A place's name without the noun before it: "state of zenda" -> "zenda"."""
    for prefix in ("state of ", "city of ", "republic of ", "province of ", "kingdom of ", "commonwealth of "):
        if key.startswith(prefix):
            return key.removeprefix(prefix).removeprefix("the ")
    return key


def countries(story: Story) -> None:
    """Both name the same country: by its name, its short name, or the word for its people and things."""
    first: dict[str, int] = {}
    for i in story.names:
        mention = story.mentions[i]
        if mention.cls != "Country":
            continue
        country = nation(story.scene.gazetteer, mention.text)
        if country is not None:
            if country.name in first:
                story.join(first[country.name], i)
            else:
                first[country.name] = i
    halves = {
        name.split()[0].lower(): index for name, index in first.items() if name.split()[0] in ("North", "South", "East", "West")
    }
    for i in story.names:
        half = halves.get(story.keys[i])
        mention = story.mentions[i]
        shared = story.page.lower[mention.end : mention.end + 1] == ["and"]
        if half is not None and (shared or story.page.lower[mention.start - 1] == "the"):
            story.join(half, i)


def acronyms(story: Story) -> None:
    """One is the other's abbreviation: in brackets right after it, or made of its first letters where only one name fits."""
    outer = [i for k, i in enumerate(story.names) if not any(_holds(story, j, i) for j in story.names[max(0, k - 2) : k + 3])]
    spans = [Name(story.mentions[i].start, story.mentions[i].end, "") for i in outer]
    keys = [story.keys[i] for i in outer]
    found = weighing.acronyms(story.page, spans, keys, story.scene.words("shipLetters"))
    first = {story.keys[i]: i for i in reversed(outer)}
    for short in sorted(found):
        a, b = first.get(short), first.get(found[short])
        if a is None or b is None or BRANCH.get(story.mentions[a].cls) == "Person":
            continue
        introduced = story.page.text[story.mentions[a].start - 1] == "(" and story.mentions[b].end + 1 == story.mentions[a].start
        if introduced or compatible(story.mentions[a].cls, story.mentions[b].cls):
            story.join(b, a)


def _holds(story: Story, outer: int, inner: int) -> bool:
    """True for a name with another inside it."""
    a, b = story.mentions[outer], story.mentions[inner]
    return a.start <= b.start and b.end <= a.end and b.end - b.start < a.end - a.start


def other_order(story: Story) -> None:
    """Both have the same words in another order around "of": "Interior Ministry" and "Ministry of the Interior"."""
    first: dict[frozenset[str], int] = {}
    for i in story.names:
        words = frozenset(story.keys[i].split()) - GLUE
        if len(words) < 2:
            continue
        if words in first and compatible(story.mentions[first[words]].cls, story.mentions[i].cls):
            story.join(first[words], i)
        first.setdefault(words, i)


def shortened_names(story: Story) -> None:
    """One is a shorter form of the other: a person's last name, an organization's name without its first or last words."""
    forms: dict[tuple[str, str], int] = {}
    shared = shared_surnames(story)
    names = [i for i in story.names if story.keys[i] not in shared and not of_clan(story, i) and not elder(story, i)]
    for i in names:  # the headline shortens before the text has the whole name
        if story.page.sentence[story.mentions[i].head] != story.headline:
            forms.setdefault((story.keys[i], BRANCH.get(story.mentions[i].cls, "")), i)
    for i in names:
        forms.setdefault((story.keys[i], BRANCH.get(story.mentions[i].cls, "")), i)
    words = {i: tuple(key.split()) for (key, _), i in forms.items()}
    by_word: dict[str, list[int]] = defaultdict(list)
    for i, parts in words.items():
        for word in sorted(set(parts)):
            by_word[word].append(i)
    for i, short in words.items():
        if not short or story.mentions[i].cls == "Country":
            continue
        longer = [j for j in by_word[short[-1]] if len(words[j]) > len(short) and _shortens(story, i, j, short, words[j])]
        roots = sorted({story.root(j) for j in longer})
        if len(roots) == 1:
            story.join(roots[0], i)


def _shortens(story: Story, i: int, j: int, short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """True where the words `short` are a fair short form of the name `long`."""
    a, b = story.mentions[i], story.mentions[j]
    if story.same(i, j) or b.cls == "Country" or " ".join(long) in story.scene.words("seats"):
        return False
    if b.cls == "Person":
        if long[-1] in JUNIOR and short == long[:-1] and i < j:
            return False  # "KX ... his son, KX Jr."
        return (
            a.cls in ("Person", "")
            and (long[-len(short) :] == short or long[: len(short)] == short or short == (long[0], long[-1]))
            and story.agree(i, j)
        )
    if not compatible(a.cls, b.cls) or BRANCH.get(a.cls) not in ("Organization", "Place", None):
        return False
    if BRANCH.get(a.cls) == "Place" or BRANCH.get(b.cls) == "Place":
        return a.cls == b.cls and long[: len(short)] == short and len(short) < len(long) and b.cls in ("Facility", "Region")
    if len(short) == 1 and short[0] in story.scene.ontology.lexicon.kinds:
        return i > j and short[0] in (long[0], long[-1], story.page.lower[b.head])
    if long[: len(short)] == short and all(word in SERVICES for word in long[len(short) :]):
        return True  # "CBS" and "CBS News", whichever is named first
    if len(short) == 1 and len(short[0]) < 4:
        return False
    if long[: len(short)] == short and i < j and story.page.sentence[a.head] != story.headline and a.end <= b.start:
        return False  # who is named first in short is somebody else: "Zenda", then "Zenda Capital Partners"
    return any(long[k : k + len(short)] == short for k in range(len(long) - len(short) + 1))


def spelling_variants(story: Story) -> None:
    """Both spell the same foreign name: the letters differ little, the classes agree, and neither is a word of another name."""
    rare = [i for i in story.names if len(story.keys[i]) > 6 and story.mentions[i].cls not in ("Country",)]
    seen: dict[str, int] = {}
    for i in rare:
        seen.setdefault(story.keys[i], i)
    keys = sorted(seen)
    for at, a in enumerate(keys):
        for b in keys[at + 1 :]:
            if (a[0] != b[0] and a[-1] != b[-1]) or abs(len(a) - len(b)) > 3:
                continue
            i, j = seen[a], seen[b]
            if story.same(i, j) or not story.agree(i, j) or len(a.split()) != len(b.split()):
                continue
            if all(_alike(x, y) for x, y in zip(a.split(), b.split(), strict=True)):
                story.join(i, j)
    full: dict[str, dict[str, int]] = defaultdict(dict)
    for key, i in seen.items():
        if story.mentions[i].cls == "Person" and " " in key:
            full[key.split()[-1][0]][key.split()[-1]] = i
    for key, i in seen.items():
        lasts = full[key[0]]
        if " " in key or key in lasts or story.mentions[i].cls not in ("Person", ""):
            continue
        near = [j for last, j in lasts.items() if j < i and _alike(key, last) and story.agree(i, j)]
        if len(near) == 1:
            story.join(near[0], i)


def _alike(a: str, b: str) -> bool:
    if a == b or a.removesuffix("s") == b.removesuffix("s"):
        return True
    long = len(a) > 4 and len(b) > 4 and a[0] == b[0] and not (a.isdigit() or b.isdigit())
    return long and fuzz.ratio(a, b) >= 82 and consonants(a) == consonants(b)


def consonants(word: str) -> str:
    """The consonants of a word, doubled ones once: what transliterations keep.

    >>> consonants("hezbollah"), consonants("hizballah")
    ('hzblh', 'hzblh')
    """
    word = word.replace("q", "k").replace("kh", "k").replace("gh", "g").replace("dh", "d").replace("ou", "u").replace("y", "i")
    kept = [c for c in word if c not in "aeiou"]
    return "".join(c for k, c in enumerate(kept) if k == 0 or kept[k - 1] != c)


def capitals(story: Story) -> None:
    """A capital that acts stands for its country: "Strelsau accused", "tensions with Strelsau"; never where a place is meant."""
    gazetteer = story.scene.gazetteer
    known: dict[str, int] = {}
    acting: list[tuple[str, int]] = []
    for i in story.names:
        if story.mentions[i].cls != "Country":
            continue
        own = nation(gazetteer, story.mentions[i].text)
        country = own or gazetteer.capital(story.mentions[i].text)
        if country and own:
            known.setdefault(country.name, i)
        elif country:
            story.keys[i] = f"{story.keys[i]} (state)"
            acting.append((country.name, i))
    for name, i in acting:
        story.join(known.setdefault(name, i), i)


def fighters(story: Story) -> None:
    """The fighters of an armed group are the group: "Northern Front rebels"."""
    words = story.scene.words("fighterNouns")
    for i in story.nominals:
        mention = story.mentions[i]
        if (
            story.page.lemma[mention.head].lower() not in words
            or mention.number is not None
            or story.page.tag[mention.head] == "NN"
        ):
            continue
        for j in story.names:
            name = story.mentions[j]
            inside = mention.start <= name.start and name.end <= mention.head and name.cls == "ArmedGroup"
            if (inside and story.page.dep[name.head] in ("compound", "nmod", "amod", "poss")) or _of_group(story, i, j):
                story.join(j, i)
                break


def _of_group(story: Story, i: int, j: int) -> bool:
    """True for "rebels of the Northern Front", all of them: not "some rebels", nor "rebels of the north"."""
    page, mention, name = story.page, story.mentions[i], story.mentions[j]
    of = page.head[name.head]
    return (
        name.cls in ("ArmedGroup", "Organization")
        and page.dep[name.head] == "pobj"
        and page.lower[of] in ("of", "from")
        and page.head[of] == mention.head
        and determiner_of(story, i) in ("", "the")
        and not modifiers(story, i)
    )


def institutions(story: Story) -> None:
    """Both are the same institution of the same country: "the Ruritanian army", "Ruritania's army"."""
    first: dict[tuple[int, str], int] = {}
    for i in story.nominals:
        key = institution(story, i)
        if key is not None:
            if key in first:
                story.join(first[key], i)
            else:
                first[key] = i


def institution(story: Story, i: int) -> tuple[int, str] | None:
    """(cluster of the country, words of the institution) of a nominal like "the Ruritanian army", None for any other."""
    page, mention = story.page, story.mentions[i]
    words = story.scene.words("institutions")
    for start in range(mention.start, mention.head + 1):
        phrase = " ".join(page.lower[start : mention.head + 1])
        if phrase in words:
            before = start - 1
            while before >= mention.start and page.lower[before] in ("'s", "’s"):
                before -= 1
            index = next((j for j in (story.by_head.get(before),) if j is not None), None)
            if (
                index is not None
                and story.mentions[index].cls in ("Country", "Settlement", "Region", "PersonGroup")
                and (story.mentions[index].kind == "name")
            ):
                return story.root(index), phrase
    return None
