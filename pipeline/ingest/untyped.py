"""A type for the objects of packages that declare no types."""

from typing import Any, TypeAlias

Handle: TypeAlias = Any
"""An object or module of pypdfium2, pyhanko or Pillow's plug-ins, which declare no types."""
