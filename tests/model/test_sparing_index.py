"""An index that answers before it has read everything says what one says that has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from evidenceboard.model.ids import kind_of
from evidenceboard.model.index import Ends, Index, Summary

CARDS = [f"card:{n}" for n in range(5)]
REGIONS = [f"region:{n}" for n in range(2)]
EDGES = [f"edge:{n}" for n in range(5)]
RECORDS = CARDS + REGIONS + EDGES


class Kept:
    """Summaries as a file keeps them."""

    def __init__(self, summaries: Iterable[Summary] = ()) -> None:
        self.held = {summary.id: summary for summary in summaries}

    def ends_of(self, record: str) -> Ends | None:
        found = self.held.get(record)
        return None if found is None or found.gone else _ends(found)

    def ends(self, kind: str) -> list[tuple[str, Ends]]:
        return [(r, _ends(s)) for r, s in self.held.items() if kind_of(r) == kind and not s.gone]

    def joining(self, records: Sequence[str]) -> list[tuple[str, Ends]]:
        return [(r, _ends(s)) for r, s in self.held.items() if not s.gone and set(_ends(s)) & set(records)]

    def marked(self, mark: str) -> list[str]:
        return [record for record, summary in self.held.items() if getattr(summary, mark)]


def _ends(summary: Summary) -> Ends:
    return tuple(end for end in (summary.tail, summary.head) if end)


@st.composite
def summaries(draw: st.DrawFn) -> Summary:
    record = draw(st.sampled_from(RECORDS))
    gone = draw(st.booleans())
    marks = draw(st.booleans()), draw(st.booleans())
    if kind_of(record) == "edge":  # its ends never change
        number = EDGES.index(record)
        head = EDGES[number - 1] if number == 4 else CARDS[(number + 2) % 5]
        return Summary(record, gone, REGIONS[0] if number == 3 else CARDS[number], head, *marks)
    if kind_of(record) == "region":
        return Summary(record, gone, CARDS[REGIONS.index(record)], None, *marks)
    return Summary(record, gone, None, None, *marks)


def answers(index: Index, record: str) -> object:
    return (
        index.is_gone(record), index.is_live(record), index.ends(record), sorted(index.joined_to(record)),
        index.hanging_on(record), index.gone_beneath(record),
    )  # fmt: skip


def everything(index: Index) -> object:
    kinds = {kind: sorted(index.of_kind(kind)) for kind in ("card", "edge", "region")}
    return kinds, {kind: index.count(kind) for kind in kinds}, index.contested, index.kept, index.loose_edges()


@given(
    st.lists(summaries(), max_size=12),
    st.lists(st.tuples(summaries(), st.sampled_from(["", "read", "adopt", *RECORDS])), max_size=10),
    st.booleans(),
)
def test_what_is_not_read_yet_is_answered_all_the_same(
    before: list[Summary], changes: list[tuple[Summary, str]], late: bool
) -> None:
    source = Kept(before)
    index, known = Index(source=source), Index(source.held.values())
    index.sparing = True
    beside = Index(source=Kept(source.held.values())).read_all()  # what a worker has read meanwhile
    for summary, then in changes:
        source.held[summary.id] = summary
        known.put(summary)
        index.put(summary)
        if then == "read":
            index.contested, index.count("region")
        elif then == "adopt" and not late:
            index.adopt(beside)
        elif then in RECORDS:
            assert answers(index, then) == answers(known, then)
    if late:
        index.adopt(beside)
    for record in RECORDS:
        assert answers(index, record) == answers(known, record)
    assert everything(index) == everything(known)
    assert everything(index.copy()) == everything(known)


def test_single_questions_read_no_kind_whole() -> None:
    class Counting(Kept):
        def ends(self, kind: str) -> list[tuple[str, Ends]]:
            raise AssertionError(f"all records of {kind} were read")

    source = Counting([Summary(card, False) for card in CARDS] + [Summary("edge:0", False, *CARDS[:2])])
    index = Index(source=source)
    index.sparing = True
    assert index.is_live("edge:0") and index.joined_to("card:0") == ["edge:0"]
    index.put(Summary("card:1", True))
    assert not index.is_live("edge:0") and index.hanging_on("card:1") == {"edge:0"}
    assert not index.knows("edge")
