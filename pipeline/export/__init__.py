"""The Plan and its texts to files."""

from kehoach.pipeline.export.collection import plan_folders, read_plan
from kehoach.pipeline.export.documents import COLLECTION, collect, plan_json, write_document
from kehoach.pipeline.export.files import whole_file, write_text
from kehoach.pipeline.export.held_back import HeldBack
from kehoach.pipeline.export.names import FAITHFUL, IMAGES, NORMALISED, PLAN
from kehoach.pipeline.export.original import Original
from kehoach.pipeline.export.page_images import write_page_images

__all__ = [
    "COLLECTION",
    "FAITHFUL",
    "IMAGES",
    "NORMALISED",
    "PLAN",
    "HeldBack",
    "Original",
    "collect",
    "plan_folders",
    "plan_json",
    "read_plan",
    "whole_file",
    "write_document",
    "write_page_images",
    "write_text",
]
