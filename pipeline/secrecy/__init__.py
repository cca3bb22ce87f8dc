"""Who may not see a paper: marks of secrecy (Nghị định 30/2020/NĐ-CP, ô 10a; Thông tư 24/2020/TT-BCA, forms 02–11)."""

from kehoach.pipeline.secrecy.marks import Mark, find_marks
from kehoach.pipeline.secrecy.papers import Secrecy, secrecy_of, whole_file_secrecy
from kehoach.pipeline.secrecy.urgency import urgency_in

__all__ = ["Mark", "Secrecy", "find_marks", "secrecy_of", "urgency_in", "whole_file_secrecy"]
