"""Which mentions speak of the same thing: a sieve of named rules, the surest first.

Each rule is a function over the `Story` of the document; its docstring says what it does in words for a reader
(`kg explain` prints it), its name is kept with the cluster that it made.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Doc

from ...gazetteer import Gazetteer
from ...model import Mention
from ...ontology import Ontology
from ..classes.kinds import Scene
from ..columns import columns
from .ages import ages
from .alsoknown import also_known
from .deeds import parts_in_deeds
from .definite import definite_nominals
from .echoes import headlines, named_later, relatives
from .pronouns import pronouns
from .quotations import own_groups, sides, speakers
from .samename import (
    acronyms,
    capitals,
    countries,
    exact_names,
    fighters,
    institutions,
    other_order,
    shortened_names,
    spelling_variants,
)
from .sorts import same_sort
from .story import Story
from .surnames import surnames
from .syntactic import appositions, named_kinds, predicates, predicates_of_pronouns


@dataclass(frozen=True, slots=True)
class Cluster:
    """Mentions of one thing in text order, and the names of the rules that brought them together.

    speaker  of a "we" whose side the text does not name: the mention of who says it
    """

    mentions: tuple[Mention, ...]
    rules: tuple[str, ...] = ()
    speaker: Mention | None = None


Rule = Callable[[Story], None]
SIEVE: tuple[Rule, ...] = (
    capitals,
    exact_names,
    countries,
    acronyms,
    also_known,
    other_order,
    shortened_names,
    surnames,
    spelling_variants,
    named_kinds,
    appositions,
    fighters,
    institutions,
    predicates,
    headlines,
    named_later,
    definite_nominals,
    ages,
    parts_in_deeds,
    same_sort,
    speakers,
    pronouns,
    predicates_of_pronouns,
    sides,
    own_groups,
    relatives,
)
"""The rules in the order in which they are asked."""


def corefer(doc: Doc, mentions: tuple[Mention, ...], *, ontology: Ontology, gazetteer: Gazetteer) -> tuple[Cluster, ...]:
    """The mentions grouped by what they speak of, in the order of first mention; every mention is in exactly one cluster."""
    story = Story(Scene(columns(doc), ontology, gazetteer), mentions)
    for rule in SIEVE:
        story.rule = rule.__name__
        rule(story)
    groups: dict[int, list[int]] = defaultdict(list)
    for index in range(len(mentions)):
        groups[story.root(index)].append(index)
    clusters = []
    for root, group in groups.items():
        speaker = next((mentions[story.sides[i]] for i in group if i in story.sides), None)
        clusters.append(Cluster(tuple(mentions[i] for i in group), tuple(sorted(story.rules[root])), speaker))
    return tuple(clusters)
