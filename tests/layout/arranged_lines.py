"""What tests of text files ask of arranged lines."""

from __future__ import annotations

from kehoach.pipeline.document import Line, Role


def of_role(lines: list[Line], role: Role) -> list[str]:
    return [line.text.strip() for line in lines if line.role is role and line.text.strip()]
