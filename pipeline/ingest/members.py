"""One file within an archive or a mail, as its list has it."""

from __future__ import annotations

from dataclasses import dataclass

from kehoach.pipeline.ingest.passed_over import Reason


@dataclass(frozen=True, slots=True)
class Member:
    """Its path there, which no other has; its bytes unpacked; `refused` says why it is never unpacked.

    `reason`: it is passed over, `refused` saying why; without one that is a failure. `head`: its first bytes, empty
    where they cannot be had.
    """

    name: str
    size: int
    refused: str | None = None
    reason: Reason | None = None
    head: bytes = b""
