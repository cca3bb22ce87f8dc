"""The workshop of the samples is a script with its own package beside it: put both on the path."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "samples"))
