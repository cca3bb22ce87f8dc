"""kehoach: scanned and damaged plans of Vietnamese health departments into text and structured data.

The functions and types are those of `kehoach.pipeline.api`. In the repository this folder holds links to the three
rooms of the program, so that an editable install has the same names as the wheel (see pyproject.toml).
"""

from typing import TYPE_CHECKING, Any

from kehoach.pipeline import api
from kehoach.pipeline.api import KehoachError, __version__, judge, normalise, parse, read, restore, run

if TYPE_CHECKING:
    from kehoach.pipeline.api import Edit, Judgement, Plan, Progress, Restored, Summary

__all__ = [
    "Edit",
    "Judgement",
    "KehoachError",
    "Plan",
    "Progress",
    "Restored",
    "Summary",
    "__version__",
    "judge",
    "normalise",
    "parse",
    "read",
    "restore",
    "run",
]


def __getattr__(name: str) -> Any:
    """The types of the API, imported when they are asked for."""
    return getattr(api, name)
