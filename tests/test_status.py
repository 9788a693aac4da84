"""How a text commits itself to a predicate, on hand-written parses: certainty, polarity, end, and who says so."""

import pytest
from parses import parse, word

from kg.extract.clauses import Clauses
from kg.extract.status.commitment import Commitment
from kg.extract.status.verbs import Commitments
from kg.ontology import load

SAID = "Officials/NNS/nsubj>1 said/VBD/ROOT>1/say Cuba/NNP/nsubj>3 supports/VBZ/ccomp>1/support rebels/NNS/dobj>3 ././punct>1"
VERBS = {
    "plain": ("Cuba/NNP/nsubj>1 supports/VBZ/ROOT>1/support rebels/NNS/dobj>1 ././punct>1", ()),
    "modal": ("Cuba/NNP/nsubj>2 may/MD/aux>2 support/VB/ROOT>2 rebels/NNS/dobj>2 ././punct>2", ("possible",)),
    "never": ("Cuba/NNP/nsubj>3 has/VBZ/aux>3/have never/RB/neg>3 supported/VBN/ROOT>3/support rebels/NNS/dobj>3", ("negated",)),
    "no subject": ("No/DT/det>1 state/NN/nsubj>2 supports/VBZ/ROOT>2/support rebels/NNS/dobj>2", ("negated",)),
    "no object": ("Cuba/NNP/nsubj>1 supports/VBZ/ROOT>1/support no/DT/det>3 rebels/NNS/dobj>1", ("negated",)),
    "neither nor": ("Neither/CC/preconj>1 Cuba/NNP/nsubj>4 nor/CC/cc>1 Mali/NNP/conj>1 supports/VBZ/ROOT>4/support "
                    "rebels/NNS/dobj>4",
                    ("negated",)),
    "no longer": ("Cuba/NNP/nsubj>3 no/RB/neg>2 longer/RBR/advmod>3/long supports/VBZ/ROOT>3/support rebels/NNS/dobj>3",
                  ("ended",)),
    "once": ("Cuba/NNP/nsubj>2 once/RB/advmod>2 supported/VBD/ROOT>2/support rebels/NNS/dobj>2", ("ended",)),
    "used to": ("Cuba/NNP/nsubj>1 used/VBD/ROOT>1/use to/TO/aux>3 support/VB/xcomp>1 rebels/NNS/dobj>3", ("ended",)),
    "stopped": ("Cuba/NNP/nsubj>1 stopped/VBD/ROOT>1/stop supporting/VBG/xcomp>1/support rebels/NNS/dobj>2", ("ended",)),
    "adverb": ("Cuba/NNP/nsubj>2 reportedly/RB/advmod>2 supports/VBZ/ROOT>2/support rebels/NNS/dobj>2", ("probable",)),
    "question": ("Does/VBZ/aux>2/do Cuba/NNP/nsubj>2 support/VB/ROOT>2 rebels/NNS/dobj>2 ?/./punct>2", ("possible",)),
    "condition": ("If/IN/mark>2 Cuba/NNP/nsubj>2 supports/VBZ/advcl>7/support rebels/NNS/dobj>2 ,/,/punct>7 Mali/NNP/nsubj>7 "
                  "will/MD/aux>7 "
                  "act/VB/ROOT>7", ("possible",)),
    "said": (SAID, ("Officials",)),
    "said behind": ("Cuba/NNP/nsubj>1 supports/VBZ/ccomp>5/support rebels/NNS/dobj>1 ,/,/punct>5 officials/NNS/nsubj>5 "
                    "said/VBD/ROOT>5/say",
                    ("officials",)),
    "according to": ("Cuba/NNP/nsubj>1 supports/VBZ/ROOT>1/support rebels/NNS/dobj>1 ,/,/punct>1 according/VBG/prep>1/accord "
                     "to/IN/prep>4 "
                     "officials/NNS/pobj>5", ("officials",)),
    "quotation": ("“/``/punct>6 Cuba/NNP/nsubj>2 supports/VBZ/ccomp>6/support rebels/NNS/dobj>2 ”/''/punct>6 Lopes/NNP/nsubj>6 "
                  "said/VBD/ROOT>6/say",
                  ("Lopes",)),
    "denied": ("Officials/NNS/nsubj>1 denied/VBD/ROOT>1/deny that/IN/mark>4 Cuba/NNP/nsubj>4 supports/VBZ/ccomp>1/support "
               "rebels/NNS/dobj>4",
               ("negated", "Officials")),
    "not denied": ("Officials/NNS/nsubj>3 did/VBD/aux>3/do not/RB/neg>3 deny/VB/ROOT>3 Cuba/NNP/nsubj>5 "
                   "supports/VBZ/ccomp>3/support "
                   "rebels/NNS/dobj>5", ("possible", "Officials")),
    "not said": ("Officials/NNS/nsubj>3 did/VBD/aux>3/do not/RB/neg>3 say/VB/ROOT>3 Cuba/NNP/nsubj>5 "
                 "supports/VBZ/ccomp>3/support "
                 "rebels/NNS/dobj>5", ("possible", "Officials")),
    "believed": ("Officials/NNS/nsubj>1 believe/VBP/ROOT>1 that/IN/mark>4 Cuba/NNP/nsubj>4 supports/VBZ/ccomp>1/support "
                 "rebels/NNS/dobj>4",
                 ("probable", "Officials")),
    "believed to": ("Cuba/NNP/nsubjpass>2 is/VBZ/auxpass>2/be believed/VBN/ROOT>2/believe to/TO/aux>4 support/VB/xcomp>2 "
                    "rebels/NNS/dobj>4",
                    ("probable",)),
    "said to": ("Cuba/NNP/nsubjpass>2 is/VBZ/auxpass>2/be said/VBN/ROOT>2/say to/TO/aux>4 support/VB/xcomp>2 rebels/NNS/dobj>4",
                ("probable",)),
    "appears to": ("Cuba/NNP/nsubj>1 appears/VBZ/ROOT>1/appear to/TO/aux>3 support/VB/xcomp>1 rebels/NNS/dobj>3", ("probable",)),
    "failed to": ("Cuba/NNP/nsubj>1 failed/VBD/ROOT>1/fail to/TO/aux>3 support/VB/xcomp>1 rebels/NNS/dobj>3", ("negated",)),
    "managed to": ("Cuba/NNP/nsubj>1 managed/VBD/ROOT>1/manage to/TO/aux>3 support/VB/xcomp>1 rebels/NNS/dobj>3", ()),
    "did not manage to": ("Cuba/NNP/nsubj>3 did/VBD/aux>3/do not/RB/neg>3 manage/VB/ROOT>3 to/TO/aux>5 support/VB/xcomp>3 "
                          "rebels/NNS/dobj>5",
                          ("negated",)),
    "wants to": ("Cuba/NNP/nsubj>1 wants/VBZ/ROOT>1/want to/TO/aux>3 support/VB/xcomp>1 rebels/NNS/dobj>3", ("possible",)),
    "in order to": ("Cuba/NNP/nsubj>1 landed/VBD/ROOT>1/land to/TO/aux>3 support/VB/advcl>1 rebels/NNS/dobj>3", ("possible",)),
    "plan to": ("A/DT/det>1 plan/NN/nsubj>5 to/TO/aux>3 support/VB/acl>1 rebels/NNS/dobj>3 failed/VBD/ROOT>5/fail",
                ("possible",)),
    "without": ("Cuba/NNP/nsubj>1 won/VBD/ROOT>1/win without/IN/prep>1 supporting/VBG/pcomp>2/support rebels/NNS/dobj>3",
                ("negated",)),
    "unlikely": ("It/PRP/nsubj>1 is/VBZ/ROOT>1/be unlikely/JJ/acomp>1 that/IN/mark>5 Cuba/NNP/nsubj>5 "
                 "supports/VBZ/ccomp>1/support "
                 "rebels/NNS/dobj>5", ("probable", "negated")),
    "not certain": ("It/PRP/nsubj>1 is/VBZ/ROOT>1/be not/RB/neg>1 certain/JJ/acomp>1 that/IN/mark>6 Cuba/NNP/nsubj>6 "
                    "supports/VBZ/ccomp>1/support "
                    "rebels/NNS/dobj>6", ("possible",)),
    "denied report": ("Officials/NNS/nsubj>1 rejected/VBD/ROOT>1/reject a/DT/det>3 report/NN/dobj>1 that/IN/mark>6 "
                      "Cuba/NNP/nsubj>6 "
                      "supports/VBZ/acl>3/support rebels/NNS/dobj>6", ("negated", "Officials")),
    "no evidence": ("There/EX/expl>1 is/VBZ/ROOT>1/be no/DT/det>3 evidence/NN/attr>1 that/IN/mark>6 Cuba/NNP/nsubj>6 "
                    "supports/VBZ/acl>3/support "
                    "rebels/NNS/dobj>6", ("possible",)),
    "rumor": ("A/DT/det>1 rumor/NN/nsubj>6 that/IN/mark>4 Cuba/NNP/nsubj>4 supports/VBZ/acl>1/support rebels/NNS/dobj>4 "
              "spread/VBD/ROOT>6",
              ("probable",)),
    "shared denial": ("Cuba/NNP/nsubj>3 did/VBD/aux>3/do not/RB/neg>3 arm/VB/ROOT>3 or/CC/cc>3 support/VB/conj>3 "
                      "rebels/NNS/dobj>5", ("negated",)),
}


def commitment(line: str, at: str) -> Commitment:
    doc = parse(line)
    return Commitments(doc, Clauses(load().lexicon), load().lexicon).of(word(doc, at))


def told(line: str, at: str) -> tuple:
    """What differs from a plain assertion of the text itself."""
    found, doc = commitment(line, at), parse(line)
    return ((found.certainty,) if found.certainty != "certain" else ()) + (("negated",) if found.negated else ()) + (
        ("ended",) if found.ended else ()) + ((doc[found.speaker].text,) if found.speaker is not None else ())


@pytest.mark.parametrize("name", VERBS)
def test_verb(name):
    line, expected = VERBS[name]
    at = next(part.split("/")[0] for part in line.split() if part.endswith("/support") or part.startswith("support/"))
    assert told(line, at) == expected


NOUNS = {
    "plain": ("An/DT/det>1 attack/NN/nsubj>2 followed/VBD/ROOT>2/follow", ()),
    "planned": ("A/DT/det>2 planned/VBN/amod>2/plan attack/NN/nsubj>3 leaked/VBD/ROOT>3/leak", ("possible",)),
    "foiled": ("A/DT/det>2 foiled/VBN/amod>2/foil attack/NN/nsubj>3 followed/VBD/ROOT>3/follow", ("negated",)),
    "suspected": ("A/DT/det>2 suspected/VBN/amod>2/suspect attack/NN/nsubj>3 followed/VBD/ROOT>3/follow", ("probable",)),
    "no": ("No/DT/det>1 attack/NN/nsubj>2 followed/VBD/ROOT>2/follow", ("negated",)),
    "prevented": ("Police/NNS/nsubj>1 prevented/VBD/ROOT>1/prevent an/DT/det>3 attack/NN/dobj>1", ("negated",)),
    "cancelled": ("The/DT/det>1 attack/NN/nsubjpass>3 was/VBD/auxpass>3/be cancelled/VBN/ROOT>3/cancel", ("negated",)),
    "plan": ("Rebels/NNS/nsubj>1 plan/VBP/ROOT>1 an/DT/det>3 attack/NN/dobj>1", ("possible",)),
    "threat of": ("A/DT/det>1 threat/NN/nsubj>4 of/IN/prep>1 attack/NN/pobj>2 remains/VBZ/ROOT>4/remain", ("possible",)),
    "taken for granted": ("Rebels/NNS/nsubj>2 may/MD/aux>2 regret/VB/ROOT>2 the/DT/det>4 attack/NN/dobj>2", ()),
    "under a modal": ("Rebels/NNS/nsubj>2 may/MD/aux>2 launch/VB/ROOT>2 an/DT/det>4 attack/NN/dobj>2", ("possible",)),
    "without": ("A/DT/det>1 day/NN/nsubj>2 passed/VBD/ROOT>2/pass without/IN/prep>2 attack/NN/pobj>3", ("negated",)),
}


@pytest.mark.parametrize("name", NOUNS)
def test_noun(name):
    line, expected = NOUNS[name]
    assert told(line, "attack") == expected


@pytest.mark.parametrize("line, at, expected", [
    ("The/DT/det>2 former/JJ/amod>2 leader/NN/nsubj>3 fled/VBD/ROOT>3", "leader", "ended"),
    ("The/DT/det>3 late/JJ/amod>3 King/NNP/compound>3 Olaf/NNP/nsubj>4 reigned/VBD/ROOT>4", "King", "ended"),
    ("The/DT/det>2 alleged/JJ/amod>2 leader/NN/nsubj>3 fled/VBD/ROOT>3", "leader", "probable"),
    ("The/DT/det>1 leader/NN/nsubj>3 formerly/RB/advmod>3 fled/VBD/ROOT>3", "leader", ""),
])
def test_what_a_noun_bears_itself(line, at, expected):
    doc = parse(line)
    found = Commitments(doc, Clauses(load().lexicon), load().lexicon).signs.of_noun(word(doc, at))
    assert ("ended" if found.ended else found.certainty if found.certainty != "certain" else "") == expected


def test_the_nearest_speaker_counts():
    line = ("Sol/NNP/nsubj>1 said/VBD/ROOT>1/say Lopes/NNP/nsubj>3 claimed/VBD/ccomp>1/claim Cuba/NNP/nsubj>5 "
            "supports/VBZ/ccomp>3/support "
            "rebels/NNS/dobj>5")
    assert told(line, "supports") == ("Lopes",)


def test_a_quotation_ends_with_its_paragraph():
    line = ("“/``/punct>2 Cuba/NNP/nsubj>2 won/VBD/ROOT>2/win ././punct>2 \n\n/_SP/dep>2 Mali/NNP/nsubj>6 lost/VBD/ROOT>6/lose "
            ",/,/punct>6 "
            "Lopes/NNP/nsubj>9 said/VBD/parataxis>6/say")
    doc = parse(line.replace("\n\n", "¶"))
    assert told(line.replace("\n\n", "¶"), "lost") == ("Lopes",)
    assert doc[2].text == "won"


def test_weaker_never_strengthens():
    assert Commitment("possible").weaker("probable") == Commitment("possible")
