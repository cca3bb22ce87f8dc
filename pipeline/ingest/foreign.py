"""The type of what other packages hand out."""

from typing import Any, TypeAlias

Handle: TypeAlias = Any
"""An object or module of pypdfium2, pyhanko or Pillow's plug-ins, which declare no types."""
