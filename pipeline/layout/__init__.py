"""Lines into reading order, each with its role; pure geometry and text rules."""

from pipeline.layout.furniture import mark_running_heads
from pipeline.layout.page import PageLayout, arrange_page

__all__ = ["PageLayout", "arrange_page", "mark_running_heads"]
