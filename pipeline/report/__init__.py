"""`report.html`: what a run did, for people, in Vietnamese and English, in one file that opens offline."""

from pipeline.report.values import Ended
from pipeline.report.write import REPORT, write_report

__all__ = ["REPORT", "Ended", "write_report"]
