"""What the columns of a stranger's table may be: told by their names, in English and Korean, and by what stands in
them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from evidenceboard.exchange.cells import Sheet
from evidenceboard.exchange.mapping import GRADE, Mapping, own_field
from evidenceboard.exchange.moments import moment
from evidenceboard.exchange.names import loosely
from evidenceboard.exchange.rows import CARD_COLUMNS
from evidenceboard.model.records import CARD_KINDS, RELIABILITIES, ROLES, STATUSES

LOOKED_AT = 200  # cells of a column that tell what it is
IN_ALL = 20_000  # of the whole table
MOST = 0.8  # of what stands in a column looks alike, where it tells what the column is
LONG = 60  # characters of a cell that is a text rather than a title

NAMES = {
    "title": "title, headline, heading, subject, message, claim, statement, event, summary"
    ", 제목, 주장, 진술, 사건, 요약, 메시지, 보고",
    "text": "text, full text, quote, quotation, body, content, description, details, excerpt, note, notes, comment"
    ", justification, 본문, 내용, 설명, 인용, 인용문, 발언, 비고, 메모",
    "original": "original, original text, source text, 원문",
    "language": "language, lang, 언어",
    "translator": "translator, translated by, 번역, 번역자",
    "source": "source, sources, speaker, author, who, said by, 출처, 발언자, 화자, 작성자, 취재원, 정보원",
    "outlet": "outlet, publisher, publication, newspaper, media, medium, 매체, 언론사, 발행처",
    "reliability": "reliability, source reliability, 신뢰도, 출처 신뢰도, 출처신뢰도",
    "credibility": "credibility, information credibility, 내용 신뢰도, 정보 신뢰도, 개연성",
    GRADE: "grade, admiralty, admiralty code, admiralty grade, rating, evaluation, 등급, 평가, 평가등급",
    "certainty": "certainty, 확실성",
    "happened": "happened, happened on, occurred, event date, date of event, datetime, timestamp, event time"
    ", 발생일, 발생일시, 사건일, 일시",
    "said": "said, date, date said, said on, reported, reported on, report date, published, date published"
    ", publication date, posted, 날짜, 일자, 보도일, 발표일, 게시일, 작성일, 발언일",
    "captured": "captured, accessed, access date, date accessed, retrieved, archived, 수집일, 확인일, 접속일",
    "origin": "origin, original source, based on, derived from, 기원, 원출처",
    "tags": "tags, tag, keywords, labels, category, categories, topic, topics, 태그, 분류, 주제, 키워드",
    "address": "address, url, link, uri, web address, website, permalink, source url, 링크, 주소, 웹주소",
    "kind": "kind, card kind, type, 종류, 유형",
    "role": "role, 역할",
    "status": "status, 상태",
    "caption": "caption, 캡션, 사진설명",
}
CHOICES = {"kind": CARD_KINDS, "role": ROLES, "status": STATUSES, "reliability": RELIABILITIES}
_GRADE = re.compile(r"[A-Fa-f][ \-/]?[1-6]")
_LETTER = re.compile(r"[A-F]")
_ADDRESS = re.compile(r"https?://\S+")

Test = Callable[[str], bool]


def plain(name: str) -> str:
    """A column's name as it is compared.

    >>> plain(" Date_Published: ")
    'date published'
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join("".join(sign if sign.isalnum() else " " for sign in folded).split())


BY_NAME = {name: field for field, names in NAMES.items() for name in names.split(", ")}
BY_NAME = {plain(name): name for name in CARD_COLUMNS} | BY_NAME


def named(name: str) -> str:
    """The field that a column's name speaks of; "" where it speaks of none."""
    return BY_NAME.get(plain(name), "")


def guess(sheet: Sheet, sources: Iterable[str] = (), by_values: bool = True) -> Mapping:
    """What each column of a table may be.

    Args:
        sources: names of the sources on the board: a column with them is one of sources.
        by_values: whether also values tell which column is the title and which the text.
    """
    filled = _filled([cells for _, cells in sheet.rows], len(sheet.header))
    targets = [_of_column(name, cells) for name, cells in zip(sheet.header, filled, strict=True)]
    known = {loosely(name) for name in sources}
    for place, cells in enumerate(filled):
        if not targets[place]:
            targets[place] = _by_value(cells, known)
    _only_once(targets, sheet.header)
    if by_values and not {"title", "text"} & {*targets}:
        _find_words(targets, filled)
    return Mapping(tuple(target or own_field(name, place) for place, (target, name) in
                         enumerate(zip(targets, sheet.header, strict=True))))  # fmt: skip


def _filled(rows: Sequence[Sequence[str]], columns: int) -> list[list[str]]:
    """The first cells of each column that say something."""
    some = rows[: max(2, min(LOOKED_AT, IN_ALL // max(1, columns)))]
    return [[cell for row in some if (cell := row[place].strip())] for place in range(columns)]


def _of_column(name: str, cells: Sequence[str]) -> str:
    """The field by a column's name, if what stands in it can be that."""
    field = named(name)
    if field in CHOICES and not _mostly(cells, lambda cell: cell.casefold() in _folded(CHOICES[field])):
        return GRADE if field == "reliability" and _mostly(cells, _is_grade) else ""
    if field in ("happened", "said", "captured") and cells and not any(map(moment, cells)):
        return ""
    if field == "credibility" and not _mostly(cells, lambda cell: cell in "123456" and len(cell) == 1):
        return GRADE if _mostly(cells, _is_grade) else ""
    if field == GRADE and not _mostly(cells, lambda cell: _is_grade(cell) or bool(_LETTER.fullmatch(cell))):
        return ""
    return field


def _folded(choices: Iterable[str]) -> set[str]:
    return {choice.casefold() for choice in choices}


def _by_value(cells: Sequence[str], sources: set[str]) -> str:
    """The field by what stands in a column; "" where that could be anything."""
    if not cells:
        return ""
    if _mostly(cells, lambda cell: bool(_ADDRESS.fullmatch(cell))):
        return "address"
    if _mostly(cells, _is_grade):
        return GRADE
    if len({*cells}) > 1 and _mostly(cells, lambda cell: bool(_LETTER.fullmatch(cell))):
        return "reliability"
    if sources and _mostly(cells, lambda cell: loosely(cell) in sources):
        return "source"
    if _mostly(cells, _is_date):
        clocks = _mostly(cells, lambda cell: "T" in moment(cell))
        return "happened" if clocks else "said"
    return ""


def _is_grade(cell: str) -> bool:
    return bool(_GRADE.fullmatch(cell))


def _is_date(cell: str) -> bool:
    """A bare number is none: it may count anything."""
    return len(cell) <= 60 and not cell.isdigit() and any(map(str.isdigit, cell)) and bool(moment(cell))


def _mostly(cells: Sequence[str], fits: Test) -> bool:
    return bool(cells) and sum(map(fits, cells)) >= MOST * len(cells)


def _only_once(targets: list[str], header: Sequence[str]) -> None:
    """A field has one column, but for moments and texts: of those the first that says something counts in each row."""
    seen: dict[str, int] = {}
    for place, target in enumerate(targets):
        if not target:
            continue
        first = seen.setdefault(target, place)
        if first == place or target in ("happened", "text"):
            continue
        if named(header[place]) == target and named(header[first]) != target:  # a name tells more than values
            targets[first], seen[target] = "", place
        else:
            targets[place] = ""
    if "reliability" in seen and GRADE in seen:
        targets[seen["reliability"]] = ""


def _find_words(targets: list[str], filled: Sequence[Sequence[str]]) -> None:
    """Title and text where no name tells them: the first words are the title, the longest ones the text."""
    words = [
        place
        for place, cells in enumerate(filled)
        if not targets[place] and cells and not _mostly(cells, lambda cell: cell.replace(".", "").isdigit())
    ]
    if not words:
        return
    longest = max(words, key=lambda place: sum(map(len, filled[place])) / len(filled[place]))
    if sum(map(len, filled[longest])) / len(filled[longest]) > LONG and longest != words[0]:
        targets[longest] = "text"
    targets[words[0]] = "title"


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a first row names the columns, rather than being one of the rows."""
    if not rows:
        return False
    first = [cell.strip() for cell in rows[0]]
    if any(_is_date(cell) or _is_grade(cell) or len(cell) > LONG for cell in first if cell):
        return False
    if any(map(named, first)):
        return True
    return any(_by_value(cells, set()) for cells in _filled(rows[1:], len(first)))
