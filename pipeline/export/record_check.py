"""What an archive record still lacks, and which rules its file does not keep; told to the archivist in Vietnamese.

Sources: Thông tư 05/2025/TT-BNV, Điều 8 (PDF/A, colour of 24 bits, 200 dpi, agency's digital signature, name of the
file) and EAD_doc; Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần II, and Phụ lục VI.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from kehoach.pipeline.export.record_fields import ND30, TT05, FieldRule
from kehoach.pipeline.plan import FieldMethod
from kehoach.pipeline.secrecy import secrecy_of

if TYPE_CHECKING:
    from kehoach.pipeline.export.file_facts import FileFacts
    from kehoach.pipeline.export.record import Dossier, Record
    from kehoach.pipeline.plan import OnePlan

LEAST_DPI = 200  # TT 05/2025/TT-BNV, Điều 8, and Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần II
LEAST_BITS = 24  # TT 05/2025/TT-BNV, Điều 8
_ROUNDING = 1.0  # dots per inch: sizes of pages in points are rounded
_FILE_NAME = re.compile(r"[\w.]{1,13}\.\d{4}\.[^.\s][^\s]*\.\d+")  # mã hồ sơ.STT


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing to mend: a stable `code`, the rule's field (empty for a rule of files), and what to do."""

    code: str
    field: str
    message: str


def lacks(plan: OnePlan, record: Record, facts: FileFacts | None, dossier: Dossier | None) -> list[Lack]:
    """All that a person has to add or mend before the document and its record can be handed in."""
    return [
        *_empty(plan, TT05, record.tt05),
        *_empty(plan, ND30, record.nd30),
        *_too_long(TT05, record.tt05),
        *_too_long(tuple(rule for rule in ND30 if not rule.name.startswith("To/")), record.nd30),
        *_marks(plan),
        *_file(plan, facts, dossier),
    ]


def _empty(plan: OnePlan, rules: tuple[FieldRule, ...], values: dict[str, str]) -> Iterator[Lack]:
    for rule in rules:
        if rule.needed and not values[rule.name]:
            yield Lack("thieu-truong", rule.name, f"Còn trống: {rule.label}{_known(plan, rule.name)}")


def _known(plan: OnePlan, name: str) -> str:
    """What the document does tell about a value that it does not give in full."""
    meta = plan.metadata
    if name.lower() == "issueddate" and meta.date.value:
        if meta.date.method is FieldMethod.SIGNATURE:
            return f" (chỉ biết ngày ký số: {meta.date.value})"
        return f" (văn bản chỉ ghi: {meta.date.raw or meta.date.value})"
    if name == "typeName" and meta.doc_type.value:
        return f" (mã của loại «{meta.doc_type.value}» cần tra trong danh mục)"
    if name in ("numberOfPage", "PageAmount"):
        return " (tệp văn bản không chia trang)"
    return ""


def _too_long(rules: tuple[FieldRule, ...], values: dict[str, str]) -> Iterator[Lack]:
    for rule in rules:
        if len(values[rule.name]) > rule.length:
            text = f"{rule.label}: {len(values[rule.name])} ký tự, nhiều nhất là {rule.length}"
            yield Lack("qua-dai", rule.name, text)


def _marks(plan: OnePlan) -> Iterator[Lack]:
    """What the paper bears and no code or text of the record says yet."""
    secrecy = secrecy_of(plan)
    marks = ", ".join(filter(None, (plan.metadata.urgency.value, None if secrecy.doubtful else secrecy.level)))
    if secrecy.doubtful:
        yield Lack("ngo-mat", "mode", f"Nghi có dấu chỉ độ mật («{secrecy.text}»): cần người xem và xác định")
    if marks:
        yield Lack("can-ma", "Priority", f"Văn bản đóng dấu «{marks}»: ghi mã mức độ theo quy định của cơ quan")
    pages = sorted({part.page for part in plan.marginalia if part.kind == "handwriting"})
    if pages:
        yield Lack("but-tich", "autograph", f"Có bút tích ở {_listed(pages)}: cần người đọc và ghi lại")


def _file(plan: OnePlan, facts: FileFacts | None, dossier: Dossier | None) -> Iterator[Lack]:
    stem = PurePath(plan.source.path).stem
    fits = re.fullmatch(rf"{re.escape(str(dossier))}\.\d+", stem) if dossier else _FILE_NAME.fullmatch(stem)
    if not fits:
        yield Lack("ten-tep", "", f"Tên tệp «{stem}» chưa theo mẫu: mã hồ sơ.số thứ tự")
    if plan.source.media_type != "application/pdf" or (facts and not facts.pdfa):
        yield Lack("pdf-a", "", "Tệp chưa phải PDF/A (kehoach run --export pdf tạo tệp PDF/A-2b)")
    if facts is None:
        yield Lack("chua-kiem-tra", "", "Không mở được tệp gốc để kiểm tra độ phân giải và màu")
        return
    yield from _scans(facts)
    signed = plan.metadata.digital_signatures.value
    if any(facts.scans) and not signed:
        yield Lack("chu-ky-so", "", "Bản số hóa chưa có chữ ký số của cơ quan ở góc trên bên phải trang đầu")


def _scans(facts: FileFacts) -> Iterator[Lack]:
    pages = [(number, scan) for number, scan in enumerate(facts.scans, 1) if scan]
    unknown = [number for number, scan in pages if scan.dpi is None]
    coarse = [number for number, scan in pages if scan.dpi is not None and scan.dpi < LEAST_DPI - _ROUNDING]
    pale = [number for number, scan in pages if scan.bits < LEAST_BITS]
    if unknown:
        yield Lack("do-phan-giai", "", f"Tệp không ghi độ phân giải: {_listed(unknown)}")
    if coarse:
        least = min(scan.dpi or 0.0 for _, scan in pages if scan.dpi is not None)
        yield Lack("do-phan-giai", "", f"Ảnh quét dưới {LEAST_DPI} dpi (thấp nhất {least:.0f}): {_listed(coarse)}")
    if pale:
        yield Lack("do-sau-mau", "", f"Ảnh quét không phải ảnh màu {LEAST_BITS} bit: {_listed(pale)}")


def _listed(pages: list[int]) -> str:
    """Page numbers in words, runs drawn together.

    >>> _listed([1, 2, 3, 7])
    'trang 1–3, 7'
    """
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][1] == page - 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return "trang " + ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in runs)
