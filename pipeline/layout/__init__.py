"""Lines into reading order, each with its role; pure geometry and text rules."""

from kehoach.pipeline.layout.borders import find_borders
from kehoach.pipeline.layout.continued import join_tables
from kehoach.pipeline.layout.furniture import mark_running_heads
from kehoach.pipeline.layout.page import PageLayout, arrange_page

__all__ = ["PageLayout", "arrange_page", "find_borders", "join_tables", "mark_running_heads"]
