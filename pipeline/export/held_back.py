"""The files of an OUT folder that are held back for a secrecy mark."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kehoach.pipeline.plan import Plan


@dataclass
class HeldBack:
    """The folders left out so far, those whose mark is in doubt apart.

    Whatever is written for others than the operators (index, exports, archive records) asks `holds` first.
    """

    sure: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)

    def add(self, folder: str, *, doubtful: bool) -> None:
        """Note a file that was left out."""
        (self.doubtful if doubtful else self.sure).append(folder)

    def holds(self, plan: Plan, folder: str) -> bool:
        """Whether a file is to be left out; notes it where it is."""
        from kehoach.pipeline.secrecy import whole_file_secrecy

        secrecy = whole_file_secrecy(plan)
        if secrecy.held:
            self.add(folder, doubtful=secrecy.doubtful)
        return secrecy.held

    @property
    def folders(self) -> list[str]:
        """All of them, those in doubt last."""
        return [*self.sure, *self.doubtful]
