"""Page pictures made ready for reading; each step is a plain function from picture to picture."""

from pipeline.imaging.blank import is_blank
from pipeline.imaging.prepare import Prepared, prepare

__all__ = ["Prepared", "is_blank", "prepare"]
