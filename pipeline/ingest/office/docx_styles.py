"""What Word's styles say of a paragraph or a run: font, capitals, hidden, list, page break."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from kehoach.pipeline.ingest.office.package import child, local, value

_DEPTH = 30  # styles based on styles; Word allows 11
_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Look:
    """How letters are set; None where nothing is said."""

    font: str | None = None
    capitals: bool | None = None
    hidden: bool | None = None

    def under(self, other: Look) -> Look:
        """This look, and where it says nothing the other."""
        return Look(
            other.font if self.font is None else self.font,
            other.capitals if self.capitals is None else self.capitals,
            other.hidden if self.hidden is None else self.hidden,
        )


@dataclass(frozen=True, slots=True)
class Style:
    """A style of its own, and the one that it is based on."""

    look: Look = Look()
    based_on: str = ""
    number: str | None = None  # the list that its paragraphs belong to
    level: int | None = None
    breaks: bool | None = None  # a page begins before it


@dataclass
class Styles:
    """All styles of a document."""

    styles: dict[str, Style] = field(default_factory=dict)
    default: Look = Look()
    standard: str = ""  # the style of paragraphs that name none
    lists: dict[str, str] = field(default_factory=dict)  # list by numbering style
    whole: dict[str, Style] = field(default_factory=dict)

    def get(self, name: str) -> Style:
        """A style with all that it inherits."""
        if name not in self.whole:
            self.whole[name] = self._inherited(name or self.standard)
        return self.whole[name]

    def _inherited(self, name: str) -> Style:
        found = Style()
        for _ in range(_DEPTH):
            style = self.styles.get(name)
            if style is None:
                break
            found = replace(
                found,
                look=found.look.under(style.look),
                number=style.number if found.number is None else found.number,
                level=style.level if found.level is None else found.level,
                breaks=style.breaks if found.breaks is None else found.breaks,
            )
            name = style.based_on
        return found


def read_styles(root: Any) -> Styles:
    """The styles of styles.xml (None: there is no such part)."""
    found = Styles()
    if root is None:
        return found
    defaults = child(root, "docDefaults", "rPrDefault", "rPr")
    found.default = look_of(defaults)
    for element in root:
        if local(element) != "style":
            continue
        name, kind = value(element, "styleId"), value(element, "type")
        about = child(element, "pPr")
        number = child(about, "numPr", "numId")
        level = child(about, "numPr", "ilvl")
        based = child(element, "basedOn")
        found.styles[name] = Style(
            look_of(child(element, "rPr")),
            value(based, "val") if based is not None else "",
            value(number, "val") if number is not None else None,
            int(value(level, "val")) if level is not None and value(level, "val").isdecimal() else None,
            switched(child(about, "pageBreakBefore")),
        )
        if kind == "numbering" and number is not None:
            found.lists[name] = value(number, "val")
        if kind == "paragraph" and value(element, "default") not in ("", *_OFF):
            found.standard = name
    return found


def look_of(properties: Any) -> Look:
    """What a w:rPr says."""
    if properties is None:
        return Look()
    fonts = child(properties, "rFonts")
    font = font_of(fonts) if fonts is not None else None
    hidden = switched(child(properties, "vanish"))
    return Look(font, switched(child(properties, "caps")), hidden)


def font_of(fonts: Any) -> str | None:
    """The font of marked letters by a w:rFonts: they are «high ANSI»; a theme's font goes before a named one."""
    theme = value(fonts, "hAnsiTheme") or value(fonts, "asciiTheme")
    return f"+{theme}" if theme else value(fonts, "hAnsi") or value(fonts, "ascii") or None


def switched(element: Any) -> bool | None:
    """A property that is on or off; None where it is not there."""
    return None if element is None else value(element, "val") not in _OFF
