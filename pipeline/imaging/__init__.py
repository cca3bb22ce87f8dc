"""Page pictures made ready for reading; each step is a plain function from picture to picture."""

from kehoach.pipeline.imaging.blank import is_blank
from kehoach.pipeline.imaging.prepare import Prepared, prepare
from kehoach.pipeline.imaging.unread import unread_share

__all__ = ["Prepared", "is_blank", "prepare", "unread_share"]
