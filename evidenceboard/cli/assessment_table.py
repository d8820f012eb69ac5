"""An assessment as a person reads it: order and words first, what it hangs on, then the matrix.

Decimals are left to programs: the order may be spoken of, they may not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evidenceboard.analysis.before_after import NO_RIVAL
from evidenceboard.analysis.semantics import TITLES

WIDTH = 100
SHOWN = 16  # columns of the matrix
NAMED = 12  # names in one sentence


def lines(result: Mapping[str, Any]) -> Iterator[str]:
    """The lines that are printed."""
    yield result["question"] or "How the hypotheses stand"
    how = "each origin counts once" if result["count"] == "origin" else "every report counts"
    without = f", without {', '.join(result['without'])}" if result["without"] else ""
    yield f"  {how}{without}; standing is not probability"
    if not result["hypotheses"]:
        yield "  There is no hypothesis on this board."
        return
    yield ""
    yield from _standings(result["hypotheses"])
    if result["compared"]:
        yield from _agreement(result["agreement"])
    else:
        yield "  There is no order yet: it takes two hypotheses of one set."
    if result["unsettled"]:
        names = _listed([each["key"] or each["card"] for each in result["unsettled"]])
        yield f"  Does not settle: {names}. These cards bear on one another in a circle without rest."
    if result["compared"]:
        yield ""
        yield from _hangs_on(result)
    yield ""
    yield from _matrix(result["ach"])


def _hangs_on(result: Mapping[str, Any]) -> Iterator[str]:
    yield "What the order hangs on"
    yield from (f"  {each['sentence']}" for each in result["linchpins"])
    if not result["linchpins_looked_for"]:
        yield "  Not looked for: on a board of this size that takes long. Name what is to be taken away with --without."
    elif not result["linchpins"]:
        yield "  No single card, source or origin."


def _standings(hypotheses: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Set by set; a hypothesis that was retracted is told, but it has no rank and no word."""
    words = [each["word"] if each["stands"] else NO_RIVAL for each in hypotheses]
    wide, sets = max(map(len, words)), len({each["rivals"] for each in hypotheses})
    before = None
    for each, said in zip(hypotheses, words, strict=True):
        if sets > 1 and each["rivals"] != before:
            before = each["rivals"]
            yield f"  {_cut(before or 'Of no set', WIDTH)}"
        head = f"  {each['rank'] or '–':>2}  {said:<{wide}}  {each['balance']:<12}  {each['key']:<6} "
        yield head + _cut(each["title"], WIDTH - len(head))


def _agreement(agreement: Mapping[str, Any]) -> Iterator[str]:
    if agreement["agree"]:
        yield f"  All three methods give this order ({', '.join(TITLES.values())})."
        return
    for each in agreement["differing"]:
        names = [key or card for key, card in zip(each["keys"], each["cards"], strict=True)]
        called = dict(zip(each["cards"], names, strict=True))
        says = [f"{TITLES[method]}: {called.get(card, 'neither')}" for method, card in each["stronger"].items()]
        yield f"  The methods differ on {names[0]} and {names[1]}; stronger by {', '.join(says)}."


def _matrix(table: Mapping[str, Any]) -> Iterator[str]:
    yield "Matrix (I and II count against a hypothesis; nearest to 0 survives best)"
    shown = sorted(range(len(table["columns"])), key=lambda at: -table["diagnosticity"][at])[:SHOWN]
    shown.sort()
    keys = table["column_names"]
    wide = [max(3, min(8, len(keys[at]))) for at in shown]
    scores = f"{'plain':>7} {'weighted':>9} {'by origin':>10}"
    yield (
        f"  {'':<8}"
        + " ".join(f"{_cut(keys[at], size):>{size}}" for at, size in zip(shown, wide, strict=True))
        + scores
    )
    for row, name in enumerate(table["row_names"]):
        cells = " ".join(f"{_cell(table, row, at):>{size}}" for at, size in zip(shown, wide, strict=True))
        plain, weighted, origin = (table[each][row] for each in ("inconsistency", "weighted", "by_origin"))
        yield f"  {_cut(name, 7):<8}{cells}{plain:>7.0f} {weighted:>9.2f} {origin:>10.2f}"
    left = len(keys) - len(shown)
    if left:
        yield f"  and {left:,} items that separate the hypotheses less"
    if idle := [keys[at] for at in shown if table["columns"][at] in table["separates_nothing"]]:
        yield f"  These separate nothing between the two that lead: {_listed(idle)}"
    if any(map(any, table["indirect"])):
        yield "  + and − in brackets bear only through claims and are not counted."


def _cell(table: Mapping[str, Any], row: int, at: int) -> str:
    cell, through = table["cells"][row][at], table["indirect"][row][at]
    if cell == "N":
        return {"for": "(+)", "against": "(−)"}.get(through, "·")
    return str(cell)


def _listed(names: Sequence[str]) -> str:
    """Some names, the first of them if they are many."""
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return ", ".join(_cut(name, 24) for name in names[:NAMED]) + more


def _cut(text: str, length: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: max(1, length - 1)] + "…"
