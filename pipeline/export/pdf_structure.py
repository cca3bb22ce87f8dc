"""What stands around a PDF's pages and is not allowed, or not wanted, in a copy for the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf

_KEPT_ANNOTATIONS = frozenset({"/Link", "/Popup", "/Widget", "/Text", "/FreeText", "/Line", "/Square", "/Circle"}) | {
    "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Ink", "/Polygon", "/PolyLine", "/Caret"
}  # fmt: skip


def mend_structure(pdf: pikepdf.Pdf) -> None:
    """Take out what PDF/A forbids and readers of an archive do not miss: actions, forms' scripts, attached files."""
    root = pdf.Root
    for key in ("/OpenAction", "/AA", "/Perms", "/Requirements", "/Collection", "/NeedsRendering"):
        if key in root:
            del root[key]
    for key in ("/EmbeddedFiles", "/JavaScript", "/AlternatePresentations"):
        if "/Names" in root and key in root.Names:
            del root.Names[key]
    if "/AcroForm" in root:
        _mend_form(root.AcroForm)
    for page in pdf.pages:
        for key in ("/AA", "/PresSteps", "/PieceInfo", "/Trans", "/Dur", "/Thumb"):
            if key in page.obj:
                del page.obj[key]
        _mend_annotations(page)


def _mend_form(form: Any) -> None:
    for key in ("/XFA", "/NeedAppearances", "/SigFlags"):
        if key in form:
            del form[key]
    for field in form.get("/Fields", []):
        if str(field.get("/FT", "")) == "/Sig" and "/V" in field:
            del field["/V"]  # its hash covers the original's bytes


def _mend_annotations(page: pikepdf.Page) -> None:
    """Keep annotations that PDF/A knows and that bring their own appearance (ISO 19005-2, 6.3); drop their actions."""
    import pikepdf

    if "/Annots" not in page.obj:
        return
    kept = []
    for annotation in page.obj.Annots:
        kind = str(annotation.get("/Subtype", ""))
        if kind not in _KEPT_ANNOTATIONS or ("/AP" not in annotation and kind not in ("/Link", "/Popup")):
            continue
        if "/AA" in annotation:
            del annotation["/AA"]
        if "/A" in annotation and str(annotation.A.get("/S", "")) not in ("/URI", "/GoTo"):
            del annotation["/A"]
        kept.append(annotation)
    page.obj.Annots = pikepdf.Array(kept)
