"""Write `models/manifest.toml`: name, sha256, size, licence and origin of every weight file.

python -m kehoach.diacritics.training.manifest models
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

LICENCE = "Apache-2.0"
MADE = "make train CORPUS=DIR; see restorer/CARD.md"


def entry(root: Path, file: Path) -> str:
    """One `[[file]]` table."""
    data = file.read_bytes()
    name = file.relative_to(root).as_posix()
    digest = hashlib.sha256(data).hexdigest()
    lines = [
        f'name = "{name}"',
        f'sha256 = "{digest}"',
        f"size = {len(data)}",
        f'licence = "{LICENCE}"',
        f'made = "{MADE}"',
    ]
    return "\n".join(["[[file]]", *lines]) + "\n"


def write_manifest(root: Path) -> None:
    """List every file of the models in the folder but their cards."""
    files = sorted(path for path in root.glob("*/*") if path.is_file() and path.suffix not in {".md", ".pyc"})
    (root / "manifest.toml").write_text("\n".join(entry(root, file) for file in files), encoding="utf-8")


if __name__ == "__main__":
    write_manifest(Path(sys.argv[1]))
