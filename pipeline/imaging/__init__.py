"""Page pictures made ready for reading; each step is a plain function from picture to picture."""

from kehoach.pipeline.imaging.blank import is_black, is_blank, is_filled
from kehoach.pipeline.imaging.prepare import Prepared, prepare
from kehoach.pipeline.imaging.unread import unread_share

__all__ = ["Prepared", "is_black", "is_blank", "is_filled", "prepare", "unread_share"]
