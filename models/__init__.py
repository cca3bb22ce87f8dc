"""The weights that ship with kehoach, and the proof that they are whole (`manifest.toml`: sha256, size, licence)."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

__all__ = ["ModelError", "path", "verify"]

_HERE = Path(__file__).parent
MANIFEST = "manifest.toml"


class ModelError(Exception):
    """A file of a model is missing or is not the one that was published."""


def path(name: str = "restorer") -> Path:
    """The folder of a packaged model."""
    return _HERE / name


def verify(name: str = "restorer", root: Path = _HERE) -> Path:
    """The folder of a packaged model, once every file of it has the sha256 of the manifest.

    Raises ModelError with the file's name when one is missing or differs.
    """
    entries = _entries(root)
    wanted = {file: entry for file, entry in entries.items() if file.startswith(f"{name}/")}
    if not wanted:
        message = f"no model named {name} in {root / MANIFEST}"
        raise ModelError(message)
    for file, entry in wanted.items():
        _verify_file(root / file, str(entry["sha256"]))
    return root / name


def _entries(root: Path) -> dict[str, dict[str, object]]:
    """The manifest's `[[file]]` tables by file name (relative to the manifest)."""
    try:
        manifest = tomllib.loads((root / MANIFEST).read_text(encoding="utf-8"))
        return {str(entry["name"]): entry for entry in manifest["file"]}
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        message = f"{root / MANIFEST} cannot be read: {error}"
        raise ModelError(message) from error


def _verify_file(file: Path, sha256: str) -> None:
    try:
        found = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        message = f"model file {file} is missing; install kehoach again, or build the model with make train"
        raise ModelError(message) from error
    if found != sha256:
        message = f"model file {file} is damaged: sha256 is {found}, the manifest says {sha256}; install kehoach again"
        raise ModelError(message)
