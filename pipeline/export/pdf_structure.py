"""What stands around a PDF's pages and is not allowed, or not wanted, in a copy for the archive (ISO 19005-2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pikepdf

_OF_ROOT = (
    "/OpenAction", "/AA", "/Perms", "/Requirements", "/Collection", "/NeedsRendering", "/PieceInfo", "/LastModified",
    "/Extensions", "/Threads", "/PageLabels",
)  # fmt: skip
_OF_NAMES = ("/EmbeddedFiles", "/JavaScript", "/AlternatePresentations")
_OF_PAGES = ("/AA", "/PresSteps", "/PieceInfo", "/LastModified", "/Trans", "/Dur", "/Thumb", "/B")
_STAY = frozenset({"/Link", "/Popup", "/Text"})  # annotations that are no marks on the page
_INTO_PAGE = frozenset({"/Widget", "/FreeText", "/Line", "/Square", "/Circle", "/Highlight", "/Underline"}) | {
    "/Squiggly", "/StrikeOut", "/Stamp", "/Ink", "/Polygon", "/PolyLine", "/Caret"
}  # fmt: skip


def mend_structure(pdf: pikepdf.Pdf) -> None:
    """Take out what readers of an archive do not miss, make marks part of their pages, say what was left unsaid."""
    import pikepdf

    root = pdf.Root
    _drop(root, _OF_ROOT)
    if "/Names" in root:
        _drop(root.Names, _OF_NAMES)
    if "/OCProperties" in root and not _hides_layers(root.OCProperties):
        del root.OCProperties  # all layers are shown, as without it
    _flatten(pdf)
    for page in pdf.pages:
        _drop(page.obj, _OF_PAGES)
        _mend_annotations(page)
    if "/MarkInfo" in root:
        _drop(root.MarkInfo, [key for key in root.MarkInfo.keys() if key != "/Marked"])  # noqa: SIM118 - a PDF dictionary
    for found in pdf.objects:
        _mend_object(pdf, found)
        if "/OCProperties" not in root and isinstance(found, pikepdf.Stream):
            _drop(found, ["/OC"])


def _drop(holder: Any, keys: Iterable[str]) -> None:
    for key in keys:
        if key in holder:
            del holder[key]


def _hides_layers(properties: Any) -> bool:
    default = properties.get("/D", {})
    return len(default.get("/OFF", [])) > 0 or str(default.get("/BaseState", "/ON")) == "/OFF"


def _flatten(pdf: pikepdf.Pdf) -> None:
    """Make form fields, pictures of signatures and marks drawn onto pages part of these; they look as before.

    A signature's hash covers the original's bytes: it cannot hold for a copy.
    """
    import pikepdf

    others = []
    for page in pdf.pages:
        annotations = list(page.obj.get("/Annots", []))
        others.append([one for one in annotations if str(one.get("/Subtype", "")) in _STAY])
        if annotations:
            page.obj.Annots = pikepdf.Array([one for one in annotations if str(one.get("/Subtype", "")) in _INTO_PAGE])
    if "/NeedAppearances" in pdf.Root.get("/AcroForm", {}):
        del pdf.Root.AcroForm.NeedAppearances  # the pictures that are there are taken: new ones would lack letters
    pdf.flatten_annotations("screen")
    for page, kept in zip(pdf.pages, others, strict=True):
        if "/Annots" in page.obj or kept:
            page.obj.Annots = pikepdf.Array(kept)
    _drop(pdf.Root, ["/AcroForm"])


def _mend_annotations(page: pikepdf.Page) -> None:
    """Keep those that bring their own appearance (6.3.3), without their actions."""
    import pikepdf

    if "/Annots" not in page.obj:
        return
    kept = [one for one in page.obj.Annots if "/AP" in one or str(one.get("/Subtype", "")) != "/Text"]
    for annotation in kept:
        _drop(annotation, ["/AA"])
        if "/A" in annotation and str(annotation.A.get("/S", "")) not in ("/URI", "/GoTo"):
            del annotation["/A"]
    page.obj.Annots = pikepdf.Array(kept)


def _mend_object(pdf: pikepdf.Pdf, found: Any) -> None:
    """Small things that PDF/A wants said and that a PDF may leave to be understood."""
    import pikepdf

    if not isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        return
    kind = str(found.get("/Subtype", ""))
    if kind == "/CIDFontType2" and "/CIDToGIDMap" not in found:
        found.CIDToGIDMap = pikepdf.Name.Identity  # what its absence means (ISO 32000-1, table 117); 6.2.11.3.2
    elif kind == "/Form":
        _drop(found, ("/PieceInfo", "/LastModified", "/OPI", "/PS", "/Ref"))
    elif str(found.get("/Type", "")) == "/ExtGState":
        _drop(found, ("/BG", "/BG2", "/UCR", "/UCR2", "/TR", "/TR2", "/HTP"))  # how inks are mixed; 6.2.5
    elif kind == "/Image":
        _drop(found, ("/Alternates", "/OPI"))
        mask = found.get("/SMask")
        if isinstance(
            mask, pikepdf.Stream
        ):  # some programs name it as a picture of the page too: two roles, two copies
            found.SMask = pikepdf.Stream(pdf, mask.read_raw_bytes(), pikepdf.Dictionary(dict(mask.items())))
