"""`report.html`: what a run did, for people, in Vietnamese and English, in one file that opens offline."""

from kehoach.pipeline.report.crops import Cut, Numbered, cut_out
from kehoach.pipeline.report.values import Cutting, Ended
from kehoach.pipeline.report.write import write_report

__all__ = ["Cut", "Cutting", "Ended", "Numbered", "cut_out", "write_report"]
