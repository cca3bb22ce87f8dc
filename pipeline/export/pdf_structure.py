"""What stands around a PDF's pages and is not allowed, or not wanted, in a copy for the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

_KEPT_ANNOTATIONS = frozenset({"/Link", "/Popup", "/Text", "/FreeText", "/Line", "/Square", "/Circle"}) | {
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
        _flatten_forms(pdf)
    for page in pdf.pages:
        for key in ("/AA", "/PresSteps", "/PieceInfo", "/Trans", "/Dur", "/Thumb"):
            if key in page.obj:
                del page.obj[key]
        _mend_annotations(page)


def _flatten_forms(pdf: pikepdf.Pdf) -> None:
    """Make form fields and the pictures of signatures part of their pages; they look as before.

    A signature's hash covers the original's bytes: it cannot hold for a copy.
    """
    import pikepdf

    others = []
    for page in pdf.pages:
        annotations = list(page.obj.get("/Annots", []))
        fields = [one for one in annotations if str(one.get("/Subtype", "")) == "/Widget"]
        others.append([one for one in annotations if str(one.get("/Subtype", "")) != "/Widget"])
        page.obj.Annots = pikepdf.Array(fields)
    if "/NeedAppearances" in pdf.Root.AcroForm:
        del pdf.Root.AcroForm.NeedAppearances  # the pictures that are there are taken: new ones would lack letters
    pdf.flatten_annotations("screen")
    for page, kept in zip(pdf.pages, others, strict=True):
        page.obj.Annots = pikepdf.Array(kept)
    if "/AcroForm" in pdf.Root:
        del pdf.Root.AcroForm


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
