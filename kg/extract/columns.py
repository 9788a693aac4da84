"""A spaCy Doc as plain columns: what mentions and coreference read token by token, at a tenth of the cost of Token objects."""

import functools
from dataclasses import dataclass

import numpy
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, LEMMA, LOWER, ORTH, POS, SENT_START, SPACY, TAG
from spacy.tokens import Doc

ATTRIBUTES = (ORTH, LOWER, LEMMA, POS, TAG, DEP, ENT_TYPE)
PREMODIFIERS = frozenset(
    {"det", "amod", "compound", "nummod", "nmod", "poss", "quantmod", "npadvmod", "advmod", "predet", "neg", "case"}
)

INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0xFEFF, 0xAD))
"""Characters that show nothing: joiners, marks of direction, soft hyphens."""


@dataclass(frozen=True, slots=True)
class Columns:
    """One list per attribute, indexed by token.

    head      index of the governor, a root's is itself
    sentence  number of the sentence
    first, last   outermost tokens of the subtree
    quoted    True between quotation marks
    source    the whole text;  at, to  offsets of the token in it
    """

    source: str
    at: list[int]
    to: list[int]
    text: list[str]
    lower: list[str]
    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    label: list[str]
    begins: list[bool]
    head: list[int]
    children: list[list[int]]
    sentence: list[int]
    starts: list[int]
    first: list[int]
    last: list[int]
    quoted: list[bool]

    def __len__(self) -> int:
        return len(self.text)

    def capital(self, i: int) -> bool:
        """True where the token begins with a capital letter."""
        return self.text[i][:1].isupper()

    def blank(self, i: int) -> bool:
        return self.pos[i] == "SPACE"

    def words(self, start: int, end: int) -> str:
        """The text of a token range, blanks evened out, invisible marks of direction left out."""
        words = self.source[self.at[start] : self.to[end - 1]]
        return " ".join((words if words.isascii() else words.translate(INVISIBLE)).split())

    def phrase_start(self, i: int) -> int:
        """First token of the noun phrase that `i` heads: its determiner and premodifiers, no clauses."""
        for child in self.children[i]:
            if child >= i:
                break
            if self.dep[child] in PREMODIFIERS:
                return self.first[child]
        return i


@functools.lru_cache(maxsize=1)
def columns(doc: Doc) -> Columns:
    """The columns of `doc`, read in one pass; those of the last doc are kept, since every stage asks for them.

    >>> import spacy
    >>> page = columns(spacy.tokens.Doc(spacy.blank("en").vocab, words=["Troops", "left"], heads=[1, 1], deps=["nsubj", "ROOT"]))
    >>> page.lower, page.head, page.children[1]
    (['troops', 'left'], [1, 1], [0])
    """
    strings, n = doc.vocab.strings, len(doc)
    array = doc.to_array([*ATTRIBUTES, SPACY, IDX, HEAD, SENT_START, ENT_IOB])
    known: dict[int, str] = {}
    texts = []
    for column in array[:, : len(ATTRIBUTES)].T.tolist():
        for key in set(column):
            if key not in known:
                known[key] = strings[key] if key else ""
        texts.append([known[key] for key in column])
    text, lower, lemma, pos, tag, dep, label = texts
    offsets = array[:, -3].astype(numpy.int64).tolist()
    head = [i + offset for i, offset in enumerate(offsets)]
    children: list[list[int]] = [[] for _ in range(n)]
    for i, governor in enumerate(head):
        if governor != i:
            children[governor].append(i)
    starts = [i for i, flag in enumerate(array[:, -2].astype(numpy.int64).tolist()) if flag == 1 or i == 0]
    sentence, number = [], -1
    begin = set(starts)
    for i in range(n):
        number += i in begin
        sentence.append(number)
    begins = [flag == 3 for flag in array[:, -1].tolist()]
    first, last = _edges(head)
    at = array[:, -4].tolist()
    to = [start + len(word) for start, word in zip(at, text, strict=True)]
    source = "".join([f"{word} " if space else word for word, space in zip(text, array[:, -5].tolist(), strict=True)])
    return Columns(
        source,
        at,
        to,
        text,
        lower,
        lemma,
        pos,
        tag,
        dep,
        label,
        begins,
        head,
        children,
        sentence,
        starts,
        first,
        last,
        _quoted(text),
    )


def _edges(head: list[int]) -> tuple[list[int], list[int]]:
    """Outermost tokens of each subtree: each token widens its governor once its own subtree is known."""
    first, last, waiting = list(range(len(head))), list(range(len(head))), [0] * len(head)
    for token, governor in enumerate(head):
        if governor != token:
            waiting[governor] += 1
    ready = [token for token, children in enumerate(waiting) if not children]
    for token in ready:
        governor = head[token]
        if governor == token:
            continue
        if first[token] < first[governor]:
            first[governor] = first[token]
        if last[token] > last[governor]:
            last[governor] = last[token]
        waiting[governor] -= 1
        if not waiting[governor]:
            ready.append(governor)
    return first, last


def _quoted(text: list[str]) -> list[bool]:
    """True for each token inside quotation marks; a blank line closes a quotation that nobody closed."""
    inside, marks = False, []
    for word in text:
        if word in ("“", "``", "„", "«"):
            inside = True
        elif word in ("”", "''", "»"):
            inside = False
        elif word == '"':
            inside = not inside
        elif "\n\n" in word:
            inside = False
        marks.append(inside)
    return marks
