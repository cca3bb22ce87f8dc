"""Finding parts of documents: those with the query's own marks first, then those that match without marks."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kehoach.pipeline.errors import BadArguments, BadInput, FileAccess
from kehoach.pipeline.files.out_names import INDEX
from kehoach.pipeline.files.paths import path_of, shown
from kehoach.pipeline.search.index import COLUMNS, VERSION, opened
from kehoach.pipeline.search.keys import exact, folded, terms
from kehoach.pipeline.search.snippet import snippet

_PIECE = re.compile(r'"([^"]*)"|(\S+)')
_WEIGHTS = (2.0, 4.0, 1.0)
"""Of words in the document's own heading, in the part's title, and in its text: set by tests/benchmarks/bench_search.py
(of the orders tried, title before heading before text put the most known items first)."""
_MORE = 4  # times the hits that are wanted are looked at: several of them may be of one document
_COMMON, _AT_LEAST = 2000, 2
"""Parts with a word from which it is common: ranking 50,000 parts of 100,000 by words like «bệnh» takes 90 ms."""

MOST_WORDS = 200
"""Words of a query: a long sentence has 60. Every word is looked up by itself and marked in what is shown, and SQLite
gives up queries of some thousand words with a message that says nothing to those who ask."""

_HALF = 0.5  # of a query's words a part has to have, where none has all


@dataclass(frozen=True, slots=True)
class Filters:
    """What documents have to be: agency, place and type by words of their names, year as a number."""

    agency: str | None = None
    doc_type: str | None = None
    year: int | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A part that matches: its document's folder, its page where one is known, and the words around the match.

    `marked`: the words stand there with the marks that the query has.
    """

    folder: str
    page: int | None
    label: str
    title: str
    snippet: str
    document: str
    marked: bool


def search(out: Path, query: str, filters: Filters | None = None, limit: int = 10) -> list[Hit]:
    """The best `limit` parts for a query; "…" is a phrase. One part a document comes first, the others after.

    Raises BadArguments for a query without a word or with more than MOST_WORDS, BadInput where OUT has no index or one
    of another version.
    """
    phrases = [found for found in map(terms, _pieces(_composed(query))) if found]
    if not phrases:
        raise BadArguments(f"{query!r}: no word to search for")
    if (words := sum(map(len, phrases))) > MOST_WORDS:
        raise BadArguments(
            f"the query has {words:,} words, and at most {MOST_WORDS} can be searched for",
            advice="search for the words that matter, or for a phrase of the text",
        )
    path = out / INDEX
    if not path.is_file():
        raise BadInput(f"{out}: has no search index", advice=f"run kehoach index {out}")
    with opened(path) as base:
        if base.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            raise BadInput(f"{path}: made by another version", advice=f"run kehoach index {out}")
        try:
            rows = _Finder(base, phrases, filters or Filters(), limit).ranked()
            return [_hit(base, row, marked, phrases) for row, marked in rows]
        except (TypeError, ValueError) as error:  # a row that is not there, or holds what none of ours does
            advice = f"remove it and run kehoach index {out}"
            raise FileAccess(f"{path} is damaged: {error}", advice=advice) from error


def _composed(query: str) -> str:
    """A query as typed on any keyboard: composed letters; marks that compose with none are dropped.

    >>> _composed("Ke\u0302\u0301 hoa\u0323ch"), _composed("e\u0303\u0302")
    ('Kế hoạch', 'ẽ')
    """
    return "".join(char for char in unicodedata.normalize("NFC", query) if not unicodedata.combining(char))


def _pieces(query: str) -> Iterator[str]:
    """Phrases in quotation marks and single words; 118/KH-SYT is a phrase of its parts."""
    for match in _PIECE.finditer(query):
        yield match[1] if match[1] is not None else match[2]


class _Finder:
    """A query on an opened index: its words, and the SQL of its filters."""

    def __init__(self, base: sqlite3.Connection, phrases: Sequence[list[str]], filters: Filters, limit: int) -> None:
        self._base = base
        self._phrases = phrases
        self._where, self._values = _conditions(filters)
        self._limit = limit

    def ranked(self) -> list[tuple[int, bool]]:
        """Section ids, best first, and whether they match with marks: all words marked, all folded, most of them."""
        found = dict.fromkeys(self._rows(self._match(COLUMNS[:3], exact, " AND "), (*_WEIGHTS, 0.0, 0.0, 0.0)), True)
        without = (0.0, 0.0, 0.0, *_WEIGHTS)
        for row in self._rows(self._match(COLUMNS[3:], folded, " AND "), without):
            found.setdefault(row, False)
        if not found and len(self._phrases) > 1:
            rare = self._rarest(len(self._phrases) // 2 + 1)
            rows = self._rows(self._match(COLUMNS[3:], folded, " OR ", rare), without) if rare else []
            found = dict.fromkeys(self._most(rows), False)
        return self._one_each_first(found)

    def _match(
        self, columns: Sequence[str], key: Callable[[str], str], joint: str, phrases: Sequence[list[str]] = ()
    ) -> str:
        """An FTS5 query: quoted phrases, within columns."""
        quoted = ('"' + " ".join(map(key, phrase)) + '"' for phrase in phrases or self._phrases)
        return f"{{{' '.join(columns)}}} : ({joint.join(quoted)})"

    def _rows(self, match: str, weights: Sequence[float]) -> list[int]:
        sql = (
            "SELECT sections.id FROM words JOIN sections ON sections.id = words.rowid"
            " JOIN documents ON documents.id = sections.document"
            f" WHERE words MATCH ? {self._where} ORDER BY bm25(words, {', '.join(map(str, weights))}) LIMIT ?"
        )
        return [row for (row,) in self._base.execute(sql, (match, *self._values, self._limit * _MORE))]

    def _rarest(self, count: int) -> list[list[str]]:
        """The phrases that the fewest parts have: one with half of n phrases has one of any n // 2 + 1 of them.

        Of those that many parts have, only as many as are needed for two: what is found by them alone says little.
        """

        def parts_with(phrase: list[str]) -> int:
            sql = "SELECT doc FROM vocabulary WHERE term = ?"
            found = [self._base.execute(sql, (folded(word),)).fetchone() for word in phrase]
            return min(one[0] if one else 0 for one in found)

        known = sorted((parts_with(phrase), phrase) for phrase in self._phrases)
        known = [pair for pair in known if pair[0]][:count]  # what no part has finds nothing
        return [phrase for place, (parts, phrase) in enumerate(known) if place < _AT_LEAST or parts <= _COMMON]

    def _most(self, rows: Sequence[int]) -> list[int]:
        """Those with at least half of the query's words, the ones with more of them first."""
        wanted = {" ".join(map(folded, phrase)) for phrase in self._phrases}
        shares = []
        for row in rows:
            sql = f"SELECT {', '.join(COLUMNS[3:])} FROM sections WHERE id = ?"
            text = f" {' '.join(terms(' '.join(self._base.execute(sql, (row,)).fetchone())))} "
            shares.append((sum(f" {phrase} " in text for phrase in wanted) / len(wanted), row))
        return [row for share, row in sorted(shares, key=lambda pair: -pair[0]) if share >= _HALF]

    def _one_each_first(self, found: dict[int, bool]) -> list[tuple[int, bool]]:
        """The best part of each document, then the others; those that match with marks before those that do not."""
        seen: set[int] = set()
        first: list[int] = []
        later: list[int] = []
        for row in found:
            owner = self._base.execute("SELECT document FROM sections WHERE id = ?", (row,)).fetchone()[0]
            (later if owner in seen else first).append(row)
            seen.add(owner)
        ordered = sorted((*first, *later), key=lambda row: not found[row])
        return [(row, found[row]) for row in ordered[: self._limit]]


def _conditions(filters: Filters) -> tuple[str, list[str | int]]:
    """SQL for the filters, and its values; names are compared folded, by containment."""
    where, values = "", list[str | int]()
    for column, wanted in (("agency", filters.agency), ("doc_type", filters.doc_type), ("place", filters.place)):
        if wanted:
            where += f" AND instr(documents.{column}, ?)"
            values.append(folded(" ".join(wanted.split())))
    if filters.year is not None:
        where += " AND documents.year = ?"
        values.append(filters.year)
    return where, values


def _hit(base: sqlite3.Connection, row: int, marked: bool, phrases: Sequence[list[str]]) -> Hit:
    sql = (
        "SELECT documents.folder, sections.page, sections.label, sections.title, sections.text, documents.title"
        " FROM sections JOIN documents ON documents.id = sections.document WHERE sections.id = ?"
    )
    folder, page, label, title, text, document = base.execute(sql, (row,)).fetchone()
    found = snippet(
        "\n".join(filter(None, (title, text))) or document, [" ".join(phrase) for phrase in phrases], marked=marked
    )
    return Hit(shown(path_of(folder)), page, label, title, found, document, marked)
