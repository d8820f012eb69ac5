"""What each number on screen means, and what it does not mean: one sentence of each, to stand beside it."""

from __future__ import annotations

from typing import NamedTuple


class Meaning(NamedTuple):
    """Two sentences about one number.

    Attributes:
        title: what it is called.
        says: what it means.
        not_says: what it must not be taken for.
    """

    title: str
    says: str
    not_says: str


MEANINGS: dict[str, Meaning] = {
    "standing": Meaning(
        "Standing",
        "How well a card holds up from 0 to 1, given its base and all that supports and contradicts it on this board.",
        "It is no probability: two rivals that exclude each other may both stand strong.",
    ),
    "df_quad": Meaning(
        "DF-QuAD",
        "Moves a card from its base by as much as one side outweighs the other; a single strong item can decide.",
        "It does not add up many weak items as quadratic energy does, so compare its order and not its decimals.",
    ),
    "quadratic": Meaning(
        "Quadratic energy",
        "Adds up support and contradiction and moves a card from its base the further, the more one side outweighs.",
        "A value near 1 does not mean certain; ranks follow this method only because one has to be chosen.",
    ),
    "euler": Meaning(
        "Euler-based",
        "Adds up support and contradiction as quadratic energy does, and moves a card more cautiously from its base.",
        "It keeps near the base by design: a small difference is no sign that little was found.",
    ),
    "rank": Meaning(
        "Rank",
        "The place of a hypothesis among its rivals by quadratic energy; equal ones share it.",
        "It says who stands before whom, and not by how much.",
    ),
    "word": Meaning(
        "Word",
        "Very weak below .2, weak below .4, even to .6, fair to .8, strong above; both ends where the methods differ.",
        "It is not a word of likelihood: those are entered by hand, on a scale of their own.",
    ),
    "agreement": Meaning(
        "Agreement",
        "Whether all three methods put the rivals in the same order, and which pair they differ on.",
        "Agreement shows that the order does not hang on the method; it does not show that the evidence is right.",
    ),
    "balance": Meaning(
        "Balance",
        "Supported, contradicted, contested (both) or open (neither), by the direct links that are live.",
        "It counts no strengths: one weak link against ten strong ones is contested, too.",
    ),
    "by origin": Meaning(
        "By origin",
        "At each card and of each sign only the strongest input of each origin counts, however often it is repeated.",
        "It does not find out who copied from whom: that is what “derives from” says on each card.",
    ),
    "by report": Meaning(
        "By report",
        "Every link counts, also where several reports go back to the same origin.",
        "More reports are not more voices: this way of counting flatters whoever repeats himself.",
    ),
    "unsettled": Meaning(
        "Does not settle",
        "These cards bear on one another in a circle whose strengths never come to rest.",
        "It is no fault of the evidence: look at the circle and ask which of the links really holds.",
    ),
    "base": Meaning(
        "Base",
        "How strong a card stands before anything bears on it: by its grades, or by what kind of card it is.",
        "It is no third grade: credibility and reliability are shown apart and never merged.",
    ),
    "inconsistency": Meaning(
        "Inconsistency",
        "How much of the evidence speaks against a hypothesis (I −1, II −2); nearest to 0 survives best.",
        "Support is not counted: a hypothesis that nobody tried to refute survives as well as one that withstood.",
    ),
    "weighted": Meaning(
        "Weighted inconsistency",
        "The same, each cell times a weight for the source and one for the item, as published for PARC ACH.",
        "Its decimals are no measure of truth: the weights are a convention.",
    ),
    "inconsistency by origin": Meaning(
        "Inconsistency by origin",
        "The weighted score where only the worst cell of each origin counts.",
        "Two items of one origin that speak against a hypothesis are no second refutation.",
    ),
    "diagnosticity": Meaning(
        "Diagnosticity",
        "How far an item separates the hypotheses: the spread of its cells from 0 (separates nothing) to 2.",
        "It says nothing of how credible the item is, and an item that separates nothing may still be important.",
    ),
    "diagnosticity of leaders": Meaning(
        "Between the two that lead",
        "How far an item separates the two hypotheses that stand first.",
        "An item of no power here may still tell the others apart.",
    ),
    "linchpin": Meaning(
        "Linchpin",
        "Without this card, source or origin the order of the rivals is another by at least one method.",
        "It is not said to be wrong: it is where the order hangs, and so where to check first.",
    ),
    "contribution": Meaning(
        "Contribution",
        "What a standing loses when this card is taken away.",
        "Contributions do not add up to the standing: cards work together.",
    ),
    "flip": Meaning(
        "Smallest flip",
        "The fewest changes of grades and links after which two hypotheses change places by quadratic energy.",
        "The other two methods may need others; nor are these changes likely, or the only ones of their number.",
    ),
    "not proven smallest": Meaning(
        "Not proven smallest",
        "These changes swap the two and none of them can be spared, but not all smaller sets were tried.",
        "There may be a smaller set of quite different changes.",
    ),
    "robustness": Meaning(
        "Robustness",
        "In how many of 20,000 draws of nearby judgements this hypothesis comes first.",
        "It is no probability of the hypothesis: it says how much the order hangs on single steps of grades.",
    ),
    "collection": Meaning(
        "Collection plan",
        "In what share of the ways in which a gap may be resolved another hypothesis would come first.",
        "It does not say how likely or how costly it is to find the item: all ways count alike.",
    ),
    "assumption": Meaning(
        "If this is false",
        "Which standings and which orders change where this assumption gives nothing.",
        "That nothing changes does not make it true: it may only not be linked to what rests on it.",
    ),
    "competing": Meaning(
        "competinghypotheses.org",
        "The score of that program: II 2 and I 1, times 2, 1 or ½ for the item; lowest is likeliest.",
        "It cannot be compared with the other scores: it counts upwards.",
    ),
    "open synthesis": Meaning(
        "Open Synthesis",
        "The score of that program: squared distances from neutral on the side of inconsistency.",
        "Reliability is not counted in it.",
    ),
    "chain": Meaning(
        "Chain",
        "A way by which one card bears on another, with the product of the strengths of its links.",
        "The product does not count how strong the cards on the way stand.",
    ),
}
