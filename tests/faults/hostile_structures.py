"""PDF files whose structure is broken or leads in circles, and signatures that are none."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from hostile import BAD, DONE, Case
from hostile_pdfs import HELVETICA, TEXT, file, one_page, stream

WHOLE = one_page()


def _case(kind: str, name: str, ends: str, data: bytes) -> Case:
    return Case(kind, f"{kind}-{name}.pdf", ends, lambda: data)


def structure_cases() -> Iterator[Case]:
    """All cases of hostile structure."""
    yield from _broken()
    yield from _loops()
    yield from _signatures()


def _broken() -> Iterator[Case]:
    """What readers mend is read, what they cannot is said to be broken."""
    middle, xref = len(WHOLE) // 2, WHOLE.index(b"xref\n0")
    yield _case("broken", "half", BAD, WHOLE[:middle])
    yield _case("broken", "header", BAD, b"%PDF-1.7\n")
    yield _case("broken", "no-xref", BAD, WHOLE[:xref])
    yield _case("broken", "offset", DONE, WHOLE.replace(b"startxref\n%d" % xref, b"startxref\n99999999999999999999"))
    yield _case("broken", "entries", DONE, WHOLE.replace(b"0000000", b"9999999"))
    yield _case("broken", "size", DONE, WHOLE.replace(b"/Size 6", b"/Size 99999999999"))
    yield _case("broken", "before", DONE, b"\x00garbage\n" * 60 + WHOLE)
    yield _case("broken", "after", DONE, WHOLE + b"\x00" * 100_000)
    yield _case("broken", "length", DONE, WHOLE.replace(b"/Length %d" % len(TEXT), b"/Length 2147483647"))
    lost = WHOLE.replace(b"/Root 1 0 R", b"/Root 77 0 R").replace(b"/Catalog", b"/Nothing")
    yield _case("broken", "no-root", BAD, lost)
    bare = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 0>>"}
    yield _case("broken", "no-pages", BAD, file(bare))
    noise = stream(b"\x78\x9c" + b"\xff" * 500, b"/Filter/FlateDecode")
    yield _case("broken", "flate", DONE, WHOLE.replace(stream(TEXT), noise))
    yield _case("broken", "text-in-name", BAD, "%PDF-1.7\nKẾ HOẠCH của Sở Y tế\n".encode())


def _loops() -> Iterator[Case]:
    """Everything that can lead back to itself."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    rest = {1: b"<</Type/Catalog/Pages 2 0 R>>", 3: page, 4: stream(TEXT), 5: HELVETICA}
    yield _case("loop", "kids", DONE, file(rest | {2: b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>"}))
    yield _case("loop", "only-kids", BAD, file(rest | {2: b"<</Type/Pages/Kids[2 0 R]/Count 1>>"}))
    yield _case("loop", "parents", DONE, WHOLE.replace(b"/Parent 2 0 R/MediaBox[0 0 595 842]", b"/Parent 3 0 R"))
    yield _case("loop", "content", DONE, WHOLE.replace(b"/Contents 4 0 R", b"/Contents[4 0 R 3 0 R 1 0 R]"))
    form = stream(b"/X Do " + TEXT, b"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 10 0 R>>/Font<</F 5 0 R>>>>")
    yield _case("loop", "form", DONE, one_page(TEXT + b" /X Do", more={10: form}))
    yield _case("loop", "length", DONE, WHOLE.replace(b"/Length %d" % len(TEXT), b"/Length 4 0 R"))
    yield _case("loop", "references", DONE, one_page(page=b"/Rotate 10 0 R", more={10: b"11 0 R", 11: b"10 0 R"}))
    xref = WHOLE.index(b"xref\n0")
    yield _case("loop", "previous", DONE, WHOLE.replace(b"/Root 1 0 R>>", b"/Root 1 0 R/Prev %d>>" % xref))
    font = HELVETICA.replace(b">>", b"/ToUnicode 5 0 R/FontDescriptor 5 0 R/DescendantFonts[5 0 R]>>")
    yield _case("loop", "font", DONE, WHOLE.replace(HELVETICA, font))
    outline, entry = b"/Outlines<</First 10 0 R/Last 10 0 R/Count 1>>", b"<</Title(x)/Next 10 0 R/First 10 0 R>>"
    yield _case("loop", "outline", DONE, one_page(catalog=outline, more={10: entry}))
    packed = zlib.compress(b"10 0 <</Type/Catalog/Pages 2 0 R>>")
    inside = b"<</Type/ObjStm/N 1/First 5/Extends 10 0 R/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
    yield _case("loop", "object-stream", DONE, one_page(more={10: inside % (len(packed), packed)}))


def _signatures() -> Iterator[Case]:
    """Signatures are an extra: nonsense in them is none, and the document is read."""
    kinds = {
        "nonsense": b"/ByteRange[0 9 9 9]/Contents<00>",
        "negative": b"/ByteRange[-1 -1 99999999999 99999999999]/Contents<3080>",
        "loop": b"/ByteRange 10 0 R/Contents 10 0 R",
        "deep": b"/ByteRange[0 1 2 3]/Contents<%s>" % (b"3080" * 30_000),
    }
    for name, entries in kinds.items():
        value = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached%s/M(D:hostile)>>" % entries
        field = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(a)/V 10 0 R/Rect[0 0 0 0]/Kids[11 0 R]/Parent 11 0 R>>"
        form = b"/AcroForm<</Fields[11 0 R]/SigFlags 3>>"
        signed = one_page(page=b"/Annots[11 0 R]", catalog=form, more={10: value, 11: field})
        yield _case("signature", name, DONE, signed)
    kids = b"/Kids[3 0 R %s]/Count 99" % (b"2 0 R " * 60)
    tree = WHOLE.replace(b"/Kids[3 0 R]/Count 1", kids) + b"% /ByteRange\n"
    yield _case("signature", "tree", DONE, tree)
    yield _case("signature", "word-alone", DONE, one_page(TEXT + b" % /ByteRange"))
