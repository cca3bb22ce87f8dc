"""Whether the sums of a table are those of its rows, and its products those of number and price."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kehoach.pipeline.form.text_key import key
from kehoach.pipeline.plan import Contents, Issue, Table

_TOTAL = re.compile(r"(?:tong cong|tong so|tong|cong)\b")
_PRICE = re.compile(r"don gia")
_WORTH = re.compile(r"thanh tien|so tien")
_HOW_MANY = re.compile(r"so luong|sl\b")
NEARLY = 0.005
"""Share by which a sum may be off: tables in millions round each row."""


def number_in(text: str) -> float | None:
    """A cell that is a number and nothing else: a point groups thousands, a comma begins decimals.

    >>> number_in("1.250.000"), number_in("3,5"), number_in("12 lớp"), number_in("01/2026")
    (1250000.0, 3.5, None, None)
    """
    plain = text.strip()
    if not re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?", plain):
        return None
    return float(plain.replace(".", "").replace(",", "."))


def _off(found: float, said: float) -> bool:
    return abs(found - said) > NEARLY * max(said, 1)


def _sums(table: Table) -> Iterator[Issue]:
    """The «Tổng cộng» against the rows above it; group rows are left out, being sums themselves."""
    above: list[list[str]] = []
    for row in table.rows:
        cells = [cell.text for cell in row.cells]
        if not any(_TOTAL.match(key(cell)) for cell in cells[:2]):
            above += [] if row.group else [cells]
            continue
        for at, cell in enumerate(cells):
            total = number_in(cell)
            parts = [n for line in above if at < len(line) and (n := number_in(line[at])) is not None]
            if at > 0 and total is not None and len(parts) > 1 and _off(sum(parts), total):
                message = f"the column adds up to {sum(parts):,.10g}, the table says {cell}"
                yield Issue(code="sum-differs", message=message, evidence=row.cells[at].evidence)
        above = []


def _column(header: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    found = [at for at, name in enumerate(header) if pattern.match(key(name))]
    return found[0] if len(found) == 1 else None


def _products(table: Table) -> Iterator[Issue]:
    """«Thành tiền» against «Số lượng» times «Đơn giá»; tables with further factors (days, rounds) are left alone."""
    places = [_column(table.header, pattern) for pattern in (_HOW_MANY, _PRICE, _WORTH)]
    if None in places:
        return
    rows = []
    for row in table.rows:
        values = [number_in(row.cells[at].text) for at in places if at is not None]
        if None not in values:
            rows.append((row, [value for value in values if value is not None]))
    wrong = [(row, values) for row, values in rows if _off(values[0] * values[1], values[2])]
    if len(wrong) * 2 > len(rows):
        return  # most rows are not that product: it is not what the table means
    for row, (many, price, worth) in wrong:
        message = f"{many:g} x {price:,.10g} is {many * price:,.10g}, the table says {worth:,.10g}"
        yield Issue(code="product-differs", message=message, evidence=row.cells[places[2] or 0].evidence)


def table_sums(plan: Contents) -> Iterator[Issue]:
    """The issues of all tables."""
    for table in plan.tables:
        yield from _sums(table)
        yield from _products(table)
