"""PDF files with hostile content: active content, encryption, bombs, impossible sizes, text that deceives."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Literal

import pikepdf
from hostile import DONE, LOCKED, MEMORY, Case

HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
TEXT = b"BT /F 12 Tf 72 760 Td 16 TL (SO Y TE) Tj T* (KE HOACH so 04/KH-SYT) Tj T* (Truyen thong nam 2020) Tj ET"


def stream(data: bytes, more: bytes = b"", *, packed: bool = False) -> bytes:
    """A stream object's body; `packed` by Flate."""
    if packed:
        data, more = zlib.compress(data, 9), more + b"/Filter/FlateDecode"
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (more, len(data), data)


def file(bodies: Mapping[int, bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of numbered objects with a right xref table."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in bodies.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start, size = out.tell(), max(bodies) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        out.write(b"%010d 00000 %s \n" % (places.get(number, 0), b"n" if number in places else b"f"))
    out.write(b"trailer<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start))
    return out.getvalue()


def one_page(
    content: bytes = TEXT,
    page: bytes = b"",
    catalog: bytes = b"",
    more: Mapping[int, bytes] | None = None,
    *,
    box: bytes = b"0 0 595 842",
    packed: bool = False,
) -> bytes:
    """A PDF of one page; `page` and `catalog` are more entries of those, `more` more objects from number 10 on."""
    bodies = {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%s>>%s>>"
        % (box, b"/XObject<</X 10 0 R>>" if more and 10 in more else b"", page),
        4: stream(content, packed=packed),
        5: HELVETICA,
    }
    return file(bodies | dict(more or {}))


def _case(kind: str, name: str, ends: str, data: bytes, *, slow: bool = False) -> Case:
    return Case(kind, f"{kind}-{name}.pdf", ends, lambda: data, slow)


def pdf_cases() -> Iterator[Case]:
    """All cases of hostile content."""
    yield from _active()
    yield from _encrypted()
    yield from _sizes()
    yield from _bombs()
    yield from _texts()


def _active() -> Iterator[Case]:
    """Nothing of it may run, be fetched, be unpacked or be written."""
    actions = {
        "javascript": b"<</S/JavaScript/JS(while\\(true\\){app.alert\\('hostile'\\)})>>",
        "launch": b"<</S/Launch/F(/bin/true)/Win<</F(cmd.exe)/P(/c exit)>>>>",
        "address": b"<</S/URI/URI(http://hostile.invalid/)>>",
        "elsewhere": b"<</S/GoToR/F(\\\\\\\\hostile.invalid\\\\share\\\\a.pdf)/D[0/Fit]>>",
        "submit": b"<</S/SubmitForm/F<</FS/URL/F(http://hostile.invalid/)>>>>",
    }
    for name, action in actions.items():
        entry = b"/OpenAction%s/AA<</WC%s>>" % (action, action)
        yield _case("active", name, DONE, one_page(page=b"/AA<</O%s>>" % action, catalog=entry))
    named = b"/Names<</EmbeddedFiles<</Names[(../../hostile.exe) 10 0 R]>>>>"
    spec = {10: b"<</Type/Filespec/F(../../hostile.exe)/EF<</F 11 0 R>>>>", 11: stream(b"MZ" * 999, packed=True)}
    yield _case("active", "embedded-file", DONE, one_page(catalog=named, more=spec))
    form = b"/AcroForm<</Fields[]/XFA 10 0 R/NeedAppearances true>>"
    laughs = {10: stream(b"<!DOCTYPE x [<!ENTITY a '&a;'>]><x>&a;")}
    yield _case("active", "xfa", DONE, one_page(catalog=form, more=laughs))
    outside = {10: b"<</Type/XObject/Subtype/Image/Width 9/Height 9/F(/etc/passwd)/Length 0>>stream\n\nendstream"}
    yield _case("active", "file-as-stream", DONE, one_page(TEXT + b" 99 0 0 99 9 9 cm /X Do", more=outside))


def _locked(user: str, owner: str, revision: Literal[3, 6]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(one_page())) as pdf:
        new = revision > 3
        pdf.save(out, encryption=pikepdf.Encryption(owner=owner, user=user, R=revision, metadata=new, aes=new))
    return out.getvalue()


def _encrypted() -> Iterator[Case]:
    yield Case("locked", "locked-user.pdf", LOCKED, partial(_locked, "secret", "secret", 6))
    yield Case("locked", "locked-user-old.pdf", LOCKED, partial(_locked, "secret", "secret", 3))
    yield Case("locked", "locked-owner.pdf", DONE, partial(_locked, "", "secret", 6))
    broken = b"<</Filter/Standard/V 5/R 6/Length 256/O(x)/U(y)/P -1>>"
    yield _case("locked", "broken", LOCKED, file({1: b"<</Type/Catalog>>", 2: broken}, b"/Root 1 0 R/Encrypt 2 0 R"))
    other = b"<</Filter/Hostile.Handler/V 9/R 9>>"
    yield _case("locked", "handler", LOCKED, file({1: b"<</Type/Catalog>>", 2: other}, b"/Root 1 0 R/Encrypt 2 0 R"))


def _sizes() -> Iterator[Case]:
    boxes = {
        "vast": b"0 0 1000000000 1000000000",
        "nothing": b"0 0 0 0",
        "negative": b"595 842 0 0",
        "thin": b"0 0 0.0001 100000",
        "no-number": b"0 0 1e999 842",
        "far": b"99999999 99999999 100000594 100000841",
    }
    for name, box in boxes.items():
        yield _case("size", name, DONE, one_page(box=box))
    yield _case("size", "unit", DONE, one_page(page=b"/UserUnit 1000000000"))
    yield _case("size", "font", DONE, one_page(b"BT /F 1000000000 Tf 72 760 Td (SO Y TE) Tj ET"))
    yield _case("size", "many-pages", DONE, _pages(1000), slow=True)
    yield _case("size", "count", DONE, one_page().replace(b"/Count 1>>", b"/Count 9"))


def _pages(count: int) -> bytes:
    """Pages that share one content."""
    numbers = range(10, 10 + count)
    kids = b" ".join(b"%d 0 R" % n for n in numbers)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    tree = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)}
    return file(tree | {4: stream(TEXT), 5: HELVETICA} | dict.fromkeys(numbers, page))


def _bombs() -> Iterator[Case]:
    """Little that becomes much."""
    much = {
        "content": (b" ", 200_000_000),
        "operators": (b" q Q", 5_000_000),
        "paths": (b" 0 0 9 9 re f", 300_000),
        "letters": (b" BT /F 1 Tf 9 9 Td (SO Y TE ) Tj ET", 40_000),
    }
    for name, (what, times) in much.items():
        yield Case("bomb", f"bomb-{name}.pdf", DONE, partial(_repeated, what, times), slow=True)
    yield Case("bomb", "bomb-picture.pdf", DONE, _picture, slow=True)
    twice = zlib.compress(zlib.compress(TEXT + b" " * 50_000_000, 9), 9)
    nested = b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%s\nendstream" % (len(twice), twice)
    yield _case("bomb", "filters", DONE, one_page().replace(stream(TEXT), nested))
    yield Case("bomb", "bomb-forms.pdf", DONE, partial(_forms, 4, 9), slow=True)
    yield Case("bomb", "bomb-forms-deep.pdf", MEMORY, partial(_forms, 7, 9), slow=True)
    wide = stream(zlib.compress(TEXT), b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 50000000>>")
    yield _case("bomb", "predictor", DONE, one_page().replace(stream(TEXT), wide))


def _repeated(what: bytes, times: int) -> bytes:
    return one_page(TEXT + what * times, packed=True)


def _picture() -> bytes:
    """A black picture of 900 million pixels in a few kilobytes."""
    data = zlib.compress(zlib.compress(bytes(30_000 * 30_000 // 8), 9), 9)
    head = b"/Type/XObject/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 1/ColorSpace/DeviceGray"
    body = b"<<%s/Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%s\nendstream" % (head, len(data), data)
    return one_page(b"q 595 0 0 842 0 0 cm /X Do Q " + TEXT, more={10: body})


def _forms(depth: int, width: int) -> bytes:
    """Forms of forms: each draws the next `width` times."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    last = 10 + depth
    chain = {
        n: stream(b"/X Do " * width, form + b"/Resources<</XObject<</X %d 0 R>>>>" % (n + 1)) for n in range(10, last)
    }
    return one_page(TEXT + b" /X Do", more=chain | {last: stream(b"0 0 1 1 re f", form)})


def _texts() -> Iterator[Case]:
    """Letters that are not what they seem, and too deep nesting."""
    letters = {"bidi": b"202E", "control": b"0007", "surrogate": b"D800", "none": b"FFFF", "many": b"0041" * 300}
    ranges = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <00> <FF> <%s> endbfrange"
    cmap = b"begincmap " + ranges + b" endcmap"
    font = HELVETICA.replace(b">>", b"/ToUnicode 10 0 R>>")
    for name, value in letters.items():
        whole = one_page(more={5: font, 10: stream(cmap % value)})
        yield _case("letters", name, DONE, whole.replace(b"/XObject<</X 10 0 R>>", b""))
    yield _case("nesting", "states", DONE, one_page(b"q " * 100_000 + TEXT))
    yield _case("nesting", "arrays", DONE, one_page(b"[" * 100_000 + TEXT))
    yield _case("nesting", "dictionaries", DONE, one_page(more={10: b"<</A" * 50_000 + b" 1 " + b">>" * 50_000}))
    yield _case("nesting", "texts", DONE, one_page(b"BT " * 50_000 + TEXT))
    notes = b" ".join(b"<</Type/Annot/Subtype/Text/Rect[9 9 9 9]/Contents(hostile)>>" for _ in range(3000))
    yield _case("notes", "many", DONE, one_page(page=b"/Annots[%s]" % notes))
    long = b"<</Type/Annot/Subtype/FreeText/Rect[9 9 9 9]/Contents(%s)>>" % (b"hostile " * 100_000)
    yield _case("notes", "long", DONE, one_page(page=b"/Annots[%s]" % long))
    marks = b"<</Type/Annot/Subtype/FreeText/Rect[9 9 9 9]/Contents<FEFF0061%s>>>" % (b"03010323" * 50_000)
    yield _case("notes", "marks", DONE, one_page(page=b"/Annots[%s]" % marks))
