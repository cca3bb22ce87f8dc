"""`report.html`: what a run did, for people, in Vietnamese and English, in one file that opens offline."""

from kehoach.pipeline.report.crops import PICTURES, Cut, Numbered, cut_out
from kehoach.pipeline.report.values import Cutting, Ended
from kehoach.pipeline.report.write import REPORT, write_report

__all__ = ["PICTURES", "REPORT", "Cut", "Cutting", "Ended", "Numbered", "cut_out", "write_report"]
