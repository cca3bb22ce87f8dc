"""The files in which a page is shown as the readers saw it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PagePicture:
    """The files that show a page, or one half of a spread, as the readers saw it.

    Paths are relative to the document's folder. `removed` shows what was taken out, dot for dot as large as `cleaned`,
    one colour a step (`colours`: steps and their colours as #rrggbb); None where nothing was. `to_page`: see PageImage.
    """

    cleaned: str
    removed: str | None
    steps: tuple[str, ...]
    colours: tuple[tuple[str, str], ...]
    to_page: tuple[float, float, float, float, float, float]

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the files that are there."""
        return (self.cleaned, self.removed) if self.removed else (self.cleaned,)
