"""The Plan and its texts to files."""

from kehoach.pipeline.export.collection import Trouble, cannot_read, plan_folders, plans, read_plan
from kehoach.pipeline.export.documents import collect, plan_json, write_document
from kehoach.pipeline.export.files import whole_file, write_text
from kehoach.pipeline.export.held_back import HeldBack
from kehoach.pipeline.export.original import FileAtHand, Original
from kehoach.pipeline.export.page_images import write_page_images

__all__ = [
    "FileAtHand",
    "HeldBack",
    "Original",
    "Trouble",
    "cannot_read",
    "collect",
    "plan_folders",
    "plan_json",
    "plans",
    "read_plan",
    "whole_file",
    "write_document",
    "write_page_images",
    "write_text",
]
