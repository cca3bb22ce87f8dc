"""The Plan: what is written as `plan.json`, one pydantic model a part. Its JSON Schema is committed in `schema/`.

Key names are fixed by the contract with those who measure; more keys may come, none may go within a major version.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

SCHEMA_VERSION = "1.0"

T = TypeVar("T")
Share = Annotated[float, Key(ge=0.0, le=1.0)]
"""A confidence, 0…1."""
Severity = Annotated[int, Key(ge=1, le=3)]


class Model(BaseModel):
    """Base of all parts: whole when made, and never changed afterwards; unknown keys are a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldMethod(StrEnum):
    """Where a value comes from."""

    PRINTED = "printed"
    INFERRED = "inferred"  # concluded from other text of the document
    SIGNATURE = "signature"  # taken from a digital signature
    ABSENT = "absent"


class Evidence(Model):
    """A place: page, first and last line (numbers as in `Line.number`), and box [left, top, right, bottom]."""

    page: int
    lines: tuple[int, int] | None = None
    box: tuple[float, float, float, float] | None = None


class Field(Model, Generic[T]):
    """One value with what was printed, how it was found, how sure it is, and where it stands."""

    raw: str | None = None
    value: T | None = None
    method: FieldMethod = FieldMethod.ABSENT
    confidence: Share = 0.0
    evidence: Evidence | None = None


class Issue(Model):
    """Something a person should look at. `code` is stable; `severity` 1 (look first) … 3 (for the record)."""

    code: str
    message: str
    severity: Severity = 2
    evidence: Evidence | None = None


class PagePictures(Model):
    """The files that show how the readers saw a page, or half of a spread; paths are relative to the document's folder.

    `removed` shows what was taken out of `cleaned`, dot for dot, `colours` by which step. `to_page` (a, b, c, d, e, f)
    leads from a dot to the page's units: x' = a·x + b·y + c, y' = d·x + e·y + f.
    """

    cleaned: str
    removed: str | None = None
    steps: list[str] = []
    colours: dict[str, str] = {}
    to_page: tuple[float, float, float, float, float, float]


class PageReading(Model):
    """How one page was read and why; `images` where they were asked for.

    `problem`: why it could not be read at all; `unread`: why nothing could be made of what is on it.
    `unread_pictures`: how many pictures an office document has that nobody read; its last page says so.
    """

    page: int
    method: str
    reason: str
    engine: str | None = None
    problem: str | None = None
    unread: str | None = None
    images: list[PagePictures] = []
    unread_pictures: int = 0


class SourceInfo(Model):
    """The file."""

    path: str
    sha256: str
    media_type: str
    size: int
    pages: int
    page_range: tuple[int, int] | None = None  # first and last page, where the file holds several documents
    producer: str | None = None
    reading: list[PageReading] = []


class Signer(Model):
    """Who signed (ô 7): `authority` TM., KT., TL., TUQ., Q. or none; `lines` as printed."""

    authority: str | None = None
    on_behalf_of: str | None = None
    position: str | None = None
    name: str | None = None
    lines: list[str] = []


class Recipient(Model):
    """One entry of «Nơi nhận»; `purpose` repeats the bracket of `text`."""

    text: str
    purpose: str | None = None
    group: str | None = None
    archive_line: bool = False
    evidence: Evidence | None = None


class DigitalSignature(Model):
    """One digital signature; from the PDF itself or from the dump that a text export prints."""

    signer: str | None = None
    organisation: str | None = None
    email: str | None = None
    time: str | None = None  # ISO 8601 with zone
    issuer: str | None = None
    intact: bool | None = None  # the document is unchanged since; None: cannot be told
    valid: bool | None = None
    evidence: Evidence | None = None


class Metadata(Model):
    """The components of Nghị định 30/2020/NĐ-CP, Điều 8."""

    doc_type: Field[str] = Field[str]()
    number: Field[str] = Field[str]()
    notation: Field[str] = Field[str]()
    agency: Field[str] = Field[str]()
    parent_agency: Field[str] = Field[str]()
    place: Field[str] = Field[str]()
    date: Field[str] = Field[str]()  # ISO, as precise as printed: 2026-02
    subject: Field[str] = Field[str]()
    signer: Field[Signer] = Field[Signer]()
    co_signers: Field[list[Signer]] = Field[list[Signer]]()  # of a liên tịch plan's other agencies
    recipients: Field[list[Recipient]] = Field[list[Recipient]]()
    urgency: Field[str] = Field[str]()
    secrecy: Field[str] = Field[str]()
    archive_line: Field[str] = Field[str]()
    drafter: Field[str] = Field[str]()  # ô 12
    digital_signatures: Field[list[DigitalSignature]] = Field[list[DigitalSignature]]()
    province_today: Field[str] = Field[str]()  # after the mergers of 01/7/2025


class Citation(Model):
    """A cited document, once, however often it is cited; `mentions` are all its places."""

    type: str | None = None
    number: str | None = None
    date: str | None = None
    issuer: str | None = None
    title: str | None = None
    raw: str
    confidence: Share = 1.0
    evidence: Evidence | None = None
    mentions: list[Evidence] = []


class Item(Model):
    """A bullet and what hangs below it."""

    bullet: str
    text: str
    items: list[Item] = []
    evidence: Evidence | None = None


class Section(Model):
    """A labelled part. Printed numbering is never changed: `ordinal_resolved` stands beside it.

    `label_read`: what a reader of images made of the label, where `label_printed` is concluded from the sequence.
    """

    id: str  # path of resolved labels: III.2.1
    label_printed: str
    label_read: str | None = None
    ordinal_printed: int | None = None
    ordinal_resolved: int | None = None
    title: str | None = None
    paragraphs: list[str] = []
    items: list[Item] = []
    issues: list[str] = []
    children: list[Section] = []
    evidence: Evidence | None = None


class Anchor(Model):
    """What a period is counted from: it runs from the `first` to the `last` unit after that which holds the anchor.

    «quý sau»: quarter 1 to 1 after `document`; «3 ngày tới»: day 1 to 3; «trong vòng 10 ngày kể từ ngày ký»: day 0
    to 10 after `signing`. `weekday`: one day of that week, 1 Monday to 7 Sunday. `working`: only working days count.
    """

    anchor: str  # document | signing | issue | effect | receipt
    unit: str  # day | week | month | quarter | year
    first: int
    last: int
    weekday: int | None = None
    working: bool = False


class Period(Model):
    """A time as printed and as full days; `start` or `end` is None where it is open.

    `anchored`: what the days were counted from; where that has no date in the document, both are None.
    """

    raw: str
    start: str | None = None
    end: str | None = None
    precision: str | None = None  # day | week | month | quarter | half | year
    recurrence: str | None = None
    anchored: Anchor | None = None
    evidence: Evidence | None = None


class Task(Model):
    """Who does what with whom by when; `lead`: who answers for it, as printed; `leads`: each of them."""

    lead: str | None = None
    leads: list[str] = []
    partners: list[str] = []
    action: str
    products: list[str] = []
    period: Period | None = None
    section: str | None = None  # id of the section it stands in
    confidence: Share = 0.5
    evidence: Evidence | None = None


class TableCell(Model):
    """One cell; `joined`: it is one with the cell above, where its text stands."""

    text: str
    joined: bool = False
    evidence: Evidence | None = None


class TableRow(Model):
    """One row; `group`: a heading that spans the table."""

    cells: list[TableCell]
    group: bool = False


class Table(Model):
    """A table, its pages joined. `columns`: what each column holds (order, content, lead, partners, time …, other)."""

    title: str | None = None
    header: list[str] = []
    columns: list[str] = []
    rows: list[TableRow] = []
    evidence: Evidence | None = None


class Appendix(Model):
    """A «Phụ lục», announced, present, or both."""

    label: str
    title: str | None = None
    announced: bool = False
    present: bool = False
    paragraphs: list[str] = []  # its text, tables apart
    evidence: Evidence | None = None


class Amount(Model):
    """A sum of money in đồng."""

    raw: str
    value: int | None = None
    what: str | None = None
    evidence: Evidence | None = None


class Target(Model):
    """An indicator with the value that is to be reached."""

    raw: str
    indicator: str
    value: float | None = None
    unit: str | None = None
    comparator: str | None = None
    year: int | None = None
    evidence: Evidence | None = None


class PagePart(Model):
    """Furniture or marginalia: what stands on the page beside the text."""

    kind: str
    text: str
    page: int
    box: tuple[float, float, float, float] | None = None


class RepairEdit(Model):
    """One repair, said openly; `applied` false: only a doubt, the text stands.

    `offset`: where what stands begins in `text.faithful`, in characters; none where it is not one place there.
    """

    before: str
    after: str
    reason: str
    confidence: float
    alternatives: list[str] = []
    applied: bool = True
    page: int | None = None
    line: int | None = None
    box: tuple[float, float, float, float] | None = None
    offset: int | None = None


class Text(Model):
    """The text twice: as the paper has it, and joined to paragraphs in one tone style."""

    faithful: str = ""
    normalised: str = ""


class Contents(Model):
    """What one document says: a Plan but for the judgement on it."""

    schema_version: str = SCHEMA_VERSION
    source: SourceInfo
    metadata: Metadata = Key(default_factory=Metadata)
    legal_bases: list[Citation] = []
    citations: list[Citation] = []
    sections: list[Section] = []
    tasks: list[Task] = []
    tables: list[Table] = []
    preamble: list[str] = []
    closing: list[str] = []
    furniture: list[PagePart] = []
    marginalia: list[PagePart] = []
    appendices: list[Appendix] = []
    targets: list[Target] = []
    amounts: list[Amount] = []
    text: Text = Key(default_factory=Text)
    edits: list[RepairEdit] = []


class OnePlan(Contents):
    """All that is known of one document."""

    issues: list[Issue] = []
    confidence: Share = 0.0


class Plan(OnePlan):
    """All that is known of a file: of its first document and, in `bound`, of those that are bound behind it.

    With several documents, `text` is that of the whole file; everything else is the first document's.
    """

    bound: list[OnePlan] = []

    def documents(self) -> list[OnePlan]:
        """The documents of the file: the first, and those that are bound behind it."""
        return [self, *self.bound]

    def with_issue(self, issue: Issue) -> Plan:
        """The Plan with one more thing to look at, which showed itself when the Plan was made and was being written."""
        return self.model_copy(update={"issues": [*self.issues, issue]})
